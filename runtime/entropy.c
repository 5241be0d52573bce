/* Chance, from the system: what a seed is made of. */

#include <errno.h>
#include <sys/random.h>

#include "runtime/allow.h"
#include "runtime/fail.h"

bool gl_entropy(uint32_t site, int64_t *out) {
  if (!rt_allow((rt_capability){"random", "asking for chance"}, site)) return true;
  ssize_t n;
  do n = getrandom(out, sizeof *out, 0);
  while (n < 0 && errno == EINTR);
  return n != (ssize_t)sizeof *out && rt_fail(RT_FAIL_IO, site, "the system gives no chance", 0, NULL);
}
