/* A function's fixpoint.

   Expects:    its graph; summaries of what it calls, and of its own parameters.
   Guarantees: `is` of every node has all values that it takes in any run; `taken` of edges that control may take.
   Cost:       passes over the graph: first up, from nothing, wider after a few; then down again, unless nothing was made
               wider than it is. Their number is bounded, so the cost is linear.

   The law of turns. Let a loop's block have a parameter p that every turn changes by at least d > 0, and p's values
   span [lo, hi]: then it turns (hi - lo) / d times at most. Let another parameter start in s and change by at most e a
   turn: after n turns it is at most s + n * e. By induction over the turns both hold at once, where p's span is what
   the values that come to the block join to (`plain`), without use of this law. A turn may also give the second parameter
   something that does not come from it: then s is that, too. And what holds of a number holds of the numbers in a list,
   which a turn makes of numbers in the list that the turn before made. */

#include "ir/range.h"

enum { PASSES_EXACT = 3, PASSES_UP = 14, PASSES_DOWN = 4, TRACE_FUEL = 512, COUNT_FUEL = 48, SUPPOSED_MOST = 4, STEADY_ROUNDS = 3 };

typedef struct solver {
  range_graph *g;
  const range_summary *own;
  range *in; /* room for operands */
  bool down, widen;
  bool changed;
} solver;

static range_node *node(const solver *s, range_id id) { return &s->g->nodes.items[id]; }

/* ---- loops ---- */

/* What a turn makes of a block's parameter: the value that it had, in this turn or an earlier one of this run of the loop,
   and so much more; or something else. Of lists: what the numbers in it come from. */
typedef struct growth {
  bool grows, other;
  range_span by;
  range within;
} growth;

/* A parameter of a loop within, and what it is supposed to be. */
typedef struct supposition {
  range_id phi;
  growth is;
} supposition;

typedef struct tracer {
  const solver *s;
  uint32_t fuel, depth;
  supposition supposed[SUPPOSED_MOST];
} tracer;

static bool trace(tracer *t, range_id at, range_id phi, growth *out);

static growth something(range r) { return (growth){.other = true, .within = r}; }

/* Far beyond what an Int can be; sums and products of turns stay below 2**127. */
static range_span bounded(range_span r) {
  const range_wide most = (range_wide)INT64_MAX * 4;
  return (range_span){r.lo < -most ? -most : r.lo, r.hi > most ? most : r.hi};
}

static range_span widened(range_span a, range_span b) {
  return (range_span){a.lo < b.lo ? a.lo : b.lo, a.hi > b.hi ? a.hi : b.hi};
}

static growth joined(growth a, growth b) {
  growth r = {a.grows || b.grows, a.other || b.other, a.by, a.within};
  if (b.grows) r.by = a.grows ? widened(a.by, b.by) : b.by;
  if (b.other) r.within = a.other ? range_join(a.within, b.within) : b.within;
  return r;
}

/* The same with something in the span added, to an Int. */
static growth more(growth a, range_span by) {
  bool fits;
  range_span sum = {(range_wide)a.within.lo + by.lo, (range_wide)a.within.hi + by.hi};
  if (a.other) a.within = range_fit(bounded(sum), &fits);
  if (a.grows) a.by = bounded((range_span){a.by.lo + by.lo, a.by.hi + by.hi});
  return a;
}

/* Over the ways into the block, those from within the loop or the others. */
static bool trace_over(tracer *t, const range_node *at, range_id phi, bool back, growth *out) {
  const range_graph *g = t->s->g;
  bool any = false;
  for (uint32_t k = 0; k < at->count; k++) {
    const range_way *way = &g->blocks[at->block].ways.items[k];
    growth one;
    if (way->back != back || !g->blocks[way->from].taken[way->edge]) continue;
    if (!trace(t, at->ins[k], phi, &one)) return false;
    *out = any ? joined(*out, one) : one;
    any = true;
  }
  return any;
}

static range_span in_turns(const growth *each, range_wide turns) {
  if (!each->grows) return (range_span){0, 0};
  bool fits;
  range e = range_fit(each->by, &fits);
  if (!fits) return (range_span){(range_wide)INT64_MIN * 2, (range_wide)INT64_MAX * 2};
  return bounded((range_span){e.lo < 0 ? turns * e.lo : 0, e.hi > 0 ? turns * e.hi : 0});
}

