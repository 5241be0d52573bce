#ifndef GAEL_RT_PAIR_H
#define GAEL_RT_PAIR_H

/* Descriptors of a dictionary's items, made where they are needed: a DICT's own has no room for them. */

#include "runtime/gael_rt.h"

typedef struct rt_pair_type {
  gl_type type;
  uint32_t offsets[2];
} rt_pair_type;

void rt_pair_type_set(rt_pair_type *pair, const gl_type *const *parts); /* (key,value), of two parts */
/* What gl_dict_items of a DICT gives a list of: pairs, of a SET its elements. */
const gl_type *rt_item_type(rt_pair_type *pair, const gl_type *t);

#endif
