#ifndef GAEL_SUPPORT_RESCUE_H
#define GAEL_SUPPORT_RESCUE_H

/* For a library, whose host is not ours to end: work that comes back to its caller when an assumption of ours breaks (bug.h) or there
   is no memory for an arena. What the work was at is left as it stands: its arenas can be freed, what else it had made (LLVM's
   objects) is lost. Of the calling thread; nests; tasks of parallel_run come back to who waits for them. */

#include <stddef.h>

typedef enum rescue_reason { RESCUE_NONE, RESCUE_BUG, RESCUE_MEMORY } rescue_reason;

enum { RESCUE_WORDS = 512 };

/* RESCUE_NONE: the work is done. Otherwise `words`, RESCUE_WORDS of them, get what happened, in a sentence. */
rescue_reason rescue_run(void (*work)(void *context), void *context, char *words);

/* Goes to the rescue of this thread. Where nobody comes to it, the words are said and the process ends as cli.md has it. */
_Noreturn void rescue_end(rescue_reason reason, const char *words);

#endif
