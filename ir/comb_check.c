/* Verifier: every term that a program reaches keeps its typing law, every definition its type. Linear in the terms. */

#include "ir/comb_fault.h"
#include "ir/comb_walk.h"
#include "support/vec.h"

static const char *complaint(arena *scratch, const comb *t, const char *fault) {
  return str_printf(scratch, "term %u: %s", t->id, fault).ptr;
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
