#ifndef GAEL_IR_RANGE_H
#define GAEL_IR_RANGE_H

/* What values a variable can have. The parts of the analysis, and the pass (flat_range, ir/flat.h) that uses it:

     range_math.c    intervals and their arithmetic
     range_graph.c   a function as nodes: its variables, and at each edge what the condition there says of them
     range_step.c    what an instruction gives, of what its operands can be
     range_solve.c   a function's fixpoint; loops by their turns
     range_module.c  all functions: callees first for results, callers first for parameters
     range_prove.c   differences: x <= y + c, of lengths and counters
     range.c         what is done with it

   Numbers are exact: what would overflow fails and has no value, so that x + 1 is more than x wherever there is one. */

#include "ir/dominate.h"

/* ---- intervals ---- */

typedef struct range {
  int64_t lo, hi; /* both ends included; lo > hi: there is no value */
} range;

#define RANGE_ANY ((range){INT64_MIN, INT64_MAX})
#define RANGE_NONE ((range){1, 0})

/* The longest list whose elements take room: the runtime gives no list more bytes (runtime/list.c). */
enum { RANGE_LENGTH_BITS = 46 };
#define RANGE_LENGTH_MOST (INT64_C(1) << RANGE_LENGTH_BITS)
/* No loop turns more often: it would take a century. */
#define RANGE_TURNS_MOST (INT64_C(1) << 62)

__extension__ typedef __int128 range_wide;

/* Before it is known whether it fits an Int. Products of two Ints fit. */
typedef struct range_span {
  range_wide lo, hi;
} range_span;

static inline bool range_none(range r) { return r.lo > r.hi; }
static inline bool range_same(range a, range b) { return a.lo == b.lo && a.hi == b.hi; }
static inline range range_of(int64_t v) { return (range){v, v}; }

static inline range range_join(range a, range b) {
  if (range_none(a)) return b;
  if (range_none(b)) return a;
  return (range){a.lo < b.lo ? a.lo : b.lo, a.hi > b.hi ? a.hi : b.hi};
}

static inline range range_meet(range a, range b) {
  range r = {a.lo > b.lo ? a.lo : b.lo, a.hi < b.hi ? a.hi : b.hi};
  return range_none(r) ? RANGE_NONE : r;
}

/* The part of it that Ints have; *fits: all of it. */
range range_fit(range_span s, bool *fits);
range_span range_add(range a, range b);
range_span range_sub(range a, range b);
range_span range_mul(range a, range b);
/* Floor division and modulo by what is not zero. */
range_span range_div(range a, range b);
range range_mod(range a, range b);
/* What a scalar of this kind can be at all. */
range range_natural(flat_scalar s);

/* ---- a function as nodes ---- */

typedef uint32_t range_id;
#define RANGE_NOTHING UINT32_MAX

typedef enum range_kind {
  RANGE_PARAM,        /* parameter `dest` of the function */
  RANGE_PARAM_LENGTH, /* the length of the list that it is */
  RANGE_PHI,          /* parameter of a block, or the length of the list that it is: ins by the edges to the block */
  RANGE_STEP,         /* result `dest` of an instruction; ins: its operands. Of a pointer: the numbers that lie within */
  RANGE_LENGTH,       /* the length of that result; of operands that are lists, ins has the lengths */
  RANGE_PIN           /* ins[0] again, where it is known to be related to ins[1] (when there is one), and in bound */
} range_kind;

typedef enum range_relation { RANGE_EQ, RANGE_NE, RANGE_LT, RANGE_LE, RANGE_GT, RANGE_GE, RANGE_FITS } range_relation;

typedef struct range_node {
  range_kind kind;
  range_relation relation; /* PIN. FITS: instr, whose operand `dest` it is, has a result */
  flat_scalar scalar;
  flat_label block; /* that defines it */
  const flat_instr *instr;
  uint32_t dest, count;
  range_id *ins;
  range_id length; /* STEP of index, put: the length that the position is to be below */
  range is;
  range plain; /* PHI: without what the number of turns says */
  bool idle;   /* PHI: it was seen not to count turns; what is known later is no less */
  range bound; /* PIN; of the others: what its scalar can be at all */
} range_node;

typedef VEC(range_id) range_ids;

/* What a variable is called where a condition holds. */
typedef struct range_name {
  flat_var var;
  range_id node;
} range_name;

typedef struct range_way {
  flat_label from;
  uint32_t edge;
  bool back; /* to a block that every way to `from` passes: a loop's */
} range_way;

typedef struct range_block {
  range_ids nodes; /* in the order of their definitions */
  VEC(range_way) ways; /* edges to it */
  VEC(range_name) names; /* of variables, from here on */
  range_id condition;
  range_id *given[2]; /* per edge: nodes of its arguments */
  range_ids pins[2];  /* per edge: what holds there */
  uint32_t way[2];    /* per edge: its place among the target's ways */
  bool taken[2];
  bool reached, header;
  range_wide turns; /* of a header: how often it is come back to, at most */
} range_block;

/* What is known of a function from outside. */
typedef struct range_summary {
  uint32_t param_count, result_count;
  range *params, *param_lengths;
  range *results, *result_lengths;
  uint32_t *length_of; /* per result: the parameter whose length it has, or RANGE_NOTHING */
  bool open;           /* unknown places call it */
} range_summary;

typedef struct range_graph {
  const flat_module *m;
  flat_fun *f;
  arena *home;
  const range_summary *known; /* per function of the module */
  dominators doms;
  dominator_tree tree;
  VEC(range_node) nodes;
  range_block *blocks;
  const flat_instr **maker; /* per variable: the instruction that gives it, or NULL */
  range_id *def;            /* per variable: its node, RANGE_NOTHING: of none */
  flat_var *alike;          /* per list: the one whose length it has */
  range_id *length;         /* per list: the node of its length, or RANGE_NOTHING */
} range_graph;

/* Fills length_of in the function's own summary. */
range_graph *range_graph_new(arena *home, const flat_module *m, uint32_t fun, range_summary *known);
/* Nodes of the operands of the block's condition or `last`, when it ends with one: those of the node that it gives. */
const range_node *range_node_of(const range_graph *g, flat_var v);
/* Of a list whose length somebody asks for; else anything. */
range range_length(const range_graph *g, flat_var list);
range range_most_length(const ir_type *list);

/* ---- solving ---- */

/* What the instruction gives in its place `dest`, of operands that are in `in`. *exact: no operands of these fail. */
range range_step(const range_graph *g, const flat_instr *i, uint32_t dest, const range *in, bool *exact);
/* Does the result come from operand k: is it that, or of what that holds, or does it hold that? */
bool range_hands_on(const range_graph *g, const flat_instr *i, uint32_t k);
range range_length_step(const range_graph *g, const flat_instr *i, uint32_t dest, const range *in);
/* Ranges of all nodes, which edges are taken; from the summaries of callees and its own parameters. */
void range_solve(range_graph *g, const range_summary *own);
/* Graphs of all functions, solved. */
range_graph **range_module(arena *home, flat_module *m);

/* ---- proving ---- */

/* a <= b + c for the values that nodes have together. */
bool range_prove(const range_graph *g, range_id a, range_id b, int64_t c);

#endif
