/* Whole values: comparing, showing, counting; and that freeing does not recurse. */

#include <math.h>

#include "runtime/alloc.h"
#include "runtime/value.h"
#include "tests/unit/test_rt.h"

static int relation_of(double a, double b) {
  return gl_equal(&a, &b, &FLOAT) * 8 + gl_less(&a, &b, &FLOAT) * 4 + gl_less_equal(&a, &b, &FLOAT) * 2 +
         (gl_order(&a, &b, &FLOAT) == 0);
}

static void test_floats(void) {
  CU_ASSERT_EQUAL(relation_of(1, 1), 8 + 2 + 1);
  CU_ASSERT_EQUAL(relation_of(1, 2), 4 + 2);
  CU_ASSERT_EQUAL(relation_of(2, 1), 0);
  CU_ASSERT_EQUAL(relation_of(0.0, -0.0), 8 + 2 + 1);
  CU_ASSERT_EQUAL(relation_of(NAN, NAN), 1);
  CU_ASSERT_EQUAL(relation_of(NAN, 1), 0);
  double nan = NAN, one = 1;
  CU_ASSERT(gl_order(&nan, &one, &FLOAT) > 0);
  CU_ASSERT(rt_hash(&(double){0.0}, &FLOAT) == rt_hash(&(double){-0.0}, &FLOAT));
}

static int order(const char *a, const char *b) {
  gl_list *x = str(a), *y = str(b);
  int r = gl_order(&x, &y, &STR);
  CU_ASSERT_EQUAL(gl_equal(&x, &y, &STR), r == 0);
  CU_ASSERT_EQUAL(gl_less(&x, &y, &STR), r < 0);
  gl_drop_list(x, &CHAR);
  gl_drop_list(y, &CHAR);
  return r;
}

static void test_order(void) {
  BALANCED({
    CU_ASSERT(order("abc", "abd") < 0);
    CU_ASSERT(order("ab", "abc") < 0);
    CU_ASSERT(order("", "") == 0);
    CU_ASSERT(order("ab", "aé") < 0);
    CU_ASSERT(order("é", "z") > 0);
    maybe none = {0, 99}, one = {1, 1}, two = {1, 2}, other = {0, 7};
    CU_ASSERT(gl_order(&none, &one, &MAYBE) < 0);
    CU_ASSERT(gl_order(&one, &two, &MAYBE) < 0);
    CU_ASSERT(gl_equal(&none, &other, &MAYBE));
    pair a = {1, str("x")}, b = {1, str("y")};
    CU_ASSERT(gl_less(&a, &b, &PAIR));
    CU_ASSERT_FALSE(gl_equal(&a, &b, &PAIR));
    CU_ASSERT(rt_hash(&a, &PAIR) != rt_hash(&b, &PAIR));
    gl_drop_value(&a, &PAIR);
    gl_drop_value(&b, &PAIR);
    gl_list *wide = gl_list_append(str("€"), str("ab"), &CHAR), *tail, *narrow = str("ab");
    CU_ASSERT_FALSE(gl_list_slice(wide, 1, 1, 0, 0, 0, 0, &CHAR, 0, &tail));
    CU_ASSERT(gl_equal(&tail, &narrow, &STR)); /* the width is nobody's business */
    CU_ASSERT_EQUAL(rt_hash(&tail, &STR), rt_hash(&narrow, &STR));
    gl_drop_list(tail, &CHAR);
    gl_drop_list(narrow, &CHAR);
  });
}

