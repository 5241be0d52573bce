#include "backend/prefault.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23 /* Linux 5.14; an older kernel refuses it, and faults as always */
#endif

enum { PAGE = 4096, FIRST_HEAP = 1 << 20 };

/* Bounds of the zeroed data, from the linker. */
extern char __bss_start[], _end[];

static void populate(uintptr_t from, uintptr_t to) {
  from &= ~(uintptr_t)(PAGE - 1);
  to = (to + PAGE - 1) & ~(uintptr_t)(PAGE - 1);
  if (from < to) madvise((void *)from, to - from, MADV_POPULATE_WRITE);
}

/* A small compilation fits into the first MiB, which comes from one brk call. */
static void populate_heap(void) {
  mallopt(M_TOP_PAD, FIRST_HEAP);
  uintptr_t before = (uintptr_t)sbrk(0);
  free(malloc(FIRST_HEAP / 8));
  populate(before, (uintptr_t)sbrk(0));
}

void prefault_pages(void) {
  populate((uintptr_t)__bss_start, (uintptr_t)_end);
  populate_heap();
}
