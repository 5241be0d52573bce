/* Freed large blocks by size class, last in first out: what was used last is in the cache. */

#include "runtime/spare.h"

/* A class is a power of two and a step above it. */
static uint32_t class_of(size_t size) {
  unsigned top = 63 - (unsigned)__builtin_clzll((unsigned long long)size);
  size_t step = (size >> (top - RT_SPARE_STEP_BITS)) & (RT_SPARE_STEPS - 1);
  return (top - RT_SPARE_LEAST_BITS) * RT_SPARE_STEPS + (uint32_t)step;
}

static size_t size_of_class(uint32_t class) {
  size_t steps = RT_SPARE_STEPS + class % RT_SPARE_STEPS;
  return steps << (class / RT_SPARE_STEPS + RT_SPARE_LEAST_BITS - RT_SPARE_STEP_BITS);
}

static void *take(rt_spare *s, uint32_t class) {
  rt_spare_block *block = s->blocks[class];
  if (block) s->blocks[class] = block->next;
  return block;
}

void *rt_spare_take(rt_spare *s, size_t size) { return s->end ? take(s, class_of(size)) : NULL; }

size_t rt_spare_near(const rt_spare *s, size_t size) {
  uint32_t class = class_of(size), last = class + RT_SPARE_STEPS;
  for (uint32_t at = class; at < last && at < s->end; at++)
    if (s->blocks[at]) return size_of_class(at);
  return size;
}

void rt_spare_put(rt_spare *s, void *block, size_t size) {
  uint32_t class = class_of(size);
  rt_spare_block *spare = block;
  spare->next = s->blocks[class];
  s->blocks[class] = spare;
  if (s->end <= class) s->end = class + 1;
}

void *rt_spare_largest(rt_spare *s, size_t *size) {
  for (; s->end; s->end--) {
    void *block = take(s, s->end - 1);
    if (!block) continue;
    *size = size_of_class(s->end - 1);
    return block;
  }
  return NULL;
}

void rt_spare_swap(rt_spare *a, rt_spare *b) {
  uint32_t end = a->end > b->end ? a->end : b->end;
  for (uint32_t i = 0; i < end; i++) {
    rt_spare_block *block = a->blocks[i];
    a->blocks[i] = b->blocks[i];
    b->blocks[i] = block;
  }
  end = a->end;
  a->end = b->end;
  b->end = end;
}
