#include "support/vec.h"

#include "tests/unit/unit.h"

typedef struct wide {
  char tag;
  uint64_t words[3];
} wide;

static void test_pushes(void) {
  arena *a = arena_new("test");
  VEC(int) v = {0};
  for (int i = 0; i < 10000; i++) vec_push(a, &v, i * 3);
  CU_ASSERT_EQUAL(v.len, 10000);
  for (int i = 0; i < 10000; i++) CU_ASSERT_EQUAL(v.items[i], i * 3);
  arena_free(a);
}

static void test_is_a_stack(void) {
  arena *a = arena_new("test");
  VEC(const char *) v = {0};
  vec_push(a, &v, "one");
  vec_push(a, &v, "two");
  CU_ASSERT_STRING_EQUAL(vec_last(&v), "two");
  CU_ASSERT_STRING_EQUAL(vec_pop(&v), "two");
  CU_ASSERT_STRING_EQUAL(vec_pop(&v), "one");
  CU_ASSERT_EQUAL(v.len, 0);
  arena_free(a);
}

static void test_holds_structs(void) {
  arena *a = arena_new("test");
  VEC(wide) v = {0};
  for (uint64_t i = 0; i < 100; i++) vec_push(a, &v, ((wide){(char)i, {i, i + 1, i + 2}}));
  for (uint64_t i = 0; i < 100; i++) CU_ASSERT(v.items[i].tag == (char)i && v.items[i].words[2] == i + 2);
  arena_free(a);
}

/* The old items stay readable while the new one is computed from them. */
static void test_pushes_its_own_item(void) {
  arena *a = arena_new("test");
  VEC(int) v = {0};
  vec_push(a, &v, 7);
  for (int i = 0; i < 100; i++) vec_push(a, &v, v.items[0]);
  CU_ASSERT_EQUAL(vec_last(&v), 7);
  arena_free(a);
}

static const unit_case cases[] = {
    {"pushes", test_pushes},
    {"is a stack", test_is_a_stack},
    {"holds structs", test_holds_structs},
    {"pushes its own item", test_pushes_its_own_item},
};
UNIT_MAIN("vec", cases)
