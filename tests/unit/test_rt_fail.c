/* Failures on record: sentences with values, long ones shortened, frames counted; constants that failed fail again. */

#include "runtime/fail.h"
#include "tests/unit/test_rt.h"

static bool says(const char *message, const char *values) {
  const gl_failure *f = gl_failure_now();
  bool same = strcmp(f->message, message) == 0 && strcmp(f->values, values) == 0;
  if (!same) fprintf(stderr, "got `%s` and `%s`\n", f->message, f->values);
  return same;
}

typedef struct two {
  gl_list *list;
  int64_t i;
} two;

static const gl_type *const TWO_PARTS[] = {&INTS, &INT};
static const uint32_t TWO_OFFSETS[] = {offsetof(two, list), offsetof(two, i)};
static const gl_type TWO = {
    .kind = GL_TUPLE, .pointers = 1, .count = 2, .size = sizeof(two), .parts = TWO_PARTS, .offsets = TWO_OFFSETS};

static void test_sentences(void) {
  two operands = {INTS_OF(1, 2), 5};
  gl_fail(901, 7, &operands, &TWO);
  CU_ASSERT(says("index 5 is out of range of 2 elements", "[1,2], 5"));
  gl_drop_list(operands.list, &INT);
  CU_ASSERT(rt_fail_ints(902, 8, NULL, 10, 0));
  CU_ASSERT(says("division by zero", "10, 0"));
  CU_ASSERT_EQUAL(gl_failure_now()->site, 8);
  gl_fail(904, 9, NULL, NULL);
  CU_ASSERT(says("the list is empty", ""));
  gl_fail(901, 9, NULL, NULL);
  CU_ASSERT(says("index out of range", ""));
  gl_fail_int(903, 9, 5);
  CU_ASSERT(says("the result does not fit into 64 bits; `.big` has no such limit", "5"));
  gl_fail(640, 9, NULL, NULL);
  CU_ASSERT_EQUAL(gl_failure_now()->code, 640);
}

static void test_own_words(void) {
  gl_list *why = str("the ärgument #0 was %0");
  gl_fail_text(909, 3, why);
  CU_ASSERT(says("the ärgument #0 was %0", ""));
  gl_drop_list(why, &CHAR);
  gl_list *e = str("é"), *many = gl_list_repeat(e, 1000, &CHAR);
  gl_fail_text(909, 3, many);
  const char *text = gl_failure_now()->message;
  size_t length = strlen(text);
  CU_ASSERT(length < GL_VALUES && length > GL_VALUES - 6);
  CU_ASSERT_STRING_EQUAL(text + length - 5, "é...");
  gl_drop_list(many, &CHAR);
  gl_drop_list(e, &CHAR);
}

static void test_long_values(void) {
  gl_list *a = gl_list_new(1000000, &INT);
  for (int64_t i = 0; i < 1000000; i++) gl_list_push(a, &i, &INT);
  CU_ASSERT(rt_fail_index(0, a, &INT, -1000001));
  const char *text = gl_failure_now()->values;
  CU_ASSERT_EQUAL(strncmp(text, "[0,1,2,3,", 9), 0);
  CU_ASSERT_PTR_NOT_NULL(strstr(text, "..., -1000001"));
  CU_ASSERT_STRING_EQUAL(gl_failure_now()->message, "index -1000001 is out of range of 1000000 elements");
  gl_drop_list(a, &INT);
}

static void test_frames(void) {
  CU_ASSERT(rt_fail_int(903, 1, NULL, 1));
  for (uint32_t i = 0; i < 100; i++) gl_fail_frame(i + 10);
  CU_ASSERT_EQUAL(gl_failure_now()->frame_count, 100);
  CU_ASSERT_EQUAL(gl_failure_now()->frames[0], 10);
  CU_ASSERT_EQUAL(gl_failure_now()->frames[GL_FRAMES - 1], GL_FRAMES + 9);
  gl_fail_clear();
  CU_ASSERT_EQUAL(gl_failure_now()->code, 0);
  CU_ASSERT(rt_fail_int(903, 1, NULL, 1));
  CU_ASSERT_EQUAL(gl_failure_now()->frame_count, 0);
}

static void test_constants(void) {
  BALANCED({
    gl_global g = {0};
    CU_ASSERT_FALSE(gl_global_enter(&g, 4));
    CU_ASSERT(gl_global_enter(&g, 5)); /* it needs itself */
    CU_ASSERT_EQUAL(gl_failure_now()->code, 317);
    CU_ASSERT(rt_fail_ints(902, 6, NULL, 1, 0));
    gl_global_leave(&g, true);
    gl_fail_clear();
    CU_ASSERT(gl_global_enter(&g, 7));
    CU_ASSERT_EQUAL(gl_failure_now()->code, 902);
    CU_ASSERT_EQUAL(gl_failure_now()->site, 6);
    gl_list *value = str("x");
    gl_global_drop(&g, &value, &STR);
    CU_ASSERT_FALSE(gl_global_enter(&g, 8));
    gl_global_leave(&g, false);
    CU_ASSERT_EQUAL(g.state, GL_GLOBAL_READY);
    gl_global_drop(&g, &value, &STR);
  });
}

static const unit_case CASES[] = {
    {"sentences", test_sentences}, {"own words", test_own_words}, {"long values", test_long_values},
    {"frames", test_frames},       {"constants", test_constants},
};
UNIT_MAIN("rt_fail", CASES)
