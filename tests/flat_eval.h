#ifndef GAEL_TESTS_FLAT_EVAL_H
#define GAEL_TESTS_FLAT_EVAL_H

/* An interpreter of the flat form with exact counts, for tests: every object has a count, a freed one may not be looked
   at, and at the end none may be left. Primitives are the reference interpreter's. */

#include "ir/flat.h"
#include "ir/interp.h"

typedef struct flat_eval_result {
  bool failed;
  int32_t code; /* of the failure */
  ir_site site;
  str message;
  interp_value value;
  str out;           /* what was printed */
  int64_t live;      /* objects left */
  uint64_t steps;    /* instructions run */
  const char *fault; /* a broken rule of counts, or NULL */
} flat_eval_result;

/* `fuel`: instructions; running out is a fault. Before flat_count has run, counts are not looked at. */
void flat_eval(arena *home, const flat_module *m, const interp_value *args, uint64_t fuel, flat_eval_result *out);

#endif
