#ifndef GAEL_IR_UPDATE_H
#define GAEL_IR_UPDATE_H

#include "ir/flat.h"

/* Moves updates behind the reads of what they update. */
void flat_reads_first(flat_module *m);
/* Lets reads take out what is put back changed: sets flat_instr.takes. */
void flat_take_out(flat_module *m);

#endif
