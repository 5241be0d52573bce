#ifndef GAEL_FRONTEND_SUGGEST_H
#define GAEL_FRONTEND_SUGGEST_H

#include "support/str.h"

/* Keeps the candidate nearest to `wanted`: offer any number, then read `best` (empty: nothing near enough). Ties: the first. */
typedef struct suggestion {
  str wanted, best;
  uint32_t distance;
} suggestion;

suggestion suggest_for(str wanted);
void suggest_offer(suggestion *s, str candidate);

#endif
