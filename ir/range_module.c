/* All functions of a module. Results first, of any arguments, callees before callers; then parameters, joined over the
   places that call, callers before callees; then results again, of those arguments. What recurs is a fixpoint of its
   own, from nothing up, wider after a few rounds.

   Cost: each function is solved three times, the third time only where what it calls gives less than the second time, and a
   bounded number of times more where it recurs. */

#include "ir/call_graph.h"
#include "ir/range.h"

enum { ROUNDS_EXACT = 2, ROUNDS = 6 };

typedef struct module_solver {
  arena *home;
  flat_module *m;
  range_summary *known;
  range_graph **graphs;
  bool *member; /* of the component at hand */
  bool *moved;  /* by function: its results are others than those that callers were solved with last */
  bool changed;
} module_solver;

static flat_fun *fun_at(const module_solver *s, uint32_t i) { return s->m->funs.items[i]; }

/* ---- summaries ---- */

static range *ranges_of(arena *home, uint32_t n, range r) {
  range *all = ARENA_ARRAY(home, range, n);
  for (uint32_t k = 0; k < n; k++) all[k] = r;
  return all;
}

static void summary_init(module_solver *s, uint32_t i) {
  const flat_fun *f = fun_at(s, i);
  range_summary *k = &s->known[i];
  *k = (range_summary){.param_count = f->param_count, .result_count = f->result_count, .open = f->closure || f->link != FLAT_WITHIN};
  k->params = ranges_of(s->home, f->param_count, RANGE_ANY);
  k->param_lengths = ranges_of(s->home, f->param_count, RANGE_ANY);
  k->results = ranges_of(s->home, f->result_count, RANGE_ANY);
  k->result_lengths = ranges_of(s->home, f->result_count, RANGE_ANY);
}

/* A bound that moved goes to its end when rounds have been enough. */
static void widen_to(module_solver *s, range *have, range now, bool to_end) {
  range r = range_join(*have, now);
  if (range_same(r, *have)) return;
  if (to_end && !range_none(*have)) {
    if (r.lo < have->lo) r.lo = r.lo >= 0 ? 0 : INT64_MIN; /* where tests for equality stop */
    if (r.hi > have->hi) r.hi = INT64_MAX;
  }
  *have = r;
  s->changed = true;
}

/* ---- results ---- */

static void give(module_solver *s, uint32_t i, uint32_t r, range is, range length, bool to_end) {
  widen_to(s, &s->known[i].results[r], is, to_end);
  widen_to(s, &s->known[i].result_lengths[r], length, to_end);
}

static void results_of(module_solver *s, uint32_t i, bool to_end) {
  const range_graph *g = s->graphs[i];
  for (flat_label l = 0; l < g->f->blocks.len; l++) {
    const flat_block *b = &g->f->blocks.items[l];
    if (!g->blocks[l].reached) continue;
    for (uint32_t r = 0; b->end == FLAT_RETURN && r < b->ret_count; r++) {
      const range_node *n = range_node_of(g, b->rets[r]);
      if (!range_none(n->is) || n->scalar == FLAT_PTR) give(s, i, r, n->is, range_length(g, b->rets[r]), to_end);
    }
    for (uint32_t r = 0; b->end == FLAT_TAIL && r < g->f->result_count; r++) {
      const range_summary *callee = b->last.op == FLAT_CALL ? &s->known[b->last.target] : NULL;
      give(s, i, r, callee ? callee->results[r] : RANGE_ANY, callee ? callee->result_lengths[r] : RANGE_ANY, to_end);
    }
  }
}

static void reset_results(module_solver *s, uint32_t i) {
  s->known[i].results = ranges_of(s->home, s->known[i].result_count, RANGE_NONE);
  s->known[i].result_lengths = ranges_of(s->home, s->known[i].result_count, RANGE_NONE);
}

static void open_results(module_solver *s, uint32_t i) {
  for (uint32_t r = 0; r < s->known[i].result_count; r++)
    s->known[i].results[r] = s->known[i].result_lengths[r] = RANGE_ANY;
}

/* What a function asks others about. */
static bool asks_moved(const module_solver *s, const flat_instr *i) {
  if (i->op == FLAT_CALL) return s->moved[i->target];
  return i->op == FLAT_GLOBAL && s->moved[s->m->globals.items[i->target].fun];
}

static bool calls_moved(const module_solver *s, const flat_fun *f) {
  for (flat_label l = 0; l < f->blocks.len; l++) {
    const flat_block *b = &f->blocks.items[l];
    for (uint32_t k = 0; k < b->code.len; k++)
      if (asks_moved(s, &b->code.items[k])) return true;
    if (flat_has_last(b) && asks_moved(s, &b->last)) return true;
  }
  return false;
}

static bool same_ranges(const range *a, const range *b, uint32_t n) {
  for (uint32_t k = 0; k < n; k++)
    if (!range_same(a[k], b[k])) return false;
  return true;
}

