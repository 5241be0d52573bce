/* Equality and order by descriptor. Two relations on Float: IEEE's for == and <, where NaN is unordered, and the total
   order for sorting and for keys, where NaN is last and equal to itself; in both -0.0 = 0.0. Values of declared types
   order by constructor, then field by field; what stands last in a value is compared by the loop. */

#include "runtime/value.h"

#include "runtime/list.h"

#define COMPARE(x, y) ((x) < (y) ? RT_LESS : (x) > (y) ? RT_GREATER : RT_EQUAL)

static rt_relation float_compare(double a, double b, bool total) {
  if (a < b) return RT_LESS;
  if (a > b) return RT_GREATER;
  if (a == b) return RT_EQUAL;
  if (!total) return RT_UNORDERED;
  bool a_nan = a != a, b_nan = b != b;
  return COMPARE(a_nan, b_nan);
}

static rt_relation str_compare(const gl_list *a, const gl_list *b) {
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

static rt_relation ints_compare(const gl_list *a, const gl_list *b) {
  const int64_t *x = (const int64_t *)a->data, *y = (const int64_t *)b->data;
  int64_t n = a->len < b->len ? a->len : b->len, i = 0;
  while (i < n && x[i] == y[i]) i++;
  return i < n ? COMPARE(x[i], y[i]) : COMPARE(a->len, b->len);
}

/* What is left to compare: the last parts of two values. */
typedef struct rest {
  const void *a, *b;
  const gl_type *t; /* NULL: nothing, the relation is known */
} rest;

static rt_relation list_compare(const gl_list *a, const gl_list *b, const gl_type *e, bool total, rest *last) {
  int64_t n = a->len < b->len ? a->len : b->len;
  if (n && a->len == b->len) {
    n--;
    *last = (rest){a->data + (size_t)n * e->size, b->data + (size_t)n * e->size, e};
  }
  for (int64_t i = 0; i < n; i++) {
    rt_relation r = rt_compare(a->data + (size_t)i * e->size, b->data + (size_t)i * e->size, e, total);
    if (r != RT_EQUAL) return r;
  }
  return COMPARE(a->len, b->len);
}

static rt_relation any_list_compare(const gl_list *a, const gl_list *b, const gl_type *e, bool total, rest *last) {
  if (e->kind == GL_CHAR) return str_compare(a, b);
  if (e->kind == GL_INT || e->kind == GL_ENUM) return ints_compare(a, b);
  return list_compare(a, b, e, total, last);
}

static rt_relation parts_compare(const void *a, const void *b, uint32_t count, const gl_type *const *parts,
                                 const uint32_t *offsets, bool total, rest *last) {
  if (!count) return RT_EQUAL;
  for (uint32_t i = 0; i + 1 < count; i++) {
    rt_relation r = rt_compare((const char *)a + offsets[i], (const char *)b + offsets[i], parts[i], total);
    if (r != RT_EQUAL) return r;
  }
  *last = (rest){(const char *)a + offsets[count - 1], (const char *)b + offsets[count - 1], parts[count - 1]};
  return RT_EQUAL;
}

static rt_relation object_compare(const gl_object *a, const gl_object *b, const gl_type *t, bool total, rest *last) {
  if (a->tag != b->tag) return COMPARE(a->tag, b->tag);
  const gl_con *con = rt_con(a, t);
  return parts_compare(a, b, con->count, con->parts, con->offsets, total, last);
}

static rt_relation option_compare(const void *a, const void *b, const gl_type *t, rest *last) {
  bool x = rt_option_some(a, t), y = rt_option_some(b, t);
  if (x && y) *last = (rest){rt_part(a, t, 1), rt_part(b, t, 1), t->parts[0]};
  return COMPARE(x, y);
}

/* One object is equal to itself unless a NaN is in it. So what shares parts is compared as fast as it was made. */
static bool is_same(const void *a, const void *b, const gl_type *t, bool total) {
  return *(void *const *)a == *(void *const *)b && (total || t->pointers == GL_SELF_EQUAL);
}

static rt_relation step(const void *a, const void *b, const gl_type *t, bool total, rest *last) {
  switch (t->kind) {
  case GL_INT:
  case GL_ENUM: return COMPARE(*(const int64_t *)a, *(const int64_t *)b);
  case GL_FLOAT: return float_compare(*(const double *)a, *(const double *)b, total);
  case GL_BOOL: return COMPARE(*(const uint8_t *)a, *(const uint8_t *)b);
  case GL_CHAR: return COMPARE(*(const uint32_t *)a, *(const uint32_t *)b);
  case GL_LIST:
    if (is_same(a, b, t, total)) return RT_EQUAL;
    return any_list_compare(*(gl_list *const *)a, *(gl_list *const *)b, t->parts[0], total, last);
  case GL_OPTION: return option_compare(a, b, t, last);
  case GL_TUPLE:
  case GL_RECORD: return parts_compare(a, b, t->count, t->parts, t->offsets, total, last);
  case GL_NAMED:
    if (is_same(a, b, t, total)) return RT_EQUAL;
    return object_compare(*(gl_object *const *)a, *(gl_object *const *)b, t, total, last);
  case GL_DICT:
  case GL_SET:
  case GL_DYN:
  case GL_BIG: return t->walk->compare(a, b, t, total);
  case GL_FUN: return *(void *const *)a == *(void *const *)b ? RT_EQUAL : RT_UNORDERED; /* inside a Dyn */
  }
  return RT_EQUAL; /* unit */
}

rt_relation rt_compare(const void *a, const void *b, const gl_type *t, bool total) {
  for (;;) {
    rest last = {NULL, NULL, NULL};
    rt_relation r = step(a, b, t, total, &last);
    if (r != RT_EQUAL || !last.t) return r;
    a = last.a;
    b = last.b;
    t = last.t;
  }
}

/* Lists of different lengths need no look at their elements. */
bool gl_equal(const void *a, const void *b, const gl_type *t) {
  if (t->kind == GL_LIST && (*(gl_list *const *)a)->len != (*(gl_list *const *)b)->len) return false;
  return rt_compare(a, b, t, false) == RT_EQUAL;
}

int32_t gl_order(const void *a, const void *b, const gl_type *t) { return rt_compare(a, b, t, true); }
bool gl_less(const void *a, const void *b, const gl_type *t) { return rt_compare(a, b, t, false) == RT_LESS; }
bool gl_less_equal(const void *a, const void *b, const gl_type *t) { return rt_compare(a, b, t, false) <= RT_EQUAL; }
