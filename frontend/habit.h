#ifndef GAEL_FRONTEND_HABIT_H
#define GAEL_FRONTEND_HABIT_H

/* The habits of other languages. A program that is refused may be Python, JavaScript, Kotlin, Haskell or Rust here and
   there: what is recognised is read as the GAEL that was meant, which is the fix, and the rest is checked as if the fix
   had been made. A program that is right never comes here, so any word stays free to be a name. */

#include "support/diag.h"
#include "support/intern.h"

typedef struct habit habit;

/* NULL: nothing foreign was found. Linear in the text, but for brackets and blocks, which are looked into once for
   every level around them. */
habit *habit_read(arena *home, intern *names, source_set *sources, uint32_t file);
/* The text as GAEL, a source of the same set. What has no mechanical translation stands in it as `fail`, which fits
   everywhere. */
uint32_t habit_file(const habit *h);
/* What was recognised, and what was found in the text as GAEL, at its places in the text as written. */
void habit_retell(const habit *h, const diag_sink *found, diag_sink *out);

#endif
