#include "support/intern.h"

#include "tests/unit/unit.h"

static void test_same_bytes_same_number(void) {
  arena *a = arena_new("test");
  intern *in = intern_new(a);
  char local[] = "name";
  sym s = intern_add(in, STR("name"));
  CU_ASSERT_NOT_EQUAL(s, 0);
  CU_ASSERT_EQUAL(intern_add(in, str_of(local)), s);
  CU_ASSERT_NOT_EQUAL(intern_add(in, STR("nam")), s);
  CU_ASSERT_NOT_EQUAL(intern_add(in, STR("Name")), s);
  arena_free(a);
}

static void test_finds(void) {
  arena *a = arena_new("test");
  intern *in = intern_new(a);
  CU_ASSERT_EQUAL(intern_find(in, STR("x")), 0);
  sym s = intern_add(in, STR("x"));
  CU_ASSERT_EQUAL(intern_find(in, STR("x")), s);
  CU_ASSERT_EQUAL(intern_find(in, STR("y")), 0);
  arena_free(a);
}

static void test_no_name(void) {
  arena *a = arena_new("test");
  intern *in = intern_new(a);
  CU_ASSERT_EQUAL(intern_str(in, 0).len, 0);
  sym empty = intern_add(in, STR(""));
  CU_ASSERT_NOT_EQUAL(empty, 0);
  CU_ASSERT_EQUAL(intern_find(in, STR("")), empty);
  arena_free(a);
}

static void test_names_stay(void) {
  enum { NAMES = 5000 };
  arena *a = arena_new("test");
  intern *in = intern_new(a);
  str first = intern_str(in, intern_add(in, STR("first")));
  for (unsigned i = 0; i < NAMES; i++) CU_ASSERT_EQUAL(intern_add(in, str_printf(a, "n%u", i)), i + 2);
  for (unsigned i = 0; i < NAMES; i++) CU_ASSERT(str_eq(intern_str(in, i + 2), str_printf(a, "n%u", i)));
  CU_ASSERT_PTR_EQUAL(intern_str(in, 1).ptr, first.ptr);
  CU_ASSERT_STRING_EQUAL(first.ptr, "first");
  arena_free(a);
}

static const unit_case cases[] = {
    {"same bytes, same number", test_same_bytes_same_number},
    {"finds", test_finds},
    {"0 is no name", test_no_name},
    {"names stay where they are", test_names_stay},
};
UNIT_MAIN("intern", cases)
