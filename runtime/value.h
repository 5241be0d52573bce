#ifndef GAEL_RT_VALUE_H
#define GAEL_RT_VALUE_H

/* Walks over values by descriptor. They recurse as deep as the type is nested, which its author wrote down; chains of
   closures, whose length is the program's business, are freed from a worklist. */

#include "runtime/gael_rt.h"

static inline const void *rt_part(const void *value, const gl_type *t, uint32_t i) {
  return (const char *)value + t->offsets[i];
}
static inline bool rt_option_some(const void *value, const gl_type *t) {
  return *(const uint8_t *)rt_part(value, t, 0);
}

/* Equal values by the total order have equal hashes. */
uint64_t rt_hash(bor const void *value, const gl_type *t);

#endif