static void test_source(void) {
  BALANCED({
    CU_ASSERT(is_source(&(int64_t){INT64_MIN}, &INT, "-9223372036854775808"));
    CU_ASSERT(is_source(&(uint8_t){1}, &BOOL, "true"));
    CU_ASSERT(is_source(&(uint32_t){'\''}, &CHAR, "'\\''"));
    CU_ASSERT(is_source(&(uint32_t){'"'}, &CHAR, "'\"'"));
    CU_ASSERT(is_source(&(uint32_t){7}, &CHAR, "'\\u{7}'"));
    CU_ASSERT(is_source(NULL, &UNIT, "()"));
    CU_ASSERT(is_source(&(maybe){0, 0}, &MAYBE, "none"));
    CU_ASSERT(is_source(&(maybe){1, 5}, &MAYBE, "5"));
    gl_list *s = str("a\"b\\\n\t'é\x01");
    CU_ASSERT(is_source(&s, &STR, "\"a\\\"b\\\\\\n\\t'é\\u{1}\""));
    CU_ASSERT(is_text(gl_show(&s, &STR), "a\"b\\\n\t'é\x01"));
    gl_drop_list(s, &CHAR);
    gl_list *pairs = gl_list_new(0, &PAIR);
    gl_list_push(pairs, &(pair){1, str("x")}, &PAIR);
    gl_list_push(pairs, &(pair){-2, str("")}, &PAIR);
    CU_ASSERT(is_source(&pairs, &PAIRS, "[(1,\"x\"),(-2,\"\")]"));
    gl_drop_list(pairs, &PAIR);
    gl_list *many = gl_list_new(5000, &INT);
    for (int64_t i = 0; i < 5000; i++) gl_list_push(many, &i, &INT);
    gl_list *text = gl_source(&many, &INTS);
    CU_ASSERT_EQUAL(text->len, 10 + 2 * 90 + 3 * 900 + 4 * 4000 + 4999 + 2);
    gl_drop_list(text, &CHAR);
    gl_drop_list(many, &INT);
  });
}

/* ---- counting ---- */

typedef struct link_captures {
  gl_closure *next;
  gl_list *text;
} link_captures;

static const gl_type *const FUN_PARTS[] = {&INT, &INT};
static const gl_type FUN = {
    .kind = GL_FUN, .pointers = 1, .count = 2, .size = sizeof(gl_closure *), .parts = FUN_PARTS};
static const gl_type *const CAPTURE_PARTS[] = {&FUN, &STR};
static const uint32_t CAPTURE_OFFSETS[] = {offsetof(link_captures, next), offsetof(link_captures, text)};
static const gl_type CAPTURES = {.kind = GL_TUPLE, .pointers = 1, .count = 2, .size = sizeof(link_captures),
                                 .parts = CAPTURE_PARTS, .offsets = CAPTURE_OFFSETS};

static void test_deep_chain(void) {
  BALANCED({
    gl_closure *chain = gl_closure_new(NULL, NULL);
    gl_list *text = str("shared");
    for (int i = 0; i < 1000000; i++) { /* as a program builds that composes functions in a loop */
      gl_closure *c = gl_closure_new(NULL, &CAPTURES);
      gl_dup(text);
      *(link_captures *)(c + 1) = (link_captures){chain, text};
      chain = c;
    }
    gl_dup(chain);
    gl_drop_closure(chain);
    gl_list *functions = gl_list_new(1, &FUN);
    gl_list_push(functions, &chain, &FUN);
    gl_drop_list(functions, &FUN);
    CU_ASSERT_EQUAL(text->rc, 1);
    gl_drop_list(text, &CHAR);
  });
}

static void test_long_list(void) {
  BALANCED({
    gl_list *rows = gl_list_new(1000000, &INTS);
    for (int64_t i = 0; i < 1000000; i++) gl_list_push(rows, (gl_list *[]){ints(1, &i)}, &INTS);
    gl_drop_list(rows, &INTS);
  });
}

static void test_counts(void) {
  gl_list *a = INTS_OF(1);
  pair p = {1, str("x")};
  gl_dup_value(&p, &PAIR);
  CU_ASSERT_EQUAL(p.text->rc, 2);
  gl_drop_value(&p, &PAIR);
  gl_drop_value(&p, &PAIR);
  a->rc = INT32_MAX;
  gl_dup(a); /* from now on immortal */
  gl_drop_list(a, &INT);
  CU_ASSERT_EQUAL(a->rc, INT32_MIN);
  a->rc = 1;
  gl_drop_list(a, &INT);
  CU_ASSERT_EQUAL(gl_live(), 0);
}

static const unit_case CASES[] = {
    {"floats", test_floats},         {"order", test_order},         {"source", test_source},
    {"deep chain", test_deep_chain}, {"long list", test_long_list}, {"counts", test_counts},
};
UNIT_MAIN("rt_value", CASES)
