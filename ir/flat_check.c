/* The verifier. Structure: variables are defined once and used where that definition dominates, operands fit, what may
   fail ends its block. Counts, once the rc pass has run: along every path each owned pointer is consumed exactly once,
   and nothing is looked at after its owner is gone. Linear in the program but for the counts: blocks times pointers,
   which only tests pay. */

#include "ir/borrow.h"
#include "ir/dominate.h"
#include "ir/layout.h"
#include "ir/lost.h"

#include "support/map.h"

typedef struct place {
  flat_label block; /* FLAT_NONE: nowhere */
  uint32_t at;      /* instruction index + 1; 0: a parameter, or the entry */
} place;

typedef struct checker {
  const flat_module *m;
  const flat_fun *f;
  arena *home;
  const char *error;
  dominators doms;
  uint32_t *preds; /* block -> number of edges to it */
  place *defs;     /* variable -> where */
  borrow_info *infos;
  const bool *exits;
  int32_t **counts; /* block -> count of each variable on entry; NULL: not reached yet */
} checker;

static bool fault(checker *c, const char *what, uint32_t number) {
  if (!c->error) {
    str s = str_printf(c->home, "function " STR_FMT ": %s (%u)", STR_ARG(c->f->name), what, number);
    c->error = s.ptr;
  }
  return false;
}

static const flat_block *block_of(const checker *c, flat_label l) { return &c->f->blocks.items[l]; }

/* ---- definitions ---- */

static bool define(checker *c, flat_var v, place at) {
  if (v >= c->f->vars.len) return fault(c, "a variable that does not exist", v);
  if (c->defs[v].block != FLAT_NONE) return fault(c, "a variable with two definitions", v);
  c->defs[v] = at;
  return true;
}

static bool define_dests(checker *c, const flat_instr *i, place at) {
  for (uint32_t k = 0; k < i->dest_count; k++)
    if (!define(c, i->dests[k], at)) return false;
  return true;
}

/* The results of `last` hold behind its first edge: in the block there, or, when others go there too, on the edge
   alone. */
static bool define_last(checker *c, flat_label l) {
  const flat_block *b = block_of(c, l);
  flat_label to = b->edges[0].to;
  if (b->end == FLAT_TAIL) return define_dests(c, &b->last, (place){l, UINT32_MAX});
  return define_dests(c, &b->last, c->preds[to] == 1 ? (place){to, 0} : (place){l, UINT32_MAX});
}

static bool collect_definitions(checker *c) {
  for (uint32_t i = 0; i < c->f->param_count; i++)
    if (!define(c, c->f->params[i], (place){0, 0})) return false;
  for (uint32_t i = 0; i < c->doms.count; i++) {
    flat_label l = c->doms.order[i];
    const flat_block *b = block_of(c, l);
    for (uint32_t k = 0; k < b->params.len; k++)
      if (!define(c, b->params.items[k], (place){l, 0})) return false;
    for (uint32_t k = 0; k < b->code.len; k++)
      if (!define_dests(c, &b->code.items[k], (place){l, k + 1})) return false;
    if (flat_has_last(b) && !define_last(c, l)) return false;
  }
  return true;
}

/* ---- uses ---- */

static bool use(checker *c, flat_var v, place at) {
  if (v >= c->f->vars.len) return fault(c, "a variable that does not exist", v);
  place def = c->defs[v];
  if (def.block == FLAT_NONE) return fault(c, "a variable without definition", v);
  bool fine = def.block == at.block ? def.at < at.at : dominates(&c->doms, def.block, at.block) && def.at != UINT32_MAX;
  return fine || fault(c, "a variable used where its definition does not hold", v);
}

static bool uses(checker *c, uint32_t n, const flat_var *vars, place at) {
  for (uint32_t i = 0; i < n; i++)
    if (!use(c, vars[i], at)) return false;
  return true;
}

static bool fits(const checker *c, flat_var v, flat_var_info info) {
  flat_var_info have = c->f->vars.items[v];
  return have.scalar == info.scalar && have.heap == info.heap;
}

static bool fit_type(const checker *c, uint32_t n, const flat_var *vars, const ir_type *t) {
  uint32_t wanted = flat_scalar_count(t);
  if (n != wanted) return false;
  flat_var_info *infos = ARENA_ARRAY(c->home, flat_var_info, wanted);
  flat_scalars(t, infos, wanted);
  for (uint32_t i = 0; i < n; i++)
    if (!fits(c, vars[i], infos[i])) return false;
  return true;
}