static bool same_growth(growth a, growth b) {
  bool by = !a.grows || (a.by.lo == b.by.lo && a.by.hi == b.by.hi);
  return a.grows == b.grows && a.other == b.other && by && (!a.other || range_same(a.within, b.within));
}

/* Supposing that a loop's parameter is what comes in, or that and what one turn brings: does no turn bring more? */
static bool trace_steady(tracer *t, range_id at, range_id phi, growth *out) {
  for (uint32_t round = 0; round < STEADY_ROUNDS && t->depth < SUPPOSED_MOST; round++) {
    growth turn;
    t->supposed[t->depth++] = (supposition){at, *out};
    bool known = trace_over(t, node(t->s, at), phi, true, &turn);
    t->depth--;
    if (!known) return false;
    turn = joined(*out, turn);
    if (same_growth(turn, *out)) return true;
    *out = turn;
  }
  return false;
}

/* What a loop makes of what comes in, and of what its turns bring. */
static bool trace_phi(tracer *t, range_id at, range_id phi, growth *out) {
  const range_node *n = node(t->s, at);
  growth each, steady;
  if (!trace_over(t, n, phi, false, out)) return false;
  if (!t->s->g->blocks[n->block].header) return true;
  steady = *out;
  if (trace_steady(t, at, phi, &steady)) {
    *out = steady;
    return true;
  }
  if (!trace_over(t, n, at, true, &each)) return false;
  if (each.other) *out = joined(*out, something(each.within));
  *out = more(*out, in_turns(&each, t->s->g->blocks[n->block].turns));
  return true;
}

static bool sums(const flat_instr *i) {
  if (i->op == FLAT_PRIM) return i->prim == OP_iadd || i->prim == OP_isub;
  return i->op == FLAT_ADD || i->op == FLAT_SUB;
}

static bool trace_sum(tracer *t, const range_node *n, range_id phi, growth *out) {
  bool minus = n->instr->op == FLAT_SUB || (n->instr->op == FLAT_PRIM && n->instr->prim == OP_isub);
  range a = node(t->s, n->ins[0])->is, b = node(t->s, n->ins[1])->is;
  bool fits = true;
  if (n->instr->op != FLAT_PRIM) range_fit(minus ? range_sub(a, b) : range_add(a, b), &fits);
  if (fits && trace(t, n->ins[0], phi, out) && out->grows) {
    *out = more(*out, minus ? range_sub(range_of(0), b) : (range_span){b.lo, b.hi});
    return true;
  }
  if (fits && !minus && trace(t, n->ins[1], phi, out) && out->grows) {
    *out = more(*out, (range_span){a.lo, a.hi});
    return true;
  }
  *out = something(n->is);
  return true;
}

/* A result that is an operand, or a list of what operands are or hold. */
static bool trace_handed(tracer *t, const range_node *n, range_id phi, growth *out) {
  bool any = false, fresh = n->instr->op == FLAT_LIST_NEW;
  for (uint32_t k = 0; k < n->count; k++) {
    growth one;
    if (!fresh && !range_hands_on(t->s->g, n->instr, k)) continue;
    if (range_none(node(t->s, n->ins[k])->is)) continue; /* of an empty list */
    if (!trace(t, n->ins[k], phi, &one)) return false;
    *out = any ? joined(*out, one) : one;
    any = true;
  }
  if (!any) *out = something(n->is);
  return true;
}

/* What is no more than something else is no more than what that grows by. */
static bool trace_pin(tracer *t, const range_node *n, range_id phi, growth *out) {
  growth other;
  if (!trace(t, n->ins[0], phi, out)) return false;
  bool less = n->relation == RANGE_LT || n->relation == RANGE_LE, more = n->relation == RANGE_GT || n->relation == RANGE_GE;
  if (n->count < 2 || (!less && !more) || !out->grows || out->other) return true;
  if (!trace(t, n->ins[1], phi, &other) || !other.grows || other.other) return true;
  if (less && other.by.hi < out->by.hi) out->by.hi = other.by.hi;
  if (more && other.by.lo > out->by.lo) out->by.lo = other.by.lo;
  return true;
}