static void solve_results(module_solver *s, const component *c) {
  for (uint32_t k = 0; k < c->count; k++) reset_results(s, c->nodes[k]);
  uint32_t round = 0;
  do {
    s->changed = false;
    for (uint32_t k = 0; k < c->count; k++) {
      range_solve(s->graphs[c->nodes[k]], &s->known[c->nodes[k]]);
      results_of(s, c->nodes[k], round >= ROUNDS_EXACT);
    }
  } while (s->changed && c->circular && ++round < ROUNDS);
  if (!s->changed || !c->circular) return;
  for (uint32_t k = 0; k < c->count; k++) open_results(s, c->nodes[k]);
  for (uint32_t k = 0; k < c->count; k++) range_solve(s->graphs[c->nodes[k]], &s->known[c->nodes[k]]);
}

/* Once parameters are known: a function is solved already, unless something that it calls gives others. Of several in a
   component the first's results do not tell whether the others' are the same. */
static void solve_results_again(module_solver *s, const component *c) {
  uint32_t first = c->nodes[0];
  range_summary before = s->known[first];
  if (c->circular || calls_moved(s, fun_at(s, first))) {
    solve_results(s, c);
  } else {
    reset_results(s, first);
    results_of(s, first, false);
  }
  const range_summary *now = &s->known[first];
  uint32_t n = now->result_count;
  bool same = same_ranges(before.results, now->results, n) && same_ranges(before.result_lengths, now->result_lengths, n);
  for (uint32_t k = 0; k < c->count; k++) s->moved[c->nodes[k]] = c->count > 1 || !same;
}

/* ---- parameters ---- */

static void pass_arguments(module_solver *s, const range_graph *g, const flat_instr *i, bool inside, bool to_end) {
  if (i->op != FLAT_CALL || s->member[i->target] != inside) return;
  range_summary *callee = &s->known[i->target];
  const range_node *result = i->dest_count ? range_node_of(g, i->dests[0]) : NULL;
  for (uint32_t p = 0; p < i->arg_count && !callee->open; p++) {
    range is = result ? g->nodes.items[result->ins[p]].is : range_node_of(g, i->args[p])->is;
    widen_to(s, &callee->params[p], is, to_end);
    widen_to(s, &callee->param_lengths[p], range_length(g, i->args[p]), to_end);
  }
}

static void arguments_of(module_solver *s, uint32_t i, bool inside, bool to_end) {
  const range_graph *g = s->graphs[i];
  for (flat_label l = 0; l < g->f->blocks.len; l++) {
    const flat_block *b = &g->f->blocks.items[l];
    if (!g->blocks[l].reached) continue;
    for (uint32_t k = 0; k < b->code.len; k++) pass_arguments(s, g, &b->code.items[k], inside, to_end);
    if (flat_has_last(b)) pass_arguments(s, g, &b->last, inside, to_end);
  }
}

static void open_params(module_solver *s, uint32_t i) {
  for (uint32_t p = 0; p < s->known[i].param_count; p++)
    s->known[i].params[p] = s->known[i].param_lengths[p] = RANGE_ANY;
}

/* What callers outside give is known; among themselves it grows. */
static void solve_params(module_solver *s, const component *c) {
  uint32_t round = 0;
  for (uint32_t k = 0; k < c->count; k++) s->member[c->nodes[k]] = true;
  do {
    s->changed = false;
    for (uint32_t k = 0; k < c->count; k++) {
      range_solve(s->graphs[c->nodes[k]], &s->known[c->nodes[k]]);
      arguments_of(s, c->nodes[k], true, round >= ROUNDS_EXACT);
    }
  } while (s->changed && c->circular && ++round < ROUNDS);
  if (s->changed && c->circular) {
    for (uint32_t k = 0; k < c->count; k++) open_params(s, c->nodes[k]);
    for (uint32_t k = 0; k < c->count; k++) range_solve(s->graphs[c->nodes[k]], &s->known[c->nodes[k]]);
  }
  for (uint32_t k = 0; k < c->count; k++) arguments_of(s, c->nodes[k], false, false);
  for (uint32_t k = 0; k < c->count; k++) s->member[c->nodes[k]] = false;
}

static void close_params(module_solver *s) {
  s->known[s->m->entry].open = true;
  for (uint32_t i = 0; i < s->m->funs.len; i++)
    for (uint32_t p = 0; p < s->known[i].param_count && !s->known[i].open; p++)
      s->known[i].params[p] = s->known[i].param_lengths[p] = RANGE_NONE;
}

range_graph **range_module(arena *home, flat_module *m) {
  module_solver s = {.home = home, .m = m};
  call_graph calls = call_graph_of(m, home);
  s.known = ARENA_ARRAY(home, range_summary, m->funs.len);
  s.graphs = ARENA_ARRAY(home, range_graph *, m->funs.len);
  s.member = ARENA_ARRAY(home, bool, m->funs.len);
  s.moved = ARENA_ARRAY(home, bool, m->funs.len);
  for (uint32_t i = 0; i < m->funs.len; i++) summary_init(&s, i);
  for (uint32_t c = 0; c < calls.len; c++)
    for (uint32_t k = 0; k < calls.items[c].count; k++) {
      uint32_t i = calls.items[c].nodes[k];
      s.graphs[i] = range_graph_new(home, m, i, s.known);
    }
  for (uint32_t c = 0; c < calls.len; c++) solve_results(&s, &calls.items[c]);
  close_params(&s);
  for (uint32_t c = calls.len; c > 0; c--) solve_params(&s, &calls.items[c - 1]);
  for (uint32_t c = 0; c < calls.len; c++) solve_results_again(&s, &calls.items[c]);
  return s.graphs;
}
