/* The time of day. */

#include <time.h>

#include "runtime/allow.h"

bool gl_now(uint32_t site, double *out) {
  struct timespec t;
  if (!rt_allow((rt_capability){"clock", "reading the clock"}, site)) return true;
  (void)clock_gettime(CLOCK_REALTIME, &t);
  *out = (double)t.tv_sec + (double)t.tv_nsec / 1e9;
  return false;
}
