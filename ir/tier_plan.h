#ifndef GAEL_IR_TIER_PLAN_H
#define GAEL_IR_TIER_PLAN_H

/* What both versions of a program agree on, worked out on the blocks that they have in common. */

#include "ir/nest.h"
#include "ir/tier.h"

/* A loop header that a running program may change its version at. */
typedef struct tier_header {
  uint32_t fun;
  flat_label at;
  uint32_t loop; /* of the function's */
  VEC(flat_var) state; /* the header's parameters, then what else is alive there */
} tier_header;

typedef struct tier_plan {
  flat_module *m;
  arena *home;
  loop_nest *loops; /* function -> its loops */
  uint32_t **header_of; /* function -> block -> header, FLAT_NONE; NULL: the function has none */
  VEC(tier_header) headers;
} tier_plan;

/* Finds the headers, and fills m->tier but for what each version has as code. */
void tier_plan_make(tier_plan *p);

void tier_first(const tier_plan *p);  /* the loops ask */
void tier_second(const tier_plan *p); /* functions for the rests of functions, and with the first version's signatures */

#endif