/* What `at` is beside the block parameter, in one turn. Values that were there before the loop are something else: a list
   among them may hold what another run of the loop left. */
static bool trace(tracer *t, range_id at, range_id phi, growth *out) {
  const range_node *n = node(t->s, at);
  *out = (growth){.grows = true};
  if (at == phi) return true;
  for (uint32_t k = 0; k < t->depth; k++)
    if (t->supposed[k].phi == at) {
      *out = t->supposed[k].is;
      return true;
    }
  if (range_none(n->is)) return false;
  *out = something(n->is);
  if (t->fuel == 0 || !dominator_tree_within(&t->s->g->tree, node(t->s, phi)->block, n->block)) return true;
  t->fuel--;
  if (n->kind == RANGE_PIN) return trace_pin(t, n, phi, out);
  if (n->kind == RANGE_PHI) return trace_phi(t, at, phi, out);
  if (n->kind != RANGE_STEP || n->scalar == FLAT_F64) return true;
  return sums(n->instr) ? trace_sum(t, n, phi, out) : trace_handed(t, n, phi, out);
}

static bool each_turn(const solver *s, range_id phi, uint32_t fuel, growth *out) {
  tracer t = {.s = s, .fuel = fuel};
  return trace_over(&t, node(s, phi), phi, true, out);
}

static void count_turns(solver *s, range_block *b) {
  range_wide most = RANGE_TURNS_MOST;
  for (uint32_t k = 0; k < b->nodes.len; k++) {
    range_node *n = node(s, b->nodes.items[k]);
    growth d;
    bool counts = n->kind == RANGE_PHI && n->scalar == FLAT_I64 && (s->down || !n->idle);
    if (!counts || range_none(n->plain) || !each_turn(s, b->nodes.items[k], COUNT_FUEL, &d)) continue;
    range_wide least = d.other ? 0 : d.by.lo >= 1 ? d.by.lo : d.by.hi <= -1 ? -d.by.hi : 0;
    n->idle = least == 0;
    if (n->idle) continue;
    range_wide turns = ((range_wide)n->plain.hi - n->plain.lo) / least;
    if (turns < most) most = turns;
  }
  if (s->down ? most < b->turns : most > b->turns) {
    b->turns = most;
    s->changed = true;
  }
}

static range by_turns(const solver *s, range_id id, range plain) {
  const range_node *n = node(s, id);
  const range_block *b = &s->g->blocks[n->block];
  growth each;
  range start = RANGE_NONE;
  bool fits;
  bool numbers = n->scalar == FLAT_I64 || n->scalar == FLAT_PTR, open = plain.hi == n->bound.hi || plain.lo == n->bound.lo;
  if (!numbers || !open || range_none(plain) || !each_turn(s, id, TRACE_FUEL, &each)) return plain;
  if (each.other) start = each.within;
  for (uint32_t k = 0; k < n->count; k++) {
    const range_way *way = &b->ways.items[k];
    if (!way->back && s->g->blocks[way->from].taken[way->edge]) start = range_join(start, node(s, n->ins[k])->is);
  }
  if (range_none(start)) return plain;
  range_span all = in_turns(&each, b->turns);
  return range_meet(plain, range_fit((range_span){all.lo + start.lo, all.hi + start.hi}, &fits));
}

/* ---- nodes ---- */

static range eval_phi(const solver *s, const range_node *n) {
  range r = RANGE_NONE;
  for (uint32_t k = 0; k < n->count; k++) {
    const range_way *way = &s->g->blocks[n->block].ways.items[k];
    if (s->g->blocks[way->from].taken[way->edge]) r = range_join(r, node(s, n->ins[k])->is);
  }
  return r;
}

static const range *operands(const solver *s, const range_node *n) {
  for (uint32_t k = 0; k < n->count; k++) s->in[k] = node(s, n->ins[k])->is;
  return s->in;
}

static range eval_step(const solver *s, const range_node *n) {
  bool exact;
  const range *in = operands(s, n);
  if (n->instr->op != FLAT_LIST_NEW) return range_step(s->g, n->instr, n->dest, in, &exact);
  range r = RANGE_NONE;
  for (uint32_t k = 0; k < n->count; k++) r = range_join(r, in[k]);
  return r;
}

