/* Int, Bool, Char and comparison. Results are taken in 128 bits where they may not fit, and then asked whether they do.
 */

#include "ir/interp_run.h"

__extension__ typedef __int128 wide;

static int64_t arg(const interp_call *c, uint32_t i) { return c->args[i].i; }

static bool give_wide(interp *in, const interp_call *c, wide v, interp_value *out) {
  if (v < INT64_MIN || v > INT64_MAX) return interp_fail(in, c, FAIL_OVERFLOW, NULL);
  return interp_give_int(out, (int64_t)v);
}

/* ---- arithmetic ---- */

bool interp_op_iadd(interp *in, const interp_call *c, interp_value *out) {
  return give_wide(in, c, (wide)arg(c, 0) + arg(c, 1), out);
}

bool interp_op_isub(interp *in, const interp_call *c, interp_value *out) {
  return give_wide(in, c, (wide)arg(c, 0) - arg(c, 1), out);
}

bool interp_op_imul(interp *in, const interp_call *c, interp_value *out) {
  return give_wide(in, c, (wide)arg(c, 0) * arg(c, 1), out);
}

static wide floor_quotient(wide a, wide b) {
  wide q = a / b;
  return a % b != 0 && (a < 0) != (b < 0) ? q - 1 : q;
}

bool interp_op_idiv(interp *in, const interp_call *c, interp_value *out) {
  if (arg(c, 1) == 0) return interp_fail(in, c, FAIL_DIVIDE, NULL);
  return give_wide(in, c, floor_quotient(arg(c, 0), arg(c, 1)), out);
}

bool interp_op_imod(interp *in, const interp_call *c, interp_value *out) {
  wide a = arg(c, 0), b = arg(c, 1);
  if (b == 0) return interp_fail(in, c, FAIL_DIVIDE, NULL);
  return give_wide(in, c, a - floor_quotient(a, b) * b, out);
}

bool interp_op_ipow(interp *in, const interp_call *c, interp_value *out) {
  wide base = arg(c, 0), result = 1;
  int64_t exponent = arg(c, 1);
  if (exponent < 0) return interp_fail(in, c, FAIL_DOMAIN, "a negative exponent has no Int as result");
  if (base == 0 || base == 1 || base == -1) exponent = exponent ? 2 - exponent % 2 : 0;
  for (; exponent > 0; exponent--) {
    result *= base;
    if (result < INT64_MIN || result > INT64_MAX) return interp_fail(in, c, FAIL_OVERFLOW, NULL);
  }
  return interp_give_int(out, (int64_t)result);
}

bool interp_op_ineg(interp *in, const interp_call *c, interp_value *out) {
  return give_wide(in, c, -(wide)arg(c, 0), out);
}

bool interp_op_iabs(interp *in, const interp_call *c, interp_value *out) {
  wide a = arg(c, 0);
  return give_wide(in, c, a < 0 ? -a : a, out);
}

/* ---- bits ---- */

bool interp_op_band(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_int(out, arg(c, 0) & arg(c, 1));
}

bool interp_op_bor(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_int(out, arg(c, 0) | arg(c, 1));
}

bool interp_op_xor(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_int(out, arg(c, 0) ^ arg(c, 1));
}

bool interp_op_shl(interp *in, const interp_call *c, interp_value *out) {
  wide v = arg(c, 0);
  if (arg(c, 1) < 0) return interp_fail(in, c, FAIL_DOMAIN, NULL);
  if (v == 0) return interp_give_int(out, 0);
  if (arg(c, 1) >= 64) return interp_fail(in, c, FAIL_OVERFLOW, NULL);
  return give_wide(in, c, v * ((wide)1 << arg(c, 1)), out);
}

bool interp_op_shr(interp *in, const interp_call *c, interp_value *out) {
  int64_t count = arg(c, 1);
  if (count < 0) return interp_fail(in, c, FAIL_DOMAIN, NULL);
  return interp_give_int(out, (int64_t)floor_quotient(arg(c, 0), (wide)1 << (count > 64 ? 64 : count)));
}

bool interp_op_popcount(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  wide a = arg(c, 0);
  int64_t ones = 0;
  for (a = a < 0 ? -a : a; a; a >>= 1) ones += a & 1;
  return interp_give_int(out, ones);
}

/* ---- number theory ---- */

