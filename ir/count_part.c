/* Parts that are only counted. A word of a text or a window of a list that is counted is looked for in a dictionary, where most are
   already: as an object it is made, hashed, compared and freed.

   Law: dict_count d (part a lo hi) = dict_count_part d a lo hi, which makes the part only where it is a new key.
   Condition: nobody else looks at the part, and both stand in one block.

   Expects:    a simplified module without DUP and DROP.
   Guarantees: no part is left without a use.
   Cost:       linear. */

#include "ir/count_part.h"

typedef struct counter {
  flat_module *m;
  uint32_t *uses;          /* variable -> operands that it is */
  const flat_instr **cut;  /* variable -> the part of this block that it is */
} counter;

static void use(counter *c, uint32_t n, const flat_var *vars) {
  for (uint32_t i = 0; i < n; i++) c->uses[vars[i]]++;
}

static void count_uses(counter *c, const flat_fun *f) {
  for (flat_label l = 0; l < f->blocks.len; l++) {
    const flat_block *b = &f->blocks.items[l];
    for (uint32_t k = 0; k < b->code.len; k++) use(c, b->code.items[k].arg_count, b->code.items[k].args);
    if (flat_has_last(b)) use(c, b->last.arg_count, b->last.args);
    if (b->end == FLAT_BRANCH) use(c, 1, &b->cond);
    if (b->end == FLAT_RETURN) use(c, b->ret_count, b->rets);
    for (uint32_t e = 0; e < flat_edge_count(b); e++) use(c, b->edges[e].arg_count, b->edges[e].args);
  }
}

static bool is_prim(const flat_instr *i, ir_op op) { return i->op == FLAT_PRIM && i->prim == op; }

static void count_in_place(counter *c, flat_instr *i, const flat_instr *cut) {
  arena *home = c->m->home;
  const ir_type *table = i->type->args[0], *parts[] = {table, cut->type->args[0], cut->type->args[1], cut->type->args[2]};
  flat_var *args = ARENA_ARRAY(home, flat_var, 4);
  args[0] = i->args[0];
  for (uint32_t k = 0; k < 3; k++) args[k + 1] = cut->args[k];
  c->uses[i->args[1]] = 0;
  i->prim = OP_dict_count_part;
  i->type = irt_tuple(comb_types(c->m->store), 4, parts);
  i->args = args;
  i->arg_count = 4;
}

static void see_block(counter *c, flat_block *b) {
  uint32_t kept = 0;
  for (uint32_t k = 0; k < b->code.len; k++) {
    flat_instr *i = &b->code.items[k];
    if (is_prim(i, OP_part)) c->cut[i->dests[0]] = i;
    const flat_instr *cut = is_prim(i, OP_dict_count) && i->arg_count == 2 ? c->cut[i->args[1]] : NULL;
    if (cut && c->uses[i->args[1]] == 1) count_in_place(c, i, cut);
  }
  for (uint32_t k = 0; k < b->code.len; k++) {
    flat_instr i = b->code.items[k];
    if (is_prim(&i, OP_part)) c->cut[i.dests[0]] = NULL;
    if (!is_prim(&i, OP_part) || c->uses[i.dests[0]]) b->code.items[kept++] = i;
  }
  b->code.len = kept;
}

void flat_count_part(flat_module *m) {
  arena *scratch = arena_new("count part");
  for (uint32_t n = 0; n < m->funs.len; n++) {
    flat_fun *f = m->funs.items[n];
    counter c = {m, ARENA_ARRAY(scratch, uint32_t, f->vars.len), ARENA_ARRAY(scratch, const flat_instr *, f->vars.len)};
    count_uses(&c, f);
    for (flat_label l = 0; l < f->blocks.len; l++) see_block(&c, &f->blocks.items[l]);
  }
  arena_free(scratch);
}
