#include "ir/bignum.h"

#include <math.h>
#include <stdlib.h>

enum { DIGIT_BITS = 32 };

static bignum trimmed(bool negative, const uint32_t *digits, uint32_t len) {
  while (len && !digits[len - 1]) len--;
  return (bignum){negative && len, len, digits};
}

/* ---- Int, Float ---- */

static bignum of_magnitude(arena *home, uint64_t magnitude, bool negative) {
  uint32_t *digits = ARENA_ARRAY(home, uint32_t, 2);
  digits[0] = (uint32_t)magnitude;
  digits[1] = (uint32_t)(magnitude >> DIGIT_BITS);
  return trimmed(negative, digits, 2);
}

bignum bignum_of(arena *home, int64_t i) {
  return of_magnitude(home, i < 0 ? 0 - (uint64_t)i : (uint64_t)i, i < 0);
}

bignum bignum_of_whole(arena *home, double whole) {
  int exponent;
  bignum mantissa = bignum_of(home, (int64_t)ldexp(frexp(whole, &exponent), 53)), two = bignum_of(home, 2), power;
  for (; exponent > 53; exponent--) mantissa = bignum_mul(home, &mantissa, &two);
  for (power = bignum_of(home, 1); exponent < 53; exponent++) power = bignum_mul(home, &power, &two);
  bignum_divide(home, &mantissa, &power, &mantissa, NULL);
  return mantissa;
}

bool bignum_fits(const bignum *a, int64_t *out) {
  if (a->len > 2) return false;
  uint64_t magnitude = (a->len ? a->digits[0] : 0) | (a->len > 1 ? (uint64_t)a->digits[1] << DIGIT_BITS : 0);
  if (magnitude > (uint64_t)INT64_MAX + a->negative) return false;
  *out = (int64_t)(a->negative ? 0 - magnitude : magnitude);
  return true;
}

double bignum_float(arena *home, const bignum *a) {
  str digits = bignum_text(home, a, 16);
  digits.ptr += a->negative;
  double magnitude = strtod(str_printf(home, "0x%s", digits.ptr).ptr, NULL);
  return a->negative ? -magnitude : magnitude;
}

/* ---- text ---- */

/* digits * factor + more, in place; there is room for one digit more. */
static uint32_t scale(uint32_t *digits, uint32_t len, uint32_t factor, uint32_t more) {
  uint64_t carry = more;
  for (uint32_t i = 0; i < len; i++, carry >>= DIGIT_BITS) {
    carry += (uint64_t)digits[i] * factor;
    digits[i] = (uint32_t)carry;
  }
  if (carry) digits[len++] = (uint32_t)carry;
  return len;
}

/* digits / divisor, in place; gives the remainder. */
static uint32_t shrink(uint32_t *digits, uint32_t len, uint32_t divisor) {
  uint64_t rest = 0;
  for (uint32_t i = len; i-- > 0;) {
    rest = rest << DIGIT_BITS | digits[i];
    digits[i] = (uint32_t)(rest / divisor);
    rest %= divisor;
  }
  return (uint32_t)rest;
}

static uint32_t letter_value(char c) {
  if (c >= '0' && c <= '9') return (uint32_t)(c - '0');
  return (c | 32) >= 'a' && (c | 32) <= 'z' ? (uint32_t)((c | 32) - 'a' + 10) : UINT32_MAX;
}

bool bignum_read(arena *home, str text, uint32_t base, bignum *out) {
  bool negative = text.len && text.ptr[0] == '-', sign = negative || (text.len && text.ptr[0] == '+');
  uint32_t *digits = ARENA_ARRAY(home, uint32_t, text.len / 4 + 2), len = 0;
  for (size_t i = sign; i < text.len; i++) {
    uint32_t value = letter_value(text.ptr[i]);
    if (value >= base) return false;
    len = scale(digits, len, base, value);
  }
  *out = trimmed(negative, digits, len);
  return text.len > sign;
}

str bignum_text(arena *home, const bignum *a, uint32_t base) {
  uint32_t len = a->len;
  uint32_t *rest = arena_copy(home, a->digits, len * sizeof *rest, alignof(uint32_t));
  size_t room = (size_t)len * DIGIT_BITS + 2, at = room;
  char *text = ARENA_ARRAY(home, char, room + 1);
  do text[--at] = "0123456789abcdefghijklmnopqrstuvwxyz"[shrink(rest, len, base)];
  while ((len = trimmed(false, rest, len).len));
  if (a->negative) text[--at] = '-';
  return (str){text + at, room - at};
}

/* ---- order ---- */

static int compare_magnitudes(const bignum *a, const bignum *b) {
  if (a->len != b->len) return a->len < b->len ? -1 : 1;
  for (uint32_t i = a->len; i-- > 0;)
    if (a->digits[i] != b->digits[i]) return a->digits[i] < b->digits[i] ? -1 : 1;
  return 0;
}

int bignum_compare(const bignum *a, const bignum *b) {
  if (a->negative != b->negative) return a->negative ? -1 : 1;
  return a->negative ? -compare_magnitudes(a, b) : compare_magnitudes(a, b);
}

/* ---- sum, difference, product ---- */

bignum bignum_neg(bignum a) {
  a.negative = !a.negative && a.len;
  return a;
}

