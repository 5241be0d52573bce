/* The shortest decimal of a double: Schubfach (R. Giulietti, "The Schubfach way to render doubles", 2020). Exact for
   every double: one candidate rounding interval, three products of 64 by 128 bits, no fallback. */

#include <string.h>

#include "runtime/float_text.h"
#include "runtime/pow10.h"
#include "runtime/sink.h"

enum { SIGNIFICAND_BITS = 52, EXPONENT_BIAS = 1075, EXPONENT_MASK = 0x7FF };

/* floor(log10(2**q)), floor(log10(3/4 * 2**q)) in the ranges of doubles */
static int32_t log10_pow2(int32_t q) { return (q * 1262611) >> 22; }
static int32_t log10_three_quarters_pow2(int32_t q) { return (q * 1262611 - 524031) >> 22; }

/* The high word of g * c / 2**64, with its last bit set when anything was lost. */
static uint64_t round_to_odd(rt_u128 g, uint64_t c) {
  rt_u128 x = rt_multiply(g.low, c), y = rt_multiply(g.high, c);
  uint64_t low = y.low + x.high;
  return (y.high + (low < x.high)) | (low > 1);
}

static uint64_t strip_zeros(uint64_t digits, int32_t *exponent) {
  for (; digits >= 10 && digits % 10 == 0; digits /= 10) ++*exponent;
  return digits;
}

/* c * 2**q in shortest form; `closer`: the neighbour below is only half as far as the one above. */
static uint64_t shortest(uint64_t c, int32_t q, bool closer, int32_t *exponent) {
  int32_t k = closer ? log10_three_quarters_pow2(q) : log10_pow2(q);
  int32_t scale;
  rt_u128 g = rt_pow10(-k, &scale);
  int32_t h = q + scale + 128;
  uint64_t odd = c & 1;
  uint64_t lower = round_to_odd(g, (4 * c - 2 + closer) << h) + odd;
  uint64_t value = round_to_odd(g, 4 * c << h);
  uint64_t upper = round_to_odd(g, (4 * c + 2) << h) - odd;
  uint64_t s = value / 4;
  *exponent = k;
  if (s >= 10) {
    uint64_t tens = s / 10;
    bool down = lower <= 40 * tens, up = 40 * tens + 40 <= upper;
    if (down != up) {
      ++*exponent;
      return tens + up;
    }
  }
  bool down = lower <= 4 * s, up = 4 * s + 4 <= upper;
  if (down != up) return s + up;
  uint64_t middle = 4 * s + 2;
  return s + (value > middle || (value == middle && (s & 1)));
}

uint64_t rt_float_decimal(double d, int32_t *exponent) {
  uint64_t bits;
  memcpy(&bits, &d, sizeof bits);
  uint64_t fraction = bits & (((uint64_t)1 << SIGNIFICAND_BITS) - 1);
  int32_t biased = (int32_t)(bits >> SIGNIFICAND_BITS) & EXPONENT_MASK;
  *exponent = 0;
  if (!biased && !fraction) return 0;
  uint64_t c = biased ? fraction | (uint64_t)1 << SIGNIFICAND_BITS : fraction;
  int32_t q = (biased ? biased : 1) - EXPONENT_BIAS;
  if (q <= 0 && q > -SIGNIFICAND_BITS - 1 && !(c & (((uint64_t)1 << -q) - 1))) return strip_zeros(c >> -q, exponent);
  uint64_t digits = shortest(c, q, !fraction && biased > 1, exponent);
  return strip_zeros(digits, exponent);
}

/* ---- as Python's repr ---- */

static char *put_zeros(char *at, int32_t n) {
  for (; n > 0; n--) *at++ = '0';
  return at;
}

static char *put_exponent(char *at, const char *digits, int32_t count, int32_t power) {
  *at++ = digits[0];
  if (count > 1) *at++ = '.';
  memcpy(at, digits + 1, (size_t)count - 1);
  at += count - 1;
  *at++ = 'e';
  *at++ = power < 0 ? '-' : '+';
  if (power < 0) power = -power;
  if (power < 10) *at++ = '0';
  return (char *)rt_digits((uint8_t *)at, (uint64_t)power);
}

static char *put_fixed(char *at, const char *digits, int32_t count, int32_t point) {
  if (point <= 0) {
    at = put_zeros(at, 1);
    *at++ = '.';
    at = put_zeros(at, -point);
    memcpy(at, digits, (size_t)count);
    return at + count;
  }
  int32_t whole = count < point ? count : point;
  memcpy(at, digits, (size_t)whole);
  at = put_zeros(at + whole, point - whole);
  *at++ = '.';
  if (count <= point) return put_zeros(at, 1);
  memcpy(at, digits + whole, (size_t)(count - whole));
  return at + count - whole;
}

size_t rt_float_shortest(char *out, double d) {
  enum { FIXED_LEAST = -4, FIXED_MOST = 16 };
  char *at = out, digits[20];
  if (d != d) return (size_t)((char *)memcpy(at, "nan", 3) - out) + 3;
  if (__builtin_signbit(d)) *at++ = '-';
  if (__builtin_isinf(d)) return (size_t)((char *)memcpy(at, "inf", 3) - out) + 3;
  int32_t exponent;
  uint64_t decimal = rt_float_decimal(d, &exponent);
  int32_t count = (int32_t)(rt_digits((uint8_t *)digits, decimal) - (uint8_t *)digits);
  int32_t power = count + exponent - 1;
  bool fixed = power >= FIXED_LEAST && power < FIXED_MOST;
  at = fixed ? put_fixed(at, digits, count, power + 1) : put_exponent(at, digits, count, power);
  return (size_t)(at - out);
}
