#ifndef GAEL_TESTS_DIFF_PROGRAM_H
#define GAEL_TESTS_DIFF_PROGRAM_H

/* Random GAEL programs, the same for the same number: trees of the forms in forms.def. Each is a function of two Ints
   and a list of Ints that gives a Str, and has runs: arguments near the limits of 64 bits, empty lists, lists of
   thousands. */

#include "support/str.h"

typedef struct term term;

enum { PROGRAM_RUNS = 4 };

typedef struct program_run {
  int64_t first, second;
  int64_t *list;
  uint32_t len;
} program_run;

typedef struct diff_program {
  uint64_t number;
  term *body;
  uint32_t run_count;
  program_run runs[PROGRAM_RUNS];
} diff_program;

void program_make(arena *home, uint64_t number, diff_program *out);
/* One text of all programs: p0, p1, .. and a main expression that takes which, the Ints and the list. `table`: it
   finds the function in a list of them, else by a match, where small ones are opened in place. */
void program_print(strbuf *out, const diff_program *programs, uint32_t count, bool table);
/* The run as arguments of a closed program. */
void program_print_run(strbuf *out, const program_run *run);

/* Calls `still` with ever smaller programs; keeps those for which it is true. */
typedef bool program_still(void *context, const diff_program *p);
void program_shrink(arena *home, diff_program *p, program_still *still, void *context);

#endif
