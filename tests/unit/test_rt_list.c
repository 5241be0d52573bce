/* Lists: against a naive model, in place where nobody can tell, and nothing left alive. */

#include "tests/unit/test_rt.h"

/* ---- building ---- */

static void test_push_grows(void) {
  BALANCED({
    gl_list *a = gl_list_new(-1, &INT);
    for (int64_t i = 0; i < 10000; i++) gl_list_push(a, &i, &INT);
    CU_ASSERT_EQUAL(a->len, 10000);
    int wrong = 0;
    for (int64_t i = 0; i < 10000; i++) wrong += ((int64_t *)a->data)[i] != i;
    CU_ASSERT_EQUAL(wrong, 0);
    gl_drop_list(a, &INT);
  });
}

static void test_chars_widen(void) {
  BALANCED({
    gl_list *s = gl_list_new(0, &CHAR);
    for (uint32_t i = 0; i < 100; i++) gl_chars_push(s, 'a');
    CU_ASSERT_EQUAL(s->width, 1);
    gl_chars_push(s, 0x1F600);
    CU_ASSERT_EQUAL(s->width, 4);
    CU_ASSERT_EQUAL(s->len, 101);
    for (uint32_t i = 0; i < 100; i++) gl_chars_push(s, 'b');
    CU_ASSERT_EQUAL(((uint32_t *)s->data)[50], 'a');
    CU_ASSERT_EQUAL(((uint32_t *)s->data)[150], 'b');
    gl_drop_list(s, &CHAR);
  });
}

static void test_append(void) {
  BALANCED({
    gl_list *a = gl_list_append(INTS_OF(1, 2), INTS_OF(3), &INT);
    CU_ASSERT(is_source(&a, &INTS, "[1,2,3]"));
    gl_dup(a);
    gl_list *b = gl_list_append(a, INTS_OF(4), &INT); /* a is shared: stays */
    CU_ASSERT(is_source(&a, &INTS, "[1,2,3]"));
    CU_ASSERT(is_source(&b, &INTS, "[1,2,3,4]"));
    gl_dup(b);
    b = gl_list_append(b, b, &INT); /* with itself */
    CU_ASSERT(is_source(&b, &INTS, "[1,2,3,4,1,2,3,4]"));
    gl_drop_list(a, &INT);
    gl_drop_list(b, &INT);
    CU_ASSERT(is_text(gl_list_append(str("ab"), str("ö"), &CHAR), "abö"));
    CU_ASSERT(is_text(gl_list_append(str("ö"), str("ab"), &CHAR), "öab"));
    CU_ASSERT(is_text(gl_list_append(str(""), str("ab"), &CHAR), "ab"));
  });
}

/* A short list goes in front of a long one within the long one's memory. */
static void test_append_before(void) {
  gl_list *a = INTS_OF(7), *b = gl_list_new(100, &INT), *kept = b;
  for (int64_t i = 0; i < 50; i++) gl_list_push(b, &i, &INT);
  gl_dup(a);
  gl_list *both = gl_list_append(a, b, &INT);
  CU_ASSERT_PTR_EQUAL(both, kept);
  CU_ASSERT_EQUAL(both->len, 51);
  const int64_t *items = (const int64_t *)both->data;
  CU_ASSERT(items[0] == 7 && items[1] == 0 && items[50] == 49);
  CU_ASSERT(is_source(&a, &INTS, "[7]"));
  gl_drop_list(a, &INT);
  gl_drop_list(both, &INT);
}

static void test_append_in_place(void) {
  gl_list *a = gl_list_new(100, &INT), *kept = a;
  for (int64_t i = 0; i < 50; i++) a = gl_list_push_value(a, &i, &INT);
  a = gl_list_append(a, INTS_OF(1, 2, 3), &INT);
  CU_ASSERT_PTR_EQUAL(a, kept);
  gl_drop_list(a, &INT);
}

