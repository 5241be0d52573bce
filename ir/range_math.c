/* Intervals. Results that do not fit an Int are no results: the operation fails there. */

#include "ir/range.h"

enum { LAST_SCALAR_VALUE = 0x10FFFF };

static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

range range_fit(range_span s, bool *fits) {
  *fits = s.lo >= INT64_MIN && s.hi <= INT64_MAX;
  if (s.lo > INT64_MAX || s.hi < INT64_MIN || s.lo > s.hi) return RANGE_NONE;
  return (range){s.lo < INT64_MIN ? INT64_MIN : (int64_t)s.lo, s.hi > INT64_MAX ? INT64_MAX : (int64_t)s.hi};
}

range_span range_add(range a, range b) {
  return (range_span){(range_wide)a.lo + b.lo, (range_wide)a.hi + b.hi};
}

range_span range_sub(range a, range b) {
  return (range_span){(range_wide)a.lo - b.hi, (range_wide)a.hi - b.lo};
}

static range_span corners(const range_wide *at, uint32_t n) {
  range_span s = {at[0], at[0]};
  for (uint32_t k = 1; k < n; k++) {
    if (at[k] < s.lo) s.lo = at[k];
    if (at[k] > s.hi) s.hi = at[k];
  }
  return s;
}

range_span range_mul(range a, range b) {
  range_wide at[] = {(range_wide)a.lo * b.lo, (range_wide)a.lo * b.hi, (range_wide)a.hi * b.lo,
                     (range_wide)a.hi * b.hi};
  return corners(at, 4);
}

static range_wide floor_div(range_wide a, range_wide b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }

static range_span div_by_sign(range a, range b) {
  range_wide at[] = {floor_div(a.lo, b.lo), floor_div(a.lo, b.hi), floor_div(a.hi, b.lo), floor_div(a.hi, b.hi)};
  return corners(at, 4);
}

/* A divisor has one sign or the other; quotients are monotone in each operand then. */
range_span range_div(range a, range b) {
  range minus = range_meet(b, (range){INT64_MIN, -1}), plus = range_meet(b, (range){1, INT64_MAX});
  if (range_none(minus) && range_none(plus)) return (range_span){1, 0};
  if (range_none(minus)) return div_by_sign(a, plus);
  if (range_none(plus)) return div_by_sign(a, minus);
  range_span p = div_by_sign(a, plus), q = div_by_sign(a, minus);
  return (range_span){p.lo < q.lo ? p.lo : q.lo, p.hi > q.hi ? p.hi : q.hi};
}

/* A rest has its divisor's sign and is nearer to zero. */
range range_mod(range a, range b) {
  if (b.lo >= 1 && a.lo >= 0 && a.hi < b.lo) return a;
  range r = {0, 0};
  if (b.hi >= 1) r.hi = b.hi - 1;
  if (b.lo <= -1) r.lo = b.lo + 1;
  if (a.lo >= 0 && b.lo >= 0) r.hi = least(r.hi, a.hi);
  return b.lo == 0 && b.hi == 0 ? RANGE_NONE : r;
}

range range_natural(flat_scalar s) {
  static const range naturals[] = {
      [FLAT_I64] = {INT64_MIN, INT64_MAX}, [FLAT_F64] = {INT64_MIN, INT64_MAX}, [FLAT_BOOL] = {0, 1},
      [FLAT_CHAR] = {0, LAST_SCALAR_VALUE}, [FLAT_PTR] = {INT64_MIN, INT64_MAX},
  };
  return naturals[s];
}
