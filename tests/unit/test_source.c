#include "support/source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/unit/unit.h"

static bool at(source_set *s, uint32_t offset, uint32_t line, uint32_t column) {
  source_pos p = source_pos_of(s, 0, offset);
  return p.line == line && p.column == column;
}

static void test_positions(void) {
  arena *a = arena_new("test");
  source_set *s = source_set_new(a);
  source_add(s, STR("t"), STR("ab\n\n\xC3\xA9z\r\nlast"));
  CU_ASSERT(at(s, 0, 1, 1));
  CU_ASSERT(at(s, 2, 1, 3));
  CU_ASSERT(at(s, 3, 2, 1));
  CU_ASSERT(at(s, 4, 3, 1));
  CU_ASSERT(at(s, 6, 3, 2));
  CU_ASSERT(at(s, 9, 4, 1));
  CU_ASSERT(at(s, 13, 4, 5));
  CU_ASSERT(at(s, 999, 4, 5));
  arena_free(a);
}

static void test_lines(void) {
  arena *a = arena_new("test");
  source_set *s = source_set_new(a);
  source_add(s, STR("t"), STR("ab\n\ncd\r\n"));
  CU_ASSERT(str_eq(source_line(s, 0, 1), STR("ab")));
  CU_ASSERT(str_eq(source_line(s, 0, 2), STR("")));
  CU_ASSERT(str_eq(source_line(s, 0, 3), STR("cd")));
  CU_ASSERT(str_eq(source_line(s, 0, 4), STR("")));
  arena_free(a);
}

static void test_empty(void) {
  arena *a = arena_new("test");
  source_set *s = source_set_new(a);
  source_add(s, STR("nothing"), STR(""));
  CU_ASSERT(at(s, 0, 1, 1));
  CU_ASSERT_EQUAL(source_line(s, 0, 1).len, 0);
  CU_ASSERT_EQUAL(source_text(s, 0).ptr[0], '\0');
  arena_free(a);
}

static void test_copies(void) {
  arena *a = arena_new("test");
  source_set *s = source_set_new(a);
  char text[] = "1+1";
  for (uint32_t i = 0; i < 20; i++) CU_ASSERT_EQUAL(source_add(s, str_printf(a, "%u", i), str_of(text)), i);
  text[0] = '?';
  CU_ASSERT_EQUAL(source_count(s), 20);
  CU_ASSERT_STRING_EQUAL(source_text(s, 7).ptr, "1+1");
  CU_ASSERT_STRING_EQUAL(source_name(s, 7).ptr, "7");
  arena_free(a);
}

static size_t first_bad(str text) {
  size_t offset = 0;
  return utf8_valid(text, &offset) ? SIZE_MAX : offset;
}

static void test_utf8_valid(void) {
  CU_ASSERT_EQUAL(first_bad(STR("")), SIZE_MAX);
  CU_ASSERT_EQUAL(first_bad(STR("plain ASCII, longer than eight bytes")), SIZE_MAX);
  CU_ASSERT_EQUAL(first_bad(STR("\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF")), SIZE_MAX);
}

static void test_utf8_invalid(void) {
  CU_ASSERT_EQUAL(first_bad(STR("0123456789\xFF!")), 10);
  CU_ASSERT_EQUAL(first_bad(STR("a\x80")), 1);             /* a tail alone */
  CU_ASSERT_EQUAL(first_bad(STR("\xC3")), 0);              /* cut short */
  CU_ASSERT_EQUAL(first_bad(STR("\xC3(")), 0);             /* no tail */
  CU_ASSERT_EQUAL(first_bad(STR("\xC0\x80")), 0);          /* overlong */
  CU_ASSERT_EQUAL(first_bad(STR("\xE0\x9F\xBF")), 0);      /* overlong */
  CU_ASSERT_EQUAL(first_bad(STR("\xF0\x8F\xBF\xBF")), 0);  /* overlong */
  CU_ASSERT_EQUAL(first_bad(STR("\xED\xA0\x80")), 0);      /* a surrogate */
  CU_ASSERT_EQUAL(first_bad(STR("\xF4\x90\x80\x80")), 0);  /* above U+10FFFF */
  CU_ASSERT_EQUAL(first_bad(STR("\xF8\x88\x80\x80")), 0);  /* five bytes once */
  CU_ASSERT_FALSE(utf8_valid(STR("\xFF"), NULL));
}

/* Every scalar there is comes back from its encoding. */
static void test_utf8_round_trip(void) {
  arena *a = arena_new("test");
  strbuf b = strbuf_new(a);
  uint32_t wrong = 0;
  for (uint32_t c = 0; c <= 0x10FFFF; c = c == 0xD7FF ? 0xE000 : c + 1) {
    b.len = 0;
    strbuf_utf8(&b, c);
    str s = strbuf_str(&b);
    const char *p = s.ptr;
    wrong += !utf8_valid(s, NULL) || utf8_next(&p, s.ptr + s.len) != c || p != s.ptr + s.len;
  }
  CU_ASSERT_EQUAL(wrong, 0);
  arena_free(a);
}

static void test_utf8_survives_bad_bytes(void) {
  str text = STR("\xE2\x82z\xFF");
  const char *p = text.ptr, *end = p + text.len;
  static const uint32_t want[] = {0xFFFD, 0xFFFD, 'z', 0xFFFD};
  for (size_t i = 0; i < 4; i++) CU_ASSERT_EQUAL(utf8_next(&p, end), want[i]);
  CU_ASSERT_PTR_EQUAL(p, end);
}

static void test_reads_files(void) {
  arena *a = arena_new("test");
  char path[] = "/tmp/gael-source-XXXXXX";
  int fd = mkstemp(path);
  FILE *f = fdopen(fd, "w");
  for (int i = 0; i < 3000; i++) fputs("line\n", f);
  fclose(f);
  str text;
  CU_ASSERT(source_read_file(a, path, &text) && text.len == 15000 && str_starts(text, STR("line\nline\n")));
  unlink(path);
  CU_ASSERT(!source_read_file(a, path, &text) && errno == ENOENT);
  CU_ASSERT(!source_read_file(a, "/", &text) && errno == EISDIR);
  CU_ASSERT(source_read_file(a, "/dev/null", &text) && text.len == 0);
  CU_ASSERT(source_read_file(a, "/proc/self/status", &text) && text.len > 0); /* fstat says 0 bytes */
  arena_free(a);
}

static const unit_case cases[] = {
    {"positions", test_positions},
    {"lines", test_lines},
    {"an empty source", test_empty},
    {"copies names and texts", test_copies},
    {"valid UTF-8", test_utf8_valid},
    {"invalid UTF-8", test_utf8_invalid},
    {"UTF-8 there and back", test_utf8_round_trip},
    {"bad bytes are survived", test_utf8_survives_bad_bytes},
    {"reads files", test_reads_files},
};
UNIT_MAIN("source", cases)
