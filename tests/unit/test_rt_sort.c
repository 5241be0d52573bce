/* Sorting: stable, complete, and right at the odd values. */

#include <math.h>

#include "tests/unit/test_rt.h"

/* Shapes that merge sorts meet: random, few values, runs up and down, saw teeth. */
static int64_t shape(int kind, int64_t i, int64_t n, uint64_t *seed) {
  switch (kind) {
  case 0: return (int64_t)random_next(seed);
  case 1: return (int64_t)(random_next(seed) % 5);
  case 2: return i;
  case 3: return n - i;
  case 4: return i % 97;
  case 5: return i < n / 2 ? i : n - i;
  }
  return i + (int64_t)(random_next(seed) % 20);
}
enum { SHAPES = 7 };

static bool ascending(const int64_t *x, int64_t n) {
  for (int64_t i = 1; i < n; i++) {
    if (x[i - 1] > x[i]) return false;
  }
  return true;
}

static void test_ints(void) {
  uint64_t seed = 11;
  int wrong = 0;
  for (int64_t n = 0; n < 3000; n = n < 100 ? n + 1 : n * 3 / 2) {
    for (int kind = 0; kind < SHAPES; kind++) {
      gl_list *a = gl_list_new(n, &INT);
      uint64_t sum = 0, mix = 0;
      for (int64_t i = 0; i < n; i++) {
        int64_t x = shape(kind, i, n, &seed);
        sum += (uint64_t)x;
        mix ^= (uint64_t)x * 31;
        gl_list_push(a, &x, &INT);
      }
      a = gl_list_sort(a, &INT);
      for (int64_t i = 0; i < n; i++) {
        sum -= (uint64_t)((int64_t *)a->data)[i];
        mix ^= (uint64_t)((int64_t *)a->data)[i] * 31;
      }
      wrong += !ascending((int64_t *)a->data, n) || sum || mix;
      gl_drop_list(a, &INT);
    }
  }
  CU_ASSERT_EQUAL(wrong, 0);
}

/* order must list equal elements by position; sort must agree with it. */
static void test_order_is_stable(void) {
  uint64_t seed = 12;
  int wrong = 0;
  for (int64_t n = 1; n < 2000; n = n * 2 + 1) {
    for (int kind = 0; kind < SHAPES; kind++) {
      gl_list *a = gl_list_new(n, &INT), *rows = gl_list_new(n, &INTS);
      for (int64_t i = 0; i < n; i++) {
        int64_t x = shape(kind, i, n, &seed) % 50;
        gl_list *row = ints(1, &x);
        gl_list_push(a, &x, &INT);
        gl_list_push(rows, &row, &INTS);
      }
      gl_list *by_key = gl_list_order(a, &INT), *by_value = gl_list_order(rows, &INTS);
      const int64_t *x = (int64_t *)a->data, *o = (int64_t *)by_key->data, *p = (int64_t *)by_value->data;
      for (int64_t i = 0; i < n; i++) {
        wrong += o[i] != p[i];
        if (i && (x[o[i - 1]] > x[o[i]] || (x[o[i - 1]] == x[o[i]] && o[i - 1] > o[i]))) wrong++;
      }
      rows = gl_list_sort(rows, &INTS);
      for (int64_t i = 0; i < n; i++) wrong += *(int64_t *)((gl_list **)rows->data)[i]->data != x[o[i]];
      gl_drop_list(by_key, &INT);
      gl_drop_list(by_value, &INT);
      gl_drop_list(a, &INT);
      gl_drop_list(rows, &INTS);
    }
  }
  CU_ASSERT_EQUAL(wrong, 0);
}

static void test_floats(void) {
  double values[] = {3, NAN, -0.0, INFINITY, 0.0, -INFINITY, 1, NAN, -5.5};
  gl_list *a = gl_list_new(9, &FLOAT);
  for (int i = 0; i < 9; i++) gl_list_push(a, &values[i], &FLOAT);
  gl_list *order = gl_list_order(a, &FLOAT);
  CU_ASSERT(is_source(&order, &INTS, "[5,8,2,4,6,0,3,1,7]"));
  a = gl_list_sort(a, &FLOAT);
  CU_ASSERT(is_source(&a, &FLOATS, "[-inf,-5.5,-0.0,0.0,1.0,3.0,inf,nan,nan]"));
  a = gl_list_uniq(a, &FLOAT);
  CU_ASSERT(is_source(&a, &FLOATS, "[-inf,-5.5,-0.0,1.0,3.0,inf,nan]"));
  gl_drop_list(order, &INT);
  gl_drop_list(a, &FLOAT);
}

