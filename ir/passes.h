#ifndef GAEL_IR_PASSES_H
#define GAEL_IR_PASSES_H

/* The passes between symbolic application and counting, in their order: passes.c has the table. */

#include "ir/flat.h"

static inline bool transform_on(const flat_module *m, transform t) { return transform_among(m->how, t); }

/* In debug builds the module is verified after every pass. */
void flat_optimize(flat_module *m);

#endif
