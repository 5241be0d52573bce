/* Text: searching across widths, parts, Unicode, numbers. */

#include <stdio.h>

#include "tests/unit/test_rt.h"

/* A Str that is four bytes wide although a narrower one would do. */
static gl_list *wide(const char *text) {
  gl_list *s = gl_list_append(str("€"), str(text), &CHAR), *out;
  (void)gl_list_slice(s, 1, 1, 0, 0, 0, 0, &CHAR, 0, &out);
  return out;
}

#define WITH(name, text, ...)    \
  do {                           \
    gl_list *name = text;        \
    __VA_ARGS__                  \
    gl_drop_list(name, &CHAR);   \
  } while (0)

static int64_t find(gl_list *s, gl_list *part) {
  int64_t at = gl_str_find(s, part);
  gl_drop_list(s, &CHAR);
  gl_drop_list(part, &CHAR);
  return at;
}

static void test_find(void) {
  BALANCED({
    CU_ASSERT_EQUAL(find(str("hello"), str("l")), 2);
    CU_ASSERT_EQUAL(find(str("hello"), str("lo")), 3);
    CU_ASSERT_EQUAL(find(str("hello"), str("")), 0);
    CU_ASSERT_EQUAL(find(str(""), str("")), 0);
    CU_ASSERT_EQUAL(find(str(""), str("a")), -1);
    CU_ASSERT_EQUAL(find(str("hello"), str("z")), -1);
    CU_ASSERT_EQUAL(find(str("hello"), wide("lo")), 3);
    CU_ASSERT_EQUAL(find(wide("hello"), str("lo")), 3);
    CU_ASSERT_EQUAL(find(wide("hello"), wide("lo")), 3);
    CU_ASSERT_EQUAL(find(str("hello"), str("ö")), -1);
    CU_ASSERT_EQUAL(find(str("größe"), str("ß")), 3);
    CU_ASSERT_EQUAL(find(str("a\u6100" "b"), str("a\u6100")), 0);
    CU_ASSERT_EQUAL(find(str("\u6161" "a"), str("a")), 1); /* bytes inside a character do not count */
  });
}

static int64_t count(const char *s, const char *part) {
  gl_list *a = str(s), *b = str(part);
  int64_t n = gl_str_count(a, b);
  gl_drop_list(a, &CHAR);
  gl_drop_list(b, &CHAR);
  return n;
}

static gl_list *replace(const char *s, const char *from, const char *to) {
  gl_list *a = str(s), *b = str(from), *c = str(to), *out = gl_str_replace(a, b, c);
  gl_drop_list(a, &CHAR);
  gl_drop_list(b, &CHAR);
  gl_drop_list(c, &CHAR);
  return out;
}

static void test_count_replace(void) {
  BALANCED({
    CU_ASSERT_EQUAL(count("aaaa", "aa"), 2);
    CU_ASSERT_EQUAL(count("abc", ""), 4);
    CU_ASSERT_EQUAL(count("ääa", "ä"), 2);
    CU_ASSERT(is_text(replace("abcabc", "b", "xy"), "axycaxyc"));
    CU_ASSERT(is_text(replace("abc", "", "-"), "-a-b-c-"));
    CU_ASSERT(is_text(replace("abcabc", "b", "ß"), "aßcaßc"));
    CU_ASSERT(is_text(replace("aßc", "ß", "ss"), "assc"));
    CU_ASSERT(is_text(replace("aaa", "aa", "b"), "ba"));
    CU_ASSERT(is_text(replace("abc", "x", "ß"), "abc"));
  });
}

static bool starts(const char *s, const char *part, bool at_end) {
  gl_list *a = str(s), *b = str(part);
  bool yes = at_end ? gl_str_ends(a, b) : gl_str_starts(a, b);
  gl_drop_list(a, &CHAR);
  gl_drop_list(b, &CHAR);
  return yes;
}

static void test_starts_ends(void) {
  CU_ASSERT(starts("hello", "he", false));
  CU_ASSERT(starts("hello", "", false));
  CU_ASSERT_FALSE(starts("he", "hello", false));
  CU_ASSERT(starts("hello", "llo", true));
  CU_ASSERT(starts("größe", "gr", false));
  CU_ASSERT(starts("größe", "ße", true));
  CU_ASSERT_FALSE(starts("lo", "hello", true));
}

