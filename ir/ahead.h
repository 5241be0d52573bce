#ifndef GAEL_IR_AHEAD_H
#define GAEL_IR_AHEAD_H

/* Loops that add numbers up run ahead without checks: ahead.c. */

#include "ir/flat.h"

void flat_ahead(flat_module *m);

#endif
