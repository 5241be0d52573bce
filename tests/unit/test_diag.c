#include "support/diag.h"

#include <stdio.h>
#include <string.h>

#include "tests/unit/unit.h"

enum { LIMIT = 20 };

/* A sink, one source and a place to render to. */
typedef struct bench {
  arena *home;
  source_set *sources;
  diag_sink *sink;
} bench;

static bench bench_new(str text) {
  arena *a = arena_new("test");
  bench b = {a, source_set_new(a), diag_sink_new(a, LIMIT)};
  source_add(b.sources, STR("t.gael"), text);
  return b;
}

static str as_text(const bench *b) {
  strbuf out = strbuf_new(b->home);
  diag_render_text(&out, b->sink, b->sources, false);
  return strbuf_str(&out);
}

static str as_json(const bench *b) {
  strbuf out = strbuf_new(b->home);
  diag_render_json(&out, b->sink, b->sources);
  return strbuf_str(&out);
}

static bool same(str got, const char *want) {
  if (str_eq(got, str_of(want))) return true;
  fprintf(stderr, "--- got\n" STR_FMT "--- want\n%s---\n", STR_ARG(got), want);
  return false;
}

static void test_codes(void) {
  CU_ASSERT_STRING_EQUAL(diag_code_text(DIAG_invalid_utf8), "GL0001");
  CU_ASSERT_STRING_EQUAL(diag_code_text(DIAG_type_mismatch), "GL0301");
  CU_ASSERT_STRING_EQUAL(diag_code_name(DIAG_type_mismatch), "type_mismatch");
  CU_ASSERT_STRING_EQUAL(diag_code_summary(DIAG_type_mismatch), "two types that should be one");
}

static void test_sorts(void) {
  bench b = bench_new(STR("abcdef"));
  diag_report(b.sink, DIAG_type_mismatch, (span){4, 5, 0}, "third");
  diag_report(b.sink, DIAG_type_mismatch, (span){1, 2, 0}, "second");
  diag_report(b.sink, DIAG_unknown_name, (span){1, 2, 0}, "first");
  CU_ASSERT_EQUAL(diag_count(b.sink), 3);
  static const char *const want[] = {"first", "second", "third"};
  for (uint32_t i = 0; i < 3; i++) CU_ASSERT_STRING_EQUAL(diag_at(b.sink, i)->message.ptr, want[i]);
  arena_free(b.home);
}

static void test_drops_duplicates(void) {
  bench b = bench_new(STR("abcdef"));
  diag_report(b.sink, DIAG_unknown_name, (span){1, 2, 0}, "kept");
  diag *again = diag_report(b.sink, DIAG_unknown_name, (span){1, 2, 0}, "dropped");
  diag_hint(b.sink, again, "goes nowhere");
  diag_report(b.sink, DIAG_unknown_name, (span){1, 3, 0}, "another place");
  CU_ASSERT_EQUAL(diag_count(b.sink), 2);
  CU_ASSERT_STRING_EQUAL(diag_at(b.sink, 0)->message.ptr, "kept");
  CU_ASSERT_EQUAL(diag_at(b.sink, 0)->note_count, 0);
  CU_ASSERT_FALSE(diag_truncated(b.sink));
  arena_free(b.home);
}

/* Errors past the limit are dropped; warnings are counted apart and are no errors. */
static void test_limits(void) {
  bench b = bench_new(STR("abcdef"));
  diag_report(b.sink, DIAG_inexhaustive, (span){0, 1, 0}, "a warning");
  CU_ASSERT_EQUAL(diag_error_count(b.sink), 0);
  for (uint32_t i = 0; i < LIMIT + 5; i++) {
    diag *d = diag_report(b.sink, DIAG_syntax, (span){i, i + 1, 0}, "error %u", i);
    CU_ASSERT_PTR_NOT_NULL(d);
    diag_expected(b.sink, d, STR("x"), STR("y"));
    diag_note(b.sink, d, (span){0, 1, 0}, "note");
    diag_fix_edit(b.sink, d, "fix", (span){0, 1, 0}, STR("z"));
  }
  CU_ASSERT_EQUAL(diag_error_count(b.sink), LIMIT);
  CU_ASSERT_EQUAL(diag_count(b.sink), LIMIT + 1);
  CU_ASSERT(diag_truncated(b.sink));
  arena_free(b.home);
}