static void test_put(void) {
  BALANCED({
    gl_list *a = INTS_OF(1, 2, 3), *b;
    int64_t x = 9;
    CU_ASSERT_FALSE(gl_list_put(a, -1, &x, &INT, 0, &b));
    CU_ASSERT_PTR_EQUAL(a, b);
    CU_ASSERT(is_source(&b, &INTS, "[1,2,9]"));
    gl_dup(b);
    gl_list *c;
    CU_ASSERT_FALSE(gl_list_put(b, 0, &x, &INT, 0, &c));
    CU_ASSERT(is_source(&b, &INTS, "[1,2,9]"));
    CU_ASSERT(is_source(&c, &INTS, "[9,2,9]"));
    CU_ASSERT(gl_list_put(c, 3, &x, &INT, 0, &c));
    CU_ASSERT_STRING_EQUAL(gl_failure_now()->message, "index 3 is out of range of 3 elements");
    CU_ASSERT_STRING_EQUAL(gl_failure_now()->values, "[9,2,9], 3");
    gl_drop_list(b, &INT);
    uint32_t eacute = 0xE9;
    gl_list *s;
    CU_ASSERT_FALSE(gl_list_put(str("cafe"), 3, &eacute, &CHAR, 0, &s));
    CU_ASSERT(is_text(s, "café"));
  });
}

static void test_repeat(void) {
  BALANCED({
    gl_list *a = INTS_OF(1, 2, 3), *b = gl_list_repeat(a, 5, &INT), *none = gl_list_repeat(a, -1, &INT);
    CU_ASSERT(is_source(&b, &INTS, "[1,2,3,1,2,3,1,2,3,1,2,3,1,2,3]"));
    CU_ASSERT_EQUAL(none->len, 0);
    gl_list *rows = gl_list_new(1, &INTS);
    gl_list_push(rows, &a, &INTS);
    gl_list *many = gl_list_repeat(rows, 3, &INTS);
    CU_ASSERT_EQUAL(a->rc, 4);
    gl_drop_list(rows, &INTS);
    gl_drop_list(many, &INTS);
    gl_drop_list(b, &INT);
    gl_drop_list(none, &INT);
  });
}

/* ---- slices against a model ---- */

static int64_t model_slice(const int64_t *from, int64_t n, int64_t lo, int64_t hi, int64_t step, int64_t *to) {
  int64_t count = 0;
  lo = lo < 0 ? lo + n : lo;
  hi = hi < 0 ? hi + n : hi;
  if (step > 0) {
    for (int64_t i = lo < 0 ? 0 : lo; i < hi && i < n; i += step) to[count++] = from[i];
  } else {
    for (int64_t i = lo >= n ? n - 1 : lo; i > hi && i >= 0; i += step) to[count++] = from[i];
  }
  return count;
}

static int slice_differs(uint64_t *seed) {
  int64_t model[64], want[64], n = (int64_t)(random_next(seed) % 40);
  for (int64_t i = 0; i < n; i++) model[i] = i;
  gl_list *a = ints(n, model), *shared = NULL;
  for (int depth = 0; depth < 4; depth++) { /* views of views, and copies of them */
    int64_t lo = (int64_t)(random_next(seed) % 60) - 30, hi = (int64_t)(random_next(seed) % 60) - 30;
    int64_t step = depth % 2 ? 1 : (int64_t)(random_next(seed) % 9) - 4;
    if (step == 0) step = 1;
    if (!shared && random_next(seed) % 3 == 0) gl_dup(shared = a);
    int64_t count = model_slice(model, n, lo, hi, step, want);
    gl_list *b;
    if (gl_list_slice(a, 1, lo, 1, hi, 1, step, &INT, 0, &b)) return 1;
    a = b;
    n = count;
    memcpy(model, want, sizeof model);
    bool same = a->len == count && (!count || memcmp(a->data, want, (size_t)count * 8) == 0);
    if (!same) return 1;
  }
  gl_drop_list(a, &INT);
  if (shared) gl_drop_list(shared, &INT);
  return 0;
}

static void test_slices(void) {
  BALANCED({
    uint64_t seed = 5;
    int wrong = 0;
    for (int i = 0; i < 20000; i++) wrong += slice_differs(&seed);
    CU_ASSERT_EQUAL(wrong, 0);
  });
}