static range above(range r, range_wide least) {
  bool fits;
  return range_meet(r, range_fit((range_span){least, INT64_MAX}, &fits));
}

static range below(range r, range_wide most) {
  bool fits;
  return range_meet(r, range_fit((range_span){INT64_MIN, most}, &fits));
}

static range without(range r, range other) {
  if (other.lo != other.hi) return r;
  if (r.lo == other.lo) return above(r, (range_wide)r.lo + 1);
  return r.hi == other.lo ? below(r, (range_wide)r.hi - 1) : r;
}

static int64_t root_below(int64_t most) {
  int64_t root = 0;
  for (int64_t bit = INT64_C(1) << 31; bit; bit >>= 1)
    if ((root + bit) <= most / (root + bit)) root += bit;
  return root;
}

/* An operand of a sum, difference or product that is an Int. */
static range that_fits(const flat_instr *i, uint32_t which, range r, range other) {
  if (i->prim == OP_iadd) return above(below(r, (range_wide)INT64_MAX - other.lo), (range_wide)INT64_MIN - other.hi);
  if (i->prim == OP_isub && which == 0)
    return above(below(r, (range_wide)INT64_MAX + other.hi), (range_wide)INT64_MIN + other.lo);
  if (i->prim == OP_isub) return above(below(r, (range_wide)other.hi - INT64_MIN), (range_wide)other.lo - INT64_MAX);
  int64_t most = other.lo >= 1 ? INT64_MAX / other.lo : INT64_MAX;
  if (i->args[0] == i->args[1]) most = root_below(INT64_MAX);
  return most == INT64_MAX ? r : above(below(r, most), -(range_wide)most - 1);
}

static range eval_pin(const solver *s, const range_node *n) {
  range r = range_meet(node(s, n->ins[0])->is, n->bound);
  if (n->count < 2 || range_none(r)) return r;
  range other = node(s, n->ins[1])->is;
  if (range_none(other)) return RANGE_NONE;
  switch (n->relation) {
    case RANGE_EQ: return range_meet(r, other);
    case RANGE_NE: return without(r, other);
    case RANGE_LT: return below(r, (range_wide)other.hi - 1);
    case RANGE_LE: return below(r, other.hi);
    case RANGE_GT: return above(r, (range_wide)other.lo + 1);
    case RANGE_GE: return above(r, other.lo);
    case RANGE_FITS: return that_fits(n->instr, n->dest, r, other);
  }
  return r;
}

static range eval(const solver *s, const range_node *n) {
  switch (n->kind) {
    case RANGE_PARAM: return s->own->params[n->dest];
    case RANGE_PARAM_LENGTH: return s->own->param_lengths[n->dest];
    case RANGE_PHI: return eval_phi(s, n);
    case RANGE_STEP: return eval_step(s, n);
    case RANGE_LENGTH: return range_length_step(s->g, n->instr, n->dest, operands(s, n));
    case RANGE_PIN: return eval_pin(s, n);
  }
  return RANGE_ANY;
}

/* Up: what it was, and what is new; a bound that moves on and on goes to its end. Down: what is left. */
static range moved(const solver *s, const range_node *n, range was, range now) {
  if (s->down) return range_meet(was, now);
  range r = range_join(was, now);
  bool cycles = n->kind == RANGE_PHI || (n->kind == RANGE_STEP && n->instr->op == FLAT_LIST_NEW);
  if (!s->widen || !cycles || range_none(was)) return r;
  if (r.lo < was.lo) r.lo = r.lo >= 1 ? 1 : r.lo >= 0 ? 0 : n->bound.lo; /* where tests for equality stop */
  if (r.hi > was.hi) r.hi = n->bound.hi;
  return r;
}

static void update(solver *s, range_id id) {
  range_node *n = node(s, id);
  range now = eval(s, n);
  if (n->kind != RANGE_PIN) now = range_meet(now, n->bound);
  range plain = moved(s, n, n->plain, now), is = plain;
  if (n->kind == RANGE_PHI && s->g->blocks[n->block].header) is = moved(s, n, n->is, by_turns(s, id, plain));
  if (range_same(plain, n->plain) && range_same(is, n->is)) return;
  n->plain = plain;
  n->is = is;
  s->changed = true;
}

