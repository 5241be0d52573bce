/* The standard streams. */

#include "runtime/out.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/held.h"
#include "runtime/leave.h"
#include "runtime/machine.h"

enum { STDOUT = 1, STDERR = 2, EXIT_FAILED = 1, EXIT_LIMIT = 4, SMALL_BUFFER = 512, LARGE_BUFFER = 64 * 1024 };

typedef struct stream {
  rt_sink sink;
  gl_output *output; /* NULL: the file descriptor */
  void *context;
  bool by_line; /* a terminal watches */
  gl_output *errors; /* NULL: the file descriptor */
  void *errors_context;
  uint8_t small[SMALL_BUFFER];
} stream;

static RT_THREAD_LOCAL stream out;
static RT_THREAD_LOCAL gl_limit_handler *on_limit;

/* ---- file descriptors ---- */

/* To a standard stream; 0 or the error number. */
static int fd_write(int which, const uint8_t *bytes, size_t length) {
  int fd = rt_standard(which);
  while (length) {
    ssize_t n = write(fd, bytes, length);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return n ? errno : EIO;
    bytes += n;
    length -= (size_t)n;
  }
  return 0;
}

static void fd_say(int which, const char *text) { (void)fd_write(which, (const uint8_t *)text, strlen(text)); }

_Noreturn static void out_broken(int error) {
  if (error == EPIPE) _exit(0);
  fd_say(STDERR, "error: the output cannot be written");
  fd_say(STDERR, error == ENOSPC ? ": no space left\n" : "\n");
  _exit(EXIT_FAILED);
}

/* ---- stdout ---- */

#ifdef GAEL_HOSTED
static void leave(void) {
  if (out.sink.start != out.small) free(out.sink.start);
  out.sink = (rt_sink){0};
}
#endif
RT_LEAVES(leave)

/* To the host, who may do as he likes meanwhile. */
static void give(gl_output *to, void *context, const uint8_t *bytes, size_t length) {
  rt_hold();
  to(context, bytes, length);
  rt_let();
}

void gl_flush(void) {
  size_t length = (size_t)(out.sink.at - out.sink.start);
  if (!length) return;
  out.sink.at = out.sink.start;
  if (out.output) {
    give(out.output, out.context, out.sink.start, length);
    return;
  }
  int error = fd_write(STDOUT, out.sink.start, length);
  if (error) out_broken(error);
}

/* The first overflow of the small buffer takes a large one. It is the thread's, not the program's: no limit counts it.
   */
static void out_more(rt_sink *s) {
  gl_flush();
  if (s->start != out.small) return;
  rt_hold();
  note_thread();
  uint8_t *large = malloc(LARGE_BUFFER);
  if (large) {
    s->start = s->at = large;
    s->end = large + LARGE_BUFFER;
  }
  rt_let();
}

rt_sink *rt_out(void) {
  if (!out.sink.more) {
    out.sink = (rt_sink){.start = out.small, .at = out.small, .end = out.small + SMALL_BUFFER, .more = out_more};
    out.by_line = !out.output && isatty(rt_standard(STDOUT));
  }
  return &out.sink;
}

void rt_out_line(void) {
  rt_sink_byte(&out.sink, '\n');
  if (out.by_line) gl_flush();
}

void gl_on_output(gl_output *output, void *context) {
  gl_flush();
  out.output = output;
  out.context = context;
  out.by_line = !output && isatty(rt_standard(STDOUT));
}

/* ---- stderr ---- */

void gl_on_errors(gl_output *errors, void *context) {
  out.errors = errors;
  out.errors_context = context;
}

static void err_more(rt_sink *s) {
  size_t length = (size_t)(s->at - s->start);
  s->at = s->start;
  if (out.errors) give(out.errors, out.errors_context, s->start, length);
  else (void)fd_write(STDERR, s->start, length);
}

void rt_err_init(rt_err *e) {
  gl_flush();
  e->sink = (rt_sink){.start = e->buffer, .at = e->buffer, .end = e->buffer + sizeof e->buffer, .more = err_more};
}

void rt_err_end(rt_err *e) { err_more(&e->sink); }

/* ---- limits ---- */

gl_limit_handler *gl_on_limit(gl_limit_handler *handler) {
  gl_limit_handler *before = on_limit;
  on_limit = handler;
  return before;
}

static const char *limit_text(int32_t code) {
  switch (code) {
  case GL_LIMIT_TIME: return "error[GL0601]: the time limit\n";
  case GL_LIMIT_MEMORY: return "error[GL0602]: the memory limit\n";
  default: return "error[GL0603]: the stack limit: a recursion is too deep; calls in tail position use no stack\n";
  }
}

/* Writes what is buffered without touching the buffer's state: we may stand in a signal handler, anywhere. */
void gl_limit_hit(int32_t code) {
  if (on_limit) on_limit(code);
  if (!out.output) (void)fd_write(STDOUT, out.sink.start, (size_t)(out.sink.at - out.sink.start));
  fd_say(STDERR, limit_text(code));
  _exit(EXIT_LIMIT);
}
