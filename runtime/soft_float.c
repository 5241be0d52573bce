/* Sums of Floats on machines that have them not in hardware. libgcc's __aeabi_dsub, in assembler, rounds wrongly where the exponents differ by 33: the
   bit that decides has been made part of those that only break ties. */

#include "runtime/machine.h"

#if defined(GAEL_BARE) && defined(__arm__) && !(__ARM_FP & 8)
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define SOFT __attribute__((pcs("aapcs"), visibility("default")))

SOFT double __aeabi_dadd(double a, double b);
SOFT double __aeabi_dsub(double a, double b);
SOFT double __aeabi_drsub(double a, double b);

enum { FRACTION = 52, EXPONENT_MOST = 0x7ff, SPARE = 3 };

static const uint64_t SIGN = 1ull << 63, INFINITE = (uint64_t)EXPONENT_MOST << FRACTION, QUIET = 1ull << (FRACTION - 1);

static int exponent_of(uint64_t bits) {
  int e = (int)(bits >> FRACTION);
  return e ? e : 1;
}

/* The significand of a size, with room for what rounding looks at. */
static uint64_t significand_of(uint64_t bits) {
  uint64_t fraction = bits & ((1ull << FRACTION) - 1);
  return (bits >> FRACTION ? fraction | 1ull << FRACTION : fraction) << SPARE;
}

/* What falls off makes the last bit 1. */
static uint64_t shift_right(uint64_t m, int by) {
  if (by == 0) return m;
  return by < 64 ? m >> by | ((m << (64 - by)) != 0) : m != 0;
}

/* m * 2**(e - bias - FRACTION - SPARE), rounded to even; the highest bit of m is that of a normal significand, or e is 1. */
static uint64_t rounded(uint64_t m, int e) {
  unsigned rest = m & ((1u << SPARE) - 1), half = 1u << (SPARE - 1);
  m >>= SPARE;
  m += rest > half || (rest == half && (m & 1));
  uint64_t bits = ((uint64_t)(e - 1) << FRACTION) + m; /* the significand's highest bit is the exponent's 1 */
  return bits < INFINITE ? bits : INFINITE;
}

/* Of sizes a >= b: a + b, or a - b. */
static uint64_t sum_of_sizes(uint64_t a, uint64_t b) {
  int e = exponent_of(a);
  uint64_t m = significand_of(a) + shift_right(significand_of(b), e - exponent_of(b));
  if (m >> (FRACTION + SPARE + 1)) m = shift_right(m, 1), e++;
  return rounded(m, e);
}

static uint64_t difference_of_sizes(uint64_t a, uint64_t b) {
  int e = exponent_of(a);
  uint64_t m = significand_of(a) - shift_right(significand_of(b), e - exponent_of(b));
  int by = __builtin_clzll(m) - (63 - FRACTION - SPARE);
  if (by >= e) by = e - 1;
  return rounded(m << by, e - by);
}

static uint64_t sum(uint64_t a, uint64_t b) {
  if ((a & ~SIGN) < (b & ~SIGN)) {
    uint64_t other = a;
    a = b, b = other;
  }
  uint64_t sign = a & SIGN, larger = a & ~SIGN, smaller = b & ~SIGN;
  bool apart = (a ^ b) >> 63;
  if (larger > INFINITE) return a | QUIET;
  if (larger == INFINITE) return apart && smaller == INFINITE ? INFINITE | QUIET : a;
  if (apart && larger == smaller) return 0;
  return sign | (apart ? difference_of_sizes(larger, smaller) : sum_of_sizes(larger, smaller));
}

static uint64_t bits_of(double a) {
  uint64_t bits;
  memcpy(&bits, &a, sizeof bits);
  return bits;
}

static double of_bits(uint64_t bits) {
  double a;
  memcpy(&a, &bits, sizeof a);
  return a;
}

SOFT double __aeabi_dadd(double a, double b) { return of_bits(sum(bits_of(a), bits_of(b))); }
SOFT double __aeabi_dsub(double a, double b) { return of_bits(sum(bits_of(a), bits_of(b) ^ SIGN)); }
SOFT double __aeabi_drsub(double a, double b) { return of_bits(sum(bits_of(a) ^ SIGN, bits_of(b))); }
#endif
