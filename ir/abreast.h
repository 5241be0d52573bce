#ifndef GAEL_IR_ABREAST_H
#define GAEL_IR_ABREAST_H

/* Loops along the same list, one behind the other, become one: abreast.c. */

#include "ir/flat.h"

void flat_abreast(flat_module *m);

#endif
