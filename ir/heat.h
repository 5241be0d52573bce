#ifndef GAEL_IR_HEAT_H
#define GAEL_IR_HEAT_H

/* How often a function's code runs while the program runs once, as far as its text tells. */

#include "ir/flat.h"

typedef enum flat_heat {
  HEAT_ONCE,  /* a few times, and there is no loop in it: compiling it well takes longer than running it */
  HEAT_LOOPS, /* a few times, but there are loops in it */
  HEAT_OFTEN  /* it is called in a loop, recurses, a thousand ways lead to it, or nobody knows who calls it */
} flat_heat;

/* Per block: control may come back to it. Nearly linear. */
bool *heat_turns(const flat_fun *f, arena *home);

/* Per function of the module. `again`: the entry is called more than once. Linear. */
flat_heat *heat_of(const flat_module *m, bool again, arena *home);

#endif
