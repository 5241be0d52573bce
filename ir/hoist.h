#ifndef GAEL_IR_HOIST_H
#define GAEL_IR_HOIST_H

#include "ir/comb.h"

typedef struct hoister hoister;
/* `worldly`: something in the program touches the world. */
hoister *hoister_new(arena *home, comb_store *store, bool worldly);

/* What can leave a function, and what is left of it: values[i] is an arrow from the function's environment with the
   first i values behind it, `fun` a curry over all of them. */
typedef struct hoisted {
  uint32_t n;
  const comb *const *values;
  const comb *fun;
} hoisted;
const hoisted *hoist_fun(hoister *h, const comb *fun);

#endif
