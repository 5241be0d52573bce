/* Where a running program may go from one version to the other.

   Expects:    the module behind its first simplify, which both versions start from.
   Guarantees: m->tier. First version: every loop header with a manageable state asks; second: a function for each of those.
   Cost:       liveness is found variable by variable, from the uses up; a function for which that takes more than WALK
               steps a block and variable is left out. */

#include "ir/tier.h"

#include "ir/call_graph.h"
#include "ir/tier_plan.h"
#include "support/map.h"

enum {
  STATE_MOST = 48, /* variables that a loop hands over */
  WALK = 32
};

typedef VEC(flat_label) label_list;

typedef struct liveness {
  const flat_fun *f;
  arena *home;
  flat_label *def;  /* variable -> block that it begins in */
  flat_label *mark; /* block -> variable + 1 that was last found alive there */
  label_list *preds;
  label_list *uses; /* variable -> blocks that use it */
  label_list work;
  uint64_t budget;
} liveness;

/* ---- what is alive ---- */

static void note_uses(liveness *v, uint32_t n, const flat_var *vars, flat_label l) {
  for (uint32_t i = 0; i < n; i++) {
    label_list *uses = &v->uses[vars[i]];
    if (v->def[vars[i]] != l && (!uses->len || vec_last(uses) != l)) vec_push(v->home, uses, l);
  }
}

static void note_defs(liveness *v, uint32_t n, const flat_var *vars, flat_label l) {
  for (uint32_t i = 0; i < n; i++) v->def[vars[i]] = l;
}

static void index_defs(liveness *v, flat_label l) {
  const flat_block *b = &v->f->blocks.items[l];
  note_defs(v, b->params.len, b->params.items, l);
  for (uint32_t k = 0; k < b->code.len; k++) note_defs(v, b->code.items[k].dest_count, b->code.items[k].dests, l);
  if (flat_has_last(b)) note_defs(v, b->last.dest_count, b->last.dests, l);
  for (uint32_t e = 0; e < flat_edge_count(b); e++) vec_push(v->home, &v->preds[b->edges[e].to], l);
}

static void index_uses(liveness *v, flat_label l) {
  const flat_block *b = &v->f->blocks.items[l];
  for (uint32_t k = 0; k < b->code.len; k++) note_uses(v, b->code.items[k].arg_count, b->code.items[k].args, l);
  if (flat_has_last(b)) note_uses(v, b->last.arg_count, b->last.args, l);
  if (b->end == FLAT_BRANCH) note_uses(v, 1, &b->cond, l);
  if (b->end == FLAT_RETURN) note_uses(v, b->ret_count, b->rets, l);
  for (uint32_t e = 0; e < flat_edge_count(b); e++) note_uses(v, b->edges[e].arg_count, b->edges[e].args, l);
}

static liveness liveness_of(const flat_fun *f, arena *home) {
  uint32_t blocks = f->blocks.len, vars = f->vars.len;
  liveness v = {.f = f, .home = home, .budget = (uint64_t)WALK * (blocks + vars)};
  v.def = ARENA_ARRAY(home, flat_label, vars);
  v.mark = ARENA_ARRAY(home, flat_label, blocks);
  v.preds = ARENA_ARRAY(home, label_list, blocks);
  v.uses = ARENA_ARRAY(home, label_list, vars);
  flat_label *order;
  uint32_t n = flat_order(f, home, &order);
  for (uint32_t i = 0; i < n; i++) index_defs(&v, order[i]);
  for (uint32_t i = 0; i < n; i++) index_uses(&v, order[i]);
  return v;
}

/* Adds variable x to the state of every header that it is alive at. False: that is too much work. */
static bool spread(liveness *v, flat_var x, tier_header *headers, const uint32_t *header_of) {
  for (uint32_t k = 0; k < v->uses[x].len; k++) vec_push(v->home, &v->work, v->uses[x].items[k]);
  while (v->work.len) {
    flat_label at = vec_pop(&v->work);
    if (v->def[x] == at || v->mark[at] == x + 1) continue;
    if (!v->budget--) return false;
    v->mark[at] = x + 1;
    if (header_of[at] != FLAT_NONE) vec_push(v->home, &headers[header_of[at]].state, x);
    for (uint32_t k = 0; k < v->preds[at].len; k++) vec_push(v->home, &v->work, v->preds[at].items[k]);
  }
  return true;
}

/* ---- headers ---- */

static bool states_of(const tier_plan *p, const flat_fun *f, tier_header *headers, const uint32_t *header_of) {
  liveness v = liveness_of(f, p->home);
  for (flat_var x = 0; x < f->vars.len; x++)
    if (!spread(&v, x, headers, header_of)) return false;
  return true;
}

