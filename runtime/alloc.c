/* Size classes over chunks: up to SMALL bytes a block comes from its class's free list, else from the end of the newest
   chunk; larger ones are malloc's. Freed small blocks stay with their class until gl_heap_release. Large ones wait to be
   used again as long as that does not make the heap larger than it was at its largest: it costs no peak memory. Every
   operation on a small block is O(1) and a few instructions; the memory limit is looked at only where memory is taken
   from the system. */

#include "runtime/alloc.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/gael_rt.h"
#include "runtime/machine.h"
#include "runtime/spare.h"

#ifdef RT_PAGES
#include <sys/mman.h>
#endif

enum { GRAIN = 16, SMALL = 512, CLASSES = SMALL / GRAIN + 1 };

#ifdef GAEL_BARE
enum { CHUNK_FIRST = 4 * 1024, CHUNK_MOST = 4 * 1024, SPARE_ALWAYS = 4 * 1024 };
#else
enum { CHUNK_FIRST = 64 * 1024, CHUNK_MOST = 1024 * 1024, SPARE_ALWAYS = 256 * 1024 };
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
  int64_t waiting;     /* those of them that are spare */
  int64_t peak;        /* the most that were ever held and not spare */
  rt_spare spare;
#ifdef GAEL_RT_CHECK
  int64_t fail_in;
#endif
} heap;

static RT_THREAD_LOCAL heap the_heap;

int64_t gl_live(void) { return the_heap.live; }
int64_t rt_heap_held(void) { return the_heap.held - the_heap.waiting; }
int64_t rt_heap_limit(void) { return the_heap.limit; }
void gl_memory_limit(int64_t bytes) { the_heap.limit = bytes; }

void rt_out_of_memory(void) { gl_limit_hit(GL_LIMIT_MEMORY); }

size_t rt_block_size(size_t bytes) {
  return bytes > SMALL ? rt_spare_size(bytes) : (bytes + (GRAIN - 1)) & ~(size_t)(GRAIN - 1);
}

/* ---- from the system ---- */

static bool spare_give_back(void) {
  size_t size;
  void *block = rt_spare_largest(&the_heap.spare, &size);
  if (!block) return false;
  the_heap.waiting -= (int64_t)size;
  the_heap.held -= (int64_t)size;
  free(block);
  return true;
}

static void note_peak(void) {
  int64_t used = the_heap.held - the_heap.waiting;
  if (used > the_heap.peak) the_heap.peak = used;
}

/* Spare blocks make room before the heap grows beyond its peak or meets its limit. */
static void heap_take(size_t bytes) {
  if (bytes > (size_t)INTPTR_MAX / 2) rt_out_of_memory();
  int64_t wanted = (int64_t)bytes, used = the_heap.held - the_heap.waiting + wanted, limit = the_heap.limit;
  if (limit > 0 && used > limit) rt_out_of_memory();
  int64_t most = SPARE_ALWAYS + (used > the_heap.peak ? used : the_heap.peak);
  if (limit > 0 && limit < most) most = limit;
  while (the_heap.held + wanted > most && spare_give_back());
  the_heap.held += wanted;
  note_peak();
}

/* ---- small blocks ---- */

#ifdef GAEL_RT_CHECK

enum { POISON = 0xDD };

void rt_fail_allocation(int64_t n) { the_heap.fail_in = n; }

void *rt_alloc(size_t bytes) {
  if (the_heap.fail_in > 0 && --the_heap.fail_in == 0) rt_out_of_memory();
  size_t size = bytes ? rt_block_size(bytes) : GRAIN;
  heap_take(size);
  void *block = malloc(size);
  if (!block) rt_out_of_memory();
  return block;
}

void rt_free(void *block, size_t bytes) {
  if (!block) return;
  memset(block, POISON, bytes);
  the_heap.held -= (int64_t)(bytes ? rt_block_size(bytes) : GRAIN);
  free(block);
}

void *rt_realloc(void *block, size_t old_bytes, size_t bytes) {
  void *moved = rt_alloc(bytes);
  if (block) memcpy(moved, block, old_bytes < bytes ? old_bytes : bytes);
  rt_free(block, old_bytes);
  return moved;
}

void gl_heap_release(void) {} /* nothing is kept */

#else

static void *spare_take(size_t size) {
  void *block = rt_spare_take(&the_heap.spare, size);
  if (!block) return NULL;
  the_heap.waiting -= (int64_t)size;
  note_peak();
  return block;
}

static void *large_alloc(size_t size) {
  void *block = spare_take(size);
  if (block) return block;
  heap_take(size);
  block = malloc(size);
  if (!block) rt_out_of_memory();
  return block;
}

static void large_free(void *block, size_t size) {
  rt_spare_put(&the_heap.spare, block, size);
  the_heap.waiting += (int64_t)size;
}

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

/* Malloc's way may move page tables instead of bytes. */
static void *large_resize(void *block, size_t old_size, size_t size) {
  if (size > old_size) heap_take(size - old_size);
  else the_heap.held -= (int64_t)(old_size - size);
  void *moved = realloc(block, size);
  if (!moved) rt_out_of_memory();
  return moved;
}

void *rt_realloc(void *block, size_t old_bytes, size_t bytes) {
  size_t old_size = rt_block_size(old_bytes), size = rt_block_size(bytes);
  if (old_size == size) return block;
  bool large = old_size > SMALL && size > SMALL;
  void *moved = large ? spare_take(size) : rt_alloc(bytes);
  if (!moved) return large_resize(block, old_size, size);
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
  while (spare_give_back());
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