static bool is_parts(gl_list *parts, const char *source) {
  bool same = is_source(&parts, &STRS, source);
  gl_drop_list(parts, &STR);
  return same;
}

static gl_list *split(const char *s, const char *separator) {
  gl_list *b = str(separator), *out = NULL;
  (void)gl_str_split(str(s), b, 0, &out);
  gl_drop_list(b, &CHAR);
  return out;
}

static void test_split(void) {
  BALANCED({
    CU_ASSERT(is_parts(split("a,b,,c", ","), "[\"a\",\"b\",\"\",\"c\"]"));
    CU_ASSERT(is_parts(split("", ","), "[\"\"]"));
    CU_ASSERT(is_parts(split("a--b--", "--"), "[\"a\",\"b\",\"\"]"));
    CU_ASSERT(is_parts(split("äxö", "x"), "[\"ä\",\"ö\"]"));
    CU_ASSERT(is_parts(split("a long enough part to be a view,another long enough part", ","),
                       "[\"a long enough part to be a view\",\"another long enough part\"]"));
    CU_ASSERT_PTR_NULL(split("a", ""));
    CU_ASSERT(is_parts(gl_str_words(str("  to be\tor\n not ")), "[\"to\",\"be\",\"or\",\"not\"]"));
    CU_ASSERT(is_parts(gl_str_words(str(" \n")), "[]"));
    CU_ASSERT(is_parts(gl_str_words(str("a\u2003b\u00a0ç")), "[\"a\",\"b\",\"ç\"]"));
    CU_ASSERT(is_parts(gl_str_lines(str("a\nb\r\nc\rd\n\n")), "[\"a\",\"b\",\"c\",\"d\",\"\"]"));
    CU_ASSERT(is_parts(gl_str_lines(str("")), "[]"));
  });
}

static void test_join(void) {
  BALANCED({
    gl_list *parts = gl_str_words(str("to be or not")), *dash = str("-"), *sharp = str("ß");
    CU_ASSERT(is_text(gl_str_join(parts, dash), "to-be-or-not"));
    CU_ASSERT(is_text(gl_str_join(parts, sharp), "toßbeßorßnot"));
    gl_drop_list(parts, &STR);
    parts = gl_list_new(0, &STR);
    CU_ASSERT(is_text(gl_str_join(parts, sharp), ""));
    gl_list_push(parts, (gl_list *[]){str("a")}, &STR);
    gl_list *one = gl_str_join(parts, sharp);
    CU_ASSERT_EQUAL(one->width, 1);
    gl_drop_list(one, &CHAR);
    gl_drop_list(parts, &STR);
    gl_drop_list(dash, &CHAR);
    gl_drop_list(sharp, &CHAR);
  });
}

/* ---- Unicode ---- */

static bool is_upper(const char *text, const char *want) {
  bool same = false;
  WITH(s, str(text), same = is_text(gl_str_upper(s), want););
  return same;
}

static bool is_lower(const char *text, const char *want) {
  bool same = false;
  WITH(s, str(text), same = is_text(gl_str_lower(s), want););
  return same;
}

static void test_case(void) {
  CU_ASSERT(is_upper("Hello, World", "HELLO, WORLD"));
  CU_ASSERT(is_lower("Hello, World", "hello, world"));
  CU_ASSERT(is_upper("straße ŉ ﬃ", "STRASSE ʼN FFI"));
  CU_ASSERT(is_lower("ΟΔΥΣΣΕΥΣ ΣΑΣ. Σ", "οδυσσευς σας. σ"));
  CU_ASSERT(is_lower("İ", "i̇"));
  CU_ASSERT_EQUAL(gl_char_upper(0xDF), 0xDF);
  CU_ASSERT_EQUAL(gl_char_upper(0xFF), 0x178);
  CU_ASSERT_EQUAL(gl_char_lower(0x1E9E), 0xDF);
}

static uint64_t mix(uint64_t h, uint64_t v) { return (h ^ v) * 1099511628211u & INT64_MAX; }

