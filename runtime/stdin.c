/* Standard input, which every program may read. */

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "runtime/alloc.h"
#include "runtime/allow.h"
#include "runtime/input.h"
#include "runtime/machine.h"

static RT_THREAD_LOCAL struct {
  const char *bytes; /* NULL: the file descriptor */
  size_t length;
} given;

void gl_on_input(const char *bytes, size_t length) {
  given.bytes = bytes;
  given.length = length;
}

/* The host's text, whole, and then its end. */
static void give_given(gl_list **out) {
  *out = gl_str_new(given.bytes, given.length);
  given.length = 0;
}

bool gl_stdin(uint32_t site, gl_list **out) {
  if (given.bytes) return give_given(out), false;
  int error = rt_input_all(rt_standard(0), out);
  return error && rt_fail_system(site, NULL, error);
}

/* ---- part by part ---- */

enum { PART = 64 * 1024 };

/* What has been read of a line whose end is still to come. */
typedef struct pending {
  uint8_t *bytes;
  size_t held, room;
} pending;

static RT_THREAD_LOCAL pending the_pending;

static void make_room(pending *p) {
  if (p->room - p->held >= PART) return;
  size_t room = rt_block_size(2 * p->held + PART);
  p->bytes = rt_realloc(p->bytes, p->room, room);
  p->room = room;
}

/* Bytes to behind the last end of a line among those from `from` on; 0: there is none. */
static size_t whole_lines(const pending *p, size_t from) {
  for (size_t at = p->held; at > from; at--)
    if (p->bytes[at - 1] == '\n') return at;
  return 0;
}

static void give(pending *p, size_t bytes, gl_list **out) {
  *out = gl_str_new((const char *)p->bytes, bytes);
  p->held -= bytes;
  memmove(p->bytes, p->bytes + bytes, p->held);
}

static void end(pending *p) {
  if (p->bytes) rt_free(p->bytes, p->room);
  *p = (pending){0};
}

bool gl_stdin_part(uint32_t site, gl_list **out) {
  if (given.bytes) return give_given(out), false;
  pending *p = &the_pending;
  for (;;) {
    make_room(p);
    ssize_t n = read(rt_standard(0), p->bytes + p->held, p->room - p->held);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      int error = n < 0 ? errno : 0;
      if (!error) give(p, p->held, out);
      end(p);
      return error && rt_fail_system(site, NULL, error);
    }
    size_t from = p->held, bytes;
    p->held += (size_t)n;
    if ((bytes = whole_lines(p, from)) == 0) continue;
    give(p, bytes, out);
    return false;
  }
}
