/* Memory: blocks do not overlap, what is freed is used again, the limit holds, and a failing allocation ends in order. */

#include <setjmp.h>

#include "runtime/alloc.h"
#include "runtime/list.h"
#include "tests/unit/test_rt.h"

/* A limit leaves the program where it stands: what it held then is lost, on purpose. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);
const char *__asan_default_options(void) { return "detect_leaks=0"; }

enum { BLOCKS = 2000, LARGEST = 3000 };

static void test_blocks(void) {
  static struct {
    uint8_t *at;
    size_t size;
    uint8_t mark;
  } blocks[BLOCKS];
  uint64_t seed = 31;
  int wrong = 0;
  for (int round = 0; round < 50000; round++) {
    uint32_t i = (uint32_t)(random_next(&seed) % BLOCKS);
    size_t size = random_next(&seed) % (random_next(&seed) % 8 ? 100 : LARGEST) + 1;
    if (!blocks[i].at) {
      blocks[i].at = rt_alloc(size);
      wrong += (uintptr_t)blocks[i].at % 8 != 0;
    } else if (random_next(&seed) % 4 == 0) {
      blocks[i].at = rt_realloc(blocks[i].at, blocks[i].size, size);
      wrong += blocks[i].at[0] != blocks[i].mark;
    } else {
      for (size_t j = 0; j < blocks[i].size; j++) wrong += blocks[i].at[j] != blocks[i].mark;
      rt_free(blocks[i].at, blocks[i].size);
      blocks[i].at = NULL;
      continue;
    }
    blocks[i].size = size;
    blocks[i].mark = (uint8_t)random_next(&seed);
    memset(blocks[i].at, blocks[i].mark, size);
  }
  for (int i = 0; i < BLOCKS; i++) {
    if (blocks[i].at) rt_free(blocks[i].at, blocks[i].size);
  }
  CU_ASSERT_EQUAL(wrong, 0);
  gl_heap_release();
  CU_ASSERT_EQUAL(rt_heap_held(), 0);
}

static void test_reuse(void) {
  for (int i = 0; i < 100000; i++) {
    int64_t x[] = {i, i, i};
    gl_drop_list(ints(3, x), &INT);
  }
  CU_ASSERT(rt_heap_held() < 1 << 20);
  gl_heap_release();
}

#ifndef GAEL_RT_CHECK

static void test_near_blocks(void) {
  enum { MOST = 100000 };
  const size_t large = rt_block_size(MOST);
  CU_ASSERT_EQUAL(rt_block_near(MOST), large);
  void *block = rt_alloc(large);
  rt_free(block, large);
  CU_ASSERT_EQUAL(rt_block_near(MOST - MOST / 3), large);
  CU_ASSERT_EQUAL(rt_block_near(MOST / 3), rt_block_size(MOST / 3));
  CU_ASSERT_EQUAL(rt_block_near(2 * MOST), rt_block_size(2 * MOST));
  CU_ASSERT_EQUAL(rt_block_near(100), rt_block_size(100));
  gl_list *list = rt_list_new(MOST / 12, 8, 0);
  CU_ASSERT_PTR_EQUAL(list->data, block);
  CU_ASSERT_EQUAL(rt_block_size((size_t)list->u.cap * 8), large);
  gl_drop_list(list, &INT);
  gl_heap_release();
}

/* A large block that was freed serves the next of its size, and makes room for one of another size. */
static void test_large_blocks_wait(void) {
  enum { LARGE = 1 << 20, NEARLY = LARGE - 100, SIZES = 64 };
  void *first = rt_alloc(LARGE);
  rt_free(first, LARGE);
  CU_ASSERT_EQUAL(rt_heap_held(), 0);
  CU_ASSERT_PTR_EQUAL(rt_alloc(NEARLY), first);
  CU_ASSERT(rt_heap_held() >= LARGE);
  rt_free(first, NEARLY);
  gl_memory_limit(2 * LARGE);
  for (size_t i = 1; i <= SIZES; i++) rt_free(rt_alloc(i * LARGE / SIZES), i * LARGE / SIZES); /* all fit below the limit */
  CU_ASSERT_EQUAL(rt_heap_held(), 0);
  gl_memory_limit(0);
  gl_heap_release();
}

#endif

static jmp_buf escape;
static int32_t limit_code;

static void leave(int32_t code) {
  limit_code = code;
  longjmp(escape, 1);
}

static void test_limit(void) {
  gl_on_limit(leave);
  gl_memory_limit(1 << 22);
  if (setjmp(escape) == 0) {
    gl_list *s = str("0123456789");
    (void)gl_list_repeat(s, 1000000, &CHAR);
    CU_FAIL("the limit did not hold");
  }
  CU_ASSERT_EQUAL(limit_code, GL_LIMIT_MEMORY);
  limit_code = 0;
  if (setjmp(escape) == 0) (void)gl_list_new(INT64_MAX, &INT);
  CU_ASSERT_EQUAL(limit_code, GL_LIMIT_MEMORY);
  gl_memory_limit(0);
  gl_on_limit(NULL);
}

#ifdef GAEL_RT_CHECK
static void test_failing(void) {
  gl_on_limit(leave);
  int left = 0;
  for (int64_t n = 1; n < 8; n++) {
    rt_fail_allocation(n);
    limit_code = 0;
    if (setjmp(escape) == 0) {
      gl_list *parts = gl_str_words(str("to be or not to be, that is the question"));
      rt_fail_allocation(0);
      gl_drop_list(parts, &STR);
    }
    left += limit_code == GL_LIMIT_MEMORY;
  }
  CU_ASSERT_EQUAL(left, 7);
  gl_on_limit(NULL);
}
#endif

static const unit_case CASES[] = {
    {"blocks", test_blocks},
    {"reuse", test_reuse},
#ifndef GAEL_RT_CHECK
    {"near blocks", test_near_blocks},
    {"large blocks wait", test_large_blocks_wait},
#endif
    {"limit", test_limit},
#ifdef GAEL_RT_CHECK
    {"failing", test_failing},
#endif
};
UNIT_MAIN("rt_alloc", CASES)
