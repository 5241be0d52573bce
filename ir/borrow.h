#ifndef GAEL_IR_BORROW_H
#define GAEL_IR_BORROW_H

/* Who owns a pointer: which operands consume it, which results do not give it away, and which parameters need not have
   it. */

#include "ir/flat.h"

typedef enum borrow_kind {
  BORROW_NONE,     /* no pointer */
  BORROW_OWNED,    /* consumed exactly once on every path */
  BORROW_BORROWED, /* lives while its owner does */
  BORROW_IMMORTAL
} borrow_kind;

typedef struct borrow_info {
  borrow_kind kind;
  flat_var owner; /* OWNED: itself; BORROWED: the owned variable it lives by; FLAT_NONE: something outside */
} borrow_info;

/* Of every variable of f. */
borrow_info *borrow_of_vars(const flat_module *m, const flat_fun *f, arena *home);
/* Does the instruction consume its operand k? */
bool borrow_consumes(const flat_module *m, const flat_instr *i, uint32_t k);
/* Does an edge to `to` consume its argument k? */
static inline bool borrow_edge_consumes(const borrow_info *infos, const flat_block *to, uint32_t k) {
  return infos[to->params.items[k]].kind != BORROW_BORROWED;
}
/* Does it give what lies within its first operand? */
bool borrow_lends(const flat_instr *i);
/* Sets flat_fun.borrowed everywhere: the least ownership that lets every function do what it does (Lean 4's inference:
   parameters start borrowed and become owned where they are stored, returned, or must be dead before a tail call). */
void borrow_infer(flat_module *m);

#endif
