#ifndef GAEL_FRONTEND_SUGGEST_H
#define GAEL_FRONTEND_SUGGEST_H

#include "support/diag.h"

/* Keeps the candidate nearest to `wanted`: offer any number, then read `best` (empty: nothing near enough). Ties: the
   first. */
typedef struct suggestion {
  str wanted, best;
  uint32_t distance;
} suggestion;

suggestion suggest_for(str wanted);
void suggest_offer(suggestion *s, str candidate);

/* What GAEL writes for a word of other languages, and the code of that habit; NULL: it is none. */
const char *suggest_habit(str word, diag_code *code);

#endif
