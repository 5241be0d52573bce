#ifndef GAEL_BACKEND_TIER_H
#define GAEL_BACKEND_TIER_H

/* A running program goes over to its second version (ir/tier.h). Both are objects in memory; the second's constants are the
   first's, so that what has been computed stays computed. */

#include "backend/jit.h"

/* What a watched program calls (backend_job.watched): before it asks, and where it has gone over. */
typedef struct tier_watch {
  void (*ask)(void);
  void (*enter)(const char *symbol);
} tier_watch;

/* `watch` NULL: the object is not watched. */
jit_code *tier_load_first(arena *home, str object, const tier_watch *watch, str *error);
/* NULL and *error also when it is not the second version of that program. */
jit_code *tier_load_second(arena *home, str object, const tier_watch *watch, const jit_code *first, str *error);

/* From any thread, while the first runs. */
typedef struct tier_counts {
  uint32_t functions, loops; /* that are the second version's now */
} tier_counts;
tier_counts tier_switch(jit_code *first, const jit_code *second);

#endif
