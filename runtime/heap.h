#ifndef GAEL_RT_HEAP_H
#define GAEL_RT_HEAP_H

/* Heaps of a host's, which stay when a program has run and go from thread to thread with it. */

#include <stdint.h>

#ifdef GAEL_HOSTED
typedef struct rt_heap rt_heap;

rt_heap *rt_heap_new(void);      /* empty; NULL: no memory */
void rt_heap_free(rt_heap *h);   /* with all that is alive in it */
void rt_heap_clear(rt_heap *h);  /* the same, and begins anew; its program may have been stopped anywhere outside of rt_hold */
void rt_heap_swap(rt_heap *h);   /* h's content becomes that of the thread's heap, and the other way round */
void rt_heap_limit_set(rt_heap *h, int64_t bytes); /* 0: none */
#endif

#endif
