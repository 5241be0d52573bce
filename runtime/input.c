/* Reading to the end: straight into the block that becomes the Str. */

#include "runtime/input.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/held.h"
#include "runtime/sink.h"

enum { LEAST = 4096 };

/* How much is to come, if the file knows: one byte more, so that its end is seen without another block. */
static size_t expected(int fd) {
  struct stat is;
  if (fstat(fd, &is) != 0 || !S_ISREG(is.st_mode)) return LEAST;
  off_t at = lseek(fd, 0, SEEK_CUR), left = at < 0 || at > is.st_size ? 0 : is.st_size - at;
  return left < LEAST ? LEAST : (size_t)left + 1;
}

int rt_input_all(int fd, gl_list **out) {
  rt_builder b;
  rt_builder_init(&b);
  rt_sink *s = &b.sink;
  rt_builder_room(&b, expected(fd));
  for (;;) {
    if (s->at == s->end) s->more(s);
    ssize_t n = read(fd, s->at, (size_t)(s->end - s->at));
    if (n < 0 && errno == EINTR && !rt_limit_waits()) continue;
    if (n < 0) {
      int error = errno;
      rt_builder_free(&b);
      return error;
    }
    if (n == 0) break;
    s->at += n;
  }
  *out = rt_builder_str(&b);
  return 0;
}
