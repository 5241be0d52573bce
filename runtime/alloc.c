/* Size classes over chunks: up to RT_SMALL bytes a block comes from its class's free list, else from the end of the
   newest chunk; larger ones are malloc's. Freed small blocks stay with their class until gl_heap_release. Every
   operation on a small block is O(1) and a few instructions; the memory limit is looked at only where memory is taken
   from the system. */

#include "runtime/alloc.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/gael_rt.h"
#include "runtime/machine.h"

#ifdef RT_PAGES
#include <sys/mman.h>
#endif

enum { GRAIN = 16, SMALL = 512, CLASSES = SMALL / GRAIN + 1 };

#ifdef GAEL_BARE
enum { CHUNK_FIRST = 4 * 1024, CHUNK_MOST = 4 * 1024 };
#else
enum { CHUNK_FIRST = 64 * 1024, CHUNK_MOST = 1024 * 1024 };
#endif

typedef struct free_block {
  struct free_block *next;
} free_block;

typedef struct chunk {
  struct chunk *next;
  size_t size;
  _Alignas(GRAIN) uint8_t bytes[];
} chunk;

typedef struct heap {
  free_block *free[CLASSES]; /* by size / GRAIN */
  uint8_t *at, *end;         /* what is left of the newest chunk */
  chunk *chunks;
  int64_t live;        /* counted objects */
  int64_t held, limit; /* bytes; no limit: 0 */
#ifdef GAEL_RT_CHECK
  int64_t fail_in;
#endif
} heap;

static RT_THREAD_LOCAL heap the_heap;

int64_t gl_live(void) { return the_heap.live; }
int64_t rt_heap_held(void) { return the_heap.held; }
int64_t rt_heap_limit(void) { return the_heap.limit; }
void gl_memory_limit(int64_t bytes) { the_heap.limit = bytes; }

void rt_out_of_memory(void) { gl_limit_hit(GL_LIMIT_MEMORY); }

size_t rt_block_size(size_t bytes) { return (bytes + (GRAIN - 1)) & ~(size_t)(GRAIN - 1); }

/* ---- from the system ---- */

static void heap_take(size_t bytes) {
  if (bytes > (size_t)INTPTR_MAX) rt_out_of_memory();
  the_heap.held += (int64_t)bytes;
  if (the_heap.limit > 0 && the_heap.held > the_heap.limit) {
    the_heap.held -= (int64_t)bytes;
    rt_out_of_memory();
  }
}

static void *large_alloc(size_t bytes) {
  heap_take(bytes);
  void *block = malloc(bytes);
  if (!block) rt_out_of_memory();
  return block;
}

static void large_free(void *block, size_t bytes) {
  the_heap.held -= (int64_t)bytes;
  free(block);
}

/* ---- small blocks ---- */

#ifdef GAEL_RT_CHECK

enum { POISON = 0xDD };

void rt_fail_allocation(int64_t n) { the_heap.fail_in = n; }

void *rt_alloc(size_t bytes) {
  if (the_heap.fail_in > 0 && --the_heap.fail_in == 0) rt_out_of_memory();
  return large_alloc(bytes ? rt_block_size(bytes) : GRAIN);
}

void rt_free(void *block, size_t bytes) {
  if (!block) return;
  memset(block, POISON, bytes);
  large_free(block, bytes ? rt_block_size(bytes) : GRAIN);
}

void *rt_realloc(void *block, size_t old_bytes, size_t bytes) {
  void *moved = rt_alloc(bytes);
  if (block) memcpy(moved, block, old_bytes < bytes ? old_bytes : bytes);
  rt_free(block, old_bytes);
  return moved;
}

void gl_heap_release(void) {} /* nothing is kept */

#else

/* Chunks come from the system directly, so that a small program never wakes the C library's allocator. */
static chunk *chunk_new(size_t size) {
  heap_take(size);
#ifdef RT_PAGES
  void *c = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (c == MAP_FAILED) rt_out_of_memory();
#else
  void *c = malloc(size);
  if (!c) rt_out_of_memory();
#endif
  return c;
}

static void chunk_free(chunk *c) {
  the_heap.held -= (int64_t)c->size;
#ifdef RT_PAGES
  (void)munmap(c, c->size);
#else
  free(c);
#endif
}

static void *chunk_alloc(size_t size) {
  size_t rest = (size_t)(the_heap.end - the_heap.at);
  if (rest) { /* a multiple of GRAIN below SMALL: some class has use for it */
    free_block *block = (free_block *)the_heap.at;
    block->next = the_heap.free[rest / GRAIN];
    the_heap.free[rest / GRAIN] = block;
  }
  size_t whole = the_heap.chunks ? 2 * the_heap.chunks->size : CHUNK_FIRST;
  if (whole > CHUNK_MOST) whole = CHUNK_MOST;
  chunk *c = chunk_new(whole);
  c->next = the_heap.chunks;
  c->size = whole;
  the_heap.chunks = c;
  the_heap.end = (uint8_t *)c + whole;
  the_heap.at = c->bytes + size;
  return c->bytes;
}

void *rt_alloc(size_t bytes) {
  size_t size = rt_block_size(bytes);
  if (size > SMALL) return large_alloc(size);
  free_block *block = the_heap.free[size / GRAIN];
  if (block) {
    the_heap.free[size / GRAIN] = block->next;
    return block;
  }
  if ((size_t)(the_heap.end - the_heap.at) < size) return chunk_alloc(size);
  void *fresh = the_heap.at;
  the_heap.at += size;
  return fresh;
}

void rt_free(void *block, size_t bytes) {
  size_t size = rt_block_size(bytes);
  if (size > SMALL) {
    large_free(block, size);
  } else if (size) {
    free_block *dead = block;
    dead->next = the_heap.free[size / GRAIN];
    the_heap.free[size / GRAIN] = dead;
  }
}

static void *large_realloc(void *block, size_t old_bytes, size_t bytes) {
  heap_take(bytes);
  the_heap.held -= (int64_t)old_bytes;
  void *moved = realloc(block, bytes);
  if (!moved) rt_out_of_memory();
  return moved;
}

void *rt_realloc(void *block, size_t old_bytes, size_t bytes) {
  size_t old_size = rt_block_size(old_bytes), size = rt_block_size(bytes);
  if (old_size == size) return block;
  if (old_size > SMALL && size > SMALL) return large_realloc(block, old_size, size);
  void *moved = rt_alloc(bytes);
  if (old_bytes) memcpy(moved, block, old_bytes < bytes ? old_bytes : bytes);
  rt_free(block, old_bytes);
  return moved;
}

void gl_heap_release(void) {
  while (the_heap.chunks) {
    chunk *c = the_heap.chunks;
    the_heap.chunks = c->next;
    chunk_free(c);
  }
  memset(the_heap.free, 0, sizeof the_heap.free);
  the_heap.at = the_heap.end = NULL;
}

#endif

void *rt_object_alloc(size_t bytes) {
  the_heap.live++;
  return rt_alloc(bytes);
}

void rt_object_free(void *object, size_t bytes) {
  the_heap.live--;
  rt_free(object, bytes);
}
