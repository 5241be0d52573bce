/* Big: integers of any size. */

#include "ir/bignum.h"
#include "ir/interp_run.h"

static const bignum *big_arg(const interp_call *c, uint32_t i) { return c->args[i].big; }

static bool give_big(interp *in, bignum b, interp_value *out) {
  return interp_give(out, (interp_value){.big = arena_copy(in->home, &b, sizeof b, alignof(bignum))});
}

/* Pays for an operation that looks at every pair of digits. */
static bool spend(interp *in, const bignum *a, const bignum *b) {
  return interp_spend(in, 1 + (uint64_t)a->len * (1 + (uint64_t)b->len));
}

static bool spend_args(interp *in, const interp_call *c) { return spend(in, big_arg(c, 0), big_arg(c, 1)); }

/* ---- conversion ---- */

bool interp_op_big(interp *in, const interp_call *c, interp_value *out) {
  return give_big(in, bignum_of(in->home, c->args[0].i), out);
}

bool interp_op_big_int(interp *in, const interp_call *c, interp_value *out) {
  return bignum_fits(big_arg(c, 0), &out->i) || interp_fail(in, c, FAIL_OVERFLOW, "%0 does not fit into 64 bits");
}

bool interp_op_big_float(interp *in, const interp_call *c, interp_value *out) {
  return interp_give_float(out, bignum_float(in->home, big_arg(c, 0)));
}

bool interp_op_big_text(interp *in, const interp_call *c, interp_value *out) {
  int64_t base = c->args[1].i;
  if (base < 2 || base > 36) return interp_fail_arg(in, c, FAIL_DOMAIN, "a base is 2 to 36", 1);
  if (!spend(in, big_arg(c, 0), big_arg(c, 0))) return false;
  return interp_give(out, interp_str_of(in->home, bignum_text(in->home, big_arg(c, 0), (uint32_t)base)));
}

bool interp_op_parse_big(interp *in, const interp_call *c, interp_value *out) {
  int64_t base = c->args[1].i ? c->args[1].i : 10;
  if (base < 2 || base > 36) return interp_fail_arg(in, c, FAIL_DOMAIN, "a base is 2 to 36", 1);
  str digits;
  bignum b;
  if (!interp_spend(in, (uint64_t)c->args[0].list->len)) return false;
  bool good = interp_digits(in->home, c->args[0].list, base, &digits) &&
              bignum_read(in->home, digits, (uint32_t)base, &b);
  return good ? give_big(in, b, out) : interp_fail_arg(in, c, FAIL_PARSE, "%0 is not a Big", 0);
}

/* ---- sum, difference, product ---- */

bool interp_op_big_add(interp *in, const interp_call *c, interp_value *out) {
  return spend_args(in, c) && give_big(in, bignum_add(in->home, big_arg(c, 0), big_arg(c, 1)), out);
}

bool interp_op_big_sub(interp *in, const interp_call *c, interp_value *out) {
  return spend_args(in, c) && give_big(in, bignum_sub(in->home, big_arg(c, 0), big_arg(c, 1)), out);
}

bool interp_op_big_mul(interp *in, const interp_call *c, interp_value *out) {
  return spend_args(in, c) && give_big(in, bignum_mul(in->home, big_arg(c, 0), big_arg(c, 1)), out);
}

bool interp_op_big_neg(interp *in, const interp_call *c, interp_value *out) {
  return give_big(in, bignum_neg(*big_arg(c, 0)), out);
}

bool interp_op_big_abs(interp *in, const interp_call *c, interp_value *out) {
  bignum a = *big_arg(c, 0);
  a.negative = false;
  return give_big(in, a, out);
}

/* ---- quotient ---- */

static bool divide(interp *in, const interp_call *c, bool quotient, interp_value *out) {
  bignum q, r;
  if (!big_arg(c, 1)->len) return interp_fail(in, c, FAIL_DIVIDE, NULL);
  if (!spend_args(in, c)) return false;
  bignum_divide(in->home, big_arg(c, 0), big_arg(c, 1), &q, &r);
  return give_big(in, quotient ? q : r, out);
}

bool interp_op_big_idiv(interp *in, const interp_call *c, interp_value *out) { return divide(in, c, true, out); }

bool interp_op_big_mod(interp *in, const interp_call *c, interp_value *out) { return divide(in, c, false, out); }

static bool greatest_divisor(interp *in, bignum a, bignum b, bignum *out) {
  a.negative = b.negative = false;
  while (b.len) {
    bignum rest;
    if (!spend(in, &a, &b)) return false;
    bignum_divide(in->home, &a, &b, NULL, &rest);
    a = b;
    b = rest;
  }
  *out = a;
  return true;
}

