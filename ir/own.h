#ifndef GAEL_IR_OWN_H
#define GAEL_IR_OWN_H

#include "ir/flat.h"

/* Makes lists unique in front of loops that change them: sets flat_instr.unique. */
void flat_own(flat_module *m);

#endif