/* The TAKE that left a token; NULL: it is none, an ABSENT. */
static const flat_instr *left_by(const checker *c, flat_var token) {
  place at = c->defs[token];
  if (at.at == 0) return c->f->token;
  const flat_instr *i = &block_of(c, at.block)->code.items[at.at - 1];
  return i->op == FLAT_TAKE ? i : NULL;
}

static uint64_t sizes_of(const flat_instr *i) { return layout_object_sizes(&irt_decl(i->type)->cons[i->target]); }

static bool fit_token(const checker *c, const flat_instr *make) {
  if (!make->reuses) return true;
  flat_var token = make->args[make->arg_count - 1];
  const flat_instr *take = flat_is_token(c->f->vars.items[token]) ? left_by(c, token) : NULL;
  return take && sizes_of(take) == sizes_of(make);
}

static bool check_call(checker *c, const flat_instr *i) {
  if (i->target >= c->m->funs.len) return fault(c, "a call of a function that does not exist", i->target);
  const flat_fun *callee = c->m->funs.items[i->target];
  bool closure = i->op == FLAT_CLOSURE;
  uint32_t wanted = closure ? callee->capture_count : callee->param_count;
  if (callee->closure != closure || i->arg_count != wanted) return fault(c, "a call that does not fit", i->target);
  for (uint32_t k = 0; k < i->arg_count; k++)
    if (!fits(c, i->args[k], callee->vars.items[callee->params[k]])) return fault(c, "an operand of the wrong kind", k);
  const flat_instr *token = callee->token, *left = token ? left_by(c, i->args[i->arg_count - 1]) : NULL;
  if (left && (left->type != token->type || left->target != token->target))
    return fault(c, "a token of the wrong kind", i->target);
  if (closure) return i->dest_count == 1 || fault(c, "a closure of several results", i->target);
  if (i->dest_count != callee->result_count) return fault(c, "a call with the wrong results", i->target);
  return true;
}

static const ir_type *fields_of(const checker *c, const flat_instr *i) {
  return irt_con_fields(comb_types(c->m->store), i->type, i->target);
}

static bool fit_entry(const checker *c, const flat_instr *i) {
  uint32_t key = flat_scalar_count(i->type->args[0]), rest = i->dest_count - 1 - key;
  if (i->dest_count < 1 + key || !fit_type(c, key, i->dests + 1, i->type->args[0])) return false;
  return i->type->kind == IRT_SET ? rest == 0 : fit_type(c, rest, i->dests + 1 + key, i->type->args[1]);
}

static bool is_text(const checker *c, flat_var v) {
  flat_var_info info = c->f->vars.items[v];
  return info.scalar == FLAT_PTR && info.heap && irt_is_str(info.heap);
}

static bool check_texts(const checker *c, const flat_instr *i) {
  return i->arg_count == 2 && is_text(c, i->args[0]) && is_text(c, i->args[1]);
}

static bool check_addition(const checker *c, const flat_instr *i) {
  if (i->prim == OP_list) return check_texts(c, i);
  for (uint32_t k = i->prim == OP_show ? 1 : 2; k < i->arg_count; k++)
    if (c->f->vars.items[i->args[k]].scalar != FLAT_I64) return false;
  bool whole = i->prim == OP_show ? i->arg_count == 2 : i->arg_count == 4 && is_text(c, i->args[1]);
  return whole && is_text(c, i->args[0]);
}

