/* Constructors without fields are immortal, but for those of very high numbers: counting them does nothing. Where a
   match has found one, DUP and DROP of the object go: at a leaf of a tree that is walked there is then nothing to do but
   to return.

   Expects:    a counted module.
   Guarantees: counts are as before; to the verifier the object was dropped by a DROP that costs nothing (`safe`).
   Cost:       linear; looks at blocks to which one branch alone leads. */

#include "ir/layout.h"
#include "ir/nullary.h"

typedef struct finder {
  const flat_fun *f;
  const flat_instr **def; /* variable -> the instruction within a block that gives it */
  uint32_t *preds;        /* block -> edges to it */
} finder;

static const flat_instr *defined_by(const finder *d, flat_var v, flat_op op) {
  return d->def[v] && d->def[v]->op == op ? d->def[v] : NULL;
}

static bool immortal(const ir_decl *decl, int64_t k) { return k < LAYOUT_IMMORTALS && !decl->cons[k].count; }

static bool others_are_immortal(const ir_decl *decl, int64_t k) {
  for (uint32_t i = 0; i < decl->count; i++)
    if (i != k && !immortal(decl, i)) return false;
  return true;
}

/* The object that is immortal behind edge e of a branch; FLAT_NONE: nothing is known. */
static flat_var immortal_behind(const finder *d, const flat_block *b, uint32_t e) {
  const flat_instr *test = b->end == FLAT_BRANCH ? defined_by(d, b->cond, FLAT_PRIM) : NULL;
  if (!test || test->prim != OP_eq || test->arg_count != 2) return FLAT_NONE;
  const flat_instr *tag = defined_by(d, test->args[0], FLAT_TAG), *number = defined_by(d, test->args[1], FLAT_CONST);
  if (!tag || !number) return FLAT_NONE;
  const ir_decl *decl = irt_decl(tag->type);
  int64_t k = number->literal.i;
  bool known = e == 0 ? k < decl->count && immortal(decl, k) : others_are_immortal(decl, k);
  return known ? tag->args[0] : FLAT_NONE;
}

static void uncount(flat_block *b, flat_var object) {
  for (uint32_t k = 0; k < b->code.len; k++) {
    flat_instr *i = &b->code.items[k];
    if ((i->op == FLAT_DUP || i->op == FLAT_DROP) && i->args[0] == object) i->safe = true;
  }
}

static void look_through(flat_fun *f, arena *scratch) {
  finder d = {f, ARENA_ARRAY(scratch, const flat_instr *, f->vars.len), ARENA_ARRAY(scratch, uint32_t, f->blocks.len)};
  for (flat_label l = 0; l < f->blocks.len; l++) {
    const flat_block *b = &f->blocks.items[l];
    for (uint32_t e = 0; e < flat_edge_count(b); e++) d.preds[b->edges[e].to]++;
    for (uint32_t k = 0; k < b->code.len; k++)
      for (uint32_t j = 0; j < b->code.items[k].dest_count; j++) d.def[b->code.items[k].dests[j]] = &b->code.items[k];
  }
  for (flat_label l = 0; l < f->blocks.len; l++)
    for (uint32_t e = 0; e < flat_edge_count(&f->blocks.items[l]); e++) {
      flat_label to = f->blocks.items[l].edges[e].to;
      flat_var object = immortal_behind(&d, &f->blocks.items[l], e);
      if (object != FLAT_NONE && d.preds[to] == 1) uncount(&f->blocks.items[to], object);
    }
}

void flat_uncount_nullary(flat_module *m) {
  arena *scratch = arena_new("constructors without fields");
  for (uint32_t i = 0; i < m->funs.len; i++) look_through(m->funs.items[i], scratch);
  arena_free(scratch);
}
