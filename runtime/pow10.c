/* Powers of ten from a table of 750 bytes: every 27th, and what rebuilds the others (pow10_table.py). */

#include "runtime/pow10.h"

#include "runtime/pow10_table.h"

/* floor(log2(10**k)) in the range of the table */
static int32_t log2_pow10(int32_t k) { return (k * 1741647) >> 19; }

rt_u128 rt_pow10(int32_t k, int32_t *exponent) {
  uint32_t index = (uint32_t)(k - POW10_FIRST), j = index % POW10_STEP;
  const uint64_t *base = POW10_BASE[index / POW10_STEP];
  rt_u128 low = rt_multiply(base[1], POW10_FIVES[j]), high = rt_multiply(base[0], POW10_FIVES[j]);
  uint64_t middle = high.low + low.high, top = high.high + (middle < high.low);
  rt_u128 g = {middle, low.low};
  if (top) {
    int shift = __builtin_clzll(top);
    g.high = shift ? top << shift | middle >> (64 - shift) : top;
    g.low = shift ? middle << shift | low.low >> (64 - shift) : middle;
  }
  g.low += (POW10_CORRECTION[index / 32] >> index % 32 * 2 & 3) - 1;
  *exponent = log2_pow10(k) - 127;
  return g;
}
