#ifndef GAEL_IR_NULLARY_H
#define GAEL_IR_NULLARY_H

#include "ir/flat.h"

/* Takes away counts of objects that are known to be constructors without fields. */
void flat_uncount_nullary(flat_module *m);

#endif