static void add_headers(tier_plan *p, uint32_t fun) {
  const flat_fun *f = p->m->funs.items[fun];
  loop_nest *loops = &p->loops[fun];
  *loops = loop_nest_of(f, p->home);
  if (!loops->all.len || !loops->regular) return;
  tier_header *found = ARENA_ARRAY(p->home, tier_header, loops->all.len);
  uint32_t *header_of = ARENA_ARRAY(p->home, uint32_t, f->blocks.len);
  for (flat_label l = 0; l < f->blocks.len; l++) header_of[l] = FLAT_NONE;
  for (uint32_t k = 0; k < loops->all.len; k++) {
    flat_label at = loops->all.items[k].header;
    const flat_block *b = &f->blocks.items[at];
    found[k] = (tier_header){.fun = fun, .at = at, .loop = k};
    header_of[at] = k;
    for (uint32_t i = 0; i < b->params.len; i++) vec_push(p->home, &found[k].state, b->params.items[i]);
  }
  if (!states_of(p, f, found, header_of)) return;
  for (flat_label l = 0; l < f->blocks.len; l++) {
    uint32_t k = header_of[l];
    if (k == FLAT_NONE) continue;
    bool fits = l && found[k].state.len <= STATE_MOST;
    header_of[l] = fits ? p->headers.len : FLAT_NONE;
    if (fits) vec_push(p->home, &p->headers, found[k]);
  }
  p->header_of[fun] = header_of;
}

/* ---- names, numbers, and what tells them apart ---- */

static bool is_plain(str name) {
  for (size_t i = 0; i < name.len; i++) {
    char c = name.ptr[i];
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_')) return false;
  }
  return name.len > 0;
}

/* Names as LLVM, which numbers equal names behind a dot, never makes them. */
static str symbol_of(const tier_plan *p, uint32_t fun, const char *kind, uint32_t number) {
  str name = p->m->funs.items[fun]->name;
  if (!is_plain(name)) name = STR("function");
  return str_printf(p->m->home, "gael." STR_FMT ":%s%u", STR_ARG(name), kind, number);
}

static void note_sites(const tier_plan *p, const flat_instr *i) {
  flat_tier *t = p->m->tier;
  if (i->site) vec_push(p->m->home, &t->sites, i->site);
  t->print = hash_mix(t->print, (uint64_t)i->op << 32 | (i->op == FLAT_PRIM ? (uint32_t)i->prim : i->target));
  t->print = hash_mix(t->print, (uint64_t)i->dest_count << 32 | i->arg_count);
}

static void note_block(const tier_plan *p, const flat_block *b) {
  for (uint32_t k = 0; k < b->code.len; k++) note_sites(p, &b->code.items[k]);
  if (flat_has_last(b)) note_sites(p, &b->last);
  p->m->tier->print = hash_mix(p->m->tier->print, (uint64_t)b->end << 32 | b->params.len);
}

/* ---- functions that may be running already when they are called ---- */

static void add_entry(const tier_plan *p, uint32_t fun) {
  flat_tier *t = p->m->tier;
  str symbol = symbol_of(p, fun, "", t->entries.len);
  vec_push(p->m->home, &t->entries, ((tier_entry){.symbol = symbol, .fun = fun}));
}

static void add_entries(const tier_plan *p) {
  call_graph calls = call_graph_of(p->m, p->home);
  bool *recurses = ARENA_ARRAY(p->home, bool, p->m->funs.len);
  for (uint32_t k = 0; k < calls.len; k++)
    for (uint32_t i = 0; calls.items[k].circular && i < calls.items[k].count; i++)
      recurses[calls.items[k].nodes[i]] = true;
  for (uint32_t i = 0; i < p->m->funs.len; i++)
    if (recurses[i] || p->m->funs.items[i]->closure) add_entry(p, i);
}

void tier_plan_make(tier_plan *p) {
  flat_module *m = p->m;
  p->loops = ARENA_ARRAY(p->home, loop_nest, m->funs.len);
  p->header_of = ARENA_ARRAY(p->home, uint32_t *, m->funs.len);
  for (uint32_t i = 0; i < m->globals.len; i++) m->globals.items[i].number = i;
  for (uint32_t i = 0; i < m->funs.len; i++) {
    const flat_fun *f = m->funs.items[i];
    for (flat_label l = 0; l < f->blocks.len; l++) note_block(p, &f->blocks.items[l]);
    if (transform_among(m->how, TRANSFORM_osr)) add_headers(p, i);
  }
  if (transform_among(m->how, TRANSFORM_tier)) add_entries(p);
  for (uint32_t k = 0; k < p->headers.len; k++)
    vec_push(m->home, &m->tier->loops, ((tier_loop){symbol_of(p, p->headers.items[k].fun, "loop", k), FLAT_NONE, p->headers.items[k].fun}));
}

void tier_start(flat_module *m, const flat_module *first) {
  m->tier = ARENA_NEW(m->home, flat_tier);
  m->tier->first = first;
}

void flat_tier_split(flat_module *m) {
  if (!m->tier) return;
  arena *scratch = arena_new("tiers");
  tier_plan plan = {.m = m, .home = scratch};
  tier_plan_make(&plan);
  if (m->tier->first) tier_second(&plan);
  else tier_first(&plan);
  arena_free(scratch);
}
