#ifndef GAEL_RT_WIDE_H
#define GAEL_RT_WIDE_H

/* 128-bit products, also where the compiler has no such type. */

#include <stdint.h>

typedef struct rt_u128 {
  uint64_t high, low;
} rt_u128;

static inline rt_u128 rt_multiply(uint64_t a, uint64_t b) {
#ifdef __SIZEOF_INT128__
  __extension__ typedef unsigned __int128 wide;
  wide p = (wide)a * b;
  return (rt_u128){(uint64_t)(p >> 64), (uint64_t)p};
#else
  uint64_t a0 = (uint32_t)a, a1 = a >> 32, b0 = (uint32_t)b, b1 = b >> 32;
  uint64_t p00 = a0 * b0, p01 = a0 * b1, p10 = a1 * b0, p11 = a1 * b1;
  uint64_t middle = (p00 >> 32) + (uint32_t)p01 + (uint32_t)p10;
  return (rt_u128){p11 + (p01 >> 32) + (p10 >> 32) + (middle >> 32), middle << 32 | (uint32_t)p00};
#endif
}

/* a * b mod m for a, b < m */
static inline uint64_t rt_multiply_modulo(uint64_t a, uint64_t b, uint64_t m) {
  if ((a | b) <= UINT32_MAX) return a * b % m;
#ifdef __SIZEOF_INT128__
  __extension__ typedef unsigned __int128 wide;
  return (uint64_t)((wide)a * b % m);
#else
  rt_u128 p = rt_multiply(a, b);
  uint64_t r = p.high % m;
  for (int i = 63; i >= 0; i--) { /* long division, bit by bit */
    uint64_t carry = r >> 63;
    r = r << 1 | (p.low >> i & 1);
    if (carry || r >= m) r -= m;
  }
  return r;
#endif
}

#endif
