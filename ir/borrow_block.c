/* Parameters of blocks that borrow. A loop that walks down a tree, or along a list, which somebody else keeps alive has
   no need to own where it stands.

   A parameter borrows when all that it gets lives by one owner, that stands outside the loop: then it lives by that
   one, too. It owns where something is taken out of it; where it is consumed otherwise, unless it walks, that is, gets
   parts of itself; and where it would be the last to know a value of the function's own.

   Method: an optimistic fixpoint. What is found to own stays so, and the rest is found anew, until nothing changes. */

#include "ir/borrow_block.h"

#include "ir/dominate.h"

enum { UNKNOWN = FLAT_NONE - 1 }; /* an owner that no edge has told yet */

typedef struct params {
  const flat_module *m;
  const flat_fun *f;
  arena *home; /* scratch */
  const flat_label *order;
  uint32_t n;
  borrow_info *infos;
  bool *is_param;   /* variable -> a pointer that is a block's parameter */
  bool *owns;       /* ... which owns */
  bool *walks;
  uint32_t *uses;
  flat_var *lender;
  flat_label *def;
  dominators doms; /* count 0: not needed so far */
  bool changed;
} params;

static flat_block *block_of(const params *p, flat_label l) { return &p->f->blocks.items[l]; }

/* ---- what is said of variables once ---- */

static void note_uses(params *p, uint32_t n, const flat_var *vars) {
  for (uint32_t i = 0; i < n; i++) p->uses[vars[i]]++;
}

static void note_instr(params *p, const flat_instr *i, flat_label l) {
  note_uses(p, i->arg_count, i->args);
  for (uint32_t k = 0; k < i->dest_count; k++) {
    p->def[i->dests[k]] = l;
    if (borrow_lends(i)) p->lender[i->dests[k]] = i->args[0];
  }
}

static bool note_block(params *p, flat_label l) {
  const flat_block *b = block_of(p, l);
  bool any = false;
  for (uint32_t k = 0; k < b->params.len; k++) {
    flat_var v = b->params.items[k];
    p->def[v] = l;
    any |= p->is_param[v] = p->f->vars.items[v].scalar == FLAT_PTR;
  }
  for (uint32_t k = 0; k < b->code.len; k++) note_instr(p, &b->code.items[k], l);
  if (flat_has_last(b)) note_instr(p, &b->last, b->end == FLAT_TRY ? b->edges[0].to : l);
  if (b->end == FLAT_RETURN) note_uses(p, b->ret_count, b->rets);
  for (uint32_t e = 0; e < flat_edge_count(b); e++) note_uses(p, b->edges[e].arg_count, b->edges[e].args);
  return any;
}

static bool is_part_of(const params *p, flat_var v, flat_var whole) {
  for (v = p->lender[v]; v != FLAT_NONE; v = p->lender[v])
    if (v == whole) return true;
  return false;
}

static void find_walkers(params *p) {
  for (uint32_t i = 0; i < p->n; i++) {
    const flat_block *b = block_of(p, p->order[i]);
    for (uint32_t e = 0; e < flat_edge_count(b); e++)
      for (uint32_t k = 0; k < b->edges[e].arg_count; k++) {
        flat_var to = block_of(p, b->edges[e].to)->params.items[k];
        p->walks[to] |= p->is_param[to] && is_part_of(p, b->edges[e].args[k], to);
      }
  }
}

/* ---- who owns ---- */

static void own(params *p, flat_var v) {
  p->changed |= !p->owns[v];
  p->owns[v] = true;
}

static void own_consumed(params *p, const flat_instr *i) {
  for (uint32_t k = 0; k < i->arg_count; k++) {
    flat_var v = i->args[k];
    bool taken = i->op == FLAT_TAKE || (i->takes && k == 0);
    if (p->is_param[v] && (taken || (borrow_consumes(p->m, i, k) && !p->walks[v]))) own(p, v);
  }
}

static void own_by_use(params *p) {
  for (uint32_t i = 0; i < p->n; i++) {
    const flat_block *b = block_of(p, p->order[i]);
    for (uint32_t k = 0; k < b->code.len; k++) own_consumed(p, &b->code.items[k]);
    if (flat_has_last(b)) own_consumed(p, &b->last);
    for (uint32_t k = 0; b->end == FLAT_RETURN && k < b->ret_count; k++)
      if (p->is_param[b->rets[k]] && !p->walks[b->rets[k]]) own(p, b->rets[k]);
  }
}

