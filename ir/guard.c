/* The checks of a loop's turn in one: a turn that starts with small numbers cannot overflow.

   Law:        let no operation in a turn fail when the loop's parameters lie within -2**k..2**k-1. Then a turn that starts
               so is one without checks; others are as they were.
   Condition:  an innermost loop of arithmetic and comparisons, small, without calls, lists or effects; nothing that a turn
               computes is used behind the loop but by way of its parameters. There is a check under a condition, which would
               keep both sides from being computed together, or there are more checks than numbers to look at.
   Guarantees: the same failures: a turn with checks is still there. flat_simplify is to follow.
   Cost:       the analysis of ranges once more, when there is such a loop; each loop at most doubles. */

#include "ir/inline.h"
#include "ir/loops.h"
#include "ir/passes.h"
#include "ir/range.h"

enum { MOST_BITS = 62, LEAST_BITS = 20, MOST_SIZE = 48, MOST_PARAMS = 8, MOST_TESTS = 4 };

typedef struct guard {
  flat_module *m;
  flat_fun *f;
  range_graph *g;
  arena *home;
  uint32_t known; /* variables that the graph has; others came with turns of other loops */
  flat_loops loops;
  flat_label header;
  flat_labels body; /* blocks of the loop in order; the header first */
  bool *inside;     /* per block */
  uint32_t checks;
  bool conditional; /* a check that not every turn makes */
} guard;

static flat_block *block_of(const guard *w, flat_label l) { return &w->f->blocks.items[l]; }

/* ---- which loops ---- */

static bool is_arithmetic(const flat_instr *i) {
  if (i->op == FLAT_CONST) return i->literal.type->kind != IRT_LIST;
  if (i->op == FLAT_ADD || i->op == FLAT_SUB) return true;
  if (i->op != FLAT_PRIM || i->dest_count != 1 || i->caught) return false;
  return (op_flags(i->prim) & OP_CONSTANT_TIME) || i->prim == OP_lt || i->prim == OP_le || i->prim == OP_eq ||
         i->prim == OP_ne;
}

static bool takes_numbers(const flat_fun *f, const flat_instr *i) {
  for (uint32_t k = 0; k < i->arg_count; k++)
    if (f->vars.items[i->args[k]].scalar == FLAT_PTR) return false;
  return true;
}

static bool fits(const guard *w, const flat_instr *i) { return is_arithmetic(i) && takes_numbers(w->f, i); }

static bool always_passed(const guard *w, flat_label l) {
  const range_block *h = &w->g->blocks[w->header];
  for (uint32_t k = 0; k < h->ways.len; k++)
    if (h->ways.items[k].back && !dominator_tree_within(&w->g->tree, l, h->ways.items[k].from)) return false;
  return true;
}

static bool collect(guard *w) {
  uint32_t size = 0;
  for (uint32_t i = 0; i < w->g->doms.count; i++) {
    flat_label l = w->g->doms.order[i];
    if (w->loops.innermost[l] != w->header) {
      if (w->loops.innermost[l] == l && w->loops.parent[l] == w->header) return false;
      continue;
    }
    const flat_block *b = block_of(w, l);
    vec_push(w->home, &w->body, l);
    w->inside[l] = true;
    size += b->code.len + flat_has_last(b);
    for (uint32_t k = 0; k < b->code.len; k++)
      if (!fits(w, &b->code.items[k])) return false;
    if (b->end == FLAT_TAIL || (b->end == FLAT_TRY && !fits(w, &b->last))) return false;
    if (b->end != FLAT_TRY) continue;
    w->checks++;
    w->conditional |= !always_passed(w, l);
  }
  return w->checks && size <= MOST_SIZE;
}

/* ---- does anything leave? ---- */

static bool from_turn(const guard *w, flat_var v) {
  range_id id = v < w->known ? w->g->def[v] : RANGE_NOTHING;
  if (id == RANGE_NOTHING) return false;
  const range_node *n = &w->g->nodes.items[id];
  return w->inside[n->block] && !(n->kind == RANGE_PHI && n->block == w->header);
}

static bool uses_turn(const guard *w, uint32_t n, const flat_var *vars) {
  for (uint32_t k = 0; k < n; k++)
    if (from_turn(w, vars[k])) return true;
  return false;
}

static bool leaks_into(const guard *w, const flat_block *b) {
  for (uint32_t k = 0; k < b->code.len; k++)
    if (uses_turn(w, b->code.items[k].arg_count, b->code.items[k].args)) return true;
  if (flat_has_last(b) && uses_turn(w, b->last.arg_count, b->last.args)) return true;
  if (b->end == FLAT_BRANCH && from_turn(w, b->cond)) return true;
  if (b->end == FLAT_RETURN && uses_turn(w, b->ret_count, b->rets)) return true;
  for (uint32_t e = 0; e < flat_edge_count(b); e++)
    if (uses_turn(w, b->edges[e].arg_count, b->edges[e].args)) return true;
  return false;
}

