/* Regular expressions: narrow and wide texts, empty hits, groups, replacements, and what cannot be read or takes too long. */

#include "tests/unit/test_rt.h"

LIST_OF(GROUPS, STRS, "[[Str]]")

typedef bool list_operation(gl_list *s, gl_list *pattern, uint32_t site, gl_list **out);

/* Is the result this source? */
static bool gives(list_operation *operation, const gl_type *t, const char *text, const char *pattern, const char *source) {
  gl_list *s = str(text), *p = str(pattern), *out;
  bool failed = operation(s, p, 0, &out), same = false;
  if (failed) {
    fprintf(stderr, "%s\n", gl_failure_now()->message);
  } else {
    same = is_source(&out, t, source);
    gl_drop_list(out, t->parts[0]);
  }
  gl_drop_list(s, &CHAR);
  gl_drop_list(p, &CHAR);
  return same;
}

static bool all(const char *text, const char *pattern, const char *source) {
  return gives(gl_re_all, &GROUPS, text, pattern, source);
}

static bool split(const char *text, const char *pattern, const char *source) {
  return gives(gl_re_split, &STRS, text, pattern, source);
}

static bool matches(const char *text, const char *pattern) {
  gl_list *s = str(text), *p = str(pattern);
  uint8_t out = 2;
  bool failed = gl_re_match(s, p, 0, &out);
  gl_drop_list(s, &CHAR);
  gl_drop_list(p, &CHAR);
  return !failed && out;
}

static bool fails(const char *text, const char *pattern, const char *message) {
  gl_list *s = str(text), *p = str(pattern), *out;
  bool failed = gl_re_all(s, p, 0, &out);
  if (!failed) gl_drop_list(out, &STRS);
  gl_drop_list(s, &CHAR);
  gl_drop_list(p, &CHAR);
  if (failed && strcmp(gl_failure_now()->message, message) != 0) fprintf(stderr, "%s\n", gl_failure_now()->message);
  return failed && gl_failure_now()->code == 910 && strcmp(gl_failure_now()->message, message) == 0;
}

static bool sub(const char *text, const char *pattern, const char *to, const char *result) {
  gl_list *s = str(text), *p = str(pattern), *t = str(to), *out;
  bool failed = gl_re_sub(s, p, t, 0, &out);
  gl_drop_list(s, &CHAR);
  gl_drop_list(p, &CHAR);
  gl_drop_list(t, &CHAR);
  return failed ? !result : is_text(out, result);
}

static void test_match(void) {
  CU_ASSERT(matches("2024-05-01", "\\d+-\\d+-\\d+"));
  CU_ASSERT_FALSE(matches("2024-05-01 ", "\\d+-\\d+-\\d+"));
  CU_ASSERT_FALSE(matches("ab", "a|b"));
  CU_ASSERT(matches("ab", "a|ab")); /* the whole is tried, not the first alternative alone */
  CU_ASSERT(matches("", ""));
  CU_ASSERT(matches("", "a*"));
  CU_ASSERT(matches("na\xC3\xAFve", "\\w+"));
  CU_ASSERT(matches("\xD9\xA3", "\\d"));
  CU_ASSERT(matches("abc", "(?i)ABC"));
  CU_ASSERT(matches("\xC3\x84", "(?i)\xC3\xA4"));
  CU_ASSERT(matches("a", "[^\xC3\xA9]"));
  CU_ASSERT(matches("a", "\xC3\xA9*a"));
  CU_ASSERT_FALSE(matches("a\n", "."));
}

static void test_all(void) {
  CU_ASSERT(all("a1b22", "[a-z](\\d+)", "[[\"a1\",\"1\"],[\"b22\",\"22\"]]"));
  CU_ASSERT(all("baac", "a*", "[[\"\"],[\"aa\"],[\"\"],[\"\"]]"));
  CU_ASSERT(all("", "x*", "[[\"\"]]"));
  CU_ASSERT(all("abc", "x", "[]"));
  CU_ASSERT(all("ac", "a(b)?(c)", "[[\"ac\",\"\",\"c\"]]"));
  CU_ASSERT(all("\xC3\xA9t\xC3\xA9 \xE2\x82\xAC" "5", "(\\w)(?<=(.))", "[[\"\xC3\xA9\",\"\xC3\xA9\",\"\xC3\xA9\"],[\"t\",\"t\",\"t\"],"
                "[\"\xC3\xA9\",\"\xC3\xA9\",\"\xC3\xA9\"],[\"5\",\"5\",\"5\"]]"));
  CU_ASSERT(all("\xF0\x9F\x98\x80\xF0\x9F\x98\x81", "", "[[\"\"],[\"\"],[\"\"]]"));
  CU_ASSERT(all("x\ny\n", "(?m)^.$", "[[\"x\"],[\"y\"]]"));
}

