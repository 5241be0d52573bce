/* Arithmetic of Bigs by libtommath, on their digits where they are. Its memory is the runtime's heap, so an operation
   either succeeds or hits the memory limit. Sums and products of short numbers are computed here. */

#include <string.h>
#include <tommath.h>

#include "runtime/alloc.h"
#include "runtime/big.h"
#include "runtime/fail.h"

_Static_assert(MP_DIGIT_BIT == RT_DIGIT_BITS && sizeof(mp_digit) == sizeof(rt_digit), "the library's digits are ours");

/* ---- the library's memory (cmake/Kept.cmake names these) ---- */

void *rt_digits_alloc(size_t bytes);
void *rt_digits_zeroed(size_t count, size_t bytes);
void *rt_digits_realloc(void *block, size_t old_bytes, size_t bytes);
void rt_digits_free(void *block, size_t bytes);

void *rt_digits_alloc(size_t bytes) { return rt_alloc(bytes); }
void *rt_digits_realloc(void *block, size_t old_bytes, size_t bytes) { return rt_realloc(block, old_bytes, bytes); }
void rt_digits_free(void *block, size_t bytes) {
  if (block) rt_free(block, bytes);
}
void *rt_digits_zeroed(size_t count, size_t bytes) {
  size_t size = count * bytes;
  return memset(rt_alloc(size), 0, size);
}

/* ---- to the library and back ---- */

/* What may go wrong is size alone. */
static void sure(mp_err e) {
  if (e != MP_OKAY) rt_out_of_memory();
}

/* b for reading; nothing to clear. */
static mp_int view(const gl_big *b) {
  int count = (int)rt_big_count(b);
  return (mp_int){.used = count, .alloc = count, .sign = b->used < 0 ? MP_NEG : MP_ZPOS, .dp = (mp_digit *)b->digits};
}

static mp_int fresh(int64_t digits) {
  mp_int n;
  if (digits > INT32_MAX / 2) rt_out_of_memory();
  sure(mp_init_size(&n, (int)digits + 1));
  return n;
}

static gl_big *taken(mp_int *n) {
  gl_big *b = rt_big_new(n->used, n->sign == MP_NEG, n->dp);
  mp_clear(n);
  return b;
}

static uint32_t longer(const gl_big *a, const gl_big *b) {
  uint32_t x = rt_big_count(a), y = rt_big_count(b);
  return x > y ? x : y;
}

/* ---- sum, difference, product ---- */

/* True: both are Ints, and so is the result. */
typedef bool int_operation(int64_t a, int64_t b, int64_t *out);
static bool int_add(int64_t a, int64_t b, int64_t *out) { return !__builtin_add_overflow(a, b, out); }
static bool int_sub(int64_t a, int64_t b, int64_t *out) { return !__builtin_sub_overflow(a, b, out); }
static bool int_mul(int64_t a, int64_t b, int64_t *out) { return !__builtin_mul_overflow(a, b, out); }

static gl_big *computed(gl_big *a, gl_big *b, int_operation *of_ints, mp_err (*of_bigs)(const mp_int *, const mp_int *, mp_int *),
                        int64_t digits) {
  int64_t x, y, small;
  if (rt_big_fits(a, &x) && rt_big_fits(b, &y) && of_ints(x, y, &small)) return gl_big_of(small);
  mp_int l = view(a), r = view(b), result = fresh(digits);
  sure(of_bigs(&l, &r, &result));
  return taken(&result);
}

gl_big *gl_big_add(gl_big *a, gl_big *b) { return computed(a, b, int_add, mp_add, longer(a, b) + 1); }
gl_big *gl_big_sub(gl_big *a, gl_big *b) { return computed(a, b, int_sub, mp_sub, longer(a, b) + 1); }
gl_big *gl_big_mul(gl_big *a, gl_big *b) {
  return computed(a, b, int_mul, mp_mul, (int64_t)rt_big_count(a) + rt_big_count(b));
}

static gl_big *signed_as(gl_big *a, bool negative) {
  if (a->used == 0 || (a->used < 0) == negative) {
    gl_dup(a);
    return a;
  }
  return rt_big_new(rt_big_count(a), negative, a->digits);
}

gl_big *gl_big_neg(gl_big *a) { return signed_as(a, a->used > 0); }
gl_big *gl_big_abs(gl_big *a) { return signed_as(a, false); }

/* ---- quotient and remainder, of floor division ---- */

static bool fails(int32_t code, uint32_t site, const char *sentence, gl_big *a, gl_big *b) {
  return rt_fail(code, site, sentence, 2, (rt_operand[]){{&a, &rt_type_big}, {&b, &rt_type_big}});
}