/* ---- what edges tell ---- */

static bool stands_before(params *p, flat_var owner, flat_label l) {
  if (!p->doms.count) p->doms = dominators_of(p->f, p->home);
  return p->def[owner] != l && dominates(&p->doms, p->def[owner], l);
}

/* What the argument lives by becomes what the parameter lives by. */
static void meet(params *p, flat_var arg, flat_var param, flat_label to) {
  borrow_info have = p->infos[arg];
  if (have.kind == BORROW_IMMORTAL || have.owner == UNKNOWN || arg == param) return;
  bool last = have.kind == BORROW_OWNED && p->uses[arg] == 1;
  bool fits = have.owner == FLAT_NONE || (!last && stands_before(p, have.owner, to));
  flat_var *owner = &p->infos[param].owner;
  if (!fits || (*owner != UNKNOWN && *owner != have.owner)) own(p, param);
  else if (*owner == UNKNOWN) {
    *owner = have.owner;
    p->changed = true;
  }
}

static void meet_edges(params *p, const flat_block *b) {
  for (uint32_t e = 0; e < flat_edge_count(b); e++) {
    const flat_edge *edge = &b->edges[e];
    for (uint32_t k = 0; k < edge->arg_count; k++) {
      flat_var to = block_of(p, edge->to)->params.items[k], arg = edge->args[k];
      if (!p->is_param[to]) continue;
      if (!p->owns[to]) meet(p, arg, to, edge->to);
      else if (p->is_param[arg] && !p->walks[arg]) own(p, arg);
    }
  }
}

static void start(params *p) {
  for (flat_var v = 0; v < p->f->vars.len; v++)
    if (p->is_param[v])
      p->infos[v] = p->owns[v] ? (borrow_info){BORROW_OWNED, v} : (borrow_info){BORROW_BORROWED, UNKNOWN};
  borrow_classify(p->f, p->order, p->n, p->infos);
}

/* Owners spread along the edges; as soon as one parameter more owns, all begins anew. */
static void find_owners(params *p) {
  bool again = true;
  while (again) {
    again = false;
    start(p);
    uint32_t owning = 0, owning_now;
    for (flat_var v = 0; v < p->f->vars.len; v++) owning += p->owns[v];
    do {
      p->changed = false;
      for (uint32_t i = 0; i < p->n; i++) meet_edges(p, block_of(p, p->order[i]));
      borrow_classify(p->f, p->order, p->n, p->infos);
    } while (p->changed);
    owning_now = 0;
    for (flat_var v = 0; v < p->f->vars.len; v++) owning_now += p->owns[v];
    again = owning_now != owning;
  }
}

void borrow_block_params(const flat_module *m, const flat_fun *f, const flat_label *order, uint32_t n,
                         borrow_info *infos) {
  arena *scratch = arena_new("borrowing blocks");
  uint32_t vars = f->vars.len;
  params p = {.m = m, .f = f, .home = scratch, .order = order, .n = n, .infos = infos};
  p.is_param = ARENA_ARRAY(scratch, bool, vars);
  p.owns = ARENA_ARRAY(scratch, bool, vars);
  p.walks = ARENA_ARRAY(scratch, bool, vars);
  p.uses = ARENA_ARRAY(scratch, uint32_t, vars);
  p.lender = ARENA_ARRAY(scratch, flat_var, vars);
  p.def = ARENA_ARRAY(scratch, flat_label, vars);
  for (flat_var v = 0; v < vars; v++) p.lender[v] = FLAT_NONE;
  bool any = false;
  for (uint32_t i = 0; i < n; i++) any |= note_block(&p, order[i]);
  if (any) {
    find_walkers(&p);
    own_by_use(&p);
    find_owners(&p);
    for (flat_var v = 0; v < vars; v++) /* gets immortal objects alone */
      if (infos[v].kind == BORROW_BORROWED && infos[v].owner == UNKNOWN) infos[v].owner = FLAT_NONE;
  }
  arena_free(scratch);
}
