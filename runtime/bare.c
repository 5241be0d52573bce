/* Without a system: the standard streams are the debugger's console, which semihosting opens by the name ":tt" (Arm,
   "Semihosting for AArch32 and AArch64", 5.13): to read, to write, and to append for errors. */

#include "runtime/machine.h"

#ifdef GAEL_BARE
#include <fcntl.h>
#include <stdbool.h>

int rt_standard(int which) {
  static const int modes[] = {O_RDONLY, O_WRONLY | O_CREAT | O_TRUNC, O_WRONLY | O_CREAT | O_APPEND};
  static int opened[3];
  static bool is_open[3];
  if (!is_open[which]) opened[which] = open(":tt", modes[which], 0666);
  is_open[which] = true;
  return opened[which];
}
#endif