/* The library cuts towards zero: where a remainder is left and the signs differ, the floor is one lower. */
static void floor_divide(gl_big *a, gl_big *b, mp_int *quotient, mp_int *remainder) {
  mp_int l = view(a), r = view(b);
  *quotient = fresh(rt_big_count(a));
  *remainder = fresh(rt_big_count(b));
  sure(mp_div(&l, &r, quotient, remainder));
  if (remainder->used && remainder->sign != r.sign) {
    sure(mp_sub_d(quotient, 1, quotient));
    sure(mp_add(remainder, &r, remainder));
  }
}

bool gl_big_idiv(gl_big *a, gl_big *b, uint32_t site, gl_big **out) {
  if (!b->used) return fails(RT_FAIL_DIVIDE, site, NULL, a, b);
  mp_int quotient, remainder;
  floor_divide(a, b, &quotient, &remainder);
  mp_clear(&remainder);
  *out = taken(&quotient);
  return false;
}

bool gl_big_mod(gl_big *a, gl_big *b, uint32_t site, gl_big **out) {
  if (!b->used) return fails(RT_FAIL_DIVIDE, site, NULL, a, b);
  mp_int quotient, remainder;
  floor_divide(a, b, &quotient, &remainder);
  mp_clear(&quotient);
  *out = taken(&remainder);
  return false;
}

/* ---- power, root, divisor ---- */

static bool is_odd(int64_t n) { return n & 1; }

/* How many bits |b| has. */
static int64_t bits_of(const gl_big *b) {
  uint32_t count = rt_big_count(b);
  return count ? (int64_t)count * RT_DIGIT_BITS - (__builtin_clzll(b->digits[count - 1]) - (64 - RT_DIGIT_BITS)) : 0;
}

bool gl_big_pow(gl_big *a, int64_t b, uint32_t site, gl_big **out) {
  int64_t small, bits;
  if (b < 0) {
    rt_operand operands[] = {{&a, &rt_type_big}, {&b, &rt_type_int}};
    return rt_fail(RT_FAIL_DOMAIN, site, "a negative exponent has no Big as result", 2, operands);
  }
  if (rt_big_fits(a, &small) && small >= -1 && small <= 1) {
    *out = gl_big_of(b == 0 || (small == -1 && !is_odd(b)) ? 1 : small);
    return false;
  }
  if (__builtin_mul_overflow(bits_of(a), b, &bits) || b > UINT32_MAX) rt_out_of_memory();
  mp_int base = view(a), result = fresh(bits / RT_DIGIT_BITS + 1);
  sure(mp_expt_u32(&base, (uint32_t)b, &result));
  *out = taken(&result);
  return false;
}

bool gl_big_isqrt(gl_big *a, uint32_t site, gl_big **out) {
  if (a->used < 0) return rt_fail(RT_FAIL_DOMAIN, site, "%0 has no square root", 1, &(rt_operand){&a, &rt_type_big});
  mp_int n = view(a), root = fresh(rt_big_count(a));
  sure(mp_sqrt(&n, &root));
  *out = taken(&root);
  return false;
}

gl_big *gl_big_gcd(gl_big *a, gl_big *b) {
  mp_int l = view(a), r = view(b), result = fresh(longer(a, b));
  sure(mp_gcd(&l, &r, &result));
  return taken(&result);
}

/* As Python's pow(a, b, c): the result has c's sign; a negative exponent asks for the inverse. */
bool gl_big_powmod(gl_big *a, gl_big *b, gl_big *c, uint32_t site, gl_big **out) {
  rt_operand operands[] = {{&a, &rt_type_big}, {&b, &rt_type_big}, {&c, &rt_type_big}};
  if (!c->used) return rt_fail(RT_FAIL_DIVIDE, site, NULL, 3, operands);
  mp_int base = fresh(rt_big_count(c)), exponent = view(b), modulus = view(c), result = fresh(2 * rt_big_count(c));
  mp_int given = view(a), magnitude = modulus;
  magnitude.sign = exponent.sign = MP_ZPOS;
  bool one = magnitude.used == 1 && magnitude.dp[0] == 1, failed = false;
  sure(mp_mod(&given, &magnitude, &base));
  if (b->used < 0 && !one) failed = mp_invmod(&base, &magnitude, &base) != MP_OKAY;
  if (!failed && !one) sure(mp_exptmod(&base, &exponent, &magnitude, &result));
  if (!failed && c->used < 0 && result.used) sure(mp_add(&result, &modulus, &result));
  mp_clear(&base);
  if (failed) {
    mp_clear(&result);
    return rt_fail(RT_FAIL_DOMAIN, site, "%0 has no inverse modulo %2", 3, operands);
  }
  *out = taken(&result);
  return false;
}
