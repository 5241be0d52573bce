#ifndef GAEL_IR_APPLY_NEED_H
#define GAEL_IR_APPLY_NEED_H

/* How often, and how surely, a term looks at each part of its argument. It decides whether a pipeline may stay unrun
   until its consumer asks, what a function captures, and whether a local function may be copied to its only caller. */

#include "ir/comb.h"
#include "support/map.h"

typedef enum need_level {
  NEED_NONE,
  NEED_ONCE,  /* exactly once on every path, before anything the world sees, outside every catch */
  NEED_MAYBE, /* at most once on every path */
  NEED_MANY
} need_level;

typedef struct need need;
struct need {
  need_level whole;
  uint32_t sites;           /* places in the text that look at the whole, up to 2; both branches count */
  uint32_t n;               /* 0: nothing finer is known */
  const need *const *parts; /* of a tuple; NULL: not needed but as part of the whole */
};

typedef struct need_table {
  arena *home;
  comb_store *store;
  map of_term; /* term id -> need of the argument when the whole result is needed once */
  map of_unused; /* … when nothing of the result is needed */
} need_table;

need_table need_table_new(arena *home, comb_store *store);
/* NULL: nothing is needed. */
const need *need_of(need_table *t, const comb *term);
const need *need_part(need_table *t, const need *d, uint32_t i);
need_level need_total(const need *d); /* the highest level in it */
bool need_is_shared(const need *d);   /* several places look at it or into it */
/* What a function value of this term (curry, fix) needs of its environment; every level is MANY or NONE. */
const need *need_of_env(need_table *t, const comb *fun);

#endif
