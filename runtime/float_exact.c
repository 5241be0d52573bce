/* The exact decimal expansion of a double, by long arithmetic in base 10**9 (the way of musl's fmt_fp), for what asks
   for a number of digits. O(digits**2 / 81), which is nothing for ordinary numbers and a few microseconds for the
   worst. */

#include <string.h>

#include "runtime/float_text.h"

enum {
  LIMB = 1000000000,
  LIMB_DIGITS = 9,
  LIMBS_BEFORE = 36,  /* 1.8e308 */
  LIMBS_BEHIND = 120, /* 2**-1074 */
  LIMBS = LIMBS_BEFORE + LIMBS_BEHIND
};

/* limbs[first..last) are the number, the most significant first; the point stands at LIMBS_BEFORE. */
typedef struct expansion {
  int32_t first, last;
  uint32_t limbs[LIMBS];
} expansion;

static void multiply_pow2(expansion *x, int32_t shift) {
  uint64_t carry = 0;
  for (int32_t i = x->last - 1; i >= x->first; i--) {
    uint64_t v = ((uint64_t)x->limbs[i] << shift) + carry;
    x->limbs[i] = (uint32_t)(v % LIMB);
    carry = v / LIMB;
  }
  if (carry) x->limbs[--x->first] = (uint32_t)carry;
}

/* shift <= 9, so that a remainder times 10**9 / 2**shift is whole */
static void divide_pow2(expansion *x, int32_t shift) {
  uint32_t carry = 0, mask = (1u << shift) - 1, scale = (uint32_t)LIMB >> shift;
  for (int32_t i = x->first; i < x->last; i++) {
    uint32_t v = x->limbs[i];
    x->limbs[i] = (v >> shift) + carry;
    carry = (v & mask) * scale;
  }
  if (carry) x->limbs[x->last++] = carry;
  while (x->first < x->last && !x->limbs[x->first]) x->first++;
}

static void expand(expansion *x, double d) {
  enum { MULTIPLY_STEP = 29, DIVIDE_STEP = 9 };
  uint64_t bits;
  memcpy(&bits, &d, sizeof bits);
  int32_t biased = (int32_t)(bits >> 52) & 0x7FF;
  uint64_t c = (bits & (((uint64_t)1 << 52) - 1)) | (uint64_t)(biased != 0) << 52;
  int32_t q = (biased ? biased : 1) - 1075;
  for (; c && q < 0 && !(c & 1); q++) c >>= 1;
  x->first = x->last = LIMBS_BEFORE;
  for (; c; c /= LIMB) x->limbs[--x->first] = (uint32_t)(c % LIMB);
  for (int32_t up = q; up > 0; up -= MULTIPLY_STEP) multiply_pow2(x, up < MULTIPLY_STEP ? up : MULTIPLY_STEP);
  for (int32_t down = -q; down > 0; down -= DIVIDE_STEP) divide_pow2(x, down < DIVIDE_STEP ? down : DIVIDE_STEP);
}

static void put_limb(uint8_t *to, uint32_t limb) {
  for (int i = LIMB_DIGITS - 1; i >= 0; i--, limb /= 10) to[i] = (uint8_t)(limb % 10);
}

static void trim(rt_decimal *d) {
  while (d->count && !d->digits[d->count - 1]) d->count--;
}

void rt_decimal_of(rt_decimal *out, double d) {
  expansion x;
  expand(&x, d);
  out->count = 0;
  out->point = (LIMBS_BEFORE - x.first) * LIMB_DIGITS;
  for (int32_t i = x.first; i < x.last; i++) {
    put_limb(out->digits + out->count, x.limbs[i]);
    out->count += LIMB_DIGITS;
  }
  int32_t zeros = 0;
  while (zeros < out->count && !out->digits[zeros]) zeros++;
  out->count -= zeros;
  out->point -= zeros;
  memmove(out->digits, out->digits + zeros, (size_t)out->count);
  trim(out);
}

static void round_to(rt_decimal *d, int64_t kept) {
  if (kept >= d->count) return;
  if (kept < 0) {
    d->count = 0;
    return;
  }
  int32_t keep = (int32_t)kept;
  bool above = d->digits[keep] > 5 || (d->digits[keep] == 5 && keep + 1 < d->count); /* no zeros at the end */
  bool tie = d->digits[keep] == 5 && keep + 1 == d->count;
  bool up = above || (tie && keep > 0 && (d->digits[keep - 1] & 1));
  d->count = keep;
  for (; up && keep > 0; keep--) {
    up = d->digits[keep - 1] == 9;
    d->digits[keep - 1] = up ? 0 : (uint8_t)(d->digits[keep - 1] + 1);
  }
  if (up) {
    d->digits[0] = 1;
    d->count = 1;
    d->point++;
  }
  trim(d);
}

void rt_decimal_round(rt_decimal *d, int64_t places) {
  if (places < d->count) round_to(d, d->point + places);
}

void rt_decimal_significant(rt_decimal *d, int64_t digits) { round_to(d, digits); }

double rt_decimal_value(const rt_decimal *d) {
  enum { EXPONENT_ROOM = 12 };
  char text[sizeof d->digits + EXPONENT_ROOM], *at = text;
  if (!d->count) return 0;
  for (int32_t i = 0; i < d->count; i++) *at++ = (char)('0' + d->digits[i]);
  int32_t exponent = d->point - d->count;
  *at++ = 'e';
  if (exponent < 0) *at++ = '-';
  uint32_t size = (uint32_t)(exponent < 0 ? -exponent : exponent);
  for (uint32_t unit = 1000; unit; unit /= 10) *at++ = (char)('0' + size / unit % 10);
  *at = 0;
  return rt_float_nearest(text);
}
