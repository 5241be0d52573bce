#ifndef GAEL_RT_VALUE_H
#define GAEL_RT_VALUE_H

/* Walks over values by descriptor. Their recursion is as deep as a value's type is written; a chain of values of one
   declared type is walked by a loop when it hangs on the last field, and freed by one whatever its shape. */

#include "runtime/walk.h"

static inline const void *rt_part(const void *value, const gl_type *t, uint32_t i) {
  return (const char *)value + t->offsets[i];
}
static inline bool rt_option_some(const void *value, const gl_type *t) {
  return *(const uint8_t *)rt_part(value, t, 0);
}
static inline const gl_con *rt_con(const gl_object *o, const gl_type *t) { return &t->cons[o->tag]; }
static inline const void *rt_dyn_value(const gl_dyn *v) { return (const char *)v + GL_DYN_VALUE; }

/* A value whose type is found at run time. */
typedef struct rt_any {
  const void *value;
  const gl_type *t; /* NULL: none */
} rt_any;

/* What a value prints and formats as: of a Dyn, its content. */
static inline rt_any rt_any_top(const void *value, const gl_type *t) {
  const gl_dyn *v = t->kind == GL_DYN ? *(gl_dyn *const *)value : NULL;
  return v && v->type ? (rt_any){rt_dyn_value(v), v->type} : (rt_any){value, t};
}

/* total: NaN is last and equal to itself; else Float is IEEE's. Sets and dictionaries have an order only so that sorting
   Dyns has a result: see dict_walk.c. Functions are equal only to themselves and else unordered. */
rt_relation rt_compare(bor const void *a, bor const void *b, const gl_type *t, bool total);

/* Equal values by the total order have equal hashes, also when one of them is (or holds) a Dyn: an Int, a Float and a
   Big of one value agree, and options and Dyns hash as their content. */
uint64_t rt_hash(bor const void *value, const gl_type *t);
uint64_t rt_hash_str(bor const gl_list *s); /* rt_hash of a Str */
/* For parts of a value: the state after the value, unfinished. */
uint64_t rt_hash_into(uint64_t h, bor const void *value, const gl_type *t);
/* Spreads every bit over the whole: MurmurHash3's finaliser with the numbers of Stafford's variant 13. */
static inline uint64_t rt_hash_finish(uint64_t h) {
  h = (h ^ h >> 30) * 0xBF58476D1CE4E5B9u;
  h = (h ^ h >> 27) * 0x94D049BB133111EBu;
  return h ^ h >> 31;
}
uint64_t rt_hash_int(uint64_t h, int64_t value); /* rt_hash_into of an Int */
/* … of a whole number beyond 64 bits: its size modulo 2^61-1, and its sign. */
uint64_t rt_hash_large(uint64_t h, uint64_t residue, bool negative);

/* Drops every pointer in the value; what dies and waits for others hangs on `graves` (NULL: nothing is being freed). */
void rt_drop_into(own const void *value, const gl_type *t, rt_grave *graves);

#endif
