#ifndef GAEL_SUPPORT_RESCUE_H
#define GAEL_SUPPORT_RESCUE_H

/* For a library, whose host is not ours to end: work that comes back to its caller when an assumption of ours breaks (bug.h) or there
   is no memory for an arena. What the work was at is left as it stands: its arenas can be freed, what else it had made (LLVM's
   objects) is lost. Of the calling thread; nests. */

#include <stddef.h>

typedef enum rescue_reason { RESCUE_NONE, RESCUE_BUG, RESCUE_MEMORY } rescue_reason;

/* RESCUE_NONE: the work is done. Otherwise `words`, of `room` bytes, get what happened, in a sentence. */
rescue_reason rescue_run(void (*work)(void *context), void *context, char *words, size_t room);

/* Goes to the rescue of this thread; returns when there is none. */
void rescue_raise(rescue_reason reason, const char *words);

#endif
