/* Bigs as other values meet them: compared with their like and with other numbers, hashed as the Int or Float of the
   same value, written with their n. */

#include "runtime/big.h"
#include "runtime/value.h"

const gl_type rt_type_big = {
    .kind = GL_BIG, .pointers = 1, .size = sizeof(gl_big *), .name = "Big", .walk = &gl_walk_big};

static gl_big *big_at(const void *value) { return *(gl_big *const *)value; }

static rt_relation compare(const void *a, const void *b, const gl_type *t, bool total) {
  (void)t;
  (void)total;
  return (rt_relation)gl_big_order(big_at(a), big_at(b));
}

static rt_relation against_int(gl_big *a, int64_t b) {
  int64_t small;
  if (rt_big_fits(a, &small)) return small < b ? RT_LESS : small > b ? RT_GREATER : RT_EQUAL;
  return a->used < 0 ? RT_LESS : RT_GREATER;
}

static rt_relation against_float(gl_big *a, double b) { return (rt_relation)rt_big_float_order(a, b); }

/* Modulo 2^61-1 a shift by n bits is a turn of the 61 by n. */
static uint64_t residue_of(const gl_big *b) {
  enum { BITS = 61, TURN = RT_DIGIT_BITS };
  const uint64_t prime = (UINT64_C(1) << BITS) - 1;
  uint64_t residue = 0;
  for (uint32_t i = rt_big_count(b); i--;) {
    residue = ((residue << TURN) & prime) | residue >> (BITS - TURN);
    residue += b->digits[i];
    if (residue >= prime) residue -= prime;
  }
  return residue;
}

static uint64_t hash(uint64_t h, const void *value, const gl_type *t) {
  (void)t;
  const gl_big *b = big_at(value);
  int64_t small;
  return rt_big_fits(b, &small) ? rt_hash_int(h, small) : rt_hash_large(h, residue_of(b), b->used < 0);
}

static void source(rt_sink *s, const void *value, const gl_type *t) {
  enum { DECIMAL = 10 };
  (void)t;
  rt_big_source(s, big_at(value), DECIMAL);
  rt_sink_byte(s, 'n');
}

static void drop(void *object, const gl_type *t, rt_grave *graves) {
  (void)t;
  (void)graves;
  gl_big *b = object;
  b->rc = 1; /* gl_drop_big knows the size */
  gl_drop_big(b);
}

static const rt_big_walk BIG = {.parse = rt_big_parse,
                                .digits = rt_big_source,
                                .against_int = against_int,
                                .against_float = against_float,
                                .to_float = gl_big_float};
const gl_walk gl_walk_big = {.compare = compare, .hash = hash, .source = source, .drop = drop, .big = &BIG};