static bool slice_is(gl_list *a, const char *spec, const char *want) {
  int64_t bounds[3] = {0};
  uint8_t has[3] = {0};
  int part = 0;
  for (const char *p = spec; *p;) {
    if (*p == ':') {
      part++;
      p++;
      continue;
    }
    char *end;
    bounds[part] = strtoll(p, &end, 10);
    has[part] = 1;
    p = end;
  }
  gl_list *b;
  gl_dup(a);
  if (gl_list_slice(a, has[0], bounds[0], has[1], bounds[1], has[2], bounds[2], &CHAR, 0, &b)) return false;
  return is_text(b, want);
}

static void test_slice_defaults(void) {
  BALANCED({
    gl_list *s = str("abcdefghijklmnopqrstuvwxyz");
    CU_ASSERT(slice_is(s, "::-1", "zyxwvutsrqponmlkjihgfedcba"));
    CU_ASSERT(slice_is(s, "2:5", "cde"));
    CU_ASSERT(slice_is(s, "-3:", "xyz"));
    CU_ASSERT(slice_is(s, ":-23", "abc"));
    CU_ASSERT(slice_is(s, "5:2", ""));
    CU_ASSERT(slice_is(s, "::9", "ajs"));
    CU_ASSERT(slice_is(s, "100:", ""));
    CU_ASSERT(slice_is(s, "-100:2", "ab"));
    CU_ASSERT(slice_is(s, "3::-2", "db"));
    CU_ASSERT(slice_is(s, "::9223372036854775807", "a"));
    CU_ASSERT(slice_is(s, "::-9223372036854775808", "z"));
    gl_list *b;
    CU_ASSERT(gl_list_slice(s, 0, 0, 0, 0, 1, 0, &CHAR, 0, &b));
    CU_ASSERT_EQUAL(gl_failure_now()->code, 910);
  });
}

static void test_views_share(void) {
  BALANCED({
    gl_list *a = gl_list_new(1000, &INT), *b, *c;
    for (int64_t i = 0; i < 1000; i++) gl_list_push(a, &i, &INT);
    gl_dup(a);
    CU_ASSERT_FALSE(gl_list_slice(a, 1, 10, 1, 900, 0, 0, &INT, 0, &b));
    CU_ASSERT_EQUAL(b->view, 1);
    gl_dup(b);
    CU_ASSERT_FALSE(gl_list_slice(b, 1, 10, 1, 100, 0, 0, &INT, 0, &c));
    CU_ASSERT_PTR_EQUAL(c->u.owner, a); /* a view of a view points to the root */
    gl_drop_list(a, &INT);
    gl_drop_list(b, &INT);
    CU_ASSERT_EQUAL(((int64_t *)c->data)[0], 20);
    int64_t x = -1;
    c = gl_list_push_value(c, &x, &INT); /* copies: the root is not ours */
    CU_ASSERT_EQUAL(c->view, 0);
    gl_drop_list(c, &INT);
  });
}

/* ---- bulk ---- */

static void test_parts(void) {
  BALANCED({
    gl_list *out;
    CU_ASSERT_FALSE(gl_list_windows(INTS_OF(1, 2, 3, 4), 2, &INT, 0, &out));
    CU_ASSERT(is_source(&out, &ROWS, "[[1,2],[2,3],[3,4]]"));
    gl_drop_list(out, &INTS);
    CU_ASSERT_FALSE(gl_list_windows(INTS_OF(1, 2), 3, &INT, 0, &out));
    CU_ASSERT(is_source(&out, &ROWS, "[]"));
    gl_drop_list(out, &INTS);
    CU_ASSERT_FALSE(gl_list_chunks(INTS_OF(1, 2, 3, 4, 5, 6, 7), 3, &INT, 0, &out));
    CU_ASSERT(is_source(&out, &ROWS, "[[1,2,3],[4,5,6],[7]]"));
    gl_list *columns = gl_list_transpose(out, &INTS);
    CU_ASSERT(is_source(&columns, &ROWS, "[[1,4,7]]"));
    gl_drop_list(columns, &INTS);
    gl_drop_list(out, &INTS);
    CU_ASSERT(gl_list_chunks(INTS_OF(1), 0, &INT, 0, &out));
    CU_ASSERT(gl_list_windows(INTS_OF(1), 0, &INT, 0, &out));
    gl_list *rows = gl_list_new(2, &STR);
    gl_list_push(rows, (gl_list *[]){str("abc")}, &STR);
    gl_list_push(rows, (gl_list *[]){str("äöü!")}, &STR);
    columns = gl_list_transpose(rows, &STR);
    CU_ASSERT(is_source(&columns, &STRS, "[\"aä\",\"bö\",\"cü\"]"));
    gl_drop_list(columns, &STR);
    gl_drop_list(rows, &STR);
  });
}