/* ---- edges ---- */

/* A number that has no value was never computed. */
static bool has_results(const solver *s, const flat_instr *i) {
  for (uint32_t d = 0; d < i->dest_count; d++) {
    const range_node *n = range_node_of(s->g, i->dests[d]);
    if (n->scalar != FLAT_PTR && n->scalar != FLAT_F64 && range_none(n->is)) return false;
  }
  return true;
}

static bool may_take(solver *s, flat_label l, uint32_t e) {
  const flat_block *b = &s->g->f->blocks.items[l];
  range_block *rb = &s->g->blocks[l];
  if (b->end == FLAT_BRANCH) {
    range c = node(s, rb->condition)->is;
    if (range_none(c) || (e == 0 ? c.hi == 0 : c.lo == 1)) return false;
  }
  if (b->end == FLAT_TRY && e == 0 && !has_results(s, &b->last)) return false;
  for (uint32_t k = 0; k < rb->pins[e].len; k++) {
    update(s, rb->pins[e].items[k]);
    if (range_none(node(s, rb->pins[e].items[k])->is)) return false;
  }
  return true;
}

static void leave(solver *s, flat_label l) {
  range_block *rb = &s->g->blocks[l];
  for (uint32_t e = 0; e < flat_edge_count(&s->g->f->blocks.items[l]); e++) {
    bool taken = may_take(s, l, e);
    if (s->down ? taken || !rb->taken[e] : taken == rb->taken[e] || rb->taken[e]) continue;
    rb->taken[e] = taken;
    s->changed = true;
  }
}

static bool comes(const solver *s, flat_label l) {
  const range_block *rb = &s->g->blocks[l];
  if (l == 0) return true;
  for (uint32_t k = 0; k < rb->ways.len; k++)
    if (s->g->blocks[rb->ways.items[k].from].taken[rb->ways.items[k].edge]) return true;
  return false;
}

static void pass(solver *s) {
  range_graph *g = s->g;
  s->changed = false;
  for (uint32_t i = 0; i < g->doms.count; i++) {
    flat_label l = g->doms.order[i];
    range_block *rb = &g->blocks[l];
    rb->reached = comes(s, l);
    if (!rb->reached) {
      rb->taken[0] = rb->taken[1] = false;
      continue;
    }
    if (rb->header) count_turns(s, rb);
    for (uint32_t k = 0; k < rb->nodes.len; k++) update(s, rb->nodes.items[k]);
    leave(s, l);
  }
}

/* ---- the whole ---- */

static void start(range_graph *g, bool known) {
  for (range_id k = 0; k < g->nodes.len; k++) {
    range_node *n = &g->nodes.items[k];
    n->idle = false;
    n->is = n->plain = known ? RANGE_NONE : range_meet(n->bound, range_natural(n->scalar));
  }
  for (flat_label l = 0; l < g->f->blocks.len; l++) {
    range_block *b = &g->blocks[l];
    b->taken[0] = b->taken[1] = b->reached = !known;
    b->turns = known ? 0 : RANGE_TURNS_MOST;
  }
}

static uint32_t most_operands(const range_graph *g) {
  uint32_t most = 0;
  for (range_id k = 0; k < g->nodes.len; k++)
    if (g->nodes.items[k].count > most) most = g->nodes.items[k].count;
  return most;
}

static bool any_loop(const range_graph *g) {
  for (flat_label l = 0; l < g->f->blocks.len; l++)
    if (g->blocks[l].header) return true;
  return false;
}

void range_solve(range_graph *g, const range_summary *own) {
  solver s = {.g = g, .own = own, .in = ARENA_ARRAY(g->home, range, most_operands(g)), .changed = true};
  uint32_t passes = 0;
  start(g, true);
  for (; s.changed && passes < PASSES_UP; passes++) {
    s.widen = passes >= PASSES_EXACT;
    pass(&s);
  }
  if (!s.changed && !s.widen && !any_loop(g)) return;
  if (s.changed) start(g, false); /* anything is an answer too */
  s.down = s.changed = true;
  for (passes = 0; s.changed && passes < PASSES_DOWN; passes++) pass(&s);
}
