#include "support/arena.h"

#include <setjmp.h>
#include <stdint.h>
#include <string.h>

#include "tests/unit/unit.h"

static void test_aligns(void) {
  arena *a = arena_new("test");
  for (size_t align = 1; align <= 64; align *= 2) {
    arena_alloc(a, 1, 1);
    CU_ASSERT_EQUAL((uintptr_t)arena_alloc(a, 3, align) % align, 0);
  }
  arena_free(a);
}

static void test_zeroes(void) {
  arena *a = arena_new("test");
  memset(arena_alloc(a, 100, 1), 0xFF, 100);
  const char *p = arena_zalloc(a, 100, 8);
  for (int i = 0; i < 100; i++) CU_ASSERT_EQUAL(p[i], 0);
  arena_free(a);
}

/* Blocks of every size, through many chunks and some chunks of their own, keep what was written to them. */
static void test_keeps_apart(void) {
  enum { BLOCKS = 300 };
  arena *a = arena_new("test");
  unsigned char *blocks[BLOCKS];
  size_t size = 1;
  for (size_t i = 0; i < BLOCKS; i++) {
    size = size * 7 % 100003;
    blocks[i] = memset(arena_alloc(a, size, 4), (int)(i & 0xFF), size);
  }
  size = 1;
  for (size_t i = 0; i < BLOCKS; i++) {
    size = size * 7 % 100003;
    CU_ASSERT_EQUAL(blocks[i][0], i & 0xFF);
    CU_ASSERT_EQUAL(blocks[i][size - 1], i & 0xFF);
  }
  arena_free(a);
}

static bool is_zero(const unsigned char *p, size_t size) {
  for (size_t i = 0; i < size; i++)
    if (p[i]) return false;
  return true;
}

/* Zero is what zalloc gives, in chunks that the system has just cleared as in those that it has not: between blocks that were
   written, beside chunks of their own, and after all was taken back. */
static void test_zeroes_everywhere(void) {
  enum { BLOCKS = 4000, LARGE = 5 << 20 };
  arena *a = arena_new("test");
  for (int round = 0; round < 2; round++) {
    size_t size = 1;
    for (size_t i = 0; i < BLOCKS; i++) {
      size = i % 1000 == 999 ? LARGE : size * 7 % 20011;
      unsigned char *p = i % 2 ? arena_zalloc(a, size, 8) : memset(arena_alloc(a, size, 8), 0xA5, size);
      CU_ASSERT(i % 2 == 0 || is_zero(p, size));
      memset(p, 0x5A, size);
      size = size % 20011 + 1;
    }
    arena_clear(a);
  }
  arena_free(a);
}

static void test_copies(void) {
  arena *a = arena_new("test");
  CU_ASSERT_STRING_EQUAL(arena_strndup(a, "abcdef", 3), "abc");
  CU_ASSERT_STRING_EQUAL(arena_strndup(a, NULL, 0), "");
  int from[] = {1, 2, 3};
  int *to = arena_copy(a, from, sizeof from, alignof(int));
  CU_ASSERT(to != from);
  CU_ASSERT_EQUAL(memcmp(to, from, sizeof from), 0);
  CU_ASSERT_PTR_NOT_NULL(arena_copy(a, NULL, 0, 1));
  arena_free(a);
}

static void test_counts(void) {
  arena *a = arena_new("test");
  CU_ASSERT_EQUAL(arena_bytes(a), 0);
  arena_alloc(a, 10, 1);
  arena_alloc(a, 1 << 20, 16);
  CU_ASSERT_EQUAL(arena_bytes(a), 10 + (1 << 20));
  arena_free(a);
}

static void leave(void *context) { longjmp(*(jmp_buf *)context, 1); }

static void test_tells_exhaustion(void) {
  arena *a = arena_new("test");
  jmp_buf out;
  arena_on_oom(a, leave, &out);
  if (setjmp(out) == 0) {
    arena_alloc(a, SIZE_MAX - 64, 8);
    CU_FAIL("the handler was not called");
  }
  CU_ASSERT_PTR_NOT_NULL(arena_alloc(a, 8, 8));
  arena_free(a);
}

static const unit_case cases[] = {
    {"aligns as asked", test_aligns},
    {"zeroes", test_zeroes},
    {"keeps blocks apart", test_keeps_apart},
    {"zeroes everywhere", test_zeroes_everywhere},
    {"copies", test_copies},
    {"counts bytes", test_counts},
    {"tells exhaustion", test_tells_exhaustion},
};
UNIT_MAIN("arena", cases)