static void test_rev_elem_uniq(void) {
  BALANCED({
    gl_list *a = gl_list_rev(INTS_OF(1, 2, 3), &INT);
    CU_ASSERT(is_source(&a, &INTS, "[3,2,1]"));
    CU_ASSERT(gl_list_elem(&(int64_t){2}, a, &INT));
    CU_ASSERT_FALSE(gl_list_elem(&(int64_t){7}, a, &INT));
    gl_drop_list(a, &INT);
    a = gl_list_uniq(INTS_OF(3, 1, 3, 2, 1), &INT);
    CU_ASSERT(is_source(&a, &INTS, "[3,1,2]"));
    gl_drop_list(a, &INT);
    CU_ASSERT(is_text(gl_list_uniq(str("mississippi"), &CHAR), "misp"));
    CU_ASSERT(is_text(gl_list_uniq(str("äöäöx"), &CHAR), "äöx"));
    CU_ASSERT(is_text(gl_list_rev(str("añb"), &CHAR), "bña"));
    gl_list *pairs = gl_list_new(0, &PAIR);
    for (int64_t i = 0; i < 100; i++) gl_list_push(pairs, &(pair){i % 7, str(i % 3 ? "x" : "yy")}, &PAIR);
    pairs = gl_list_uniq(pairs, &PAIR);
    CU_ASSERT_EQUAL(pairs->len, 14);
    gl_list *back = pairs;
    gl_dup(pairs);
    back = gl_list_rev(back, &PAIR);
    CU_ASSERT(gl_list_elem(&((pair *)pairs->data)[3], back, &PAIR));
    gl_drop_list(back, &PAIR);
    gl_drop_list(pairs, &PAIR);
  });
}

static void test_static_data(void) {
  static const int64_t values[] = {1, 2, 3, 4, 5, 6, 7, 8};
  static gl_list list = {.rc = 0, .len = 8, .data = (uint8_t *)(uintptr_t)values};
  BALANCED({
    gl_list *a = &list, *b;
    gl_dup(a);
    CU_ASSERT_FALSE(gl_list_slice(a, 1, 1, 0, 0, 0, 0, &INT, 0, &b));
    CU_ASSERT(is_source(&b, &INTS, "[2,3,4,5,6,7,8]"));
    gl_drop_list(b, &INT);
    b = gl_list_rev(a, &INT);
    CU_ASSERT(is_source(&b, &INTS, "[8,7,6,5,4,3,2,1]"));
    gl_drop_list(b, &INT);
    gl_drop_list(a, &INT);
    CU_ASSERT(list.rc == 0 && values[0] == 1);
  });
}

static const unit_case CASES[] = {
    {"push grows", test_push_grows},
    {"chars widen", test_chars_widen},
    {"append", test_append},
    {"append in place", test_append_in_place},
    {"append before", test_append_before},
    {"put", test_put},
    {"repeat", test_repeat},
    {"slices", test_slices},
    {"slice defaults", test_slice_defaults},
    {"views share", test_views_share},
    {"windows, chunks, transpose", test_parts},
    {"rev, elem, uniq", test_rev_elem_uniq},
    {"static data", test_static_data},
};
UNIT_MAIN("rt_list", CASES)
