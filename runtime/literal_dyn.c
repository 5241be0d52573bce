/* A literal where a Dyn is wanted: its own type decides. Lists of one scalar type become lists of it, with Ints among
   Floats widened, everything else in brackets holds Dyns; no declared type is known here. */

#include "runtime/alloc.h"
#include "runtime/big.h"
#include "runtime/dyn.h"
#include "runtime/fail.h"
#include "runtime/list.h"
#include "runtime/literal.h"
#include "runtime/number_text.h"

/* ---- the types that come out ---- */

static const gl_type BOOL = {.kind = GL_BOOL, .size = 1, .name = "Bool"};
static const gl_type UNIT = {.kind = GL_UNIT, .name = "()"};
static const gl_type *const PARTS[] = {&rt_type_int, &rt_type_float, &BOOL, &rt_type_str, &rt_type_big, &rt_type_dyn};

enum { SCALARS = 5, DYNS = 5 };
#define LIST(i, text) \
  {.kind = GL_LIST, .pointers = 1, .count = 1, .size = sizeof(gl_list *), .parts = &PARTS[i], .name = text}
static const gl_type LISTS[] = {LIST(0, "[Int]"), LIST(1, "[Float]"), LIST(2, "[Bool]"),
                                LIST(3, "[Str]"), LIST(4, "[Big]"),   LIST(DYNS, "[Dyn]")};

static const gl_type *const STR_DYN[] = {&rt_type_str, &rt_type_dyn};
enum { TUPLE_MOST = 8, WORD = sizeof(gl_dyn *) };
static const gl_type *const MANY[TUPLE_MOST] = {&rt_type_dyn, &rt_type_dyn, &rt_type_dyn, &rt_type_dyn,
                                                &rt_type_dyn, &rt_type_dyn, &rt_type_dyn, &rt_type_dyn};
static const gl_type OBJECT = {.kind = GL_DICT, .pointers = 1, .count = 2, .size = sizeof(gl_dict *), .parts = STR_DYN,
                               .name = "{Str:Dyn}", .walk = &gl_walk_dict};
static const gl_type DICT = {.kind = GL_DICT, .pointers = 1, .count = 2, .size = sizeof(gl_dict *), .parts = MANY,
                             .name = "{Dyn:Dyn}", .walk = &gl_walk_dict};
static const gl_type SET = {.kind = GL_SET, .pointers = 1, .count = 1, .size = sizeof(gl_dict *), .parts = MANY,
                            .name = "{Dyn}", .walk = &gl_walk_dict};

static const uint32_t PLACES[TUPLE_MOST] = {0, WORD, 2 * WORD, 3 * WORD, 4 * WORD, 5 * WORD, 6 * WORD, 7 * WORD};
#define TUPLE(n, text) \
  {.kind = GL_TUPLE, .pointers = 1, .count = n, .size = n * WORD, .parts = MANY, .offsets = PLACES, .name = text}
static const gl_type TUPLES[] = {TUPLE(2, "(Dyn,Dyn)"),
                                 TUPLE(3, "(Dyn,Dyn,Dyn)"),
                                 TUPLE(4, "(Dyn,Dyn,Dyn,Dyn)"),
                                 TUPLE(5, "(Dyn,Dyn,Dyn,Dyn,Dyn)"),
                                 TUPLE(6, "(Dyn,Dyn,Dyn,Dyn,Dyn,Dyn)"),
                                 TUPLE(7, "(Dyn,Dyn,Dyn,Dyn,Dyn,Dyn,Dyn)"),
                                 TUPLE(8, "(Dyn,Dyn,Dyn,Dyn,Dyn,Dyn,Dyn,Dyn)")};

/* ---- scalars ---- */

/* In single quotes one character is a Char; everything else quoted is a Str. */
static bool read_text(rt_reader *r, gl_dyn **out) {
  uint8_t quote = *r->at;
  gl_list *s;
  if (!rt_read_quoted(r, &s)) return false;
  if (quote == '"' || s->len != 1) {
    *out = gl_dyn_new(&s, &rt_type_str);
    return true;
  }
  uint32_t c = rt_char_at(s, 0);
  gl_drop_list(s, &rt_type_char);
  *out = gl_dyn_new(&c, &rt_type_char);
  return true;
}

/* An Int when it fits, else a Big; with an n a Big; else a Float. */
static bool read_number(rt_reader *r, gl_dyn **out) {
  size_t n = rt_read_number(r);
  const uint8_t *text = r->at;
  bool big = n && text[n - 1] == 'n';
  int64_t i;
  double d;
  r->at += n;
  rt_parsed parsed = big ? RT_TOO_LARGE : rt_int_parse(text, n, 0, &i);
  if (parsed == RT_NUMBER) {
    *out = gl_dyn_new(&i, &rt_type_int);
  } else if (parsed == RT_TOO_LARGE) {
    gl_big *b = rt_big_parse(text, n - big, 0);
    if (!b && !rt_float_parse(text, n, &d)) return false; /* nan ends in n */
    *out = b ? gl_dyn_new(&b, &rt_type_big) : gl_dyn_new(&d, &rt_type_float);
  } else {
    if (!rt_float_parse(text, n, &d)) return false;
    *out = gl_dyn_new(&d, &rt_type_float);
  }
  return true;
}

