#ifndef GAEL_IR_COUNT_PART_H
#define GAEL_IR_COUNT_PART_H

#include "ir/flat.h"

/* Makes one step of cutting a part and counting it. */
void flat_count_part(flat_module *m);

#endif
