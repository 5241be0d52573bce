#ifndef GAEL_IR_REUSE_H
#define GAEL_IR_REUSE_H

#include "ir/flat.h"

/* Objects that end where they are taken apart: TAKE in place of FIELDS, and MAKE in the memory that a TAKE left. */
void flat_reuse(flat_module *m);

#endif
