#ifndef GAEL_FRONTEND_EXHAUST_H
#define GAEL_FRONTEND_EXHAUST_H

/* Which values patterns take: what a match misses, which of its arms no value reaches (Maranget, "Warnings for pattern
   matching", JFP 17, 2007). Asks for patterns as inference leaves them. */

#include "frontend/core.h"

typedef struct exhaust_result {
  bool total;   /* some arm takes every value */
  uint32_t last; /* total: the arm that takes what no earlier one did; it needs no test, and none comes behind it */
  str missing;  /* a case that no arm takes, as a pattern; empty when total, or when it takes too long to say */
  bool *reached; /* for each arm: some value comes to it */
} exhaust_result;

/* `names` NULL: nobody reads what is missing. */
exhaust_result exhaust_match(arena *home, const intern *names, const core *match);
/* A case that a lone pattern misses; empty: none. A tuple pattern that takes a list apart promises its length. */
str exhaust_pattern(arena *home, const intern *names, const core_pat *p);

#endif
