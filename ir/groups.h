#ifndef GAEL_IR_GROUPS_H
#define GAEL_IR_GROUPS_H

/* A dictionary of groups that are only folded over: what is found of it (groups.c), and how it is changed
   (groups_change.c). */

#include "ir/loops.h"

enum { GROUPS_MOST_FOLDS = 8, GROUPS_MOST_KEPT = 16 };

typedef struct group_spot {
  flat_label block; /* FLAT_NONE: nowhere, a parameter of the function */
  uint32_t at;      /* instruction; GROUP_PARAM: a parameter of the block; code.len: `last` */
} group_spot;

enum { GROUP_PARAM = UINT32_MAX };

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
  group_spot entry;
  flat_var group;
} group_walk;

typedef struct groups {
  flat_module *m;
  flat_fun *f;
  arena *home; /* scratch */
  dominators doms;
  flat_loops loops;
  group_spot *made;            /* per variable */
  const flat_instr **constant; /* per variable: what makes it, where that is known anywhere; NULL: another */
  uint32_t blocks;             /* there were before anything changed */
  flat_labels *from;           /* per block: those with an edge to it */
  group_spot gather;           /* the dict_gather */
  flat_label header;
  flat_var table; /* the header's parameter that is the dictionary */
  uint32_t slot;
  group_spot fresh; /* the empty dictionary */
  VEC(group_walk) walks;
  VEC(group_fold) folds;
  VEC(group_kept) kept;
  uint32_t count_at
      [GROUPS_MOST_FOLDS]; /* per walk: which of those kept is the group's length, FLAT_NONE: it is not wanted */
  bool fails;
} groups;

/* Changes all that was found. */
void groups_change(const groups *g);

static inline flat_block *groups_block(const groups *g, flat_label l) { return &g->f->blocks.items[l]; }

static inline const flat_instr *groups_instr(const groups *g, group_spot s) {
  const flat_block *b = groups_block(g, s.block);
  return s.at == b->code.len ? &b->last : &b->code.items[s.at];
}

/* The instruction that makes a variable; NULL: it is a parameter. */
static inline const flat_instr *groups_maker(const groups *g, flat_var v) {
  group_spot s = g->made[v];
  return s.block == FLAT_NONE || s.at == GROUP_PARAM ? NULL : groups_instr(g, s);
}

static inline bool groups_is_prim(const flat_instr *i, ir_op op) { return i && i->op == FLAT_PRIM && i->prim == op; }

static inline bool groups_is_int(const flat_instr *i, int64_t n) {
  return i && i->op == FLAT_CONST && i->literal.type->kind == IRT_INT && i->literal.i == n;
}

static inline bool groups_within(const groups *g, flat_label header, flat_label l) {
  flat_label at = g->loops.innermost[l];
  while (at != FLAT_NONE && at != header) at = g->loops.parent[at];
  return at == header;
}

static inline bool groups_known(const groups *g, flat_var v, flat_label header) {
  flat_label l = g->made[v].block;
  return l == FLAT_NONE || (l != header && dominates(&g->doms, l, header));
}

#endif
