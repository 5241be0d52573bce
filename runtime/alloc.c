/* Size classes over chunks: up to SMALL bytes a block comes from its class's free list, which gets runs of blocks from the
   end of the newest chunk; larger ones are malloc's. Freed small blocks stay with their class until gl_heap_release. Large
   ones wait to be used again as long as that does not make the heap larger than it was at its largest: it costs no peak
   memory. Every operation on a small block is O(1) and a few instructions, which generated code has in place
   (block.def); the memory limit is looked at only where memory is taken from the system. Nothing is counted on the way:
   how many blocks are in use is found by counting those that are not. */

#include "runtime/alloc.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/gael_rt.h"
#include "runtime/held.h"
#include "runtime/heap.h"
#include "runtime/machine.h"
#include "runtime/spare.h"

#ifdef RT_PAGES
#include <sys/mman.h>
#endif

enum {
  GRAIN = RT_BLOCK_GRAIN,
  SMALL = RT_BLOCK_SMALL,
  CLASSES = SMALL / GRAIN + 1,
  RUN = 1024 /* bytes of a chunk that become free blocks of one size at once */
};

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

#ifdef GAEL_HOSTED
/* In front of each block of malloc's: a heap whose program was stopped anywhere must find them all. */
typedef struct owned {
  _Alignas(16) struct owned *next;
  struct owned **link; /* what points to this one */
} owned;
#endif

typedef struct heap {
  uint8_t *at, *end; /* what is left of the newest chunk */
  chunk *chunks;
  int64_t blocks;      /* large ones in use, and small ones that ever were */
  int64_t plain;       /* blocks in use that are no objects */
  int64_t held, limit; /* bytes; no limit: 0 */
  int64_t waiting;     /* those of them that are spare */
  int64_t peak;        /* the most that were ever held and not spare */
#ifdef GAEL_HOSTED
  owned *owned; /* malloc's blocks */
#endif
  rt_spare spare;
#ifdef GAEL_RT_CHECK
  int64_t fail_in;
#endif
} heap;

/* In generated code, too: where the thread's static data is, at a fixed distance from its pointer. */
extern RT_THREAD_STATIC free_block *gl_free_lists[CLASSES];

static RT_THREAD_LOCAL heap the_heap;
RT_THREAD_STATIC free_block *gl_free_lists[CLASSES];

int64_t gl_live(void) {
  int64_t free_blocks = 0;
  for (size_t i = 0; i < CLASSES; i++)
    for (const free_block *b = gl_free_lists[i]; b; b = b->next) free_blocks++;
  return the_heap.blocks - the_heap.plain - free_blocks;
}

int64_t rt_heap_held(void) { return the_heap.held - the_heap.waiting; }
int64_t rt_heap_limit(void) { return the_heap.limit; }
void gl_memory_limit(int64_t bytes) { the_heap.limit = bytes; }

void rt_out_of_memory(void) { gl_limit_hit(GL_LIMIT_MEMORY); }

/* ---- from the system ---- */

#ifdef GAEL_HOSTED
static void *own_block(owned *o) {
  o->next = the_heap.owned;
  o->link = &the_heap.owned;
  if (o->next) o->next->link = &o->next;
  the_heap.owned = o;
  return o + 1;
}

static owned *disown_block(void *block) {
  owned *o = (owned *)block - 1;
  *o->link = o->next;
  if (o->next) o->next->link = o->link;
  return o;
}
#endif

/* The C library's allocator, hosts' way: what it gives is known, and no call ends within it. NULL: no memory. */
static void *system_resize(void *block, size_t size) {
#ifdef GAEL_HOSTED
  rt_hold();
  owned *before = block ? disown_block(block) : NULL, *o = realloc(before, sizeof *o + size);
  void *moved = o ? own_block(o) : NULL;
  if (!o && before) (void)own_block(before);
  rt_let();
  return moved;
#else
  return block ? realloc(block, size) : malloc(size);
#endif
}

static void system_free(void *block) {
#ifdef GAEL_HOSTED
  rt_hold();
  free(disown_block(block));
  rt_let();
#else
  free(block);
#endif
}