static bool leaks(const guard *w) {
  for (flat_label l = 0; l < w->f->blocks.len; l++)
    if (!w->inside[l] && leaks_into(w, block_of(w, l))) return true;
  return false;
}

/* ---- for which numbers ---- */

static range box(uint32_t bits) { return (range){-(INT64_C(1) << bits), (INT64_C(1) << bits) - 1}; }

/* What variables can be in a turn that starts in the box. */
typedef struct turn {
  const guard *w;
  range *is; /* per variable; known of those of the turn that come before */
  bool *done;
} turn;

static range is_in(const turn *t, flat_var v) { return t->done[v] ? t->is[v] : range_node_of(t->w->g, v)->is; }

static void learn(turn *t, flat_var v, range r) {
  t->is[v] = t->done[v] ? range_join(t->is[v], r) : r;
  t->done[v] = true;
}

static bool learn_instr(turn *t, const flat_instr *i) {
  bool exact;
  range *in = ARENA_ARRAY(t->w->home, range, i->arg_count);
  for (uint32_t k = 0; k < i->arg_count; k++) in[k] = is_in(t, i->args[k]);
  learn(t, i->dests[0], range_step(t->w->g, i, 0, in, &exact));
  return exact;
}

typedef VEC(flat_var) var_list;

/* Does nothing fail in a turn where these parameters start in the box? */
static bool turn_is_exact(const guard *w, uint32_t bits, const var_list *boxed) {
  turn t = {w, ARENA_ARRAY(w->home, range, w->f->vars.len), ARENA_ARRAY(w->home, bool, w->f->vars.len)};
  for (uint32_t k = 0; k < boxed->len; k++)
    learn(&t, boxed->items[k], range_meet(range_node_of(w->g, boxed->items[k])->is, box(bits)));
  for (uint32_t i = 0; i < w->body.len; i++) {
    const flat_block *b = block_of(w, w->body.items[i]);
    for (uint32_t k = 0; k < b->code.len; k++) learn_instr(&t, &b->code.items[k]);
    if (b->end == FLAT_TRY && !learn_instr(&t, &b->last)) return false;
    for (uint32_t e = 0; e < flat_edge_count(b); e++) {
      flat_label to = b->edges[e].to;
      if (to == w->header || !w->inside[to]) continue;
      for (uint32_t p = 0; p < b->edges[e].arg_count; p++)
        learn(&t, block_of(w, to)->params.items[p], is_in(&t, b->edges[e].args[p]));
    }
  }
  return true;
}

/* The numbers that have to be looked at, and no others; the largest box that will do. */
static bool choose(const guard *w, var_list *boxed, uint32_t *bits) {
  const flat_block *h = block_of(w, w->header);
  for (uint32_t p = 0; p < h->params.len; p++)
    if (w->f->vars.items[h->params.items[p]].scalar == FLAT_I64) vec_push(w->home, boxed, h->params.items[p]);
  if (boxed->len > MOST_PARAMS) return false;
  for (*bits = MOST_BITS; !turn_is_exact(w, *bits, boxed); (*bits)--)
    if (*bits == LEAST_BITS) return false;
  for (uint32_t k = boxed->len; k > 0; k--) {
    flat_var v = boxed->items[k - 1];
    boxed->items[k - 1] = vec_last(boxed);
    boxed->len--;
    if (turn_is_exact(w, *bits, boxed)) continue;
    vec_push(w->home, boxed, boxed->items[k - 1]);
    boxed->items[k - 1] = v;
  }
  return true;
}

/* ---- two turns of one ---- */

static const ir_type *base(const guard *w, ir_type_kind kind) { return irt_base(comb_types(w->m->store), kind); }

static flat_var emit(const guard *w, flat_label l, flat_instr i, flat_scalar scalar) {
  flat_var dest = flat_var_new(w->m, w->f, (flat_var_info){scalar, NULL});
  i.dest_count = 1;
  i.dests = arena_copy(w->m->home, &dest, sizeof dest, alignof(flat_var));
  vec_push(w->m->home, &block_of(w, l)->code, i);
  return dest;
}

static flat_var emit_int(const guard *w, flat_label l, int64_t v) {
  comb_literal literal = {.type = base(w, IRT_INT), .i = v};
  return emit(w, l, (flat_instr){.op = FLAT_CONST, .literal = literal}, FLAT_I64);
}

static flat_var emit_le(const guard *w, flat_label l, flat_var a, flat_var b) {
  const ir_type *integer = base(w, IRT_INT);
  flat_var args[] = {a, b};
  flat_instr le = {.op = FLAT_PRIM, .prim = OP_le, .type = irt_pair(comb_types(w->m->store), integer, integer),
                   .result = base(w, IRT_BOOL), .arg_count = 2};
  le.args = arena_copy(w->m->home, args, sizeof args, alignof(flat_var));
  return emit(w, l, le, FLAT_BOOL);
}

