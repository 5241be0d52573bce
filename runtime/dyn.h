#ifndef GAEL_RT_DYN_H
#define GAEL_RT_DYN_H

/* Dyns from the inside. */

#include "runtime/value.h"

extern const gl_type rt_type_dyn;

/* The same type, whichever descriptors say so; declared types by name. */
bool rt_same_type(const gl_type *a, const gl_type *b);

/* Unwrapped: none of its Dyns and options is left. */
rt_any rt_any_of(bor const void *value, const gl_type *t);
static inline rt_any rt_any_dyn(bor const gl_dyn *v) { return (rt_any){v->type ? rt_dyn_value(v) : NULL, v->type}; }

static inline bool rt_is_number(const gl_type *t) {
  return t->kind == GL_INT || t->kind == GL_FLOAT || t->kind == GL_BIG;
}

/* The kinds of values in a Dyn, in the order in which values of different kinds stand. Numbers are one kind. */
typedef enum rt_rank {
  RT_RANK_NONE, RT_RANK_UNIT, RT_RANK_BOOL, RT_RANK_NUMBER, RT_RANK_CHAR, RT_RANK_STR, RT_RANK_LIST, RT_RANK_TUPLE,
  RT_RANK_SET, RT_RANK_DICT, RT_RANK_NAMED, RT_RANK_FUN
} rt_rank;
rt_rank rt_rank_of(const gl_type *t);
/* As rt_compare, of values of any types. */
rt_relation rt_any_compare(rt_any a, rt_any b, bool total);

#endif
