/* Equality, order and hash by descriptor. Two relations on Float: IEEE's for == and <, where NaN is unordered, and the
   total order for sorting and for keys, where NaN is last and equal to itself; in both -0.0 = 0.0. */

#include "runtime/value.h"

#include "runtime/list.h"

/* ---- comparing ---- */

typedef enum relation { LESS = -1, EQUAL = 0, GREATER = 1, UNORDERED = 2 } relation;

static relation compare(const void *a, const void *b, const gl_type *t, bool total);

#define COMPARE(x, y) ((x) < (y) ? LESS : (x) > (y) ? GREATER : EQUAL)

static relation float_compare(double a, double b, bool total) {
  if (a < b) return LESS;
  if (a > b) return GREATER;
  if (a == b) return EQUAL;
  if (!total) return UNORDERED;
  bool a_nan = a != a, b_nan = b != b;
  return COMPARE(a_nan, b_nan);
}

static relation str_compare(const gl_list *a, const gl_list *b) {
  int64_t n = a->len < b->len ? a->len : b->len;
  if (a->width == 1 && b->width == 1) {
    int r = n ? memcmp(a->data, b->data, (size_t)n) : 0;
    return r ? COMPARE(r, 0) : COMPARE(a->len, b->len);
  }
  for (int64_t i = 0; i < n; i++) {
    uint32_t x = rt_char_at(a, i), y = rt_char_at(b, i);
    if (x != y) return COMPARE(x, y);
  }
  return COMPARE(a->len, b->len);
}

static relation ints_compare(const gl_list *a, const gl_list *b) {
  const int64_t *x = (const int64_t *)a->data, *y = (const int64_t *)b->data;
  int64_t n = a->len < b->len ? a->len : b->len, i = 0;
  while (i < n && x[i] == y[i]) i++;
  return i < n ? COMPARE(x[i], y[i]) : COMPARE(a->len, b->len);
}

static relation list_compare(const gl_list *a, const gl_list *b, const gl_type *e, bool total) {
  if (e->kind == GL_CHAR) return str_compare(a, b);
  if (e->kind == GL_INT) return ints_compare(a, b);
  int64_t n = a->len < b->len ? a->len : b->len;
  for (int64_t i = 0; i < n; i++) {
    relation r = compare(a->data + (size_t)i * e->size, b->data + (size_t)i * e->size, e, total);
    if (r != EQUAL) return r;
  }
  return COMPARE(a->len, b->len);
}

static relation option_compare(const void *a, const void *b, const gl_type *t, bool total) {
  bool x = rt_option_some(a, t), y = rt_option_some(b, t);
  return x && y ? compare(rt_part(a, t, 1), rt_part(b, t, 1), t->parts[0], total) : COMPARE(x, y);
}

static relation compare(const void *a, const void *b, const gl_type *t, bool total) {
  switch (t->kind) {
  case GL_INT: return COMPARE(*(const int64_t *)a, *(const int64_t *)b);
  case GL_FLOAT: return float_compare(*(const double *)a, *(const double *)b, total);
  case GL_BOOL: return COMPARE(*(const uint8_t *)a, *(const uint8_t *)b);
  case GL_CHAR: return COMPARE(*(const uint32_t *)a, *(const uint32_t *)b);
  case GL_LIST: return list_compare(*(gl_list *const *)a, *(gl_list *const *)b, t->parts[0], total);
  case GL_OPTION: return option_compare(a, b, t, total);
  case GL_TUPLE:
    for (uint32_t i = 0; i < t->count; i++) {
      relation r = compare(rt_part(a, t, i), rt_part(b, t, i), t->parts[i], total);
      if (r != EQUAL) return r;
    }
    return EQUAL;
  }
  return EQUAL; /* unit; functions never get here: the type checker refuses to compare them */
}

/* Lists of different lengths need no look at their elements. */
bool gl_equal(const void *a, const void *b, const gl_type *t) {
  if (t->kind == GL_LIST && (*(gl_list *const *)a)->len != (*(gl_list *const *)b)->len) return false;
  return compare(a, b, t, false) == EQUAL;
}

int32_t gl_order(const void *a, const void *b, const gl_type *t) { return compare(a, b, t, true); }
bool gl_less(const void *a, const void *b, const gl_type *t) { return compare(a, b, t, false) == LESS; }
bool gl_less_equal(const void *a, const void *b, const gl_type *t) { return compare(a, b, t, false) <= EQUAL; }

/* ---- hashing ---- */

enum { SEED_NONE = 0x5bd1, SEED_NAN = 0x7ff8 };

static uint64_t mix(uint64_t h, uint64_t v) {
  h = (h ^ v) * 0x9E3779B97F4A7C15u;
  return h ^ h >> 29;
}

static uint64_t float_hash(double d) {
  uint64_t bits;
  if (d != d) return SEED_NAN;
  if (d == 0) d = 0;
  memcpy(&bits, &d, sizeof bits);
  return bits;
}

static uint64_t list_hash(const gl_list *a, const gl_type *e) {
  uint64_t h = (uint64_t)a->len;
  uint32_t scalar;
  for (int64_t i = 0; i < a->len; i++) h = mix(h, rt_hash(rt_list_at(a, i, e, &scalar), e));
  return h;
}

uint64_t rt_hash(const void *value, const gl_type *t) {
  uint64_t h = t->kind;
  switch (t->kind) {
  case GL_INT: return mix(0, (uint64_t)*(const int64_t *)value);
  case GL_FLOAT: return mix(0, float_hash(*(const double *)value));
  case GL_BOOL: return mix(0, *(const uint8_t *)value);
  case GL_CHAR: return mix(0, *(const uint32_t *)value);
  case GL_LIST: return list_hash(*(gl_list *const *)value, t->parts[0]);
  case GL_OPTION: return rt_option_some(value, t) ? rt_hash(rt_part(value, t, 1), t->parts[0]) : SEED_NONE;
  case GL_TUPLE:
    for (uint32_t i = 0; i < t->count; i++) h = mix(h, rt_hash(rt_part(value, t, i), t->parts[i]));
    return h;
  }
  return h;
}
