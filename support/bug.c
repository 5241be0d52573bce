/* The end of a broken assumption. `exit`, not `_Exit`: fuzzers and sanitizers hear of it by their exit handlers. */

#include "support/bug.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { EXIT_BUG = 70 };

_Noreturn void gael_bug_(const char *file, int line, const char *format, ...) {
  va_list args;
  va_start(args, format);
  fprintf(stderr, "gael: internal error at %s:%d: ", file, line);
  vfprintf(stderr, format, args);
  va_end(args);
  fputs("\nThis is a bug of GAEL, not of your program; please report it together with the source.\n", stderr);
  exit(EXIT_BUG);
}
