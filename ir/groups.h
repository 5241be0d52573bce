#ifndef GAEL_IR_GROUPS_H
#define GAEL_IR_GROUPS_H

/* A dictionary of groups that are only folded over: what is found of it (groups.c), and how it is changed
   (groups_change.c). */

#include "ir/counted.h"

enum { GROUPS_MOST_FOLDS = 8, GROUPS_MOST_KEPT = 16 };

/* A loop over a group. */
typedef struct group_fold {
  flat_label header;
  flat_var group, place; /* the place counts up, from 0 to below the group's length */
  uint32_t entry;        /* which of the walks it stands in */
  uint32_t bound_at;     /* the header's instruction that compares them */
  bool counts;           /* the place is looked at: it is kept as any other parameter */
  uint32_t kept;         /* the first of its parameters among those that are kept */
} group_fold;

/* What the dictionary holds at a key instead of the group. */
typedef struct group_kept {
  flat_var_info info;
  flat_var first; /* where it starts from */
  uint32_t fold;  /* FLAT_NONE: the number of elements */
  uint32_t slot;  /* the header's parameter */
} group_kept;

/* A place where the dictionary is walked. */
typedef struct group_walk {
  flat_spot entry;
  flat_var group;
} group_walk;

typedef struct groups {
  flat_view v;
  const flat_instr **constant; /* per variable: what makes it, where that is known anywhere; NULL: another */
  flat_labels *from;           /* per block: those with an edge to it */
  flat_spot gather;            /* the dict_gather */
  flat_label header;
  flat_var table; /* the header's parameter that is the dictionary */
  uint32_t slot;
  flat_spot fresh; /* the empty dictionary */
  VEC(group_walk) walks;
  VEC(group_fold) folds;
  VEC(group_kept) kept;
  uint32_t count_at
      [GROUPS_MOST_FOLDS]; /* per walk: which of those kept is the group's length, FLAT_NONE: it is not wanted */
  bool fails;
} groups;

/* Changes all that was found. */
void groups_change(const groups *g);

static inline flat_block *groups_block(const groups *g, flat_label l) { return view_block(&g->v, l); }

static inline bool groups_known(const groups *g, flat_var v, flat_label header) {
  flat_label l = g->v.made[v].block;
  return l == FLAT_NONE || (l != header && dominates(&g->v.doms, l, header));
}

#endif