static bool check_operands(checker *c, const flat_instr *i) {
  switch (i->op) {
    case FLAT_PRIM:
      if (i->dest_count && !fit_type(c, i->dest_count, i->dests, i->result))
        return fault(c, "results of the wrong type", i->prim);
      return fit_type(c, i->arg_count, i->args, i->type) || fault(c, "operands of the wrong type", i->prim);
    case FLAT_CALL:
    case FLAT_CLOSURE: return check_call(c, i);
    case FLAT_CALL_CLOSURE:
      if (!fit_type(c, i->arg_count - 1, i->args + 1, i->type->args[0]))
        return fault(c, "an argument of the wrong type", 0);
      return fit_type(c, i->dest_count, i->dests, i->type->args[1]) || fault(c, "a result of the wrong type", 0);
    case FLAT_LIST_PUSH:
      return fit_type(c, i->arg_count - 1, i->args + 1, i->type->args[0]) ||
             fault(c, "an element of the wrong type", 0);
    case FLAT_LIST_KEEP:
      return (fit_type(c, i->arg_count - 2, i->args + 1, i->type->args[0]) &&
              c->f->vars.items[i->args[i->arg_count - 1]].scalar == FLAT_BOOL) ||
             fault(c, "an element of the wrong type", 0);
    case FLAT_LIST_GET:
      return fit_type(c, i->dest_count, i->dests, i->type->args[0]) || fault(c, "an element of the wrong type", 0);
    case FLAT_ENTRY: return fit_entry(c, i) || fault(c, "an entry of the wrong type", 0);
    case FLAT_MAKE:
      return (fit_type(c, flat_field_count(i), i->args, fields_of(c, i)) && fit_token(c, i)) ||
             fault(c, "a field of the wrong type", i->target);
    case FLAT_TAKE:
      return (i->dest_count && flat_is_token(c->f->vars.items[i->dests[0]]) &&
              fit_type(c, i->dest_count - 1, i->dests + 1, fields_of(c, i))) ||
             fault(c, "a field of the wrong type", i->target);
    case FLAT_FIELDS:
      return fit_type(c, i->dest_count, i->dests, fields_of(c, i)) || fault(c, "a field of the wrong type", i->target);
    case FLAT_FIELD_AT:
      return (fit_type(c, i->arg_count, i->args, i->type) && i->field < flat_scalar_count(fields_of(c, i)) &&
              c->f->vars.items[i->dests[0]].scalar == FLAT_PLACE) ||
             fault(c, "a place that is none", i->target);
    case FLAT_FILL:
      return (c->f->vars.items[i->args[0]].scalar == FLAT_PLACE && c->f->vars.items[i->args[1]].scalar == FLAT_PTR) ||
             fault(c, "a place of the wrong kind", i->args[0]);
    case FLAT_TAG: return fit_type(c, i->arg_count, i->args, i->type) || fault(c, "an object of the wrong type", 0);
    case FLAT_GLOBAL: return i->target < c->m->globals.len || fault(c, "a global that does not exist", i->target);
    case FLAT_TEXT_ADD: return check_addition(c, i) || fault(c, "an addition of the wrong type", i->prim);
    case FLAT_TEXT_CUT: return check_texts(c, i) || fault(c, "a cut of the wrong type", 0);
    case FLAT_LIST_FIT:
    case FLAT_OWN:
    case FLAT_CONST:
    case FLAT_ABSENT:
    case FLAT_ADD:
    case FLAT_SUB:
    case FLAT_LIST_NEW:
    case FLAT_LIST_LEN:
    case FLAT_ENTRIES:
    case FLAT_FAIL_FRAME:
    case FLAT_FAIL_CLEAR:
    case FLAT_POLL:
    case FLAT_DUP:
    case FLAT_DROP: return true;
  }
  return true;
}

static bool check_instr(checker *c, const flat_instr *i, place at) {
  return uses(c, i->arg_count, i->args, at) && check_operands(c, i);
}

static bool check_edge(checker *c, flat_label from, const flat_edge *e) {
  if (e->to >= c->f->blocks.len || e->to == 0) return fault(c, "an edge to nowhere", from);
  const flat_block *to = block_of(c, e->to);
  if (e->arg_count != to->params.len) return fault(c, "an edge with the wrong number of arguments", from);
  for (uint32_t k = 0; k < e->arg_count; k++)
    if (!fits(c, e->args[k], c->f->vars.items[to->params.items[k]]))
      return fault(c, "an edge argument of the wrong kind", from);
  return true;
}

