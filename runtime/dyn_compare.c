/* Values of types that are found at run time, compared: numbers across Int, Float and Big, exactly; lists, tuples, sets
   and dictionaries part by part whatever their static types; values of declared types only with their like. */

#include "runtime/alloc.h"
#include "runtime/dyn.h"
#include "runtime/fail.h"
#include "runtime/list.h"

#define COMPARE(x, y) ((x) < (y) ? RT_LESS : (x) > (y) ? RT_GREATER : RT_EQUAL)

rt_rank rt_rank_of(const gl_type *t) {
  static const uint8_t RANKS[] = {
      [GL_INT] = RT_RANK_NUMBER, [GL_FLOAT] = RT_RANK_NUMBER, [GL_BIG] = RT_RANK_NUMBER, [GL_BOOL] = RT_RANK_BOOL,
      [GL_CHAR] = RT_RANK_CHAR,  [GL_UNIT] = RT_RANK_UNIT,    [GL_LIST] = RT_RANK_LIST,  [GL_TUPLE] = RT_RANK_TUPLE,
      [GL_SET] = RT_RANK_SET,    [GL_DICT] = RT_RANK_DICT,    [GL_FUN] = RT_RANK_FUN,    [GL_NAMED] = RT_RANK_NAMED,
      [GL_ENUM] = RT_RANK_NAMED, [GL_RECORD] = RT_RANK_NAMED,
  };
  if (!t) return RT_RANK_NONE;
  return rt_is_str(t) ? RT_RANK_STR : RANKS[t->kind];
}

bool rt_same_type(const gl_type *a, const gl_type *b) {
  if (a == b) return true;
  if (a->kind != b->kind) return false;
  if (a->kind == GL_NAMED || a->kind == GL_RECORD || a->kind == GL_ENUM) return strcmp(a->name, b->name) == 0;
  if (a->count != b->count) return false;
  for (uint32_t i = 0; i < a->count; i++) {
    if (!rt_same_type(a->parts[i], b->parts[i])) return false;
  }
  return true;
}

/* ---- numbers ---- */

static rt_relation reversed(rt_relation r) { return r == RT_UNORDERED ? r : (rt_relation)-r; }

/* a is an Int or Float, b a Big. */
static rt_relation against_big(rt_any a, rt_any b) {
  gl_big *big = *(gl_big *const *)b.value;
  const rt_big_walk *walk = b.t->walk->big;
  return reversed(a.t->kind == GL_INT ? walk->against_int(big, *(const int64_t *)a.value)
                                      : walk->against_float(big, *(const double *)a.value));
}

static rt_relation number_compare(rt_any a, rt_any b) {
  if (b.t->kind == GL_BIG) return against_big(a, b);
  if (a.t->kind == GL_BIG) return reversed(against_big(b, a));
  if (a.t->kind == GL_INT) return (rt_relation)gl_int_float_order(*(const int64_t *)a.value, *(const double *)b.value);
  return reversed((rt_relation)gl_int_float_order(*(const int64_t *)b.value, *(const double *)a.value));
}

/* NaN is beyond every number. */
static rt_relation mixed_numbers(rt_any a, rt_any b, bool total) {
  rt_relation r = number_compare(a, b);
  if (r != RT_UNORDERED || !total) return r;
  return a.t->kind == GL_FLOAT ? RT_GREATER : RT_LESS;
}

/* ---- part by part ---- */

static rt_relation lists_compare(rt_any a, rt_any b, bool total) {
  const gl_list *x = *(gl_list *const *)a.value, *y = *(gl_list *const *)b.value;
  const gl_type *s = a.t->parts[0], *t = b.t->parts[0];
  int64_t n = x->len < y->len ? x->len : y->len;
  for (int64_t i = 0; i < n; i++) {
    rt_any p = rt_any_of(x->data + (size_t)i * s->size, s), q = rt_any_of(y->data + (size_t)i * t->size, t);
    rt_relation r = rt_any_compare(p, q, total);
    if (r != RT_EQUAL) return r;
  }
  return COMPARE(x->len, y->len);
}

