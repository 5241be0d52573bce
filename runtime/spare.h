#ifndef GAEL_RT_SPARE_H
#define GAEL_RT_SPARE_H

/* Large blocks that were freed and wait for one who asks for as much: a loop that makes a list each turn and drops the
   last one would else go to the system for its pages every time. Sizes come in RT_SPARE_STEPS classes a doubling, so
   that lists of nearly the same length share blocks. How many may wait is for the heap to say (runtime/alloc.c). */

#include <stddef.h>
#include <stdint.h>

enum { RT_SPARE_LEAST_BITS = 9, RT_SPARE_STEP_BITS = 3, RT_SPARE_STEPS = 1 << RT_SPARE_STEP_BITS };

typedef struct rt_spare_block {
  struct rt_spare_block *next;
} rt_spare_block;

typedef struct rt_spare {
  rt_spare_block *blocks[(64 - RT_SPARE_LEAST_BITS) * RT_SPARE_STEPS]; /* by class */
  uint32_t end; /* no class from here on has a block */
} rt_spare;

/* The next size of a class; bytes are more than 1 << RT_SPARE_LEAST_BITS. */
static inline size_t rt_spare_size(size_t bytes) {
  unsigned top = 63 - (unsigned)__builtin_clzll((unsigned long long)bytes - 1);
  size_t step = (size_t)1 << (top - RT_SPARE_STEP_BITS);
  return (bytes + step - 1) & ~(step - 1);
}

void *rt_spare_take(rt_spare *s, size_t size); /* NULL: none of that size */
/* The size of a waiting block that is not smaller, and not twice as large; `size` when there is none. */
size_t rt_spare_near(const rt_spare *s, size_t size);
void rt_spare_put(rt_spare *s, void *block, size_t size);
/* Takes out one of the largest; *size says how large. NULL: there is none. */
void *rt_spare_largest(rt_spare *s, size_t *size);
void rt_spare_swap(rt_spare *a, rt_spare *b);

#endif
