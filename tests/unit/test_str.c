#include "support/str.h"

#include <string.h>

#include "tests/unit/unit.h"

static void test_compares(void) {
  CU_ASSERT(str_eq(STR("ab"), str_of("ab")));
  CU_ASSERT_FALSE(str_eq(STR("ab"), STR("abc")));
  CU_ASSERT(str_eq((str){0}, STR("")));
  CU_ASSERT(str_cmp(STR("ab"), STR("abc")) < 0);
  CU_ASSERT(str_cmp(STR("b"), STR("abc")) > 0);
  CU_ASSERT(str_cmp(STR("\xC3\xA9"), STR("z")) > 0);
  CU_ASSERT_EQUAL(str_cmp(STR(""), (str){0}), 0);
}

static void test_starts(void) {
  CU_ASSERT(str_starts(STR("--emit=ast"), STR("--emit=")));
  CU_ASSERT(str_starts(STR("x"), STR("")));
  CU_ASSERT_FALSE(str_starts(STR("--em"), STR("--emit=")));
}

static void test_copies(void) {
  arena *a = arena_new("test");
  str s = str_copy(a, (str){"abcdef", 2});
  CU_ASSERT_STRING_EQUAL(s.ptr, "ab");
  CU_ASSERT_EQUAL(str_copy(a, (str){0}).len, 0);
  CU_ASSERT_STRING_EQUAL(str_printf(a, "%d and " STR_FMT, 7, STR_ARG(STR("x"))).ptr, "7 and x");
  arena_free(a);
}

static void test_builds(void) {
  arena *a = arena_new("test");
  strbuf b = strbuf_new(a);
  CU_ASSERT_EQUAL(strbuf_str(&b).len, 0);
  for (int i = 0; i < 1000; i++) {
    strbuf_byte(&b, '<');
    strbuf_printf(&b, "%d", i);
    strbuf_add(&b, STR(">"));
  }
  str s = strbuf_str(&b);
  CU_ASSERT_EQUAL(s.len, 10 * 3 + 90 * 4 + 900 * 5);
  CU_ASSERT(str_starts(s, STR("<0><1><2>")));
  CU_ASSERT_EQUAL(memcmp(s.ptr + s.len - 5, "<999>", 5), 0);
  arena_free(a);
}

/* A format longer than the room left, at every fill of the first buffer. */
static void test_prints_at_the_edge(void) {
  arena *a = arena_new("test");
  for (int fill = 0; fill < 140; fill++) {
    strbuf b = strbuf_new(a);
    for (int i = 0; i < fill; i++) strbuf_byte(&b, '.');
    strbuf_printf(&b, "%s", "0123456789");
    CU_ASSERT_EQUAL(b.len, fill + 10);
    CU_ASSERT_EQUAL(memcmp(b.ptr + fill, "0123456789", 10), 0);
  }
  arena_free(a);
}

static void test_encodes(void) {
  arena *a = arena_new("test");
  strbuf b = strbuf_new(a);
  static const uint32_t scalars[] = {'a', 0x7F, 0x80, 0x7FF, 0x800, 0xFFFF, 0x10000, 0x10FFFF};
  for (size_t i = 0; i < sizeof scalars / sizeof *scalars; i++) strbuf_utf8(&b, scalars[i]);
  CU_ASSERT(str_eq(strbuf_str(&b), STR("a\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF"
                                       "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF")));
  arena_free(a);
}

static const unit_case cases[] = {
    {"compares", test_compares}, {"starts with", test_starts},                   {"copies", test_copies},
    {"builds", test_builds},     {"prints at the edge", test_prints_at_the_edge}, {"encodes UTF-8", test_encodes},
};
UNIT_MAIN("str", cases)