/* One number over all characters' properties and one to one mappings, here and in Python. */
static void test_python_classes(void) {
  FILE *in = popen("python3 -c 'h=0\nfor c in range(0x20000):\n if 0xd800<=c<0xe000:continue\n s=chr(c)\n"
                   " f=s.isalpha()+2*s.isdigit()+4*s.isupper()+8*s.islower()+16*s.isspace()\n"
                   " u=s.upper();l=s.lower()\n"
                   " for v in (f,ord(u) if len(u)==1 else 0,ord(l) if len(l)==1 else 0):\n"
                   "  h=((h^v)*1099511628211)&(2**63-1)\nprint(h)' 2>/dev/null", "r");
  unsigned long long want;
  bool python = in && fscanf(in, "%llu", &want) == 1;
  if (in) pclose(in);
  if (!python) return;
  uint64_t h = 0;
  for (uint32_t c = 0; c < 0x20000; c++) {
    if (c >= 0xD800 && c < 0xE000) continue;
    gl_list *s = gl_list_new(0, &CHAR);
    gl_chars_push(s, c);
    gl_list *u = gl_str_upper(s), *l = gl_str_lower(s);
    h = mix(h, (uint64_t)gl_char_is_alpha(c) + 2 * gl_char_is_digit(c) + 4 * gl_char_is_upper(c) +
                   8 * gl_char_is_lower(c) + 16 * gl_char_is_space(c));
    h = mix(h, u->len == 1 ? gl_char_upper(c) : 0);
    h = mix(h, l->len == 1 ? gl_char_lower(c) : 0);
    gl_drop_list(s, &CHAR);
    gl_drop_list(u, &CHAR);
    gl_drop_list(l, &CHAR);
  }
  CU_ASSERT_EQUAL(h, want);
}

static void test_utf8(void) {
  CU_ASSERT(is_text(gl_str_new("a\xff\xc3", 3), "a\uFFFD\uFFFD"));
  CU_ASSERT(is_text(gl_str_new("\xed\xa0\x80", 3), "\uFFFD\uFFFD\uFFFD")); /* a surrogate */
  CU_ASSERT(is_text(gl_str_new("\xc0\x80", 2), "\uFFFD\uFFFD"));           /* overlong */
  CU_ASSERT(is_text(str("𝄞€ö"), "𝄞€ö"));
  WITH(s, str("a€"), {
    char room[3];
    CU_ASSERT_EQUAL(gl_str_utf8(s, room, 3), 4);
    CU_ASSERT_EQUAL(room[0], 'a');
  });
}

/* ---- numbers from text ---- */

static bool parses(const char *text, int64_t base, int64_t want) {
  int64_t got = 0;
  bool failed = true;
  WITH(s, str(text), failed = gl_parse_int(s, base, 0, &got););
  return !failed && got == want;
}

static int32_t parse_code(const char *text, int64_t base) {
  int64_t got;
  bool failed = false;
  WITH(s, str(text), failed = gl_parse_int(s, base, 0, &got););
  return failed ? gl_failure_now()->code : 0;
}

static void test_parse_int(void) {
  CU_ASSERT(parses("123", 0, 123));
  CU_ASSERT(parses(" -7\n", 0, -7));
  CU_ASSERT(parses("+1_000", 0, 1000));
  CU_ASSERT(parses("ff", 16, 255));
  CU_ASSERT(parses("0xFF", 16, 255));
  CU_ASSERT(parses("0b101", 2, 5));
  CU_ASSERT(parses("zz", 36, 1295));
  CU_ASSERT(parses("9223372036854775807", 0, INT64_MAX));
  CU_ASSERT(parses("-9223372036854775808", 0, INT64_MIN));
  CU_ASSERT_EQUAL(parse_code("9223372036854775808", 0), 903);
  CU_ASSERT_EQUAL(parse_code("", 0), 905);
  CU_ASSERT_EQUAL(parse_code("1__0", 0), 905);
  CU_ASSERT_EQUAL(parse_code("_1", 0), 905);
  CU_ASSERT_EQUAL(parse_code("1_", 0), 905);
  CU_ASSERT_EQUAL(parse_code("0x10", 0), 905);
  CU_ASSERT_EQUAL(parse_code("12a", 0), 905);
  CU_ASSERT_STRING_EQUAL(gl_failure_now()->message, "\"12a\" is not an Int");
  CU_ASSERT_STRING_EQUAL(gl_failure_now()->values, "\"12a\"");
  CU_ASSERT_EQUAL(parse_code("é", 0), 905);
  CU_ASSERT_EQUAL(parse_code("1", 1), 910);
}

