#ifndef GAEL_IR_DOMINATE_H
#define GAEL_IR_DOMINATE_H

/* Which block stands on every way to which other. */

#include "ir/flat.h"

typedef VEC(flat_label) flat_labels;

typedef struct dominators {
  uint32_t count;
  flat_label *order;  /* reachable blocks in reverse postorder */
  uint32_t *rank;     /* block -> its place there */
  flat_label *parent; /* block -> its immediate dominator, of 0 itself; FLAT_NONE: not reachable */
} dominators;

dominators dominators_of(const flat_fun *f, arena *home);
bool dominates(const dominators *d, flat_label a, flat_label b); /* a == b: it does */

/* The tree of immediate dominators: the children of each block, and its subtree as an interval of numbers. */
typedef struct dominator_tree {
  flat_labels *children;
  uint32_t *first, *last; /* block -> numbers of the first and the last block of its subtree; `first` is its own */
} dominator_tree;

dominator_tree dominator_tree_of(const flat_fun *f, const dominators *d, arena *home);
static inline bool dominator_tree_within(const dominator_tree *t, flat_label a, flat_label b) { /* a dominates b */
  return t->first[a] <= t->first[b] && t->first[b] <= t->last[a];
}
/* For each block, where its dominance ends: blocks that it does not strictly dominate, reached from one it does. */
flat_labels *dominance_frontiers(const flat_fun *f, const dominators *d, arena *home);

#endif
