#ifndef GAEL_SUPPORT_NEAREST_H
#define GAEL_SUPPORT_NEAREST_H

#include <stdint.h>

#include "support/str.h"

/* Keeps the candidate nearest to `wanted`: offer any number, then read `best` (empty: nothing near enough). Ties: the
   first. */
typedef struct suggestion {
  str wanted, best;
  uint32_t distance;
} suggestion;

suggestion suggest_for(str wanted);
void suggest_offer(suggestion *s, str candidate);

/* How far a candidate is; UINT32_MAX: no neighbour of anything. Below the `distance` of suggest_for it is near. */
uint32_t suggest_distance(str wanted, str candidate);

#endif
