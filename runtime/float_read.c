/* The Float nearest to a decimal. The first 19 digits times a power of ten, in 128 bits, give bounds (D. Lemire, "Number parsing at a gigabyte per
   second", 2021); nearly always both round to the same Float. Otherwise the value is compared with the middle of two neighbours by long arithmetic
   (W. D. Clinger, "How to read floating point numbers accurately", 1990). Exact for every text: C libraries are not, picolibc's among them. */

#include <stdbool.h>
#include <string.h>

#include "runtime/float_text.h"
#include "runtime/pow10.h"

enum {
  FRACTION = 52,
  LEAST_EXPONENT = -1074, /* of the last bit of the smallest Floats */
  FEW_DIGITS = 19,        /* fit into 64 bits */
  DIGITS_MOST = 780,      /* beyond these only whether there are others can matter: the middle of two Floats has 767 */
  POWER_LEAST = -342, POWER_MOST = 308
};

static const uint64_t INFINITE = (uint64_t)0x7FF << FRACTION;

/* ---- the text ---- */

/* digits[0..count) * 10**exponent */
typedef struct decimal {
  const char *digits; /* may have a point among them */
  int32_t count, exponent;
  uint64_t few; /* the first FEW_DIGITS of them, or all */
  int32_t few_count;
} decimal;

static int32_t exponent_of(const char *p) {
  enum { BEYOND = 100000 };
  bool negative = *p == '-';
  int32_t e = 0;
  if (*p == '-' || *p == '+') p++;
  for (; *p >= '0' && *p <= '9'; p++)
    if (e < BEYOND) e = e * 10 + (*p - '0');
  return negative ? -e : e;
}

static decimal decimal_of(const char *p) {
  decimal d = {0};
  while (*p == '0') p++;
  bool fraction = *p == '.';
  if (fraction)
    for (p++; *p == '0'; p++) d.exponent--;
  d.digits = p;
  for (; (*p >= '0' && *p <= '9') || (*p == '.' && !fraction); p++) {
    if (*p == '.') {
      fraction = true;
      continue;
    }
    if (d.count++ < FEW_DIGITS) d.few = d.few * 10 + (uint64_t)(*p - '0'), d.few_count++;
    d.exponent -= fraction;
  }
  if ((*p | 32) == 'e') d.exponent += exponent_of(p + 1);
  return d;
}

/* ---- bounds ---- */

/* m * 2**(q-1): the bits of a Float, whose last one stands for 2**q, and one more. */
typedef struct binary {
  uint64_t m;
  int32_t q;
} binary;

static rt_u128 add(rt_u128 a, rt_u128 b) {
  uint64_t low = a.low + b.low;
  return (rt_u128){a.high + b.high + (low < a.low), low};
}

static uint64_t shift_right(rt_u128 x, int32_t by) {
  if (by >= 128) return 0;
  if (by >= 64) return x.high >> (by - 64);
  return by ? x.high << (64 - by) | x.low >> by : x.low;
}

/* x * 2**e, cut. */
static binary cut(rt_u128 x, int32_t e) {
  int32_t top = x.high ? 127 - __builtin_clzll(x.high) : 63 - __builtin_clzll(x.low | 1);
  int32_t q = e + top - FRACTION;
  if (q < LEAST_EXPONENT) q = LEAST_EXPONENT;
  return (binary){shift_right(x, q - 1 - e), q};
}

static uint64_t bits_of(uint64_t m, int32_t q) {
  uint64_t bits = ((uint64_t)(q - LEAST_EXPONENT) << FRACTION) + m; /* the highest bit of m is the exponent's 1 */
  return bits < INFINITE ? bits : INFINITE;
}

static uint64_t rounded_up(binary b) { return bits_of((b.m + 1) >> 1, b.q); }

/* ---- long arithmetic ---- */

enum { LIMBS = 100 };

typedef struct large {
  uint32_t count, limbs[LIMBS]; /* the least significant first */
} large;

