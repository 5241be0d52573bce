/* Files, whole: read and written. */

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "runtime/allow.h"
#include "runtime/held.h"
#include "runtime/input.h"
#include "runtime/list.h"
#include "runtime/utf8.h"

enum { MODE = 0666, PIECE = 4096, LONGEST_CHAR = 4 };

static int way_open(const rt_way *way, int flags) {
  int fd;
  do fd = open(way->path, flags | O_CLOEXEC | (way->resolved ? O_NOFOLLOW : 0), MODE);
  while (fd < 0 && errno == EINTR && !rt_limit_waits());
  rt_hold_file(fd);
  return fd;
}

bool gl_read(gl_list *path, uint32_t site, gl_list **out) {
  rt_way way;
  rt_operand operand = {&path, &rt_type_str};
  if (!rt_allow_path((rt_capability){"read", "reading %0"}, site, &operand, &way)) return true;
  rt_hold();
  int fd = way_open(&way, O_RDONLY), error = fd < 0 ? errno : rt_input_all(fd, out);
  if (fd >= 0) close(fd);
  rt_hold_file(-1);
  rt_let();
  return error && rt_fail_system(site, path, error);
}

/* 0 or the error number. */
static int write_bytes(int fd, const uint8_t *bytes, size_t size) {
  while (size) {
    ssize_t n = write(fd, bytes, size);
    if (n < 0 && errno == EINTR && !rt_limit_waits()) continue;
    if (n < 0) return errno;
    bytes += n;
    size -= (size_t)n;
  }
  return 0;
}

static int write_text(int fd, const gl_list *text) {
  if (text->width == 1) return write_bytes(fd, text->data, (size_t)text->len);
  uint8_t piece[PIECE], *at = piece;
  int error = 0;
  for (int64_t i = 0; i < text->len && !error; i++) {
    at = rt_utf8_put(at, rt_char_at(text, i));
    if (at <= piece + PIECE - LONGEST_CHAR && i + 1 < text->len) continue;
    error = write_bytes(fd, piece, (size_t)(at - piece));
    at = piece;
  }
  return error;
}

/* What was there is gone; what cannot be written completely fails, also when the system says so at closing. */
bool gl_write(gl_list *path, gl_list *text, uint32_t site) {
  rt_way way;
  rt_operand operand = {&path, &rt_type_str};
  if (!rt_allow_path((rt_capability){"write", "writing %0"}, site, &operand, &way)) return true;
  gl_flush(); /* what was printed before is out before: the file may be the same terminal */
  rt_hold();
  int fd = way_open(&way, O_WRONLY | O_CREAT | O_TRUNC), error = fd < 0 ? errno : write_text(fd, text);
  if (fd >= 0 && close(fd) != 0 && !error) error = errno;
  rt_hold_file(-1);
  rt_let();
  return error && rt_fail_system(site, path, error);
}