bool interp_op_big_gcd(interp *in, const interp_call *c, interp_value *out) {
  bignum divisor;
  return greatest_divisor(in, *big_arg(c, 0), *big_arg(c, 1), &divisor) && give_big(in, divisor, out);
}

/* ---- power, root ---- */

enum { MOST_BITS = 1 << 28 };

/* `modulus` NULL: of all of it. */
static bool power(interp *in, bignum base, const bignum *exponent, const bignum *modulus, bignum *out) {
  bignum result = bignum_of(in->home, 1);
  if (modulus) bignum_divide(in->home, &result, modulus, NULL, &result);
  for (uint64_t i = bignum_bits(exponent); i-- > 0;) {
    if (!spend(in, &result, &result)) return false;
    result = bignum_mul(in->home, &result, &result);
    if (bignum_bit(exponent, i)) result = bignum_mul(in->home, &result, &base);
    if (modulus) bignum_divide(in->home, &result, modulus, NULL, &result);
  }
  *out = result;
  return true;
}

bool interp_op_big_pow(interp *in, const interp_call *c, interp_value *out) {
  const bignum *a = big_arg(c, 0);
  int64_t n = c->args[1].i, small;
  if (n < 0) return interp_fail(in, c, FAIL_DOMAIN, "a negative exponent has no Big as result");
  bool stays = bignum_fits(a, &small) && small >= -1 && small <= 1;
  if (!stays && (uint64_t)n > MOST_BITS / bignum_bits(a)) {
    in->limit = "memory";
    return false;
  }
  bignum exponent = bignum_of(in->home, n), result;
  return power(in, *a, &exponent, NULL, &result) && give_big(in, result, out);
}

/* The inverse of a modulo m > 1; false when there is none, or a limit is hit. */
static bool inverse(interp *in, bignum a, bignum m, bignum *out) {
  bignum r = m, s = bignum_of(in->home, 0), next_s = bignum_of(in->home, 1);
  while (a.len) {
    bignum quotient, rest;
    if (!spend(in, &r, &a)) return false;
    bignum_divide(in->home, &r, &a, &quotient, &rest);
    bignum product = bignum_mul(in->home, &quotient, &next_s), before = bignum_sub(in->home, &s, &product);
    r = a;
    a = rest;
    s = next_s;
    next_s = before;
  }
  bignum_divide(in->home, &s, &m, NULL, out);
  return r.len == 1 && r.digits[0] == 1;
}

/* Python's pow of three: the result has the modulus' sign, a negative exponent asks for the inverse. */
bool interp_op_big_powmod(interp *in, const interp_call *c, interp_value *out) {
  bignum exponent = *big_arg(c, 1), modulus = *big_arg(c, 2), base, result;
  bool inverted = exponent.negative;
  if (!modulus.len) return interp_fail(in, c, FAIL_DIVIDE, NULL);
  exponent.negative = modulus.negative = false;
  if (!spend(in, big_arg(c, 0), &modulus)) return false;
  bignum_divide(in->home, big_arg(c, 0), &modulus, NULL, &base);
  bool one = modulus.len == 1 && modulus.digits[0] == 1;
  if (inverted && !one && !inverse(in, base, modulus, &base))
    return !in->limit && interp_fail(in, c, FAIL_DOMAIN, "%0 has no inverse modulo %2");
  if (!power(in, base, &exponent, &modulus, &result)) return false;
  bignum_divide(in->home, &result, big_arg(c, 2), NULL, &result);
  return give_big(in, result, out);
}

/* Newton's method from above. */
bool interp_op_big_isqrt(interp *in, const interp_call *c, interp_value *out) {
  const bignum *a = big_arg(c, 0);
  if (a->negative) return interp_fail(in, c, FAIL_DOMAIN, "%0 has no square root");
  if (!a->len) return give_big(in, *a, out);
  bignum two = bignum_of(in->home, 2), half = bignum_of(in->home, (int64_t)(bignum_bits(a) / 2 + 1)), root, next;
  if (!power(in, two, &half, NULL, &next)) return false;
  do {
    root = next;
    if (!spend(in, a, &root)) return false;
    bignum_divide(in->home, a, &root, &next, NULL);
    next = bignum_add(in->home, &next, &root);
    bignum_divide(in->home, &next, &two, &next, NULL);
  } while (bignum_compare(&next, &root) < 0);
  return give_big(in, root, out);
}
