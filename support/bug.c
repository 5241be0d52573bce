/* The end of a broken assumption. `exit`, not `_Exit`: fuzzers and sanitizers hear of it by their exit handlers. */

#include "support/bug.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/rescue.h"

enum { EXIT_BUG = 70, WORDS = 512 };

_Noreturn void gael_bug_(const char *file, int line, const char *format, ...) {
  char words[WORDS];
  int head = snprintf(words, sizeof words, "internal error at %s:%d: ", file, line);
  size_t at = head < 0 ? 0 : head < WORDS ? (size_t)head : WORDS - 1;
  va_list args;
  va_start(args, format);
  vsnprintf(words + at, sizeof words - at, format, args);
  va_end(args);
  rescue_raise(RESCUE_BUG, words);
  fprintf(stderr, "gael: %s", words);
  fputs("\nThis is a bug of GAEL, not of your program; please report it together with the source.\n", stderr);
  exit(EXIT_BUG);
}
