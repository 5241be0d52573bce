/* Bigs as values: made, dropped, compared, turned into Int and Float. */

#include "runtime/big.h"

#include <math.h>

#include "runtime/alloc.h"
#include "runtime/fail.h"
#include "runtime/list.h"

/* ---- objects ---- */

static size_t size_of(int64_t digits) { return sizeof(gl_big) + (size_t)digits * sizeof(rt_digit); }

/* An object's size is known from `used`, so it is right from the start. */
gl_big *rt_big_new(int64_t count, bool negative, const rt_digit *digits) {
  if (digits) {
    while (count && !digits[count - 1]) count--;
  }
  if (count > INT32_MAX / (int64_t)sizeof(rt_digit)) rt_out_of_memory();
  gl_big *b = rt_object_alloc(size_of(count));
  b->rc = 1;
  b->used = negative ? -(int32_t)count : (int32_t)count;
  if (digits) rt_copy(b->digits, digits, (size_t)count * sizeof(rt_digit));
  return b;
}

gl_big *rt_big_trim(gl_big *b) {
  uint32_t count = rt_big_count(b);
  if (!count || b->digits[count - 1]) return b;
  gl_big *trimmed = rt_big_new(count, b->used < 0, b->digits);
  rt_object_free(b, size_of(count));
  return trimmed;
}

void gl_drop_big(gl_big *b) {
  if (b->rc <= 0 || --b->rc) return;
  rt_object_free(b, size_of(rt_big_count(b)));
}

/* ---- Int ---- */

enum { INT_DIGITS = 64 / RT_DIGIT_BITS + 1 };

gl_big *gl_big_of(int64_t value) {
  rt_digit digits[INT_DIGITS];
  uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
  for (int i = 0; i < INT_DIGITS; i++, rest >>= RT_DIGIT_BITS) digits[i] = (rt_digit)(rest & RT_DIGIT_MASK);
  return rt_big_new(INT_DIGITS, value < 0, digits);
}

bool rt_big_fits(const gl_big *b, int64_t *out) {
  uint32_t count = rt_big_count(b);
  uint64_t magnitude = 0;
  if (count > INT_DIGITS) return false;
  for (uint32_t i = count; i--;) {
    if (magnitude >> (64 - RT_DIGIT_BITS)) return false;
    magnitude = magnitude << RT_DIGIT_BITS | b->digits[i];
  }
  bool negative = b->used < 0;
  if (magnitude > (uint64_t)INT64_MAX + negative) return false;
  *out = (int64_t)(negative ? 0 - magnitude : magnitude);
  return true;
}

bool gl_big_int(gl_big *b, uint32_t site, int64_t *out) {
  if (rt_big_fits(b, out)) return false;
  return rt_fail(RT_FAIL_OVERFLOW, site, "%0 does not fit into 64 bits", 1, &(rt_operand){&b, &rt_type_big});
}

/* ---- Float ---- */

/* The highest 64 bits decide, with one bit that stands for all below them: rounding to 53 sees halves exactly. */
double gl_big_float(gl_big *b) {
  uint32_t count = rt_big_count(b);
  uint64_t top = 0;
  int64_t exponent = 0;
  for (uint32_t i = count; i--;) {
    rt_digit digit = b->digits[i];
    int room = top ? __builtin_clzll(top) : 64, taken = room < RT_DIGIT_BITS ? room : RT_DIGIT_BITS;
    if (taken) top = (top << (taken & 63)) | digit >> (RT_DIGIT_BITS - taken);
    exponent += RT_DIGIT_BITS - taken;
    if (taken < RT_DIGIT_BITS && digit & (((rt_digit)1 << (RT_DIGIT_BITS - taken)) - 1)) top |= 1;
  }
  if (exponent > 2000) exponent = 2000; /* far beyond the largest */
  double magnitude = ldexp((double)top, (int)exponent);
  return b->used < 0 ? -magnitude : magnitude;
}

/* ---- order ---- */

int32_t gl_big_order(gl_big *a, gl_big *b) {
  if (a->used != b->used) return a->used < b->used ? -1 : 1; /* the longer has the larger magnitude */
  int32_t greater = a->used < 0 ? -1 : 1;
  for (uint32_t i = rt_big_count(a); i--;) {
    if (a->digits[i] != b->digits[i]) return a->digits[i] > b->digits[i] ? greater : -greater;
  }
  return 0;
}

/* A Float from 2**63 on is whole, and fits into two or three digits' worth of shifting. */
static gl_big *whole_of(double b) {
  int exponent;
  double fraction = frexp(fabs(b), &exponent); /* 53 bits in [1/2, 1) */
  uint64_t bits = (uint64_t)ldexp(fraction, 53);
  int shift = exponent - 53, low = shift / RT_DIGIT_BITS;
  gl_big *whole = rt_big_new(low + 4, b < 0, NULL);
  for (int i = 0; i < low + 4; i++) whole->digits[i] = 0;
  for (int i = 0; i < 64; i++) {
    int at = shift + i;
    if (bits >> i & 1) whole->digits[at / RT_DIGIT_BITS] |= (rt_digit)1 << at % RT_DIGIT_BITS;
  }
  return rt_big_trim(whole);
}

int32_t rt_big_float_order(gl_big *a, double b) {
  int64_t small;
  if (rt_big_fits(a, &small)) return gl_int_float_order(small, b);
  if (b != b) return 2;
  if (fabs(b) < 0x1p63) return a->used < 0 ? -1 : 1;
  if (isinf(b)) return b > 0 ? -1 : 1;
  gl_big *whole = whole_of(b);
  int32_t order = gl_big_order(a, whole);
  gl_drop_big(whole);
  return order;
}
