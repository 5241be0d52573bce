#ifndef GAEL_FRONTEND_SUGGEST_H
#define GAEL_FRONTEND_SUGGEST_H

#include "support/diag.h"
#include "support/nearest.h"

/* What GAEL writes for a word of other languages, and the code of that habit; NULL: it is none. */
const char *suggest_habit(str word, diag_code *code);

#endif
