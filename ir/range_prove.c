/* Differences: is a <= b + c, whenever both have values? A search from a upwards and from b downwards through what
   defines them ("ABCD", Bodik, Gupta, Sarkar, PLDI 2000). All sums in it are exact, since what overflows has no value.

   A block's parameter is at most b + c when all that comes to it is. Around a loop that is an induction: what comes by
   the back edge may suppose it of the parameter itself, when no less is asked there. The parameter and what comes to it
   are of different turns; so b must be one value throughout, defined outside: it dominates the block. Two parameters of
   one block are compared by what comes to both on the same edge.

   Cost: a question looks at a bounded number of nodes. */

#include "ir/range.h"

enum { FUEL = 160, ACTIVE = 16 };

/* A parameter about which the question is open. */
typedef struct question {
  range_id a, b;
  range_wide c;
} question;

typedef struct prover {
  const range_graph *g;
  uint32_t fuel, depth;
  question active[ACTIVE];
} prover;

static bool below(prover *p, range_id a, range_id b, range_wide c);

static const range_node *node(const prover *p, range_id id) { return &p->g->nodes.items[id]; }
static range of(const prover *p, range_id id) { return node(p, id)->is; }

static bool way_taken(const prover *p, const range_node *phi, uint32_t k) {
  const range_way *way = &p->g->blocks[phi->block].ways.items[k];
  return p->g->blocks[way->from].taken[way->edge];
}

static bool outside(const prover *p, range_id id, flat_label loop) {
  flat_label at = node(p, id)->block;
  return at != loop && dominator_tree_within(&p->g->tree, at, loop);
}

/* Is the question one that is being asked? Asking no less, it may be supposed. */
static bool supposed(const prover *p, question q, bool *yes) {
  for (uint32_t k = 0; k < p->depth; k++) {
    if (p->active[k].a != q.a || p->active[k].b != q.b) continue;
    *yes = q.c >= p->active[k].c;
    return true;
  }
  return false;
}

/* For all ways to the block: a's or b's parts, or both. */
static bool by_ways(prover *p, question q, bool split_a, bool split_b) {
  const range_node *phi = node(p, split_a ? q.a : q.b);
  bool yes;
  if (supposed(p, q, &yes)) return yes;
  if (p->depth == ACTIVE) return false;
  p->active[p->depth++] = q;
  bool all = phi->count > 0;
  for (uint32_t k = 0; k < phi->count && all; k++) {
    if (!way_taken(p, phi, k)) continue;
    all = below(p, split_a ? node(p, q.a)->ins[k] : q.a, split_b ? node(p, q.b)->ins[k] : q.b, q.c);
  }
  p->depth--;
  return all;
}

static bool is_prim(const range_node *n, ir_op op) { return n->instr->op == FLAT_PRIM && n->instr->prim == op; }

static bool adds(const prover *p, const range_node *n) {
  bool fits;
  if (is_prim(n, OP_iadd)) return true;
  if (n->instr->op != FLAT_ADD) return false;
  range_fit(range_add(of(p, n->ins[0]), of(p, n->ins[1])), &fits);
  return fits;
}

static bool subtracts(const prover *p, const range_node *n) {
  bool fits;
  if (is_prim(n, OP_isub)) return true;
  if (n->instr->op != FLAT_SUB) return false;
  range_fit(range_sub(of(p, n->ins[0]), of(p, n->ins[1])), &fits);
  return fits;
}

/* a is the result of an instruction: what is it no more than? */
static bool step_below(prover *p, const range_node *a, range_id b, range_wide c) {
  if (a->count != 2) return a->count == 1 && is_prim(a, OP_isqrt) && below(p, a->ins[0], b, c);
  range_id x = a->ins[0], y = a->ins[1];
  range rx = of(p, x), ry = of(p, y);
  if (adds(p, a)) return below(p, x, b, c - ry.hi) || below(p, y, b, c - rx.hi);
  if (subtracts(p, a)) return below(p, x, b, c + ry.lo);
  if (is_prim(a, OP_imod)) return (ry.lo >= 1 && below(p, y, b, c + 1)) || (rx.lo >= 0 && ry.lo >= 1 && below(p, x, b, c));
  if (is_prim(a, OP_idiv)) return rx.lo >= 0 && ry.lo >= 1 && below(p, x, b, c);
  if (is_prim(a, OP_shr)) return rx.lo >= 0 && below(p, x, b, c);
  if (is_prim(a, OP_band)) return (rx.lo >= 0 && below(p, x, b, c)) || (ry.lo >= 0 && below(p, y, b, c));
  return false;
}

