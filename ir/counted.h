#ifndef GAEL_IR_COUNTED_H
#define GAEL_IR_COUNTED_H

/* Loops that count from 0 up to a limit, and what else passes that move loops ask of a function's blocks. */

#include "ir/loops.h"

typedef struct flat_spot {
  flat_label block; /* FLAT_NONE: nowhere, a parameter of the function */
  uint32_t at;      /* instruction; code.len: `last`; FLAT_PARAM: a parameter of the block */
} flat_spot;

enum { FLAT_PARAM = UINT32_MAX };

/* A function as it is; changes make it out of date. */
typedef struct flat_view {
  const flat_module *m;
  flat_fun *f;
  arena *home;
  dominators doms;
  flat_loops loops;
  flat_spot *made; /* per variable */
  uint32_t blocks; /* how many there are */
} flat_view;

flat_view flat_view_of(const flat_module *m, flat_fun *f, arena *home);

static inline flat_block *view_block(const flat_view *v, flat_label l) { return &v->f->blocks.items[l]; }

static inline const flat_instr *view_instr(const flat_view *v, flat_spot s) {
  const flat_block *b = view_block(v, s.block);
  return s.at == b->code.len ? &b->last : &b->code.items[s.at];
}

/* The instruction that makes a variable; NULL: it is a parameter. */
static inline const flat_instr *view_maker(const flat_view *v, flat_var x) {
  flat_spot s = v->made[x];
  return s.block == FLAT_NONE || s.at == FLAT_PARAM ? NULL : view_instr(v, s);
}

/* Is the block in the loop, or in one within it? */
static inline bool view_within(const flat_view *v, flat_label header, flat_label l) {
  flat_label at = v->loops.innermost[l];
  while (at != FLAT_NONE && at != header) at = v->loops.parent[at];
  return at == header;
}

static inline bool view_is_header(const flat_view *v, flat_label l) {
  return l != FLAT_NONE && v->loops.innermost[l] == l;
}

static inline bool flat_is_prim(const flat_instr *i, ir_op op) { return i && i->op == FLAT_PRIM && i->prim == op; }

static inline bool flat_is_int(const flat_instr *i, int64_t n) {
  return i && i->op == FLAT_CONST && i->literal.type->kind == IRT_INT && i->literal.i == n;
}

/* Does it neither touch the world nor call a function? */
bool flat_is_quiet(const flat_instr *i);
/* Does the function, from there on, only fail, whatever it asks before? */
bool view_comes_to_nothing(const flat_view *v, flat_label l);

/* A loop whose header asks a parameter to be below a limit and does nothing else but make constants; the parameter starts
   at 0 and goes up by one a turn. Control leaves the loop there, or to fail. */
typedef struct flat_counted {
  flat_var place, limit;
  uint32_t slot;     /* of the place among the header's parameters */
  uint32_t bound_at; /* the header's instruction that compares them */
} flat_counted;

/* Linear in the function. */
bool view_counted(const flat_view *v, flat_label header, flat_counted *out);

#endif
