#ifndef GAEL_RT_ELEMENTARY_H
#define GAEL_RT_ELEMENTARY_H

/* The elementary functions: musl's, of its source, under names of our own (cmake/Kept.cmake puts this header in front of each file of theirs). So
   all machines and engines compute with the same lines, whatever the C library's are like, and LLVM, which would turn pow(2, x) into exp2(x),
   does not know them. */

#include <math.h>

#define RT_ELEMENTARY(X) \
  X(cbrt) X(exp) X(log) X(log2) X(log10) X(sin) X(cos) X(tan) X(asin) X(acos) X(atan) X(sinh) X(cosh) X(tanh) X(expm1)

#define cbrt rt_cbrt
#define exp rt_exp
#define log rt_log
#undef log2 /* picolibc has a macro of that name */
#define log2 rt_log2
#define log10 rt_log10
#define sin rt_sin
#define cos rt_cos
#define tan rt_tan
#define asin rt_asin
#define acos rt_acos
#define atan rt_atan
#define sinh rt_sinh
#define cosh rt_cosh
#define tanh rt_tanh
#define expm1 rt_expm1
#define atan2 rt_atan2
#define hypot rt_hypot
#define pow rt_pow

/* What they share. */
#define hidden __attribute__((visibility("hidden")))
#define __sin rt_sin_near
#define __cos rt_cos_near
#define __tan rt_tan_near
#define __sinl rt_sin_near_long
#define __cosl rt_cos_near_long
#define __tanl rt_tan_near_long
#define __expo2 rt_exp_half
#define __rem_pio2 rt_rest
#define __rem_pio2_large rt_rest_large
#define __math_divzero rt_math_divzero
#define __math_invalid rt_math_invalid
#define __math_oflow rt_math_oflow
#define __math_uflow rt_math_uflow
#define __math_xflow rt_math_xflow
#define __exp_data rt_exp_data
#define __log_data rt_log_data
#define __log2_data rt_log2_data
#define __pow_log_data rt_pow_log_data

#define X(name) double name(double);
RT_ELEMENTARY(X)
#undef X
double atan2(double, double);
double hypot(double, double);
double pow(double, double);

#endif
