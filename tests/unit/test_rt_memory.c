/* Moves and comparisons of bytes against a byte at a time, for every small size and every way of overlapping. */

#include "runtime/memory.h"
#include "tests/unit/test_rt.h"

enum { LONGEST = 300, ROOM = 1000 };

static void fill(uint8_t *bytes, uint64_t *seed) {
  for (int i = 0; i < ROOM; i++) bytes[i] = (uint8_t)random_next(seed);
}

static void move_slowly(uint8_t *d, const uint8_t *s, size_t n) {
  uint8_t copy[LONGEST];
  for (size_t i = 0; i < n; i++) copy[i] = s[i];
  for (size_t i = 0; i < n; i++) d[i] = copy[i];
}

static void test_moves(void) {
  static uint8_t fast[ROOM], slow[ROOM];
  uint64_t seed = 3;
  int wrong = 0;
  for (size_t n = 0; n <= LONGEST; n++) {
    for (int shift = -320; shift <= 320; shift += n < 140 ? 1 : 7) {
      if (n % 16 == 0 && shift % 32 == 0) fill(fast, &seed);
      memcpy(slow, fast, ROOM);
      size_t from = 350, to = (size_t)((int)from + shift);
      wrong += rt_move(fast + to, fast + from, n) != fast + to;
      move_slowly(slow + to, slow + from, n);
      wrong += memcmp(fast, slow, ROOM) != 0;
    }
  }
  CU_ASSERT_EQUAL(wrong, 0);
}

static int sign(int n) { return (n > 0) - (n < 0); }

static void test_comparisons(void) {
  uint8_t *a = malloc(LONGEST), *b = malloc(LONGEST); /* their ends are the memory's */
  uint64_t seed = 9;
  int wrong = 0;
  for (size_t n = 0; n <= LONGEST; n++) {
    for (int round = 0; round < 40; round++) {
      uint8_t *x = a + LONGEST - n, *y = b + LONGEST - n;
      for (size_t i = 0; i < n; i++) x[i] = y[i] = (uint8_t)random_next(&seed);
      if (n && round) y[random_next(&seed) % n] = (uint8_t)random_next(&seed);
      if (n && round % 2) x[random_next(&seed) % n] ^= 0x80;
      wrong += sign(rt_compare_bytes(x, y, n)) != sign(memcmp(x, y, n));
    }
  }
  CU_ASSERT_EQUAL(wrong, 0);
  free(a);
  free(b);
}

static const unit_case CASES[] = {{"moves", test_moves}, {"comparisons", test_comparisons}};
UNIT_MAIN("rt_memory", CASES)