static bool spare_give_back(void) {
  size_t size;
  void *block = rt_spare_largest(&the_heap.spare, &size);
  if (!block) return false;
  the_heap.waiting -= (int64_t)size;
  the_heap.held -= (int64_t)size;
  system_free(block);
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

void *rt_object_alloc(size_t bytes) {
  if (the_heap.fail_in > 0 && --the_heap.fail_in == 0) rt_out_of_memory();
  size_t size = rt_block_size(bytes);
  heap_take(size);
  void *block = system_resize(NULL, size);
  if (!block) rt_out_of_memory();
  the_heap.blocks++;
  return block;
}

void rt_object_free(void *object, size_t bytes) {
  memset(object, POISON, bytes);
  the_heap.held -= (int64_t)rt_block_size(bytes);
  the_heap.blocks--;
  system_free(object);
}

void *rt_realloc(void *block, size_t old_bytes, size_t bytes) {
  void *moved = rt_alloc(bytes);
  if (block) memcpy(moved, block, old_bytes < bytes ? old_bytes : bytes);
  if (block) rt_free(block, old_bytes);
  return moved;
}

void gl_heap_release(void) {} /* nothing is kept */
static void chunks_free(void) {}

#else

static void *spare_take(size_t size) {
  void *block = rt_spare_take(&the_heap.spare, size);
  if (!block) return NULL;
  the_heap.waiting -= (int64_t)size;
  note_peak();
  return block;
}

static void spare_put(void *block, size_t size) {
  rt_spare_put(&the_heap.spare, block, size);
  the_heap.waiting += (int64_t)size;
}

/* A block of megabytes is filled from its beginning: in pages of 2 MB that costs the system a fraction of what it costs in
   pages of 4 kB, and at most one of them is not used to its end. All pages that it lies in are asked for: what the system
   maps as one it can move as one. Not of hundreds of megabytes: those are seldom free in one piece, and the system, or
   the machine around it, takes longer to make room than small pages take. */
static void *in_large_pages(void *block, size_t size) {
#if defined RT_PAGES && defined MADV_HUGEPAGE
  enum { LEAST = 4 * 1024 * 1024, MOST = 64 * 1024 * 1024 };
  const uintptr_t page = 4096;
  uintptr_t from = (uintptr_t)block & ~(page - 1), to = ((uintptr_t)block + size + page - 1) & ~(page - 1);
  if (size >= LEAST && size < MOST) (void)madvise((void *)from, to - from, MADV_HUGEPAGE);
#else
  (void)size;
#endif
  return block;
}

static void *large_alloc(size_t size) {
  the_heap.blocks++;
  void *block = spare_take(size);
  if (block) return block;
  heap_take(size);
  block = system_resize(NULL, size);
  if (!block) rt_out_of_memory();
  return in_large_pages(block, size);
}

static void large_free(void *block, size_t size) {
  the_heap.blocks--;
  spare_put(block, size);
}

/* Chunks come from the system directly, so that a small program never wakes the C library's allocator. */
static chunk *chunk_map(size_t size) {
#ifdef RT_PAGES
  void *c = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (c == MAP_FAILED) return NULL;
#else
  void *c = malloc(size);
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

static void list_add(void *memory, size_t size) {
  free_block *dead = memory;
  dead->next = gl_free_lists[size / GRAIN];
  gl_free_lists[size / GRAIN] = dead;
}

static void chunk_add(void) {
  size_t rest = (size_t)(the_heap.end - the_heap.at);
  if (rest) { /* a multiple of GRAIN below SMALL: some class has use for it */
    list_add(the_heap.at, rest);
    the_heap.blocks++;
  }
  size_t whole = the_heap.chunks ? 2 * the_heap.chunks->size : CHUNK_FIRST;
  if (whole > CHUNK_MOST) whole = CHUNK_MOST;
  heap_take(whole);
  rt_hold();
  chunk *c = chunk_map(whole);
  if (!c) rt_out_of_memory();
  c->next = the_heap.chunks;
  c->size = whole;
  the_heap.chunks = c;
  rt_let();
  the_heap.at = c->bytes;
  the_heap.end = (uint8_t *)c + whole;
}

/* The class has no free block: it gets a run of them, in the order of their addresses, and the first is given. */
static void *run_alloc(size_t size) {
  if ((size_t)(the_heap.end - the_heap.at) < size) chunk_add();
  size_t room = (size_t)(the_heap.end - the_heap.at), n = (room < RUN ? room : RUN) / size;
  uint8_t *first = the_heap.at;
  the_heap.at += n * size;
  the_heap.blocks += (int64_t)n;
  for (size_t i = n; i > 1; i--) list_add(first + (i - 1) * size, size);
  return first;
}

void *rt_object_alloc(size_t bytes) {
  size_t size = rt_block_size(bytes);
  if (size > SMALL) return large_alloc(size);
  free_block *first = gl_free_lists[size / GRAIN];
  if (!first) return run_alloc(size);
  gl_free_lists[size / GRAIN] = first->next;
  return first;
}

void rt_object_free(void *object, size_t bytes) {
  size_t size = rt_block_size(bytes);
  if (size > SMALL) large_free(object, size);
  else list_add(object, size);
}

/* Malloc's way may move page tables instead of bytes. */
static void *large_resize(void *block, size_t old_size, size_t size) {
  if (size > old_size) heap_take(size - old_size);
  else the_heap.held -= (int64_t)(old_size - size);
  void *moved = system_resize(block, size);
  if (!moved) rt_out_of_memory();
  return size > old_size ? in_large_pages(moved, size) : moved;
}

void *rt_realloc(void *block, size_t old_bytes, size_t bytes) {
  size_t old_size = rt_block_size(old_bytes), size = rt_block_size(bytes);
  if (old_size == size) return block;
  bool large = old_size > SMALL && size > SMALL;
  void *moved = large ? spare_take(size) : rt_alloc(bytes);
  if (!moved) return large_resize(block, old_size, size);
  if (old_bytes) memcpy(moved, block, old_bytes < bytes ? old_bytes : bytes);
  if (large) spare_put(block, old_size);
  else if (block) rt_free(block, old_bytes);
  return moved;
}

static void chunks_free(void) {
  while (the_heap.chunks) {
    chunk *c = the_heap.chunks;
    the_heap.chunks = c->next;
    chunk_free(c);
  }
}

void gl_heap_release(void) {
  chunks_free();
  while (spare_give_back());
  memset(gl_free_lists, 0, sizeof gl_free_lists);
  the_heap.at = the_heap.end = NULL;
  the_heap.blocks = the_heap.plain = 0;
}

#endif

size_t rt_block_near(size_t bytes) {
  size_t size = rt_block_size(bytes);
  return size > SMALL ? rt_spare_near(&the_heap.spare, size) : size;
}

/* A block of no bytes is a block all the same. */
static size_t some(size_t bytes) { return bytes ? bytes : 1; }

void *rt_alloc(size_t bytes) {
  the_heap.plain++;
  return rt_object_alloc(some(bytes));
}

void rt_free(void *block, size_t bytes) {
  the_heap.plain--;
  rt_object_free(block, some(bytes));
}

#ifdef GAEL_HOSTED

/* ---- heaps that are no thread's ---- */

struct rt_heap {
  heap heap;
  free_block *lists[CLASSES];
};

rt_heap *rt_heap_new(void) { return calloc(1, sizeof(rt_heap)); }

static void swap_words(void *a, void *b, size_t size) {
  uint64_t *x = a, *y = b;
  for (size_t i = 0; i < size / sizeof *x; i++) {
    uint64_t word = x[i];
    x[i] = y[i];
    y[i] = word;
  }
}

/* The first block's link points into the structure. */
static void tie_owned(heap *h) {
  if (h->owned) h->owned->link = &h->owned;
}

void rt_heap_swap(rt_heap *h) {
  _Static_assert(sizeof(h->lists) % sizeof(uint64_t) == 0 && offsetof(heap, spare) % sizeof(uint64_t) == 0, "words");
  swap_words(&the_heap, &h->heap, offsetof(heap, spare));
  rt_spare_swap(&the_heap.spare, &h->heap.spare);
  swap_words(gl_free_lists, h->lists, sizeof h->lists);
  tie_owned(&the_heap);
  tie_owned(&h->heap);
}

void rt_heap_clear(rt_heap *h) {
  rt_heap_swap(h);
  chunks_free();
  while (the_heap.owned) system_free(the_heap.owned + 1);
  int64_t limit = the_heap.limit;
  the_heap = (heap){.limit = limit};
  memset(gl_free_lists, 0, sizeof gl_free_lists);
  rt_heap_swap(h);
}

void rt_heap_limit_set(rt_heap *h, int64_t bytes) { h->heap.limit = bytes; }

void rt_heap_free(rt_heap *h) {
  rt_heap_clear(h);
  free(h);
}

#endif