static void test_text(void) {
  bench b = bench_new(STR("1+\"x\"\nf=a\n"));
  diag *d = diag_report(b.sink, DIAG_no_operator, (span){1, 2, 0}, "`+` cannot join %s and %s", "Int", "Str");
  diag_expected(b.sink, d, STR("Int"), STR("Str"));
  diag_note(b.sink, d, (span){6, 9, 0}, "f is here");
  diag_hint(b.sink, d, "`str` makes a text");
  diag_fix_edit(b.sink, d, "make the number a text", (span){0, 0, 0}, STR("str "));
  diag_fix_edit(b.sink, d, "make the text a number", (span){2, 5, 0}, STR("[2,\n 3]"));
  CU_ASSERT(same(as_text(&b), "error[GL0305]: `+` cannot join Int and Str\n"
                              " --> t.gael:1:2\n"
                              "  |\n"
                              "1 | 1+\"x\"\n"
                              "  |  ^\n"
                              "  = expected: Int\n"
                              "  =    found: Str\n"
                              "  = hint: `str` makes a text\n"
                              "note: f is here\n"
                              " --> t.gael:2:1\n"
                              "  |\n"
                              "2 | f=a\n"
                              "  | ---\n"
                              "fix: make the number a text\n"
                              "  |\n"
                              "1 | str 1+\"x\"\n"
                              "  | ++++\n"
                              "fix: make the text a number\n"
                              "  |\n"
                              "1 | 1+[2,\n"
                              "  |   ~~~\n"
                              "2 |  3]\n"
                              "  | ~~~\n"));
  arena_free(b.home);
}

/* Only one line of the first error matters here: the marks. */
static bool marks_are(str text, span where, const char *source_row, const char *mark_row) {
  bench b = bench_new(text);
  diag_report(b.sink, DIAG_syntax, where, "m");
  str got = as_text(&b);
  char want[400];
  source_pos at = source_pos_of(b.sources, 0, where.start);
  snprintf(want, sizeof want, "error[GL0101]: m\n --> t.gael:%u:%u\n  |\n%u | %s\n  | %s\n", at.line, at.column,
           at.line, source_row, mark_row);
  bool right = same(got, want);
  arena_free(b.home);
  return right;
}

static void test_columns(void) {
  CU_ASSERT(marks_are(STR("ab\tc"), (span){3, 4, 0}, "ab  c", "    ^"));
  CU_ASSERT(marks_are(STR("\xE6\x97\xA5+x"), (span){0, 3, 0}, "\xE6\x97\xA5+x", "^^"));
  CU_ASSERT(marks_are(STR("e\xCC\x81+x"), (span){3, 4, 0}, "e\xCC\x81+x", " ^"));
  CU_ASSERT(marks_are(STR("a\x1b[2J"), (span){1, 2, 0}, "a\xE2\x90\x9B[2J", " ^"));
  CU_ASSERT(marks_are(STR("a\xFF+"), (span){1, 2, 0}, "a\xEF\xBF\xBD+", " ^"));
}

static void test_odd_spans(void) {
  CU_ASSERT(marks_are(STR("(1,\n2"), (span){0, 5, 0}, "(1,", "^^^"));
  CU_ASSERT(marks_are(STR("(1,"), (span){3, 3, 0}, "(1,", "   ^"));
  CU_ASSERT(marks_are(STR("a\r\nb"), (span){2, 3, 0}, "a", " ^"));
  CU_ASSERT(marks_are(STR("ab"), (span){7, 9, 0}, "ab", "  ^"));
}

/* A line of 200,000 brackets is shown through a window. */
static void test_long_line(void) {
  enum { BRACKETS = 200000, SHOWN = 100, LEAD = 40 };
  arena *a = arena_new("test");
  char *text = memset(arena_alloc(a, BRACKETS, 1), '(', BRACKETS);
  char row[SHOWN + 7] = "\xE2\x80\xA6", mark[LEAD + 3];
  memset(row + 3, '(', SHOWN);
  memcpy(row + 3 + SHOWN, "\xE2\x80\xA6", 4);
  memset(mark, ' ', LEAD + 1);
  memcpy(mark + LEAD + 1, "^", 2);
  CU_ASSERT(marks_are((str){text, BRACKETS}, (span){1000, 1001, 0}, row, mark));
  arena_free(a);
}

