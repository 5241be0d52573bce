#ifndef GAEL_IR_LOOPS_H
#define GAEL_IR_LOOPS_H

/* Natural loops: a header dominates the blocks that come back to it. */

#include "ir/dominate.h"

typedef struct flat_loops {
  flat_label *innermost; /* per block: the header of the innermost loop that it is in (a header: its own), or FLAT_NONE */
  flat_label *parent;    /* per header: that of the loop around its loop, or FLAT_NONE */
} flat_loops;

flat_loops flat_loops_of(const flat_fun *f, const dominators *d, arena *home);

#endif
