#ifndef GAEL_IR_COMB_EFFECTS_H
#define GAEL_IR_COMB_EFFECTS_H

/* Where comb_effects remembers its answer for a term: the store keeps one byte with every node. */

#include "ir/comb.h"

enum { COMB_EFFECTS_KNOWN = 1 << 6, COMB_EFFECTS_BUSY = 1 << 7 };

uint8_t *comb_effects_memo(const comb *f);

#endif