static void test_split(void) {
  CU_ASSERT(split("a, b;c", "[,;] *", "[\"a\",\"b\",\"c\"]"));
  CU_ASSERT(split("a1b", "(\\d)", "[\"a\",\"1\",\"b\"]"));
  CU_ASSERT(split("", ",", "[\"\"]"));
  CU_ASSERT(split("Words, words", "\\b", "[\"\",\"Words\",\", \",\"words\",\"\"]"));
  CU_ASSERT(split("\xE2\x82\xAC" "1\xE2\x82\xAC", "\xE2\x82\xAC", "[\"\",\"1\",\"\"]"));
}

static void test_sub(void) {
  CU_ASSERT(sub("John Smith", "(\\w+) (\\w+)", "$2, \\1", "Smith, John"));
  CU_ASSERT(sub("abc", "", "-", "-a-b-c-"));
  CU_ASSERT(sub("baac", "a*", "x", "xbxxcx"));
  CU_ASSERT(sub("a", "a", "[\\0$0$&]", "[aaa]"));
  CU_ASSERT(sub("a", "a", "$$1\\\\1 $ \\x", "$1\\1 $ \\x"));
  CU_ASSERT(sub("ab", "(?<first>a)", "${first}${1}\\g<first>\\g<1>!", "aaaa!b"));
  CU_ASSERT(sub("ab", "(a)", "\\10$12", "a0a2b"));
  CU_ASSERT(sub("\xC3\xA9" "a", "a", "\xE2\x82\xAC$0", "\xC3\xA9\xE2\x82\xAC" "a"));
  CU_ASSERT(sub("ac", "a(b)?", "<$1>", "<>c"));
  CU_ASSERT(sub("a", "(a)", "$2", NULL));
  CU_ASSERT_STRING_EQUAL(gl_failure_now()->message, "\"$2\" names a group that the pattern does not have");
  CU_ASSERT(sub("a", "(a)", "${none}", NULL));
}

static void test_failures(void) {
  CU_ASSERT(fails("a", "(a", "the pattern cannot be read: missing closing parenthesis, at character 2"));
  CU_ASSERT(fails("a", "\xC3\xA9[", "the pattern cannot be read: missing terminating ] for character class, at character 2"));
  CU_ASSERT(fails("a", "(?#", "the pattern cannot be read: missing ) after (?# comment, at character 3"));
  CU_ASSERT(fails("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "(a+)+$",
                  "the pattern takes too many steps on this text"));
  CU_ASSERT(all("ab", "(a+)+", "[[\"a\",\"a\"]]"));
}

/* More patterns than are kept, in turns; and long texts that make matching take memory. */
static void test_kept(void) {
  for (int i = 0; i < 40; i++) {
    char pattern[16], source[32];
    (void)snprintf(pattern, sizeof pattern, "%d", i % 13);
    (void)snprintf(source, sizeof source, "[[\"%d\"]]", i % 13);
    CU_ASSERT(all(pattern, pattern, source));
  }
  enum { LONG = 100000 };
  char *text = malloc(LONG + 1);
  memset(text, 'a', LONG);
  text[LONG] = 0;
  CU_ASSERT(matches(text, "(?:a|b)*"));
  CU_ASSERT(matches("aa", "(?:a|b)*"));
  free(text);
  CU_ASSERT_EQUAL(gl_live(), 0);
}

static const unit_case CASES[] = {
    {"match", test_match}, {"all", test_all},           {"split", test_split},
    {"sub", test_sub},     {"failures", test_failures}, {"kept", test_kept},
};
UNIT_MAIN("rt_regex", CASES)