static bignum add_magnitudes(arena *home, const bignum *a, const bignum *b, bool negative) {
  uint32_t len = (a->len > b->len ? a->len : b->len) + 1, *digits = ARENA_ARRAY(home, uint32_t, len);
  uint64_t carry = 0;
  for (uint32_t i = 0; i < len; i++, carry >>= DIGIT_BITS) {
    carry += (uint64_t)(i < a->len ? a->digits[i] : 0) + (i < b->len ? b->digits[i] : 0);
    digits[i] = (uint32_t)carry;
  }
  return trimmed(negative, digits, len);
}

/* Of a magnitude that is not less than b's. */
static bignum sub_magnitudes(arena *home, const bignum *a, const bignum *b, bool negative) {
  uint32_t *digits = ARENA_ARRAY(home, uint32_t, a->len + 1);
  int64_t borrow = 0;
  for (uint32_t i = 0; i < a->len; i++) {
    borrow += (int64_t)a->digits[i] - (i < b->len ? b->digits[i] : 0);
    digits[i] = (uint32_t)borrow;
    borrow >>= DIGIT_BITS;
  }
  return trimmed(negative, digits, a->len);
}

bignum bignum_add(arena *home, const bignum *a, const bignum *b) {
  if (a->negative == b->negative) return add_magnitudes(home, a, b, a->negative);
  bool less = compare_magnitudes(a, b) < 0;
  return less ? sub_magnitudes(home, b, a, b->negative) : sub_magnitudes(home, a, b, a->negative);
}

bignum bignum_sub(arena *home, const bignum *a, const bignum *b) {
  bignum minus = bignum_neg(*b);
  return bignum_add(home, a, &minus);
}

bignum bignum_mul(arena *home, const bignum *a, const bignum *b) {
  uint32_t *digits = ARENA_ARRAY(home, uint32_t, a->len + b->len + 1);
  for (uint32_t i = 0; i < a->len; i++) {
    uint64_t carry = 0;
    for (uint32_t j = 0; j < b->len; j++, carry >>= DIGIT_BITS) {
      carry += (uint64_t)a->digits[i] * b->digits[j] + digits[i + j];
      digits[i + j] = (uint32_t)carry;
    }
    digits[i + b->len] = (uint32_t)carry;
  }
  return trimmed(a->negative != b->negative, digits, a->len + b->len);
}

/* ---- quotient ---- */

uint64_t bignum_bits(const bignum *a) {
  return a->len ? (uint64_t)a->len * DIGIT_BITS - (uint64_t)__builtin_clz(a->digits[a->len - 1]) : 0;
}

bool bignum_bit(const bignum *a, uint64_t i) {
  return i / DIGIT_BITS < a->len && a->digits[i / DIGIT_BITS] >> i % DIGIT_BITS & 1;
}

/* A magnitude that is worked on in place. */
typedef struct work {
  uint32_t *digits, len;
} work;

static void double_plus(work *w, bool bit) {
  uint32_t carry = bit;
  for (uint32_t i = 0; i < w->len; i++) {
    uint32_t next = w->digits[i] >> (DIGIT_BITS - 1);
    w->digits[i] = w->digits[i] << 1 | carry;
    carry = next;
  }
  if (carry) w->digits[w->len++] = carry;
}

/* Takes b away where it fits; gives whether it did. */
static bool take_away(work *w, const bignum *b) {
  bignum rest = {false, w->len, w->digits};
  if (compare_magnitudes(&rest, b) < 0) return false;
  int64_t borrow = 0;
  for (uint32_t i = 0; i < w->len; i++) {
    borrow += (int64_t)w->digits[i] - (i < b->len ? b->digits[i] : 0);
    w->digits[i] = (uint32_t)borrow;
    borrow >>= DIGIT_BITS;
  }
  w->len = trimmed(false, w->digits, w->len).len;
  return true;
}

/* Bit by bit, of magnitudes. */
static void divide_magnitudes(arena *home, const bignum *a, const bignum *b, bignum *quotient, bignum *remainder) {
  uint32_t *digits = ARENA_ARRAY(home, uint32_t, a->len + 1);
  work rest = {ARENA_ARRAY(home, uint32_t, b->len + 2), 0};
  for (uint64_t i = bignum_bits(a); i-- > 0;) {
    double_plus(&rest, bignum_bit(a, i));
    if (take_away(&rest, b)) digits[i / DIGIT_BITS] |= (uint32_t)1 << i % DIGIT_BITS;
  }
  *quotient = trimmed(false, digits, a->len);
  *remainder = trimmed(false, rest.digits, rest.len);
}

void bignum_divide(arena *home, const bignum *a, const bignum *b, bignum *quotient, bignum *remainder) {
  bignum q, r;
  divide_magnitudes(home, a, b, &q, &r);
  bool apart = a->negative != b->negative;
  if (apart && r.len) {
    bignum one = bignum_of(home, 1);
    q = add_magnitudes(home, &q, &one, false);
    r = sub_magnitudes(home, b, &r, false);
  }
  if (quotient) *quotient = (bignum){apart && q.len, q.len, q.digits};
  if (remainder) *remainder = (bignum){b->negative && r.len, r.len, r.digits};
}
