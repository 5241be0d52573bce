#ifndef GAEL_IR_LOST_H
#define GAEL_IR_LOST_H

/* Failures that end the program: on their way nothing has to be dropped. */

#include "ir/flat.h"

/* Sets flat_fun.uncaught: nobody catches what the function fails with, neither its callers nor theirs. Linear. */
void lost_find(flat_module *m);

/* Of a function: the blocks from which a failure leaves it, and nothing else can happen. */
bool *lost_exits(const flat_fun *f, arena *home);

/* Does the edge of the block only end the program? */
static inline bool lost_is(const flat_module *m, const flat_fun *f, const bool *exits, const flat_block *b, uint32_t e) {
  return b->end == FLAT_TRY && e == 1 && ((!m->catches && !m->outlived) || (f->uncaught && exits[b->edges[1].to]));
}

#endif