/* b is the result of an instruction: what is it no less than? */
static bool above_step(prover *p, range_id a, const range_node *b, range_wide c) {
  if (b->count != 2) return false;
  range_id x = b->ins[0], y = b->ins[1];
  range rx = of(p, x), ry = of(p, y);
  if (adds(p, b)) return below(p, a, x, c + ry.lo) || below(p, a, y, c + rx.lo);
  if (subtracts(p, b)) return below(p, a, x, c - ry.hi);
  if (is_prim(b, OP_imul))
    return (rx.lo >= 0 && ry.lo >= 1 && below(p, a, x, c)) || (ry.lo >= 0 && rx.lo >= 1 && below(p, a, y, c));
  return false;
}

/* Lengths of what is made of other lists. */
static bool length_below(prover *p, const range_node *a, range_id b, range_wide c) {
  if (a->instr->op != FLAT_PRIM || a->count == 0) return false;
  range first = of(p, a->ins[0]);
  switch ((int)a->instr->prim) {
    case OP_slice:
    case OP_uniq: return below(p, a->ins[0], b, c);
    case OP_push: return below(p, a->ins[0], b, c - 1);
    case OP_append: return below(p, a->ins[0], b, c - of(p, a->ins[1]).hi);
    case OP_repeat: return first.hi <= 1 && of(p, a->ins[1]).lo >= 0 && below(p, a->ins[1], b, c);
    default: return false;
  }
}

static bool above_length(prover *p, range_id a, const range_node *b, range_wide c) {
  if (b->instr->op != FLAT_PRIM || b->count == 0) return false;
  range first = of(p, b->ins[0]);
  switch ((int)b->instr->prim) {
    case OP_push: return below(p, a, b->ins[0], c + 1);
    case OP_append: return below(p, a, b->ins[0], c + of(p, b->ins[1]).lo) || below(p, a, b->ins[1], c + first.lo);
    case OP_repeat: return first.lo >= 1 && below(p, a, b->ins[1], c);
    default: return false;
  }
}

/* The pin's own value, or what it is related to: less by one where it is strictly less. */
static bool pin_below(prover *p, const range_node *a, range_id b, range_wide c) {
  if (below(p, a->ins[0], b, c)) return true;
  if (a->count < 2) return false;
  if (a->relation == RANGE_LT) return below(p, a->ins[1], b, c + 1);
  return (a->relation == RANGE_LE || a->relation == RANGE_EQ) && below(p, a->ins[1], b, c);
}

static bool above_pin(prover *p, range_id a, const range_node *b, range_wide c) {
  if (below(p, a, b->ins[0], c)) return true;
  if (b->count < 2) return false;
  if (b->relation == RANGE_GT) return below(p, a, b->ins[1], c + 1);
  return (b->relation == RANGE_GE || b->relation == RANGE_EQ) && below(p, a, b->ins[1], c);
}

static bool upwards(prover *p, range_id a, range_id b, range_wide c) {
  const range_node *n = node(p, a);
  switch (n->kind) {
    case RANGE_PIN: return pin_below(p, n, b, c);
    case RANGE_STEP: return step_below(p, n, b, c);
    case RANGE_LENGTH: return length_below(p, n, b, c);
    case RANGE_PHI:
    case RANGE_PARAM:
    case RANGE_PARAM_LENGTH: return false;
  }
  return false;
}

static bool downwards(prover *p, range_id a, range_id b, range_wide c) {
  const range_node *n = node(p, b);
  switch (n->kind) {
    case RANGE_PIN: return above_pin(p, a, n, c);
    case RANGE_STEP: return above_step(p, a, n, c);
    case RANGE_LENGTH: return above_length(p, a, n, c);
    case RANGE_PHI:
    case RANGE_PARAM:
    case RANGE_PARAM_LENGTH: return false;
  }
  return false;
}

static bool by_phis(prover *p, range_id a, range_id b, range_wide c) {
  const range_node *na = node(p, a), *nb = node(p, b);
  question q = {a, b, c};
  bool phi_a = na->kind == RANGE_PHI, phi_b = nb->kind == RANGE_PHI;
  if (phi_a && phi_b && na->block == nb->block) return by_ways(p, q, true, true);
  if (phi_a && outside(p, b, na->block) && by_ways(p, q, true, false)) return true;
  return phi_b && outside(p, a, nb->block) && by_ways(p, q, false, true);
}

static bool below(prover *p, range_id a, range_id b, range_wide c) {
  if (a == b) return c >= 0;
  range ra = of(p, a), rb = of(p, b);
  if (range_none(ra) || range_none(rb) || (range_wide)ra.hi <= (range_wide)rb.lo + c) return true;
  if ((range_wide)ra.lo > (range_wide)rb.hi + c || p->fuel == 0) return false;
  p->fuel--;
  return upwards(p, a, b, c) || downwards(p, a, b, c) || by_phis(p, a, b, c);
}

bool range_prove(const range_graph *g, range_id a, range_id b, int64_t c) {
  prover p = {.g = g, .fuel = FUEL};
  return below(&p, a, b, c);
}