static rt_relation tuples_compare(rt_any a, rt_any b, bool total) {
  if (a.t->count != b.t->count) return COMPARE(a.t->count, b.t->count);
  for (uint32_t i = 0; i < a.t->count; i++) {
    rt_any p = rt_any_of(rt_part(a.value, a.t, i), a.t->parts[i]);
    rt_any q = rt_any_of(rt_part(b.value, b.t, i), b.t->parts[i]);
    rt_relation r = rt_any_compare(p, q, total);
    if (r != RT_EQUAL) return r;
  }
  return RT_EQUAL;
}

/* A set or dictionary of the same content with Dyns for keys and values. */
static gl_dict *of_dyns(rt_any a, const gl_type *t) {
  gl_dict *d = NULL;
  gl_dyn *v = gl_dyn_new(a.value, a.t);
  gl_dup_value(a.value, a.t);
  (void)gl_dyn_cast(v, t, &d); /* never refused */
  gl_drop_dyn(v);
  return d;
}

static rt_relation dicts_compare(rt_any a, rt_any b, bool total) {
  const gl_type *const parts[] = {&rt_type_dyn, &rt_type_dyn};
  const gl_type common = {.kind = a.t->kind,
                          .pointers = 1,
                          .count = a.t->count,
                          .size = sizeof(gl_dict *),
                          .parts = parts,
                          .walk = a.t->walk};
  gl_dict *x = of_dyns(a, &common), *y = of_dyns(b, &common);
  rt_relation r = rt_compare(&x, &y, &common, total);
  gl_drop_dict(x, &common);
  gl_drop_dict(y, &common);
  return r;
}

static rt_relation by_rank(rt_any a, rt_any b, rt_rank rank, bool total) {
  switch (rank) {
  case RT_RANK_NUMBER: return mixed_numbers(a, b, total);
  case RT_RANK_LIST: return lists_compare(a, b, total);
  case RT_RANK_TUPLE: return tuples_compare(a, b, total);
  case RT_RANK_SET:
  case RT_RANK_DICT: return dicts_compare(a, b, total);
  case RT_RANK_NAMED:
  case RT_RANK_FUN: return strcmp(a.t->name, b.t->name) < 0 ? RT_LESS : RT_GREATER;
  case RT_RANK_NONE:
  case RT_RANK_UNIT:
  case RT_RANK_BOOL:
  case RT_RANK_CHAR:
  case RT_RANK_STR: break; /* one type each */
  }
  return RT_EQUAL;
}

rt_relation rt_any_compare(rt_any a, rt_any b, bool total) {
  rt_rank x = rt_rank_of(a.t), y = rt_rank_of(b.t);
  if (x != y) return COMPARE(x, y);
  if (!a.t) return RT_EQUAL;
  return rt_same_type(a.t, b.t) ? rt_compare(a.value, b.value, a.t, total) : by_rank(a, b, x, total);
}

static rt_relation compare(const void *a, const void *b, const gl_type *t, bool total) {
  (void)t;
  return rt_any_compare(rt_any_dyn(*(gl_dyn *const *)a), rt_any_dyn(*(gl_dyn *const *)b), total);
}

const gl_walk gl_walk_dyn = {.compare = compare}; /* the rest is everybody's: show.c, hash.c, count.c */

/* ---- < ---- */

static bool have_order(rt_any a, rt_any b) {
  rt_rank x = rt_rank_of(a.t), y = rt_rank_of(b.t);
  if (x != y || x == RT_RANK_SET || x == RT_RANK_DICT || x == RT_RANK_FUN) return false;
  return x != RT_RANK_NAMED || rt_same_type(a.t, b.t);
}

bool gl_dyn_order(gl_dyn *a, gl_dyn *b, uint32_t site, int64_t *out) {
  rt_any x = rt_any_dyn(a), y = rt_any_dyn(b);
  if (have_order(x, y)) {
    *out = rt_any_compare(x, y, false);
    return false;
  }
  rt_operand operands[] = {{&a, &rt_type_dyn}, {&b, &rt_type_dyn}};
  return rt_fail(RT_FAIL_DOMAIN, site, "%0 and %1 have no order", 2, operands);
}