static void test_text(void) {
  CU_ASSERT(is_text(gl_list_sort(str("hello world"), &CHAR), " dehllloorw"));
  CU_ASSERT(is_text(gl_list_sort(str("zäaöb"), &CHAR), "abzäö"));
  gl_list *words = gl_list_new(0, &STR);
  static const char *const TEXTS[] = {"pear", "apple", "fig", "äpfel", "", "app", "apple"};
  for (int i = 0; i < 7; i++) gl_list_push(words, (gl_list *[]){str(TEXTS[i])}, &STR);
  words = gl_list_sort(words, &STR);
  CU_ASSERT(is_source(&words, &STRS, "[\"\",\"app\",\"apple\",\"apple\",\"fig\",\"pear\",\"äpfel\"]"));
  gl_drop_list(words, &STR);
}

/* Characters around the border of a byte, in texts of both widths, where keys must not decide too much. */
static void test_text_keys(void) {
  static const char *const LETTERS[] = {"a", "b", "\u00fe", "\u00ff", "\u0100", "\u0200", "\U0001F600"};
  uint64_t seed = 13;
  int wrong = 0;
  gl_list *words = gl_list_new(0, &STR);
  for (int i = 0; i < 3000; i++) {
    gl_list *word = str("");
    for (uint64_t n = random_next(&seed) % 12; n; n--) {
      word = gl_list_append(word, str(LETTERS[random_next(&seed) % (i % 2 ? 2 : 7)]), &CHAR);
    }
    gl_list_push(words, &word, &STR);
  }
  words = gl_list_sort(words, &STR);
  gl_list **x = (gl_list **)words->data;
  for (int i = 1; i < 3000; i++) wrong += gl_order(&x[i - 1], &x[i], &STR) > 0;
  CU_ASSERT_EQUAL(wrong, 0);
  gl_drop_list(words, &STR);
}

/* Texts that agree in their first 8, 16 or 40 characters, that end in zeros, and pairs of a number and such a text: the keys of
   one level leave them equal. */
static gl_list *common(uint64_t *seed) {
  static const char *const HEADS[] = {"", "12345678", "12345678abcdefgh", "a text of forty characters and no others", "é"};
  gl_list *s = str(HEADS[random_next(seed) % 5]);
  for (uint64_t n = random_next(seed) % 3; n; n--) s = gl_list_append(s, gl_str_new("a\0b" + random_next(seed) % 3, 1), &CHAR);
  return s;
}

static void test_levels(void) {
  uint64_t seed = 14;
  int wrong = 0;
  for (int round = 0; round < 200; round++) {
    gl_list *pairs = gl_list_new(0, &PAIR);
    int64_t n = (int64_t)(random_next(&seed) % 200);
    for (int64_t i = 0; i < n; i++) {
      pair p = {(int64_t)(random_next(&seed) % 4), common(&seed)};
      gl_list_push(pairs, &p, &PAIR);
    }
    gl_list *order = gl_list_order(pairs, &PAIR);
    const pair *x = (pair *)pairs->data;
    const int64_t *o = (int64_t *)order->data;
    for (int64_t i = 1; i < n; i++) {
      int32_t r = gl_order(&x[o[i - 1]], &x[o[i]], &PAIR);
      wrong += r > 0 || (r == 0 && o[i - 1] > o[i]);
    }
    gl_drop_list(order, &INT);
    gl_drop_list(pairs, &PAIR);
  }
  CU_ASSERT_EQUAL(wrong, 0);
}

static void test_in_place(void) {
  BALANCED({
    gl_list *a = INTS_OF(3, 1, 2), *b = gl_list_sort(a, &INT);
    CU_ASSERT_PTR_EQUAL(a, b);
    gl_dup(b);
    CU_ASSERT_PTR_EQUAL(gl_list_sort(b, &INT), a); /* sorted and shared: itself */
    gl_drop_list(b, &INT);
    gl_drop_list(b, &INT);
    gl_list *pairs = gl_list_new(0, &PAIR);
    for (int64_t i = 0; i < 200; i++) gl_list_push(pairs, &(pair){(i * 37) % 11, str(i % 2 ? "b" : "a")}, &PAIR);
    gl_dup(pairs);
    gl_list *sorted = gl_list_sort(pairs, &PAIR);
    int wrong = 0;
    const pair *x = (pair *)sorted->data;
    for (int64_t i = 1; i < 200; i++) wrong += gl_order(&x[i - 1], &x[i], &PAIR) > 0;
    CU_ASSERT_EQUAL(wrong, 0);
    CU_ASSERT_EQUAL(((pair *)pairs->data)[1].number, 4);
    gl_drop_list(sorted, &PAIR);
    gl_drop_list(pairs, &PAIR);
  });
}

static const unit_case CASES[] = {
    {"ints", test_ints}, {"order is stable", test_order_is_stable}, {"floats", test_floats}, {"text", test_text},
    {"text keys", test_text_keys}, {"levels of keys", test_levels},
    {"in place", test_in_place},
};
UNIT_MAIN("rt_sort", CASES)
