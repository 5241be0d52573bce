#ifndef GAEL_IR_GROW_H
#define GAEL_IR_GROW_H

/* Lists that recursion puts together grow in one place: grow.c. */

#include "ir/flat.h"

void flat_grow(flat_module *m);

#endif