static bool check_end(checker *c, flat_label l) {
  const flat_block *b = block_of(c, l);
  place end = {l, b->code.len + 1};
  for (uint32_t e = 0; e < flat_edge_count(b); e++) {
    /* A result of `last` may be an argument of the first edge. */
    place at = {l, b->end == FLAT_TRY && e == 1 ? end.at : UINT32_MAX};
    const flat_edge *edge = &b->edges[e];
    if (!check_edge(c, l, edge)) return false;
    for (uint32_t k = 0; k < edge->arg_count; k++) {
      place def = c->defs[edge->args[k]];
      bool here = def.block == l && def.at == UINT32_MAX && e == 0;
      if (!here && !use(c, edge->args[k], at)) return false;
    }
  }
  if (b->end == FLAT_BRANCH && !use(c, b->cond, end)) return false;
  if (flat_has_last(b) && !check_instr(c, &b->last, end)) return false;
  if (b->end != FLAT_RETURN) return true;
  if (b->ret_count != c->f->result_count) return fault(c, "a return of the wrong number of results", l);
  for (uint32_t k = 0; k < b->ret_count; k++)
    if (!fits(c, b->rets[k], c->f->results[k])) return fault(c, "a result of the wrong kind", k);
  return uses(c, b->ret_count, b->rets, end);
}

static bool check_block(checker *c, flat_label l) {
  const flat_block *b = block_of(c, l);
  for (uint32_t k = 0; k < b->code.len; k++) {
    if (!check_instr(c, &b->code.items[k], (place){l, k + 1})) return false;
    if (flat_instr_fails(c->m, &b->code.items[k])) return fault(c, "something that may fail within a block", l);
  }
  return check_end(c, l);
}

/* ---- counts ---- */

static bool is_counted(const checker *c, flat_var v) {
  return c->infos[v].kind == BORROW_OWNED || c->infos[v].kind == BORROW_BORROWED;
}

/* Looking at v needs its owner to be there. */
static bool look(checker *c, const int32_t *counts, flat_var v) {
  if (!is_counted(c, v) || counts[v] > 0) return true;
  flat_var owner = c->infos[v].owner;
  return owner == FLAT_NONE || counts[owner] > 0 || fault(c, "a pointer used after it was consumed", v);
}

static bool consume(checker *c, int32_t *counts, flat_var v) {
  if (!is_counted(c, v)) return true;
  if (counts[v] <= 0) return fault(c, "a pointer consumed that is not owned", v);
  counts[v]--;
  return true;
}

/* A parameter that borrows lives by the owner of whatever it gets. */
static bool lasts(const checker *c, flat_var arg, flat_var param) {
  return !is_counted(c, arg) || c->infos[arg].owner == FLAT_NONE || c->infos[arg].owner == c->infos[param].owner;
}

static void give(checker *c, int32_t *counts, flat_var v) {
  if (c->infos[v].kind == BORROW_OWNED) counts[v] = 1;
}

static bool count_instr(checker *c, int32_t *counts, const flat_instr *i) {
  for (uint32_t k = 0; k < i->arg_count; k++)
    if (!borrow_consumes(c->m, i, k) && !look(c, counts, i->args[k])) return false;
  for (uint32_t k = 0; k < i->arg_count; k++)
    if (borrow_consumes(c->m, i, k) && !consume(c, counts, i->args[k])) return false;
  for (uint32_t k = 0; k < i->arg_count; k++)
    if (!borrow_consumes(c->m, i, k) && !look(c, counts, i->args[k])) return false;
  if (i->op == FLAT_DUP && flat_is_token(c->f->vars.items[i->args[0]]))
    return fault(c, "a token of two owners", i->args[0]);
  if (i->op == FLAT_DUP && is_counted(c, i->args[0])) counts[i->args[0]]++;
  return true;
}

static void give_dests(checker *c, int32_t *counts, const flat_instr *i) {
  for (uint32_t k = 0; k < i->dest_count; k++) give(c, counts, i->dests[k]);
}

static bool all_gone(checker *c, const int32_t *counts, flat_label l) {
  for (uint32_t v = 0; v < c->f->vars.len; v++)
    if (counts[v]) return fault(c, "a pointer that is never consumed", v);
  (void)l;
  return true;
}

