/* Whole numbers. Products of 64-bit numbers are taken in 128 bits. */

#include "runtime/fail.h"
#include "runtime/wide.h"

/* ---- power, root, divisor ---- */

bool gl_int_pow(int64_t a, int64_t b, uint32_t site, int64_t *out) {
  if (b < 0) return rt_fail_ints(RT_FAIL_DOMAIN, site, "a negative exponent has no Int as result", a, b);
  int64_t result = 1, square = a;
  bool lost = false;
  for (uint64_t e = (uint64_t)b;;) {
    if (e & 1) lost |= __builtin_mul_overflow(result, square, &result);
    e >>= 1;
    if (!e || lost) break;
    lost = __builtin_mul_overflow(square, square, &square); /* squares are needed only while bits are left */
  }
  if (lost) return rt_fail_ints(RT_FAIL_OVERFLOW, site, NULL, a, b);
  *out = result;
  return false;
}

bool gl_int_sqrt(int64_t a, uint32_t site, int64_t *out) {
  if (a < 0) return rt_fail_int(RT_FAIL_DOMAIN, site, "%0 has no square root", a);
  uint64_t r = (uint64_t)__builtin_sqrt((double)a); /* off by one at most */
  while (r * r > (uint64_t)a) r--;
  while ((r + 1) * (r + 1) <= (uint64_t)a) r++;
  *out = (int64_t)r;
  return false;
}

static uint64_t magnitude(int64_t a) { return a < 0 ? 0 - (uint64_t)a : (uint64_t)a; }

/* Stein's: shifts and subtractions only. */
static uint64_t gcd(uint64_t a, uint64_t b) {
  if (!a || !b) return a | b;
  int shift = __builtin_ctzll(a | b);
  a >>= __builtin_ctzll(a);
  while (b) {
    b >>= __builtin_ctzll(b);
    uint64_t least = a < b ? a : b;
    b = a < b ? b - a : a - b;
    a = least;
  }
  return a << shift;
}

bool gl_int_gcd(int64_t a, int64_t b, uint32_t site, int64_t *out) {
  uint64_t g = gcd(magnitude(a), magnitude(b));
  if (g > INT64_MAX) return rt_fail_ints(RT_FAIL_OVERFLOW, site, NULL, a, b);
  *out = (int64_t)g;
  return false;
}

/* ---- against Floats ---- */

/* A Float beyond 64 bits decides by its sign; within, its whole part is compared first and then its fraction. */
int32_t gl_int_float_order(int64_t a, double b) {
  const double beyond = 9223372036854775808.0; /* 2**63 */
  if (b != b) return 2;
  if (b >= beyond) return -1;
  if (b < -beyond) return 1;
  int64_t whole = (int64_t)b;
  if (a != whole) return a < whole ? -1 : 1;
  double fraction = b - (double)whole;
  return fraction > 0 ? -1 : fraction < 0;
}

/* ---- powers modulo ---- */

static uint64_t pow_modulo(uint64_t a, uint64_t e, uint64_t m) {
  uint64_t result = 1 % m;
  for (a %= m; e; e >>= 1) {
    if (e & 1) result = rt_multiply_modulo(result, a, m);
    a = rt_multiply_modulo(a, a, m);
  }
  return result;
}

/* a's inverse modulo m by Euclid's algorithm; 0: there is none. 0 < a < m < 2**63 */
static uint64_t inverse_modulo(uint64_t a, uint64_t m) {
  int64_t r0 = (int64_t)m, r1 = (int64_t)a, t0 = 0, t1 = 1;
  while (r1) {
    int64_t q = r0 / r1, r2 = r0 - q * r1, t2 = t0 - q * t1;
    r0 = r1, r1 = r2, t0 = t1, t1 = t2;
  }
  if (r0 != 1) return 0;
  return (uint64_t)(t0 < 0 ? t0 + (int64_t)m : t0);
}

/* As Python's pow(a, b, c): the result has c's sign; a negative exponent asks for the inverse. */
bool gl_int_powmod(int64_t a, int64_t b, int64_t c, uint32_t site, int64_t *out) {
  rt_operand operands[] = {{&a, &rt_type_int}, {&b, &rt_type_int}, {&c, &rt_type_int}};
  if (c == 0) return rt_fail(RT_FAIL_DIVIDE, site, NULL, 3, operands);
  uint64_t m = magnitude(c), base = magnitude(a) % m;
  if (a < 0 && base) base = m - base;
  if (b < 0 && m > 1) {
    base = base && m <= INT64_MAX ? inverse_modulo(base, m) : 0;
    if (!base) return rt_fail(RT_FAIL_DOMAIN, site, "%0 has no inverse modulo %2", 3, operands);
  }
  uint64_t r = pow_modulo(base, magnitude(b), m);
  *out = c < 0 && r ? (int64_t)(r - m) : (int64_t)r;
  return false;
}

/* ---- primes ---- */

/* Is odd n = d * 2**s + 1 no witness for its compositeness? (Miller and Rabin) */
static bool passes(uint64_t n, uint64_t base) {
  base %= n;
  if (!base) return true;
  int s = __builtin_ctzll(n - 1);
  uint64_t x = pow_modulo(base, (n - 1) >> s, n);
  if (x == 1 || x == n - 1) return true;
  while (--s > 0) {
    x = rt_multiply_modulo(x, x, n);
    if (x == n - 1) return true;
  }
  return false;
}

bool gl_int_prime(int64_t a) {
  static const uint8_t SMALL[] = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};
  static const uint64_t BASES_32[] = {2, 7, 61}; /* enough below 4759123141 */
  static const uint64_t BASES_64[] = {2, 325, 9375, 28178, 450775, 9780504, 1795265022}; /* J. Sinclair: below 2**64 */
  if (a < 2) return false;
  uint64_t n = (uint64_t)a;
  for (uint32_t i = 0; i < sizeof SMALL; i++) {
    if (n % SMALL[i] == 0) return n == SMALL[i];
  }
  if (n < 41 * 41) return true;
  bool narrow = n <= UINT32_MAX;
  const uint64_t *bases = narrow ? BASES_32 : BASES_64;
  uint32_t count = narrow ? sizeof BASES_32 / sizeof *BASES_32 : sizeof BASES_64 / sizeof *BASES_64;
  for (uint32_t i = 0; i < count; i++) {
    if (!passes(n, bases[i])) return false;
  }
  return true;
}
