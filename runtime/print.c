/* Printing: one function where the type is known, so that a program carries only what it prints. */

#include "runtime/float_text.h"
#include "runtime/out.h"
#include "runtime/show.h"

void gl_print(const void *value, const gl_type *t) {
  rt_print(rt_out(), value, t);
  rt_out_line();
}

void gl_print_str(const void *value, const gl_type *t) {
  (void)t;
  rt_sink_str(rt_out(), *(gl_list *const *)value);
  rt_out_line();
}

void gl_print_int(const void *value, const gl_type *t) {
  (void)t;
  rt_sink_int(rt_out(), *(const int64_t *)value);
  rt_out_line();
}

void gl_print_float(const void *value, const gl_type *t) {
  (void)t;
  rt_sink *out = rt_out();
  uint8_t *at = rt_sink_reserve(out, RT_FLOAT_ROOM);
  out->at = at + rt_float_shortest((char *)at, *(const double *)value);
  rt_out_line();
}

static void err_line(rt_err *err) {
  rt_sink_byte(&err->sink, '\n');
  rt_err_end(err);
}

void gl_eprint(const void *value, const gl_type *t) {
  rt_err err;
  rt_err_init(&err);
  rt_print(&err.sink, value, t);
  err_line(&err);
}

void gl_eprint_str(const void *value, const gl_type *t) {
  (void)t;
  rt_err err;
  rt_err_init(&err);
  rt_sink_str(&err.sink, *(gl_list *const *)value);
  err_line(&err);
}
