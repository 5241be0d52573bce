#include "backend/prefault.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23 /* Linux 5.14; an older kernel refuses it, and faults as always */
#endif

enum { PAGE = 4096, FIRST_HEAP = 5 << 18, KEPT_HEAP = 64 << 20, LONG_HEAP = 31 << 20 };

/* Bounds of the zeroed data, from the linker. */
extern char __bss_start[], _end[];

static void populate(const void *start, const void *end) {
  uintptr_t from = (uintptr_t)start & ~(uintptr_t)(PAGE - 1);
  uintptr_t to = ((uintptr_t)end + PAGE - 1) & ~(uintptr_t)(PAGE - 1);
  if (from < to) madvise((void *)from, to - from, MADV_POPULATE_WRITE);
}

/* A small compilation fits into the first blocks of the heap: take them from the system at once, and keep what is
   freed. */
static void populate_heap(void) {
  mallopt(M_MMAP_THRESHOLD, 2 * FIRST_HEAP);
  mallopt(M_TRIM_THRESHOLD, KEPT_HEAP);
  char *block = malloc(FIRST_HEAP);
  if (block != NULL) populate(block, block + FIRST_HEAP);
  free(block);
}

/* One block that the heap grows by; marked, and given back to the heap. Nothing of it has been written yet: where a page
   is there already, no large one comes. */
void prefault_long_heap(void) {
  mallopt(M_MMAP_THRESHOLD, LONG_HEAP + PAGE);
  char *block = malloc(LONG_HEAP);
  if (block == NULL) return;
  uintptr_t from = ((uintptr_t)block + PAGE - 1) & ~(uintptr_t)(PAGE - 1);
  madvise((void *)from, LONG_HEAP - PAGE, MADV_HUGEPAGE);
  free(block);
}

void prefault_pages(void) {
  populate(__bss_start, _end);
  populate_heap();
}