bool interp_op_isqrt(interp *in, const interp_call *c, interp_value *out) {
  if (arg(c, 0) < 0) return interp_fail(in, c, FAIL_DOMAIN, "%0 has no square root");
  wide low = 0, high = (wide)1 << 32;
  while (high - low > 1) {
    wide middle = (low + high) / 2;
    if (middle * middle <= arg(c, 0)) low = middle;
    else high = middle;
  }
  return interp_give_int(out, (int64_t)low);
}

static wide gcd(wide a, wide b) {
  while (b) {
    wide rest = a % b;
    a = b;
    b = rest;
  }
  return a < 0 ? -a : a;
}

bool interp_op_gcd(interp *in, const interp_call *c, interp_value *out) {
  return give_wide(in, c, gcd(arg(c, 0), arg(c, 1)), out);
}

static wide modulo(wide a, wide m) { return a - floor_quotient(a, m) * m; }

static wide power_modulo(wide base, uint64_t exponent, wide m) {
  wide result = 1 % m;
  for (base = modulo(base, m); exponent; exponent >>= 1) {
    if (exponent & 1) result = result * base % m;
    base = base * base % m;
  }
  return result;
}

/* The x of a*x = 1 modulo m; 0 when there is none. */
static wide inverse(wide a, wide m) {
  wide rest = m, other = modulo(a, m), x = 0, y = 1;
  while (other) {
    wide q = rest / other, next = rest - q * other, after = x - q * y;
    rest = other, other = next, x = y, y = after;
  }
  return rest == 1 ? modulo(x, m) : 0;
}

/* As Python's pow of three: the result has c's sign, a negative exponent wants the inverse. */
bool interp_op_powmod(interp *in, const interp_call *c, interp_value *out) {
  wide a = arg(c, 0), m = arg(c, 2);
  int64_t exponent = arg(c, 1);
  if (m == 0) return interp_fail(in, c, FAIL_DIVIDE, NULL);
  wide size = m < 0 ? -m : m;
  uint64_t steps = exponent < 0 ? 0 - (uint64_t)exponent : (uint64_t)exponent;
  if (exponent < 0 && size > 1) {
    a = inverse(a, size);
    if (a == 0) return interp_fail(in, c, FAIL_DOMAIN, "%0 has no inverse modulo %2");
  }
  return interp_give_int(out, (int64_t)modulo(power_modulo(a, steps, size), m));
}

/* Miller and Rabin with the bases that decide below 2**64. */
static bool is_prime(int64_t n) {
  static const int64_t bases[] = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};
  if (n < 2) return false;
  for (uint32_t i = 0; i < sizeof bases / sizeof *bases; i++)
    if (n % bases[i] == 0) return n == bases[i];
  int64_t odd = n - 1, twos = 0;
  for (; odd % 2 == 0; odd /= 2) twos++;
  for (uint32_t i = 0; i < sizeof bases / sizeof *bases; i++) {
    wide x = power_modulo(bases[i], (uint64_t)odd, n);
    bool passes = x == 1 || x == n - 1;
    for (int64_t k = 1; k < twos && !passes; k++) {
      x = x * x % n;
      passes = x == n - 1;
    }
    if (!passes) return false;
  }
  return true;
}

bool interp_op_prime(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_int(out, is_prime(arg(c, 0)));
}

/* ---- conversions and Bool ---- */

bool interp_op_bool_int(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_int(out, arg(c, 0));
}

bool interp_op_char_int(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_int(out, arg(c, 0));
}

bool interp_op_int_char(interp *in, const interp_call *c, interp_value *out) {
  int64_t v = arg(c, 0);
  bool surrogate = v >= 0xD800 && v < 0xE000;
  if (v < 0 || v > 0x10FFFF || surrogate) return interp_fail(in, c, FAIL_DOMAIN, NULL);
  return interp_give_int(out, v);
}

bool interp_op_not(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_int(out, !arg(c, 0));
}

/* ---- comparison ---- */

static interp_order ieee(const interp_call *c) {
  return interp_compare(c->args[0], c->args[1], c->dom->args[0], false);
}

bool interp_op_eq(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_int(out, ieee(c) == INTERP_EQUAL);
}

bool interp_op_ne(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_int(out, ieee(c) != INTERP_EQUAL);
}

bool interp_op_lt(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_int(out, ieee(c) == INTERP_LESS);
}

bool interp_op_le(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  interp_order order = ieee(c);
  return interp_give_int(out, order == INTERP_LESS || order == INTERP_EQUAL);
}

bool interp_op_compare(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_int(out, interp_compare(c->args[0], c->args[1], c->dom->args[0], true));
}

bool interp_op_compare_mixed(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_int(out, interp_int_float_order(arg(c, 0), c->args[1].f, false));
}
