/* Arguments that callers would give away. A walk over a tree that nobody needs behind it may free the tree as it goes;
   to lend it and free it afterwards is a second walk.

   Expects: the borrowed parameters of borrow_infer. Linear but for the live ranges of arguments that are used once. */

#include "ir/offer.h"

#include "ir/borrow.h"
#include "ir/dominate.h"

typedef struct offers {
  const flat_module *m;
  bool **offered;
  bool *called; /* per function: by another one */
  /* of the function at hand */
  uint32_t self;
  const flat_fun *f;
  arena *home; /* scratch */
  borrow_info *infos;
  uint32_t *uses;
  flat_var *within;  /* variable -> the object whose field it is */
  flat_label *def;
  flat_labels *preds;
} offers;

static bool is_object(flat_var_info v) { return v.scalar == FLAT_PTR && v.heap && v.heap->kind == IRT_NAMED; }

static void count_vars(offers *o, uint32_t n, const flat_var *vars) {
  for (uint32_t i = 0; i < n; i++) o->uses[vars[i]]++;
}

static void note_instr(offers *o, const flat_instr *i, flat_label l) {
  count_vars(o, i->arg_count, i->args);
  for (uint32_t k = 0; k < i->dest_count; k++) {
    o->def[i->dests[k]] = l;
    if (i->op == FLAT_FIELDS) o->within[i->dests[k]] = i->args[0];
  }
}

static void note_block(offers *o, flat_label l) {
  const flat_block *b = &o->f->blocks.items[l];
  for (uint32_t k = 0; k < b->params.len; k++) o->def[b->params.items[k]] = l;
  for (uint32_t k = 0; k < b->code.len; k++) note_instr(o, &b->code.items[k], l);
  if (flat_has_last(b)) note_instr(o, &b->last, b->end == FLAT_TRY ? b->edges[0].to : l);
  if (b->end == FLAT_RETURN) count_vars(o, b->ret_count, b->rets);
  for (uint32_t e = 0; e < flat_edge_count(b); e++) {
    count_vars(o, b->edges[e].arg_count, b->edges[e].args);
    vec_push(o->home, &o->preds[b->edges[e].to], l);
  }
}

/* v, used in block l alone, is not used there again when control comes back. */
static bool dies_in(const offers *o, flat_var v, flat_label l) {
  bool *seen = ARENA_ARRAY(o->home, bool, o->f->blocks.len);
  flat_labels work = {0};
  vec_push(o->home, &work, l);
  while (work.len) {
    flat_label at = vec_pop(&work);
    if (at == o->def[v]) continue;
    for (uint32_t k = 0; k < o->preds[at].len; k++) {
      flat_label from = o->preds[at].items[k];
      if (from == l) return false;
      if (seen[from]) continue;
      seen[from] = true;
      vec_push(o->home, &work, from);
    }
  }
  return true;
}

static bool is_part_of(const offers *o, flat_var v, flat_var param) {
  for (flat_var at = o->within[v]; at != FLAT_NONE; at = o->within[at])
    if (at == param) return true;
  return false;
}

static void note_call(offers *o, const flat_instr *i, flat_label l) {
  if (i->op != FLAT_CALL) return;
  const flat_fun *callee = o->m->funs.items[i->target];
  for (uint32_t k = 0; k < i->arg_count; k++) {
    flat_var v = i->args[k];
    if (!o->offered[i->target][k]) continue;
    bool own = o->infos[v].kind == BORROW_OWNED && o->uses[v] == 1 && dies_in(o, v, l);
    bool part = i->target == o->self && is_part_of(o, v, callee->params[k]);
    o->offered[i->target][k] = own || part;
  }
  o->called[i->target] |= i->target != o->self;
}

static void note_fun(offers *o, uint32_t self) {
  uint32_t vars = o->m->funs.items[self]->vars.len, blocks = o->m->funs.items[self]->blocks.len;
  o->self = self;
  o->f = o->m->funs.items[self];
  o->home = arena_new("offers");
  o->infos = borrow_of_vars(o->m, o->f, o->home);
  o->uses = ARENA_ARRAY(o->home, uint32_t, vars);
  o->within = ARENA_ARRAY(o->home, flat_var, vars);
  o->def = ARENA_ARRAY(o->home, flat_label, vars);
  o->preds = ARENA_ARRAY(o->home, flat_labels, blocks);
  for (flat_var v = 0; v < vars; v++) o->within[v] = FLAT_NONE;
  for (flat_label l = 0; l < blocks; l++) note_block(o, l);
  for (flat_label l = 0; l < blocks; l++) {
    const flat_block *b = &o->f->blocks.items[l];
    for (uint32_t k = 0; k < b->code.len; k++) note_call(o, &b->code.items[k], l);
    if (flat_has_last(b)) note_call(o, &b->last, l);
  }
  arena_free(o->home);
}

bool **offers_of(const flat_module *m, arena *home) {
  uint32_t n = m->funs.len;
  offers o = {.m = m, .offered = ARENA_ARRAY(home, bool *, n), .called = ARENA_ARRAY(home, bool, n)};
  for (uint32_t i = 0; i < m->funs.len; i++) {
    const flat_fun *f = m->funs.items[i];
    o.offered[i] = ARENA_ARRAY(home, bool, f->param_count);
    for (uint32_t k = 0; k < f->param_count; k++)
      o.offered[i][k] = f->borrowed[k] && is_object(f->vars.items[f->params[k]]);
  }
  for (uint32_t i = 0; i < m->funs.len; i++) note_fun(&o, i);
  for (uint32_t i = 0; i < m->funs.len; i++)
    for (uint32_t k = 0; k < m->funs.items[i]->param_count; k++) o.offered[i][k] &= o.called[i];
  return o.offered;
}
