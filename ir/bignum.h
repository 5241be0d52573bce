#ifndef GAEL_IR_BIGNUM_H
#define GAEL_IR_BIGNUM_H

/* Integers of any size for the interpreter: sign and magnitude in an arena, immutable, by the methods of school. */

#include "support/str.h"

typedef struct bignum {
  bool negative;
  uint32_t len; /* 0: zero, which is not negative; the highest digit is not 0 */
  const uint32_t *digits; /* of base 2**32, lowest first */
} bignum;

bignum bignum_of(arena *home, int64_t i);
bignum bignum_of_whole(arena *home, double whole); /* a finite Float without a fraction */
bool bignum_fits(const bignum *a, int64_t *out);   /* is it an Int */
double bignum_float(arena *home, const bignum *a); /* the nearest, half to even */
/* Digits of a base of 2 to 36 with nothing around them but a sign; false: something else. */
bool bignum_read(arena *home, str digits, uint32_t base, bignum *out);
str bignum_text(arena *home, const bignum *a, uint32_t base);

int bignum_compare(const bignum *a, const bignum *b); /* -1 0 1 */
bignum bignum_neg(bignum a);
bignum bignum_add(arena *home, const bignum *a, const bignum *b);
bignum bignum_sub(arena *home, const bignum *a, const bignum *b);
bignum bignum_mul(arena *home, const bignum *a, const bignum *b);
/* Floor division; b is not zero. Either result may be NULL. */
void bignum_divide(arena *home, const bignum *a, const bignum *b, bignum *quotient, bignum *remainder);
uint64_t bignum_bits(const bignum *a); /* of the magnitude */
bool bignum_bit(const bignum *a, uint64_t i);

#endif
