/* JSON: read into Dyns and written from values; what is wrong is named with its place. */

#include <math.h>

#include "runtime/dyn.h"
#include "tests/unit/test_rt.h"

/* The Dyn that a text gives, as source; or the message of its failure. */
static bool reads(const char *text, const char *source) {
  gl_list *s = str(text);
  gl_dyn *v;
  bool failed = gl_json(s, 0, &v), same;
  gl_drop_list(s, &CHAR);
  if (failed) {
    same = gl_failure_now()->code == 905 && strcmp(gl_failure_now()->message, source) == 0;
    if (!same) fprintf(stderr, "%s\n", gl_failure_now()->message);
    return same;
  }
  same = is_source(&v, &rt_type_dyn, source);
  gl_drop_dyn(v);
  return same;
}

static bool fails(const char *text, const char *what) {
  char message[200];
  (void)snprintf(message, sizeof message, "the JSON cannot be read: %s", what);
  return reads(text, message);
}

/* Read and written again. */
static bool writes(const char *text, const char *json) {
  gl_list *s = str(text), *out;
  gl_dyn *v;
  bool read = !gl_json(s, 0, &v);
  gl_drop_list(s, &CHAR);
  if (!read) return false;
  bool written = !gl_tojson(&v, &rt_type_dyn, 0, &out);
  gl_drop_dyn(v);
  return written && is_text(out, json);
}

static bool gives(const void *value, const gl_type *t, const char *json) {
  gl_list *out;
  return !gl_tojson(value, t, 0, &out) && is_text(out, json);
}

static void test_values(void) {
  CU_ASSERT(reads("null", "none"));
  CU_ASSERT(reads(" true ", "true"));
  CU_ASSERT(reads("false", "false"));
  CU_ASSERT(reads("[]", "[]"));
  CU_ASSERT(reads("{}", "{}"));
  CU_ASSERT(reads("[1,[2.5,\"x\",null],{\"a\":{}}]", "[1,[2.5,\"x\",none],{\"a\":{}}]"));
  CU_ASSERT(reads("\t{ \"b\" : 1 ,\r\n \"a\" : [ ] , \"b\" : 2 }\n", "{\"b\":2,\"a\":[]}"));
}

static void test_numbers(void) {
  CU_ASSERT(reads("[0,-0,12,-7]", "[0,0,12,-7]"));
  CU_ASSERT(reads("[9223372036854775807,-9223372036854775808]", "[9223372036854775807,-9223372036854775808]"));
  CU_ASSERT(reads("[9223372036854775808,-1000000000000000000000]", "[9223372036854775808n,-1000000000000000000000n]"));
  CU_ASSERT(reads("[1.0,-0.5,1e2,1E+2,25e-1,1e999]", "[1.0,-0.5,100.0,100.0,2.5,inf]"));
  CU_ASSERT(reads("[\"\xE2\x82\xAC\",-12,1.5,123456789012345678901234567890]",
                  "[\"\xE2\x82\xAC\",-12,1.5,123456789012345678901234567890n]"));
  CU_ASSERT(fails("01", "nothing more is wanted, line 1, column 2"));
  CU_ASSERT(fails("-", "a digit is wanted, line 1, column 2"));
  CU_ASSERT(fails("1.", "a digit is wanted, line 1, column 3"));
  CU_ASSERT(fails("1e+", "a digit is wanted, line 1, column 4"));
  CU_ASSERT(fails("NaN", "a value is wanted, line 1, column 1"));
  CU_ASSERT(fails("+1", "a value is wanted, line 1, column 1"));
}

static void test_strings(void) {
  CU_ASSERT(reads("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\"\\\\/\\u{8}\\u{c}\\n\\r\\t\""));
  CU_ASSERT(reads("\"\\u00e9\\u20AC\\ud83d\\ude00.\"", "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80.\""));
  CU_ASSERT(reads("\"\\ud83dx\\ude00\\u0000\"", "\"\xEF\xBF\xBDx\xEF\xBF\xBD\\0\""));
  CU_ASSERT(reads("\"\\ud83d\\u0041\"", "\"\xEF\xBF\xBD" "A\""));
  CU_ASSERT(reads("[\"\xC3\xA9\",\"plain\\n\",\"a text of more than a few letters\"]",
                  "[\"\xC3\xA9\",\"plain\\n\",\"a text of more than a few letters\"]"));
  CU_ASSERT(fails("\"a", "a closing quote is wanted, line 1, column 3"));
  CU_ASSERT(fails("\"a\nb\"", "a control character wants an escape, line 1, column 3"));
  CU_ASSERT(fails("\"\\x\"", "an escape is wanted, line 1, column 3"));
  CU_ASSERT(fails("\"\\u12g4\"", "four hexadecimal digits are wanted, line 1, column 6"));
}

static void test_places(void) {
  CU_ASSERT(fails("", "a value is wanted, line 1, column 1"));
  CU_ASSERT(fails("[1,\n 2,\n]", "a value is wanted, line 3, column 1"));
  CU_ASSERT(fails("[1 2]", "`,` or `]` is wanted, line 1, column 4"));
  CU_ASSERT(fails("{\"\xC3\xA9\":1,\n\"b\" 2}", "`:` is wanted, line 2, column 5"));
  CU_ASSERT(fails("{\"a\":1", "`,` or `}` is wanted, line 1, column 7"));
  CU_ASSERT(fails("{a:1}", "a key in quotes is wanted, line 1, column 2"));
  CU_ASSERT(fails("{\"a\":[1,{\"b\":tru}]}", "a value is wanted, line 1, column 14"));
  CU_ASSERT(fails("1 // one", "nothing more is wanted, line 1, column 3"));
  CU_ASSERT_EQUAL(gl_live(), 0);
}

