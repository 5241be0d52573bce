#ifndef GAEL_RT_BIG_H
#define GAEL_RT_BIG_H

/* Whole numbers of any size. A Big is immutable and counted; its magnitude stands behind the header in digits of
   RT_DIGIT_BITS bits, the least first and none of the highest zero. They are libtommath's digits, so that big_math.c
   computes on them where they are; what a value's walk needs (order, hash, text) does without the library, and so does
   a program that only prints. */

#include "runtime/sink.h"

#ifdef __LP64__
typedef uint64_t rt_digit;
__extension__ typedef unsigned __int128 rt_two_digits;
enum { RT_DIGIT_BITS = 60 };
#else
typedef uint32_t rt_digit;
typedef uint64_t rt_two_digits;
enum { RT_DIGIT_BITS = 28 };
#endif
#define RT_DIGIT_MASK (((rt_digit)1 << RT_DIGIT_BITS) - 1)

extern const gl_type rt_type_big;

struct gl_big {
  int32_t rc;
  int32_t used; /* digits; negative: of a negative number; 0: zero */
  rt_digit digits[];
};

static inline uint32_t rt_big_count(const gl_big *b) { return (uint32_t)(b->used < 0 ? -b->used : b->used); }

/* With room for `count` digits, which are copied unless NULL; highest zeros are cut. */
gl_big *rt_big_new(int64_t count, bool negative, const rt_digit *digits);
gl_big *rt_big_trim(own gl_big *b); /* a unique one without its highest zeros */
bool rt_big_fits(bor const gl_big *b, int64_t *out); /* is it an Int? */

int32_t rt_big_float_order(bor gl_big *a, double b); /* compared exactly; 2 when b is NaN */

void rt_big_source(rt_sink *s, bor const gl_big *b, uint32_t base); /* digits and sign, without the n */
/* A number as rt_int_parse reads it, of any size; NULL: it is none. */
gl_big *rt_big_parse(const uint8_t *text, size_t length, uint32_t base);

#endif
