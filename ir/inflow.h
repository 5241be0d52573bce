#ifndef GAEL_IR_INFLOW_H
#define GAEL_IR_INFLOW_H

/* Input that one loop goes through is read as it is wanted: inflow.c. */

#include "ir/flat.h"

void flat_inflow(flat_module *m);

#endif
