#ifndef GAEL_IR_ACCUMULATE_H
#define GAEL_IR_ACCUMULATE_H

#include "ir/flat.h"

/* Self-calls to whose result a small number is added are loops with a sum. */
void flat_accumulate(flat_module *m);

#endif