static bool parses_float(const char *text, const char *want) {
  double got = 0;
  bool failed = true;
  WITH(s, str(text), failed = gl_parse_float(s, 0, &got););
  return failed ? !want : want && is_source(&got, &FLOAT, want);
}

/* Digits with a point somewhere round as the C library rounds them, whichever way they are read. */
static void test_float_digits(void) {
  uint64_t seed = 9;
  int wrong = 0;
  for (int round = 0; round < 20000; round++) {
    char text[32];
    size_t length = 1 + random_next(&seed) % 20, point = random_next(&seed) % (length + 2);
    for (size_t i = 0; i < length; i++) text[i] = (char)('0' + random_next(&seed) % 10);
    if (point < length && length > 1) text[point] = '.';
    text[length] = 0;
    double got = -1;
    WITH(s, str(text), wrong += gl_parse_float(s, 0, &got););
    wrong += got != strtod(text, NULL);
  }
  CU_ASSERT_EQUAL(wrong, 0);
}

static void test_parse_float(void) {
  CU_ASSERT(parses_float("1.5", "1.5"));
  CU_ASSERT(parses_float(" -2e3 ", "-2000.0"));
  CU_ASSERT(parses_float(".5", "0.5"));
  CU_ASSERT(parses_float("5.", "5.0"));
  CU_ASSERT(parses_float("1_0.2_5", "10.25"));
  CU_ASSERT(parses_float("-Infinity", "-inf"));
  CU_ASSERT(parses_float("nan", "nan"));
  CU_ASSERT(parses_float("1e400", "inf"));
  CU_ASSERT(parses_float("0x10", NULL));
  CU_ASSERT(parses_float("", NULL));
  CU_ASSERT(parses_float(".", NULL));
  CU_ASSERT(parses_float("1e", NULL));
  CU_ASSERT(parses_float("1__0", NULL));
  CU_ASSERT(parses_float("1.5x", NULL));
}

static void test_compose(void) {
  gl_list *text = gl_text_new(), *dash = str("-"), *sharp = str("\xC3\x9F"), *none = str("");
  for (int64_t i = -2; i < 3; i++) {
    gl_text_add_int(text, i);
    gl_text_add(text, dash);
  }
  gl_text_add(text, none);
  gl_text_cut(text, dash);
  CU_ASSERT_EQUAL(text->width, 1);
  gl_text_add(text, sharp);
  gl_text_add_part(text, dash, 0, 0);
  gl_text_add_part(text, dash, 0, 1);
  gl_text_add_int(text, INT64_MIN);
  gl_text_add_part(text, sharp, 0, 1);
  gl_text_cut(text, sharp);
  CU_ASSERT(is_text(text, "-2--1-0-1-2\xC3\x9F--9223372036854775808"));
  gl_list *large = gl_text_new(), *few = gl_text_new();
  for (int i = 0; i < 70000; i++) gl_text_add(large, dash);
  gl_text_cut(large, none);
  CU_ASSERT(large->len == 70000 && large->u.cap < 70000 + 70000 / 3);
  gl_text_cut(few, dash);
  CU_ASSERT(is_text(few, ""));
  gl_drop_list(large, &CHAR);
  gl_drop_list(dash, &CHAR);
  gl_drop_list(sharp, &CHAR);
  gl_drop_list(none, &CHAR);
}

static const unit_case CASES[] = {
    {"compose", test_compose},
    {"find", test_find},   {"count, replace", test_count_replace}, {"starts, ends", test_starts_ends},
    {"split", test_split}, {"join", test_join},                    {"case", test_case},
    {"python's classes", test_python_classes}, {"utf-8", test_utf8}, {"parse Int", test_parse_int},
    {"digits of a Float", test_float_digits},
    {"parse Float", test_parse_float},
};
UNIT_MAIN("rt_text", CASES)