/* From block l to `slow` unless a <= b. Gives the block that goes on. */
static flat_label emit_test(const guard *w, flat_label l, flat_var a, flat_var b, flat_label slow) {
  flat_var holds = emit_le(w, l, a, b);
  flat_label on = flat_block_new(w->m, w->f);
  flat_block *at = block_of(w, l);
  at->end = FLAT_BRANCH;
  at->cond = holds;
  at->edges[0] = (flat_edge){.to = on};
  at->edges[1] = (flat_edge){.to = slow};
  return on;
}

static flat_label emit_tests(const guard *w, flat_label l, const var_list *boxed, range within, flat_label slow) {
  for (uint32_t k = 0; k < boxed->len; k++) {
    flat_var v = boxed->items[k];
    range is = range_node_of(w->g, v)->is;
    if (is.hi > within.hi) l = emit_test(w, l, v, emit_int(w, l, within.hi), slow);
    if (is.lo < within.lo) l = emit_test(w, l, emit_int(w, l, within.lo), v, slow);
  }
  return l;
}

/* The turn without checks. */
static void calm(const guard *w, flat_block *b) {
  if (b->end != FLAT_TRY) return;
  b->last.safe = true;
  vec_push(w->m->home, &b->code, b->last);
  b->end = FLAT_JUMP;
}

/* The header keeps its parameters and gets the tests; what it did is done in a block of its own, in both turns. */
static void split(const guard *w, uint32_t bits, const var_list *boxed) {
  flat_label slow = flat_block_new(w->m, w->f);
  flat_block *h = block_of(w, w->header), *s = block_of(w, slow);
  *s = *h;
  s->params.len = s->params.cap = 0;
  h->code.len = h->code.cap = 0;
  flat_label *labels = ARENA_ARRAY(w->home, flat_label, w->f->blocks.len);
  for (flat_label l = 0; l < w->f->blocks.len; l++) labels[l] = l;
  flat_var *map = ARENA_ARRAY(w->home, flat_var, w->f->vars.len);
  for (flat_var v = 0, all = w->f->vars.len; v < all; v++)
    map[v] = from_turn(w, v) ? flat_var_new(w->m, w->f, w->f->vars.items[v]) : v;
  for (uint32_t i = 1; i < w->body.len; i++) labels[w->body.items[i]] = flat_block_new(w->m, w->f);
  flat_label fast = flat_block_new(w->m, w->f);
  for (uint32_t i = 0; i < w->body.len; i++) {
    flat_label from = i ? w->body.items[i] : slow;
    flat_block copy = inline_copy_block(w->m, block_of(w, from), map, labels);
    calm(w, &copy);
    *block_of(w, i ? labels[from] : fast) = copy;
  }
  flat_label at = emit_tests(w, w->header, boxed, box(bits), slow);
  flat_block *end = block_of(w, at);
  end->end = FLAT_JUMP;
  end->edges[0] = (flat_edge){.to = fast};
}

static void guard_loop(guard *w) {
  var_list boxed = {0};
  w->inside = ARENA_ARRAY(w->home, bool, w->f->blocks.len);
  if (!collect(w) || leaks(w)) return;
  uint32_t bits;
  if (!choose(w, &boxed, &bits) || !boxed.len || boxed.len > MOST_TESTS) return;
  if (w->conditional || w->checks > 2 * boxed.len) split(w, bits, &boxed);
}

/* ---- all loops ---- */

static bool has_checked_loop(const flat_fun *f, arena *home) {
  dominators doms = dominators_of(f, home);
  flat_loops loops = flat_loops_of(f, &doms, home);
  for (flat_label l = 0; l < f->blocks.len; l++)
    if (f->blocks.items[l].end == FLAT_TRY && loops.innermost[l] != FLAT_NONE && is_arithmetic(&f->blocks.items[l].last))
      return true;
  return false;
}

/* One loop changes none of the others: a block is in one innermost loop. */
static void guard_fun(flat_module *m, range_graph *g, arena *home) {
  flat_loops loops = flat_loops_of(g->f, &g->doms, home);
  uint32_t known = g->f->vars.len;
  for (uint32_t i = 0; i < g->doms.count; i++) {
    flat_label l = g->doms.order[i];
    if (loops.innermost[l] != l || !g->blocks[l].reached) continue;
    guard w = {.m = m, .f = g->f, .g = g, .home = home, .known = known, .loops = loops, .header = l};
    guard_loop(&w);
  }
}

void flat_guard(flat_module *m) {
  arena *scratch = arena_new("guards");
  bool any = false, *wanted = ARENA_ARRAY(scratch, bool, m->funs.len);
  for (uint32_t k = 0; k < m->funs.len; k++) any |= wanted[k] = has_checked_loop(m->funs.items[k], scratch);
  range_graph **graphs = any ? range_module(scratch, m) : NULL;
  for (uint32_t k = 0; k < m->funs.len; k++)
    if (wanted[k]) guard_fun(m, graphs[k], scratch);
  arena_free(scratch);
}
