#include "support/rescue.h"

#include <setjmp.h>
#include <stdio.h>

typedef struct rescue {
  jmp_buf place;
  rescue_reason reason;
  char *words;
  size_t room;
  struct rescue *outer;
} rescue;

static _Thread_local rescue *current;

rescue_reason rescue_run(void (*work)(void *context), void *context, char *words, size_t room) {
  rescue here; /* its place is not worth clearing */
  here.reason = RESCUE_NONE;
  here.words = words;
  here.room = room;
  here.outer = current;
  current = &here;
  if (setjmp(here.place) == 0) work(context);
  current = here.outer;
  return here.reason;
}

void rescue_raise(rescue_reason reason, const char *words) {
  rescue *r = current;
  if (!r) return;
  r->reason = reason;
  snprintf(r->words, r->room, "%s", words);
  longjmp(r->place, 1);
}
