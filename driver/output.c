#include "driver/output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool put(int fd, str text) {
  while (text.len) {
    ssize_t n = write(fd, text.ptr, text.len);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    text.ptr += n;
    text.len -= (size_t)n;
  }
  return true;
}

void output_text(str text) { (void)put(STDERR_FILENO, text); }

void output_message(const char *format, ...) {
  char text[4096];
  va_list args;
  va_start(args, format);
  int n = vsnprintf(text, sizeof text - 1, format, args);
  va_end(args);
  size_t length = n < 0 ? 0 : (size_t)n < sizeof text - 1 ? (size_t)n : sizeof text - 2;
  text[length++] = '\n';
  output_text(STR("gael: "));
  output_text((str){text, length});
}

void output_result(str text) {
  if (put(STDOUT_FILENO, text)) return;
  if (errno == EPIPE) _exit(0);
  output_message("cannot write the result: %s", strerror(errno));
  _exit(1);
}
