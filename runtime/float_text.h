#ifndef GAEL_RT_FLOAT_TEXT_H
#define GAEL_RT_FLOAT_TEXT_H

/* Floats as decimal text and back, without the C library: results are the same on every target. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RT_FLOAT_ROOM = 32 };

/* The shortest text that reads back as d, written as Python's repr does; gives its length. */
size_t rt_float_shortest(char *out, double d);

/* digits * 10**exponent is the shortest decimal that reads back as the finite |d|; no trailing zeros. */
uint64_t rt_float_decimal(double d, int32_t *exponent);

/* The Float nearest to a text of digits, at least one, with or without a point and an exponent (e-12); rounds half to even. O(digits**2) at worst. */
double rt_float_nearest(const char *text);

/* The exact value of |d|, rounded half to even at a decimal place: digits[0..count) are decimal digits, the point
   stands behind the first `point` of them (which may lie outside). No leading zero; zero has no digits. */
typedef struct rt_decimal {
  int32_t count, point;
  uint8_t digits[1100]; /* the longest exact expansion has 767 digits; the smallest subnormal's scale is 1074 */
} rt_decimal;
void rt_decimal_of(rt_decimal *out, double d);
void rt_decimal_round(rt_decimal *d, int64_t places);       /* places behind the point; negative: before it */
void rt_decimal_significant(rt_decimal *d, int64_t digits); /* as many significant digits, at least 1 */
double rt_decimal_value(const rt_decimal *d);               /* the nearest Float */

#endif