static void multiply_add(large *a, uint32_t by, uint32_t carry) {
  uint64_t sum = carry;
  for (uint32_t i = 0; i < a->count; i++) {
    sum += (uint64_t)a->limbs[i] * by;
    a->limbs[i] = (uint32_t)sum;
    sum >>= 32;
  }
  if (sum) a->limbs[a->count++] = (uint32_t)sum;
}

static void multiply_power(large *a, uint32_t base, uint32_t step, uint32_t base_to_step, int32_t n) {
  for (; n >= (int32_t)step; n -= (int32_t)step) multiply_add(a, base_to_step, 0);
  for (; n > 0; n--) multiply_add(a, base, 0);
}

static void multiply_pow5(large *a, int32_t n) { multiply_power(a, 5, 13, 1220703125, n); }
static void multiply_pow2(large *a, int32_t n) { multiply_power(a, 2, 31, 1u << 31, n); }

static int32_t compare(const large *a, const large *b) {
  if (a->count != b->count) return a->count < b->count ? -1 : 1;
  for (uint32_t i = a->count; i-- > 0;)
    if (a->limbs[i] != b->limbs[i]) return a->limbs[i] < b->limbs[i] ? -1 : 1;
  return 0;
}

/* The digits as a number; those beyond DIGITS_MOST become one that is not 0. */
static int32_t large_of(large *a, const decimal *d) {
  int32_t used = 0;
  bool more = false;
  a->count = 0;
  for (const char *p = d->digits; used < d->count; p++) {
    if (*p == '.') continue;
    if (used++ < DIGITS_MOST) multiply_add(a, 10, (uint32_t)(*p - '0'));
    else more |= *p != '0';
  }
  if (d->count <= DIGITS_MOST) return d->exponent;
  multiply_add(a, 10, more);
  return d->exponent + d->count - DIGITS_MOST - 1;
}

/* The decimal against m * 2**q with m odd: the middle of two neighbours. */
static int32_t against(const decimal *d, uint64_t m, int32_t q) {
  large left, right = {2, {(uint32_t)m, (uint32_t)(m >> 32)}};
  if (!right.limbs[1]) right.count = 1;
  int32_t e = large_of(&left, d);
  multiply_pow5(&left, e);
  multiply_pow5(&right, -e);
  multiply_pow2(&left, e - q);
  multiply_pow2(&right, q - e);
  return compare(&left, &right);
}

/* ---- all together ---- */

static uint64_t nearest(const decimal *d) {
  int32_t k = d->exponent + d->count - d->few_count, shift = __builtin_clzll(d->few), power_exponent;
  rt_u128 power = rt_pow10(k, &power_exponent);
  uint64_t w = d->few << shift;
  rt_u128 value = add(rt_multiply(power.high, w), (rt_u128){0, rt_multiply(power.low, w).high});
  int32_t e = power_exponent - shift + 64;
  /* The power is too large by less than 1, the product cut by less than 1, and digits that were left out are less than one of the last. */
  rt_u128 below = add(value, (rt_u128){UINT64_MAX, UINT64_MAX}), above = add(value, (rt_u128){0, 1});
  if (d->count > d->few_count) above = add(above, (rt_u128){power.high >> 1 >> (63 - shift), (power.high << shift | power.low >> 1 >> (63 - shift)) + 1});
  binary least = cut(below, e);
  uint64_t low = rounded_up(least), high = rounded_up(cut(above, e));
  if (low == high) return low;
  uint64_t m = least.m >> 1;
  int32_t order = against(d, 2 * m + 1, least.q - 1);
  return bits_of(m + (order > 0 || (order == 0 && (m & 1))), least.q);
}

double rt_float_nearest(const char *text) {
  decimal d = decimal_of(text);
  int32_t k = d.exponent + d.count - d.few_count;
  uint64_t bits = !d.few || k < POWER_LEAST ? 0 : k > POWER_MOST ? INFINITE : nearest(&d);
  double out;
  memcpy(&out, &bits, sizeof out);
  return out;
}
