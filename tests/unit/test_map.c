#include "support/map.h"

#include "tests/unit/unit.h"

static void test_empty(void) {
  arena *a = arena_new("test");
  map m = map_new(a);
  uint64_t value = 42;
  CU_ASSERT_FALSE(map_get(&m, 0, &value));
  CU_ASSERT_EQUAL(value, 42);
  CU_ASSERT_PTR_NULL(map_get_ptr(&m, 0));
  CU_ASSERT_EQUAL(arena_bytes(a), 0);
  arena_free(a);
}

static void test_every_key(void) {
  arena *a = arena_new("test");
  map m = map_new(a);
  uint64_t value;
  map_set(&m, 0, 5);
  CU_ASSERT(map_get(&m, 0, &value) && value == 5);
  map_set(&m, UINT64_MAX, 6);
  CU_ASSERT(map_get(&m, UINT64_MAX, &value) && value == 6);
  CU_ASSERT_EQUAL(m.count, 2);
  arena_free(a);
}

static void test_replaces(void) {
  arena *a = arena_new("test");
  map m = map_new(a);
  uint64_t value;
  map_set(&m, 1, 10);
  map_set(&m, 1, 11);
  CU_ASSERT(map_get(&m, 1, &value) && value == 11);
  CU_ASSERT_EQUAL(m.count, 1);
  arena_free(a);
}

/* Multiples of a large power of two would all fall into one slot if only the low bits were used. */
static void test_many(void) {
  enum { KEYS = 20000 };
  arena *a = arena_new("test");
  map m = map_new(a);
  uint64_t value;
  for (uint64_t i = 0; i < KEYS; i++) map_set(&m, i << 32, i + 1);
  CU_ASSERT_EQUAL(m.count, KEYS);
  for (uint64_t i = 0; i < KEYS; i++) CU_ASSERT(map_get(&m, i << 32, &value) && value == i + 1);
  CU_ASSERT_FALSE(map_get(&m, 1, &value));
  arena_free(a);
}

static void test_pointers(void) {
  arena *a = arena_new("test");
  map m = map_new(a);
  int x, y;
  map_set_ptr(&m, map_ptr_key(&x), &y);
  CU_ASSERT_PTR_EQUAL(map_get_ptr(&m, map_ptr_key(&x)), &y);
  CU_ASSERT_PTR_NULL(map_get_ptr(&m, map_ptr_key(&y)));
  arena_free(a);
}

static void test_hashes(void) {
  static const char text[] = "twelve bytes and more";
  CU_ASSERT_EQUAL(hash_bytes(text, 12), hash_bytes(text, 12));
  CU_ASSERT_NOT_EQUAL(hash_bytes(text, 12), hash_bytes(text, 13));
  CU_ASSERT_NOT_EQUAL(hash_bytes("a", 1), hash_bytes("a\0", 2));
  CU_ASSERT_NOT_EQUAL(hash_bytes("", 0), hash_bytes("\0", 1));
  CU_ASSERT_NOT_EQUAL(hash_mix(hash_mix(0, 1), 2), hash_mix(hash_mix(0, 2), 1));
}

static const unit_case cases[] = {
    {"an empty map has nothing", test_empty}, {"any key will do", test_every_key}, {"replaces", test_replaces},
    {"holds many keys", test_many},           {"holds pointers", test_pointers},   {"hashes tell apart", test_hashes},
};
UNIT_MAIN("map", cases)
