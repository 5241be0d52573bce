/* What the ranges of values are good for.

   Expects:    a simplified module.
   Guarantees: the same failures, by the same operations, in the same order. An operation that cannot fail is `safe`; an
               element that is there is got without asking (LIST_GET); a branch that always goes one way is a jump;
               divisions of what is not negative say so. flat_simplify is to follow: it takes the failure edges away.
   Cost:       linear: the analysis, and a bounded search for each check that remains. */

#include "ir/range.h"

enum { NARROW_BITS = 32, POSITIVE_BITS = 63 };

static const range_node *first_result(const range_graph *g, const flat_instr *i) {
  return i->dest_count ? range_node_of(g, i->dests[0]) : NULL;
}

/* A difference is not negative where what is taken away is no more. */
static bool not_negative(const range_graph *g, range_id id) {
  const range_node *n = &g->nodes.items[id];
  if (n->is.lo >= 0) return true;
  while (n->kind == RANGE_PIN) n = &g->nodes.items[n->ins[0]];
  bool difference = n->kind == RANGE_STEP && n->instr->op == FLAT_PRIM && n->instr->prim == OP_isub;
  return difference && range_prove(g, n->ins[1], n->ins[0], 0);
}

/* The operation's second operand is a position in its first. */
static bool inside(const range_graph *g, const range_node *result) {
  return not_negative(g, result->ins[1]) && range_prove(g, result->ins[1], result->length, -1);
}

static uint8_t bits_of(range a, range b) {
  if (a.lo < 0 || b.lo < 0) return 0;
  return a.hi <= UINT32_MAX && b.hi <= UINT32_MAX ? NARROW_BITS : POSITIVE_BITS;
}

static void improve(range_graph *g, flat_instr *i) {
  const range_node *result = first_result(g, i);
  bool arithmetic = i->op == FLAT_PRIM || i->op == FLAT_ADD || i->op == FLAT_SUB;
  if (!result || result->kind != RANGE_STEP || !arithmetic) return;
  if (i->prim == OP_index || i->prim == OP_put) {
    if (!inside(g, result)) return;
    i->safe = true;
    if (i->prim == OP_put) {
      i->bits = POSITIVE_BITS;
      return;
    }
    i->op = FLAT_LIST_GET;
    i->type = i->type->args[0];
    return;
  }
  range *in = ARENA_ARRAY(g->home, range, result->count);
  bool exact;
  for (uint32_t k = 0; k < result->count; k++) in[k] = g->nodes.items[result->ins[k]].is;
  range_step(g, i, 0, in, &exact);
  i->safe |= exact;
  if (i->op == FLAT_PRIM && (i->prim == OP_idiv || i->prim == OP_imod)) i->bits = bits_of(in[0], in[1]);
}

/* 1: the comparison surely holds; 0: it surely does not; else -1. */
static int outcome(const range_graph *g, flat_var condition) {
  const flat_instr *i = g->maker[condition];
  const range_node *n = range_node_of(g, condition);
  if (!i || i->op != FLAT_PRIM || i->arg_count != 2) return -1;
  flat_scalar s = g->f->vars.items[i->args[0]].scalar;
  if ((i->prim != OP_lt && i->prim != OP_le) || s == FLAT_F64 || s == FLAT_PTR) return -1;
  bool strict = i->prim == OP_lt;
  if (range_prove(g, n->ins[0], n->ins[1], -(int64_t)strict)) return 1;
  return range_prove(g, n->ins[1], n->ins[0], strict ? 0 : -1) ? 0 : -1;
}

static void decide(const range_graph *g, flat_label l) {
  flat_block *b = &g->f->blocks.items[l];
  const bool *taken = g->blocks[l].taken;
  if (b->end != FLAT_BRANCH || (!taken[0] && !taken[1])) return;
  int way = !taken[1] ? 1 : !taken[0] ? 0 : outcome(g, b->cond);
  if (way < 0) return;
  if (way == 0) b->edges[0] = b->edges[1];
  b->end = FLAT_JUMP;
}

void flat_range(flat_module *m) {
  arena *scratch = arena_new("ranges");
  range_graph **graphs = range_module(scratch, m);
  for (uint32_t k = 0; k < m->funs.len; k++) {
    range_graph *g = graphs[k];
    for (uint32_t i = 0; i < g->doms.count; i++) {
      flat_label l = g->doms.order[i];
      flat_block *b = &g->f->blocks.items[l];
      if (!g->blocks[l].reached) continue;
      for (uint32_t j = 0; j < b->code.len; j++) improve(g, &b->code.items[j]);
      if (b->end == FLAT_TRY) improve(g, &b->last);
      decide(g, l);
    }
  }
  arena_free(scratch);
}