static void test_no_place(void) {
  bench b = bench_new(STR(""));
  diag_hint(b.sink, diag_report(b.sink, DIAG_usage, SPAN_NONE, "no command `x`"), "try `gael --help`");
  diag_report(b.sink, DIAG_usage, SPAN_NONE, "another");
  CU_ASSERT(same(as_text(&b), "error[GL0501]: no command `x`\n  = hint: try `gael --help`\n\n"
                              "error[GL0501]: another\n"));
  CU_ASSERT(str_starts(as_json(&b), STR("{\"code\":\"GL0501\",\"severity\":\"error\",\"message\":\"no command `x`\","
                                        "\"file\":null,\"line\":null,\"column\":null,\"end_line\":null,"
                                        "\"end_column\":null,\"span\":null,\"notes\":[{\"message\":")));
  arena_free(b.home);
}

static void test_json(void) {
  bench b = bench_new(STR("x=1\nf=\xC3\xA9+1\n"));
  diag *d = diag_report(b.sink, DIAG_type_mismatch, (span){6, 10, 0}, "say \"no\"\t\\ \x01\xFF");
  diag_expected(b.sink, d, STR("Int"), STR("Str"));
  diag_note(b.sink, d, (span){0, 1, 0}, "because");
  diag_note(b.sink, d, (span){0, 1, source_add(b.sources, STR("u.gael"), STR("y"))}, "elsewhere");
  diag_hint(b.sink, d, "hint");
  diag_fix_edit(b.sink, d, "drop it", (span){8, 10, 0}, STR(""));
  diag_report(b.sink, DIAG_inexhaustive, (span){4, 4, 0}, "w");
  CU_ASSERT(same(as_json(&b),
                 "{\"code\":\"GL0401\",\"severity\":\"warning\",\"message\":\"w\",\"file\":\"t.gael\",\"line\":2,"
                 "\"column\":1,\"end_line\":2,\"end_column\":1,\"span\":[4,4],\"notes\":[],\"fixes\":[]}\n"
                 "{\"code\":\"GL0301\",\"severity\":\"error\","
                 "\"message\":\"say \\\"no\\\"\\t\\\\ \\u0001\xEF\xBF\xBD\","
                 "\"file\":\"t.gael\",\"line\":2,\"column\":3,\"end_line\":2,\"end_column\":6,\"span\":[6,10],"
                 "\"expected\":\"Int\",\"found\":\"Str\",\"notes\":[{\"message\":\"because\",\"span\":[0,1]},"
                 "{\"message\":\"elsewhere\",\"file\":\"u.gael\",\"span\":[0,1]},{\"message\":\"hint\",\"span\":null}],"
                 "\"fixes\":[{\"title\":\"drop it\",\"edits\":[{\"span\":[8,10],\"text\":\"\"}]}]}\n"));
  arena_free(b.home);
}

/* Colour adds escapes and nothing else. */
static void test_color(void) {
  bench b = bench_new(STR("1+\"x\""));
  diag_fix_edit(b.sink, diag_report(b.sink, DIAG_syntax, (span){1, 2, 0}, "m"), "f", (span){0, 0, 0}, STR("y"));
  strbuf colored = strbuf_new(b.home), stripped = strbuf_new(b.home);
  diag_render_text(&colored, b.sink, b.sources, true);
  CU_ASSERT(str_starts(strbuf_str(&colored), STR("\x1b[")));
  for (size_t i = 0; i < colored.len; i++) {
    if (colored.ptr[i] == '\x1b') while (colored.ptr[i] != 'm') i++;
    else strbuf_byte(&stripped, colored.ptr[i]);
  }
  CU_ASSERT(str_eq(strbuf_str(&stripped), as_text(&b)));
  arena_free(b.home);
}

static const unit_case cases[] = {
    {"codes", test_codes},           {"sorts", test_sorts},         {"drops duplicates", test_drops_duplicates},
    {"limits", test_limits},         {"text", test_text},           {"columns", test_columns},
    {"odd spans", test_odd_spans},   {"long line", test_long_line}, {"no place", test_no_place},
    {"JSON", test_json},             {"colour", test_color},
};
UNIT_MAIN("diag", cases)
