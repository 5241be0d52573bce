/* Float. What IEEE 754 answers with nan or inf of finite operands is a failure where op.def says so. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ir/interp_run.h"

static double arg(const interp_call *c, uint32_t i) { return c->args[i].f; }

/* ---- arithmetic ---- */

bool interp_op_fadd(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_float(out, arg(c, 0) + arg(c, 1));
}

bool interp_op_fsub(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_float(out, arg(c, 0) - arg(c, 1));
}

bool interp_op_fmul(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_float(out, arg(c, 0) * arg(c, 1));
}

bool interp_op_fdiv(interp *in, const interp_call *c, interp_value *out) {
  if (arg(c, 1) == 0) return interp_fail(in, c, FAIL_DIVIDE, NULL);
  return interp_give_float(out, arg(c, 0) / arg(c, 1));
}

/* The floor of the exact quotient: what is left of a without the rest is a whole multiple of b, up to rounding. */
bool interp_op_fidiv(interp *in, const interp_call *c, interp_value *out) {
  if (arg(c, 1) == 0) return interp_fail(in, c, FAIL_DIVIDE, NULL);
  double a = arg(c, 0), b = arg(c, 1), rest = fmod(a, b), quotient = (a - rest) / b;
  if (rest != 0 && signbit(rest) != signbit(b)) quotient -= 1;
  if (quotient == 0) return interp_give_float(out, copysign(0, a / b));
  return interp_give_float(out, nearbyint(quotient));
}

/* The sign is the divisor's. */
bool interp_op_fmod(interp *in, const interp_call *c, interp_value *out) {
  double a = arg(c, 0), b = arg(c, 1);
  if (b == 0) return interp_fail(in, c, FAIL_DIVIDE, NULL);
  double rest = fmod(a, b);
  if (rest == 0) return interp_give_float(out, copysign(0, b));
  return interp_give_float(out, signbit(rest) != signbit(b) && !isnan(rest) ? rest + b : rest);
}

bool interp_op_fpow(interp *in, const interp_call *c, interp_value *out) {
  double a = arg(c, 0), b = arg(c, 1);
  if (a == 0 && b < 0) return interp_fail(in, c, FAIL_DOMAIN, "0.0 has no negative power");
  if (a < 0 && isfinite(a) && isfinite(b) && b != trunc(b))
    return interp_fail(in, c, FAIL_DOMAIN, "the power of a negative number is not real");
  return interp_give_float(out, b == 2 ? a * a : pow(a, b)); /* a square is rounded once */
}

bool interp_op_fneg(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_float(out, -arg(c, 0));
}

bool interp_op_fabs(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_float(out, fabs(arg(c, 0)));
}

/* ---- functions of the C library ---- */

/* The total ones. */
#define FLOAT_UNARY(X) X(cbrt) X(exp) X(sin) X(cos) X(tan) X(atan) X(sinh) X(cosh) X(tanh)
#define X(name)                                                                      \
  bool interp_op_##name(interp *in, const interp_call *c, interp_value *out) {       \
    (void)in;                                                                        \
    return interp_give_float(out, name(arg(c, 0)));                                  \
  }
FLOAT_UNARY(X)
#undef X

/* Those that fail outside of a domain; NaN is in every domain. */
#define FLOAT_PARTIAL(X)                                                             \
  X(sqrt, x < 0) X(log, x <= 0) X(log2, x <= 0) X(log10, x <= 0) X(asin, x < -1 || x > 1) X(acos, x < -1 || x > 1)
#define X(name, outside)                                                             \
  bool interp_op_##name(interp *in, const interp_call *c, interp_value *out) {       \
    double x = arg(c, 0);                                                            \
    if (outside) return interp_fail(in, c, FAIL_DOMAIN, NULL);                       \
    return interp_give_float(out, name(x));                                          \
  }
FLOAT_PARTIAL(X)
#undef X

bool interp_op_atan2(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_float(out, atan2(arg(c, 0), arg(c, 1)));
}

bool interp_op_hypot(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_float(out, hypot(arg(c, 0), arg(c, 1)));
}

bool interp_op_isnan(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_int(out, isnan(arg(c, 0)) != 0);
}

/* ---- to and from Int ---- */

bool interp_op_int_float(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_float(out, (double)c->args[0].i);
}

static bool give_whole(interp *in, const interp_call *c, double whole, interp_value *out) {
  bool fits = whole >= -0x1p63 && whole < 0x1p63;
  if (isnan(whole) || isinf(whole)) return interp_fail(in, c, FAIL_DOMAIN, NULL);
  return fits ? interp_give_int(out, (int64_t)whole) : interp_fail(in, c, FAIL_OVERFLOW, NULL);
}

bool interp_op_ffloor(interp *in, const interp_call *c, interp_value *out) {
  return give_whole(in, c, floor(arg(c, 0)), out);
}

bool interp_op_fceil(interp *in, const interp_call *c, interp_value *out) {
  return give_whole(in, c, ceil(arg(c, 0)), out);
}

bool interp_op_ftrunc(interp *in, const interp_call *c, interp_value *out) {
  return give_whole(in, c, trunc(arg(c, 0)), out);
}

/* Half to even, from the floor and the exact distance to it. */
bool interp_op_fround(interp *in, const interp_call *c, interp_value *out) {
  double low = floor(arg(c, 0)), over = arg(c, 0) - low;
  bool up = over > 0.5 || (over == 0.5 && fmod(low, 2) != 0);
  return give_whole(in, c, up ? low + 1 : low, out);
}

/* ---- rounding to decimals ---- */

enum { EXACT_ROOM = 1500, EXACT_DECIMALS = 1100, FINEST = 323, COARSEST = -308 };

/* Rounds the decimal text "000ddd.ddd" behind its digit number `keep`, half to even; the leading zeros take the carry.
 */
static void round_decimal(char *digits, size_t keep) {
  size_t len = strlen(digits);
  size_t next = digits[keep] == '.' ? keep + 1 : keep;
  bool more = false;
  for (size_t i = next + 1; i < len; i++) more = more || (digits[i] != '0' && digits[i] != '.');
  size_t last = digits[keep - 1] == '.' ? keep - 2 : keep - 1;
  bool up = digits[next] > '5' || (digits[next] == '5' && (more || digits[last] % 2));
  for (size_t i = keep; i < len; i++)
    if (digits[i] != '.') digits[i] = '0';
  for (size_t i = keep; up && i-- > 0;) {
    if (digits[i] == '.') continue;
    up = digits[i] == '9';
    digits[i] = up ? '0' : (char)(digits[i] + 1);
  }
}

/* As Python's round of two: on the exact decimal expansion of the Float. */
bool interp_op_froundto(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  double f = arg(c, 0);
  int64_t decimals = c->args[1].i;
  if (!isfinite(f) || decimals > FINEST) return interp_give_float(out, f);
  if (decimals < COARSEST) return interp_give_float(out, copysign(0, f));
  char digits[EXACT_ROOM];
  snprintf(digits, sizeof digits, "%0*.*f", EXACT_DECIMALS + 330, EXACT_DECIMALS, fabs(f));
  size_t point = (size_t)(strchr(digits, '.') - digits);
  round_decimal(digits, decimals > 0 ? point + 1 + (size_t)decimals : point - (size_t)-decimals);
  return interp_give_float(out, copysign(strtod(digits, NULL), f));
}
