#ifndef GAEL_IR_TRMC_H
#define GAEL_IR_TRMC_H

#include "ir/flat.h"

/* Self-calls whose result only goes into an object that is returned become loops. */
void flat_trmc(flat_module *m);

#endif