static void test_deep(void) {
  enum { DEEP = 10001 };
  char *text = malloc(2 * DEEP + 1);
  memset(text, '[', DEEP);
  memset(text + DEEP, ']', DEEP);
  text[2 * DEEP] = 0;
  CU_ASSERT(fails(text, "less nesting is wanted, line 1, column 10001"));
  text[2 * DEEP - 1] = 0;
  gl_list *s = str(text + 1);
  gl_dyn *v;
  CU_ASSERT(!gl_json(s, 0, &v));
  gl_drop_list(s, &CHAR);
  gl_drop_dyn(v);
  free(text);
  CU_ASSERT_EQUAL(gl_live(), 0);
}

static void test_written(void) {
  CU_ASSERT(writes("[ 1 , 2.0 , \"x\" , null , true , 1e300 , 123456789012345678901 ]", "[1,2.0,\"x\",null,true,1e+300,123456789012345678901]"));
  CU_ASSERT(writes("{\"b\":{},\"a\":[]}", "{\"b\":{},\"a\":[]}"));
  CU_ASSERT(writes("\"\\u0001\\u001f\\n\\u007f\\\"/\xC3\xA9\"", "\"\\u0001\\u001f\\n\x7F\\\"/\xC3\xA9\""));
  pair p = {3, str("three")};
  CU_ASSERT(gives(&p, &PAIR, "[3,\"three\"]"));
  gl_drop_list(p.text, &CHAR);
  maybe none = {0, 0}, some = {1, 7};
  CU_ASSERT(gives(&none, &MAYBE, "null") && gives(&some, &MAYBE, "7"));
  CU_ASSERT(gives(&(uint32_t){0x20AC}, &CHAR, "\"\xE2\x82\xAC\""));
  CU_ASSERT(gives(NULL, &UNIT, "null"));
  gl_list *out;
  CU_ASSERT(gl_tojson(&(double){INFINITY}, &FLOAT, 0, &out));
  CU_ASSERT_STRING_EQUAL(gl_failure_now()->message, "inf has no JSON");
  CU_ASSERT_EQUAL(gl_failure_now()->code, 910);
  CU_ASSERT_EQUAL(gl_live(), 0);
}

/* ---- declared types and keys that are no Str ---- */

static const gl_type *const TWO_INTS[] = {&INT, &INT};
static const uint32_t PLACES[] = {0, 8}, BEHIND[] = {8, 16};
static const char *const LABELS[] = {"x", "y"};
static const gl_con POINT_CON[] = {{"P", 2, 16, TWO_INTS, PLACES, LABELS}};
static const gl_con COLOUR_CONS[] = {{.name = "Red"}, {.name = "Blue"}};
static const gl_con SHAPE_CONS[] = {{.name = "Empty", .size = 8}, {"Rect", 2, 24, TWO_INTS, BEHIND, NULL}};
static const gl_type POINT = {.kind = GL_RECORD, .count = 2, .size = 16, .parts = TWO_INTS, .offsets = PLACES, .name = "P",
                              .cons = POINT_CON};
static const gl_type COLOUR = {.kind = GL_ENUM, .count = 2, .size = 8, .name = "Colour", .cons = COLOUR_CONS};
static const gl_type SHAPE = {.kind = GL_NAMED, .pointers = 1, .count = 2, .size = 8, .name = "Shape", .cons = SHAPE_CONS};
static const gl_type NUMBERED = {.kind = GL_DICT, .pointers = 1, .count = 2, .size = 8, .parts = TWO_INTS, .name = "{Int:Int}",
                                 .walk = &gl_walk_dict};
static const gl_type NUMBERS = {.kind = GL_SET, .pointers = 1, .count = 1, .size = 8, .parts = TWO_INTS, .name = "{Int}",
                                .walk = &gl_walk_dict};

static void test_declared(void) {
  CU_ASSERT(gives((int64_t[]){1, 2}, &POINT, "{\"x\":1,\"y\":2}"));
  CU_ASSERT(gives(&(int64_t){1}, &COLOUR, "{\"$\":\"Blue\",\"args\":[]}"));
  gl_object *rect = gl_object_new(1, 24);
  memcpy((char *)rect + 8, (int64_t[]){3, 4}, 16);
  CU_ASSERT(gives(&rect, &SHAPE, "{\"$\":\"Rect\",\"args\":[3,4]}"));
  gl_drop_object(rect, &SHAPE);
  gl_list *items = INTS_OF(5, 6, 5);
  gl_dict *set = gl_dict_of(items, &NUMBERS), *dict;
  CU_ASSERT(gives(&set, &NUMBERS, "[5,6]"));
  gl_drop_dict(set, &NUMBERS);
  items = INTS_OF(5, 6, 5);
  dict = gl_dict_counts(items, &NUMBERED);
  gl_drop_list(items, &INT);
  CU_ASSERT(gives(&dict, &NUMBERED, "{\"5\":2,\"6\":1}"));
  gl_drop_dict(dict, &NUMBERED);
  CU_ASSERT_EQUAL(gl_live(), 0);
}

static const unit_case CASES[] = {
    {"values", test_values}, {"numbers", test_numbers}, {"strings", test_strings},   {"places", test_places},
    {"deep", test_deep},     {"written", test_written}, {"declared", test_declared},
};
UNIT_MAIN("rt_json", CASES)