static bool count_edge(checker *c, const int32_t *counts, const flat_edge *e, bool succeeded, const flat_instr *last) {
  uint32_t n = c->f->vars.len;
  int32_t *now = arena_copy(c->home, counts, n * sizeof *counts, alignof(int32_t));
  if (succeeded && last) give_dests(c, now, last);
  const flat_block *to = block_of(c, e->to);
  for (uint32_t k = 0; k < e->arg_count; k++) {
    bool consumed = borrow_edge_consumes(c->infos, to, k);
    if (!consumed && !lasts(c, e->args[k], to->params.items[k]))
      return fault(c, "a parameter that outlives its owner", e->to);
    if (consumed ? !consume(c, now, e->args[k]) : !look(c, now, e->args[k])) return false;
  }
  for (uint32_t k = 0; k < to->params.len; k++) give(c, now, to->params.items[k]);
  if (!c->counts[e->to]) {
    c->counts[e->to] = now;
    return true;
  }
  for (uint32_t v = 0; v < n; v++)
    if (c->counts[e->to][v] != now[v]) return fault(c, "counts that differ where two ways meet", v);
  return true;
}

static bool count_block(checker *c, flat_label l) {
  const flat_block *b = block_of(c, l);
  int32_t *counts = c->counts[l];
  if (!counts) return true; /* behind a failure that ends the program */
  counts = arena_copy(c->home, counts, c->f->vars.len * sizeof *counts, alignof(int32_t));
  for (uint32_t k = 0; k < b->code.len; k++) {
    if (!count_instr(c, counts, &b->code.items[k])) return false;
    give_dests(c, counts, &b->code.items[k]);
  }
  if (flat_has_last(b) && !count_instr(c, counts, &b->last)) return false;
  for (uint32_t e = 0; e < flat_edge_count(b); e++) {
    bool failed = b->end == FLAT_TRY && e == 1;
    if (lost_is(c->m, c->f, c->exits, b, e)) continue;
    if (!count_edge(c, counts, &b->edges[e], !failed, b->end == FLAT_TRY ? &b->last : NULL)) return false;
  }
  if (b->end == FLAT_STOP || flat_edge_count(b)) return true;
  for (uint32_t k = 0; b->end == FLAT_RETURN && k < b->ret_count; k++)
    if (!consume(c, counts, b->rets[k])) return false;
  return all_gone(c, counts, l);
}

static bool check_counts(checker *c) {
  c->infos = borrow_of_vars(c->m, c->f, c->home);
  c->exits = lost_exits(c->f, c->home);
  c->counts = ARENA_ARRAY(c->home, int32_t *, c->f->blocks.len);
  c->counts[0] = ARENA_ARRAY(c->home, int32_t, c->f->vars.len);
  for (uint32_t k = 0; k < c->f->param_count; k++) give(c, c->counts[0], c->f->params[k]);
  for (uint32_t i = 0; i < c->doms.count; i++)
    if (!count_block(c, c->doms.order[i])) return false;
  return true;
}

/* ---- functions ---- */

static bool check_shape(checker *c) {
  if (!c->f->blocks.len) return fault(c, "no code", 0);
  if (block_of(c, 0)->params.len) return fault(c, "an entry with parameters", 0);
  for (flat_label l = 0; l < c->f->blocks.len; l++)
    for (uint32_t e = 0; e < flat_edge_count(block_of(c, l)); e++)
      if (block_of(c, l)->edges[e].to >= c->f->blocks.len) return fault(c, "an edge to nowhere", l);
  return true;
}

static bool check_fun(checker *c) {
  uint32_t blocks = c->f->blocks.len, vars = c->f->vars.len;
  if (!check_shape(c)) return false;
  c->doms = dominators_of(c->f, c->home);
  c->preds = ARENA_ARRAY(c->home, uint32_t, blocks);
  c->defs = ARENA_ARRAY(c->home, place, vars);
  for (uint32_t i = 0; i < vars; i++) c->defs[i] = (place){FLAT_NONE, 0};
  for (uint32_t i = 0; i < c->doms.count; i++) {
    const flat_block *b = block_of(c, c->doms.order[i]);
    for (uint32_t e = 0; e < flat_edge_count(b); e++) c->preds[b->edges[e].to]++;
  }
  if (!collect_definitions(c)) return false;
  for (uint32_t i = 0; i < c->doms.count; i++)
    if (!check_block(c, c->doms.order[i])) return false;
  return !c->m->counted || check_counts(c);
}

const char *flat_check(const flat_module *m, arena *scratch) {
  if (m->entry >= m->funs.len) return "no entry";
  for (uint32_t i = 0; i < m->funs.len; i++) {
    checker c = {.m = m, .f = m->funs.items[i], .home = scratch};
    if (!check_fun(&c)) return c.error;
  }
  return NULL;
}
