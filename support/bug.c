/* The end of a broken assumption. */

#include "support/bug.h"

#include <stdarg.h>
#include <stdio.h>

#include "support/rescue.h"

_Noreturn void gael_bug_(const char *file, int line, const char *format, ...) {
  char words[RESCUE_WORDS];
  int head = snprintf(words, sizeof words, "internal error at %s:%d: ", file, line);
  size_t at = head < 0 ? 0 : head < RESCUE_WORDS ? (size_t)head : RESCUE_WORDS - 1;
  va_list args;
  va_start(args, format);
  vsnprintf(words + at, sizeof words - at, format, args);
  va_end(args);
  rescue_end(RESCUE_BUG, words);
}
