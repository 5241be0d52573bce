/* Verifier: every term that a program reaches keeps its typing law, every definition its type. Linear in the terms. */

#include "ir/comb_fault.h"
#include "ir/comb_walk.h"
#include "support/vec.h"

static const char *complaint(arena *scratch, const comb *t, const char *fault) {
  return str_printf(scratch, "term %u: %s", t->id, fault).ptr;
}

/* The constructor that a literal Int names; false: t gives anything else. */
static bool is_constructor(const comb *t, const ir_type *named, uint32_t *k) {
  while (t->kind == COMB_COMP) t = t->b;
  if (t->kind != COMB_CONST || t->literal.i < 0 || t->literal.i >= irt_decl(named)->count) return false;
  *k = (uint32_t)t->literal.i;
  return true;
}

/* f ; g, where g starts with make or fields: they want a literal constructor that holds what goes in or comes out. */
static const char *constructor_fault(comb_store *s, const comb *f, const comb *g) {
  const comb *head = g->kind == COMB_COMP ? g->a : g;
  bool make = head->n == OP_make;
  if (head->kind != COMB_PRIM || (!make && head->n != OP_fields)) return NULL;
  const ir_type *t = make ? head->cod : head->dom->args[0], *held = make ? head->dom->args[0] : head->cod;
  uint32_t k;
  if (f->kind != COMB_TUPLE || !is_constructor(f->parts[1], t, &k)) return "a constructor is named by a literal";
  return irt_con_fields(comb_types(s), t, k) == held ? NULL : "a constructor holds its fields";
}

/* A stack of its own: a broken program may be deep. */
static const char *check_term(comb_store *s, const comb *root, bool *seen, arena *scratch) {
  VEC(const comb *) open = {0};
  vec_push(scratch, &open, root);
  while (open.len) {
    const comb *t = vec_pop(&open);
    if (t->id >= comb_count(s)) return complaint(scratch, t, "a term of another store");
    if (seen[t->id]) continue;
    seen[t->id] = true;
    const char *fault = comb_fault(s, t);
    if (!fault && t->kind == COMB_COMP) fault = constructor_fault(s, t->a, t->b);
    if (fault) return complaint(scratch, t, fault);
    for (uint32_t i = 0; i < comb_part_count(t); i++) vec_push(scratch, &open, comb_part(t, i));
  }
  return NULL;
}

static const char *check_entry(const comb_program *p) {
  const ir_type *env = p->entry->dom;
  for (uint32_t i = p->argc; i > 0; i--) {
    if (env->kind != IRT_TUPLE || env->count != 2 || env->args[1] != p->args[i - 1])
      return "the entry takes the program's arguments";
    env = env->args[0];
  }
  if (env->kind != IRT_UNIT) return "the entry takes nothing but the program's arguments";
  return p->entry->cod == p->result ? NULL : "the entry gives the program's result";
}

const char *comb_check(const comb_program *p, arena *scratch) {
  comb_store *s = p->store;
  bool *seen = ARENA_ARRAY(scratch, bool, comb_count(s));
  for (uint32_t d = 0; d < comb_def_count(s); d++) {
    const comb_def *def = comb_def_at(s, d);
    if (!def->body) return str_printf(scratch, "definition %u has no body", d).ptr;
    const char *fault = check_term(s, def->body, seen, scratch);
    if (fault) return fault;
    bool fits = def->body->dom->kind == IRT_UNIT && def->body->cod == def->type;
    if (!fits) return complaint(scratch, def->body, "a definition's body runs from unit to its type");
  }
  const char *fault = check_term(s, p->entry, seen, scratch);
  return fault ? fault : check_entry(p);
}
