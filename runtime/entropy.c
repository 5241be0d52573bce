/* Chance, from the system: what a seed is made of. */

#include <errno.h>

#include "runtime/allow.h"
#include "runtime/fail.h"
#include "runtime/machine.h"

#if defined(RT_PAGES)
#include <sys/random.h>
static bool take(int64_t *out) {
  ssize_t n;
  do n = getrandom(out, sizeof *out, 0);
  while (n < 0 && errno == EINTR);
  return n == (ssize_t)sizeof *out;
}
#elif defined(GAEL_BARE)
static bool take(int64_t *out) { return *out = 0, false; }
#else
#include <unistd.h>
static bool take(int64_t *out) { return getentropy(out, sizeof *out) == 0; }
#endif

bool gl_entropy(uint32_t site, int64_t *out) {
  if (!rt_allow((rt_capability){"random", "asking for chance"}, site)) return true;
  return !take(out) && rt_fail(RT_FAIL_IO, site, "the system gives no chance", 0, NULL);
}
