#ifndef GAEL_RT_STACK_H
#define GAEL_RT_STACK_H

#include <stdbool.h>
#include <stdint.h>

/* Guard, stack, top. */
typedef struct rt_stack {
  uint8_t *base, *top; /* NULL: none */
  bool active;         /* somebody runs on it */
} rt_stack;

/* Gives the thread's deep stack back (gl_deep_call makes another one), for threads that end before their process. */
void rt_stack_release(void);

#ifdef GAEL_HOSTED
/* Stacks of a host's, which go from thread to thread. A thread that runs on one needs a signal stack of its own (runtime/home.c). */
bool rt_stack_map(rt_stack *s, int64_t limit); /* no larger than the limit of memory; 0: none. False: there is no room */
void rt_stack_unmap(rt_stack *s);
void rt_stack_trim(rt_stack *s); /* nobody runs on it: its memory goes back to the system */
void rt_stack_swap(rt_stack *s); /* becomes the thread's, and the other way round */
bool rt_stack_is_low(void);      /* too little is left for a call of the C library's */

/* As long as more often watched than left, the process's handler of SIGSEGV is ours; others get what is not of a guard. */
void rt_guard_watch(void);
void rt_guard_leave(void);
#endif

#endif