/* ---- lists ---- */

static const gl_type *dyn_type(const gl_list *a, int64_t i) { return ((gl_dyn *const *)a->data)[i]->type; }

/* The type that all elements have when Ints are Floats among Floats; NULL: there is none. */
static const gl_type *joined(const gl_list *a) {
  const gl_type *t = a->len ? dyn_type(a, 0) : NULL;
  for (int64_t i = 1; t && i < a->len; i++) {
    const gl_type *next = dyn_type(a, i);
    if (next == t) continue;
    bool widened = next == &rt_type_int && t == &rt_type_float;
    bool widens = next == &rt_type_float && t == &rt_type_int;
    t = widened || widens ? &rt_type_float : NULL;
  }
  return t;
}

static void widen_ints(gl_list *a) {
  gl_dyn **elements = (gl_dyn **)a->data;
  for (int64_t i = 0; i < a->len; i++) {
    if (elements[i]->type != &rt_type_int) continue;
    double d = (double)*(const int64_t *)rt_dyn_value(elements[i]);
    gl_drop_dyn(elements[i]);
    elements[i] = gl_dyn_new(&d, &rt_type_float);
  }
}

/* Characters in a list are a Str. */
static gl_dyn *chars_of(gl_dyn *dyns, const gl_list *a) {
  gl_list *s = rt_str_new(a->len, 1);
  for (int64_t i = 0; i < a->len; i++) gl_chars_push(s, *(const uint32_t *)rt_dyn_value(((gl_dyn *const *)a->data)[i]));
  gl_drop_dyn(dyns);
  return gl_dyn_new(&s, &rt_type_str);
}

static gl_dyn *list_of(gl_list *a) {
  const gl_type *t = joined(a);
  if (t == &rt_type_float) widen_ints(a);
  gl_dyn *dyns = gl_dyn_new(&a, &LISTS[DYNS]);
  if (t == &rt_type_char) return chars_of(dyns, a);
  for (uint32_t i = 0; t && i < SCALARS; i++) {
    gl_list *typed;
    if (PARTS[i] != t || !gl_dyn_cast(dyns, &LISTS[i], &typed)) continue;
    gl_drop_dyn(dyns);
    return gl_dyn_new(&typed, &LISTS[i]);
  }
  return dyns;
}

/* ---- brackets ---- */

static bool read_at(rt_reader *r, const gl_type *t, gl_dyn **out) {
  void *value; /* of a pointer's size, as all of these are */
  if (!rt_read_value(r, t, &value)) return false;
  *out = gl_dyn_new(&value, t);
  return true;
}

static bool read_list(rt_reader *r, gl_dyn **out) {
  gl_list *a;
  if (!rt_read_value(r, &LISTS[DYNS], &a)) return false;
  *out = list_of(a);
  return true;
}

/* (), a value in brackets, or a tuple. */
static bool read_tuple(rt_reader *r, gl_dyn **out) {
  gl_dyn *parts[TUPLE_MOST];
  uint32_t n = 0;
  bool good = rt_read_byte(r, '(');
  if (rt_read_byte(r, ')')) {
    *out = gl_dyn_new(NULL, &UNIT);
    return true;
  }
  do {
    good = n < TUPLE_MOST && rt_read_dyn(r, &parts[n]);
    n += good;
  } while (good && rt_read_byte(r, ','));
  if (good && rt_read_byte(r, ')')) {
    *out = n == 1 ? parts[0] : gl_dyn_new(parts, &TUPLES[n - 2]);
    return true;
  }
  while (n) gl_drop_dyn(parts[--n]);
  return false;
}

/* Keys that are all Strs make an object of JSON's. */
static bool read_dict(rt_reader *r, gl_dyn **out) {
  gl_dyn *any;
  gl_dict *object;
  if (!read_at(r, &DICT, &any)) return false;
  *out = any;
  if (!gl_dyn_cast(any, &OBJECT, &object)) return true;
  gl_drop_dyn(any);
  *out = gl_dyn_new(&object, &OBJECT);
  return true;
}

static bool read_word(rt_reader *r, gl_dyn **out) {
  if (rt_read_word(r, "none")) {
    *out = gl_dyn_none();
    return true;
  }
  uint8_t truth = rt_read_word(r, "true");
  if (!truth && !rt_read_word(r, "false")) return false;
  *out = gl_dyn_new(&truth, &BOOL);
  return true;
}

static bool starts_set(const rt_reader *r) { return r->end - r->at > 3 && memcmp(r->at, "set", 3) == 0; }

bool rt_read_dyn(rt_reader *r, gl_dyn **out) {
  rt_read_space(r);
  if (r->at == r->end) return false;
  switch (*r->at) {
  case '"':
  case '\'': return read_text(r, out);
  case '[': return read_list(r, out);
  case '(': return read_tuple(r, out);
  case '{': return read_dict(r, out);
  }
  if (starts_set(r)) return read_at(r, &SET, out);
  (void)rt_read_word(r, "some");
  return read_word(r, out) || read_number(r, out);
}
