/* Floats: the elementary functions, with Python's rules where they differ. */

#include "runtime/elementary.h"
#include "runtime/fail.h"
#include "runtime/float_text.h"

bool gl_float_pow(double a, double b, uint32_t site, double *out) {
  rt_operand operands[] = {{&a, &rt_type_float}, {&b, &rt_type_float}};
  if (a == 0 && b < 0) return rt_fail(RT_FAIL_DOMAIN, site, "0.0 has no negative power", 2, operands);
  if (a < 0 && isfinite(a) && isfinite(b) && floor(b) != b) {
    return rt_fail(RT_FAIL_DOMAIN, site, "the power of a negative number is not real", 2, operands);
  }
  *out = b == 2 ? a * a : pow(a, b); /* a square is common, and rounds better so */
  return false;
}

/* As Python's round(a, n): rounds the exact decimal expansion. */
double gl_float_round_to(double a, int64_t n) {
  enum { MOST = 323, LEAST = -308 }; /* finer than every Float, coarser than the largest */
  if (!isfinite(a) || n > MOST) return a;
  if (n < LEAST) return copysign(0, a);
  rt_decimal d;
  rt_decimal_of(&d, a);
  rt_decimal_round(&d, n);
  return copysign(rt_decimal_value(&d), a);
}

/* The sign is b's, as that of Int's modulo. */
double gl_fmod(double a, double b) {
  double m = fmod(a, b);
  if (m == 0) return copysign(0, b);
  return (m < 0) != (b < 0) ? m + b : m;
}

/* As Python's //: the floor of the exact quotient, not of the rounded one (1.0//0.1 is 9.0), so that a = b*(a//b) + a%b. */
double gl_float_floor_div(double a, double b) {
  double m = fmod(a, b), q = (a - m) / b;
  if (m != 0 && (m < 0) != (b < 0)) q -= 1;
  double whole = floor(q);
  if (q == 0) return copysign(0, a / b);
  return q - whole > 0.5 ? whole + 1 : whole;
}

#define UNARY(X) \
  X(cbrt) X(exp) X(log) X(log2) X(log10) X(sin) X(cos) X(tan) X(asin) X(acos) X(atan) X(sinh) X(cosh) X(tanh) X(floor) X(ceil) X(trunc)
#define X(name) \
  double gl_##name(double a) { return name(a); }
UNARY(X)
#undef X

double gl_atan2(double y, double x) { return atan2(y, x); }
double gl_hypot(double a, double b) { return hypot(a, b); }
double gl_round_even(double a) { return rint(a); } /* nobody changes the rounding mode */
