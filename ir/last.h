#ifndef GAEL_IR_LAST_H
#define GAEL_IR_LAST_H

#include "ir/flat.h"

/* The last element of a list that every turn of a loop pushes to is in hand. */
void flat_last(flat_module *m);

#endif
