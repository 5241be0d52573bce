#ifndef GAEL_IR_PASSES_H
#define GAEL_IR_PASSES_H

/* The passes between symbolic application and counting, in their order: passes.c has the table. */

#include "ir/flat.h"

static inline bool transform_on(const flat_module *m, transform t) { return transform_among(m->how, t); }

void flat_optimize(flat_module *m);

/* Behind every pass the module is verified where it asks for that, and in debug builds always; a fault is a bug of
   ours. `after`: what has run. */
void flat_certify(const flat_module *m, const char *after);

#endif
