#ifndef GAEL_SUPPORT_PARALLEL_H
#define GAEL_SUPPORT_PARALLEL_H

/* Tasks 0 to n-1 of one kind, on as many processors as this process may use. Which thread runs which is not defined, so
   a task's result goes by its number alone; tasks share nothing that one of them writes. All have ended on return. Where
   there is one processor, or one task, the caller runs them. */

#include <stdint.h>

typedef void parallel_task(void *context, uint32_t number);

void parallel_run(uint32_t n, parallel_task *task, void *context);

#endif
