#ifndef GAEL_RT_POW10_H
#define GAEL_RT_POW10_H

#include "runtime/wide.h"

/* 10**k as g * 2**exponent, g rounded up to 128 bits, of which the highest is 1; -342 <= k <= 324. */
rt_u128 rt_pow10(int32_t k, int32_t *exponent);

#endif
