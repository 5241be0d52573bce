#ifndef GAEL_IR_COMB_WALK_H
#define GAEL_IR_COMB_WALK_H

/* The subterms of a term, whatever its form. */

#include "ir/comb.h"

uint32_t comb_part_count(const comb *t);
const comb *comb_part(const comb *t, uint32_t i);

#endif
