/* The time of day. */

#include <time.h>

#include "runtime/allow.h"
#include "runtime/fail.h"
#include "runtime/machine.h"

#ifdef GAEL_BARE
static bool take(double *out) { return *out = 0, false; }
#else
static bool take(double *out) {
  struct timespec t;
  bool there = clock_gettime(CLOCK_REALTIME, &t) == 0;
  *out = there ? (double)t.tv_sec + (double)t.tv_nsec / 1e9 : 0;
  return there;
}
#endif

bool gl_now(uint32_t site, double *out) {
  if (!rt_allow((rt_capability){"clock", "reading the clock"}, site)) return true;
  return !take(out) && rt_fail(RT_FAIL_IO, site, "there is no clock", 0, NULL);
}
