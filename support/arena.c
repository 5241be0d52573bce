/* Bump allocation in a list of chunks. The first chunk holds the arena itself, so a small region costs one malloc;
   chunks double from 64 KiB to 4 MiB. Those of HUGE and more come from the system, where it can give memory by pages of
   that size: a page of 4 KiB costs as much to get as to fill. They are zero already. A request too large for the next
   chunk gets one of its own, put behind the current chunk, whose free space stays in use. Under AddressSanitizer, what was not handed out is poisoned, with a
   gap between neighbours. */

#include "support/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "support/bug.h"
#include "support/rescue.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#endif

#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
enum { GAP = 8, MAPS = false }; /* leaks are looked for in what malloc gave */
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
enum { GAP = 0, MAPS = true };
#endif

#define CHUNK_FIRST ((size_t)64 << 10)
#define CHUNK_LAST ((size_t)4 << 20)
#define HUGE ((size_t)2 << 20)

typedef struct chunk {
  struct chunk *next;
  size_t size;
} chunk;

struct arena {
  chunk *head; /* the chunk being filled; older ones behind it */
  uintptr_t at, end; /* a gap always fits behind `end` */
  size_t next_size;
  size_t handed_out;
  bool fresh; /* what is behind `at` is zero */
  const char *lifetime;
  arena_oom_fn *on_oom;
  void *oom_context;
};

_Noreturn static void arena_exhausted(const arena *a, const char *lifetime, size_t bytes) {
  if (a && a->on_oom) {
    a->on_oom(a->oom_context);
    gael_bug("the out-of-memory handler of the %s arena returned", lifetime);
  }
  char words[RESCUE_WORDS];
  snprintf(words, sizeof words, "out of memory: the %s arena asked for %zu bytes", lifetime, bytes);
  rescue_end(RESCUE_MEMORY, words);
}

static bool is_mapped(size_t size) { return MAPS && size >= HUGE && size % HUGE == 0; }

/* The mapping is longer by a page than it stays: it begins at a multiple of that. */
static void *map(size_t size) {
  char *at = mmap(NULL, size + HUGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (at == MAP_FAILED) return NULL;
  size_t before = (HUGE - (uintptr_t)at % HUGE) % HUGE;
  if (before) munmap(at, before);
  munmap(at + before + size, HUGE - before);
  madvise(at + before, size, MADV_HUGEPAGE);
  return at + before;
}

static chunk *chunk_new(const arena *a, const char *lifetime, size_t size) {
  chunk *c = is_mapped(size) ? map(size) : malloc(size);
  if (!c) arena_exhausted(a, lifetime, size);
  c->next = NULL;
  c->size = size;
  return c;
}

static void chunk_free(chunk *c) {
  UNPOISON(c, c->size);
  if (is_mapped(c->size)) munmap(c, c->size);
  else free(c);
}

static void arena_fill_from(arena *a, chunk *c, size_t header) {
  a->fresh = is_mapped(c->size);
  a->at = (uintptr_t)c + header;
  a->end = (uintptr_t)c + c->size - GAP;
  POISON((void *)a->at, a->end - a->at);
}

arena *arena_new(const char *lifetime) {
  chunk *c = chunk_new(NULL, lifetime, CHUNK_FIRST);
  arena *a = (arena *)(c + 1);
  *a = (arena){.head = c, .next_size = CHUNK_FIRST * 2, .lifetime = lifetime};
  arena_fill_from(a, c, sizeof(chunk) + sizeof(arena));
  return a;
}

void arena_free(arena *a) {
  if (!a) return;
  for (chunk *c = a->head, *next; c; c = next) { /* the arena lies in one of them */
    next = c->next;
    chunk_free(c);
  }
}

void arena_on_oom(arena *a, arena_oom_fn *handler, void *context) {
  a->on_oom = handler;
  a->oom_context = context;
}

static uintptr_t align_up(uintptr_t at, size_t align) { return (at + (align - 1)) & ~(uintptr_t)(align - 1); }

static void *arena_alloc_apart(arena *a, size_t bytes, size_t align) {
  size_t size = sizeof(chunk) + align + bytes;
  chunk *c = chunk_new(a, a->lifetime, size < 2 * HUGE ? size : align_up(size, HUGE));
  c->next = a->head->next;
  a->head->next = c;
  return (void *)align_up((uintptr_t)(c + 1), align);
}

static void *arena_alloc_slow(arena *a, size_t bytes, size_t align) {
  if (bytes > SIZE_MAX / 2) arena_exhausted(a, a->lifetime, bytes);
  if (bytes + align + GAP > a->next_size / 4) return arena_alloc_apart(a, bytes, align);
  chunk *c = chunk_new(a, a->lifetime, a->next_size);
  c->next = a->head;
  a->head = c;
  arena_fill_from(a, c, sizeof(chunk));
  if (a->next_size < CHUNK_LAST) a->next_size *= 2;
  uintptr_t p = align_up(a->at, align);
  a->at = p + bytes + GAP;
  UNPOISON((void *)p, bytes);
  return (void *)p;
}

/* From the chunk being filled; NULL: it has not got so much left. */
static inline void *take(arena *a, size_t bytes, size_t align) {
  a->handed_out += bytes;
  uintptr_t p = align_up(a->at, align);
  if (p > a->end || bytes > a->end - p) return NULL;
  a->at = p + bytes + GAP;
  UNPOISON((void *)p, bytes);
  return (void *)p;
}

void *arena_alloc(arena *a, size_t bytes, size_t align) {
  void *p = take(a, bytes, align);
  return p ? p : arena_alloc_slow(a, bytes, align);
}

void *arena_zalloc(arena *a, size_t bytes, size_t align) {
  void *p = take(a, bytes, align);
  if (p) return a->fresh ? p : memset(p, 0, bytes);
  p = arena_alloc_slow(a, bytes, align);
  bool zero = a->fresh && (uintptr_t)p + bytes + GAP == a->at; /* it is not in a chunk of its own */
  return zero ? p : memset(p, 0, bytes);
}

void *arena_copy(arena *a, const void *from, size_t bytes, size_t align) {
  void *to = arena_alloc(a, bytes, align);
  return bytes ? memcpy(to, from, bytes) : to;
}

char *arena_strndup(arena *a, const char *text, size_t len) {
  char *to = arena_alloc(a, len + 1, 1);
  if (len) memcpy(to, text, len);
  to[len] = '\0';
  return to;
}

bool arena_extend(arena *a, void *block, size_t bytes, size_t to) {
  uintptr_t start = (uintptr_t)block;
  if (start + bytes + GAP != a->at || start > a->end || to > a->end - start) return false;
  a->handed_out += to - bytes;
  a->at = start + to + GAP;
  UNPOISON(block, to);
  return true;
}

void arena_clear(arena *a) {
  chunk *first = (chunk *)a - 1;
  for (chunk *c = a->head, *next; c; c = next) {
    next = c->next;
    if (c == first) continue;
    chunk_free(c);
  }
  first->next = NULL;
  a->head = first;
  a->next_size = CHUNK_FIRST * 2;
  arena_fill_from(a, first, sizeof(chunk) + sizeof(arena));
}

size_t arena_bytes(const arena *a) { return a->handed_out; }
