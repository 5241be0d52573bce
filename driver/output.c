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

static void put_line(const char *head, const char *format, va_list args) {
  char text[4096];
  int n = vsnprintf(text, sizeof text - 1, format, args);
  size_t length = n < 0 ? 0 : (size_t)n < sizeof text - 1 ? (size_t)n : sizeof text - 2;
  text[length++] = '\n';
  output_text(str_of(head));
  output_text((str){text, length});
}

void output_message(const char *format, ...) {
  va_list args;
  va_start(args, format);
  put_line("gael: ", format, args);
  va_end(args);
}

void output_error(diag_code code, const char *format, ...) {
  char head[32];
  snprintf(head, sizeof head, "error[%s]: ", diag_code_text(code));
  va_list args;
  va_start(args, format);
  put_line(head, format, args);
  va_end(args);
}

void output_result(str text) {
  if (put(STDOUT_FILENO, text)) return;
  if (errno == EPIPE) _exit(0);
  output_message("cannot write the result: %s", strerror(errno));
  _exit(1);
}
