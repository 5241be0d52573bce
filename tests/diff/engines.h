#ifndef GAEL_TESTS_DIFF_ENGINES_H
#define GAEL_TESTS_DIFF_ENGINES_H

/* Programs as every engine runs them: the interpreter says what a run comes to, compiled code must come to the same. */

#include "ir/transform.h"
#include "tests/diff/program.h"

/* Beside the levels: code of level 0 that goes over to level 2 at the `ask`th time that it may. */
enum { ENGINES_TIERS = 9 };

typedef struct engines {
  uint32_t level_count;
  unsigned levels[4];
  uint32_t ask;
  const char *cpu;
  uint64_t without;
  bool table;       /* program_print */
  bool any_failure; /* levels need not agree on which failure */
} engines;

typedef enum engines_verdict {
  ENGINES_AGREE,
  ENGINES_DIFFER,
  ENGINES_REFUSED /* the text does not compile: a fault of whoever wrote it */
} engines_verdict;

typedef struct engines_report {
  engines_verdict verdict;
  uint32_t which;         /* program, when they differ */
  uint32_t runs, unknown; /* compared; the interpreter came to no end */
  uint32_t values;        /* of the runs that were compared, those that did not fail */
  str told;               /* what differs, for people */
} engines_report;

void engines_compare(arena *home, const engines *e, const diff_program *programs, uint32_t count, engines_report *out);

#endif
