#ifndef GAEL_IR_SIMPLIFY_H
#define GAEL_IR_SIMPLIFY_H

#include "ir/flat.h"

/* The part of flat_simplify that only moves control: jumps to jumps, blocks with one way in, numbering. It keeps
   counts. */
void simplify_flow(flat_module *m);
/* The part that finds what is caught at once: caught.c. */
void simplify_caught(flat_module *m);

#endif
