#ifndef GAEL_RT_ALLOC_H
#define GAEL_RT_ALLOC_H

/* Memory of the calling thread. Blocks carry no header: who frees one says how large it is. Asking for more than there
   is, or than the memory limit allows, is GL_LIMIT_MEMORY and does not return. GAEL_RT_CHECK: every block is malloc's
   own, freed ones are poisoned, and rt_fail_allocation makes an allocation fail on purpose. */

#include <stddef.h>
#include <stdint.h>

#include "runtime/spare.h"

enum {
#define X(name, value) RT_BLOCK_##name = value,
#include "runtime/block.def"
#undef X
};

/* What a block for so many bytes really holds, so that capacities use it up. */
static inline size_t rt_block_size(size_t bytes) {
  if (bytes > RT_BLOCK_SMALL) return rt_spare_size(bytes);
  return (bytes + (RT_BLOCK_GRAIN - 1)) & ~(size_t)(RT_BLOCK_GRAIN - 1);
}

/* The same, or a bit more where a block of that size waits to be used again. */
size_t rt_block_near(size_t bytes);

void *rt_alloc(size_t bytes); /* aligned to 8 */
void *rt_realloc(void *block, size_t old_bytes, size_t bytes);
void rt_free(void *block, size_t bytes);

/* Counted objects: the same, and gl_live counts them. */
void *rt_object_alloc(size_t bytes);
void rt_object_free(void *object, size_t bytes);

_Noreturn void rt_out_of_memory(void);
int64_t rt_heap_held(void); /* bytes taken from the system that are in use */
int64_t rt_heap_limit(void); /* 0: none */

#ifdef GAEL_RT_CHECK
void rt_fail_allocation(int64_t n); /* the n-th from now, 1 the next; 0: none */
#endif

#endif
