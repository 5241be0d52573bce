/* `exit`, not `_Exit`: fuzzers and sanitizers hear of the end by their exit handlers. */

#include "support/rescue.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

enum { EXIT_LIMIT = 4, EXIT_BUG = 70 };

typedef struct rescue {
  jmp_buf place;
  rescue_reason reason;
  char *words;
  struct rescue *outer;
} rescue;

static _Thread_local rescue *current;

rescue_reason rescue_run(void (*work)(void *context), void *context, char *words) {
  rescue here; /* its place is not worth clearing */
  here.reason = RESCUE_NONE;
  here.words = words;
  here.outer = current;
  current = &here;
  if (setjmp(here.place) == 0) work(context);
  current = here.outer;
  return here.reason;
}

_Noreturn void rescue_end(rescue_reason reason, const char *words) {
  rescue *r = current;
  if (r) {
    r->reason = reason;
    snprintf(r->words, RESCUE_WORDS, "%s", words);
    longjmp(r->place, 1);
  }
  fprintf(stderr, "gael: %s\n", words);
  if (reason == RESCUE_BUG)
    fputs("This is a bug of GAEL, not of your program; please report it together with the source.\n", stderr);
  exit(reason == RESCUE_BUG ? EXIT_BUG : EXIT_LIMIT);
}
