/* The failure on record as a person reads it:

     error[GL0902]: division by zero
      --> file:line:column
       10//0
       values: 10, 0
       called from f at file:line:column: f 3

   One line a call that the failure passed through, the innermost first. */

#include "runtime/out.h"

static void write_place(rt_sink *s, const gl_site *site) {
  rt_sink_text(s, site->file);
  rt_sink_byte(s, ':');
  rt_sink_int(s, site->line);
  rt_sink_byte(s, ':');
  rt_sink_int(s, site->column);
}

static void write_code(rt_sink *s, int32_t code) {
  rt_sink_text(s, "error[GL");
  for (int32_t unit = 1000; unit; unit /= 10) rt_sink_byte(s, (uint8_t)('0' + code / unit % 10));
  rt_sink_text(s, "]: ");
}

static void write_failure(rt_sink *s, const gl_failure *f, const gl_site *site) {
  write_code(s, f->code);
  rt_sink_text(s, f->message);
  if (site) {
    rt_sink_text(s, "\n --> ");
    write_place(s, site);
    rt_sink_text(s, "\n  ");
    rt_sink_text(s, site->text);
  }
  rt_sink_byte(s, '\n');
  if (!f->values[0]) return;
  rt_sink_text(s, "  values: ");
  rt_sink_text(s, f->values);
  rt_sink_byte(s, '\n');
}

static void write_frame(rt_sink *s, const gl_site *site) {
  rt_sink_text(s, "  called from ");
  rt_sink_text(s, site->function ? site->function : "the main expression");
  rt_sink_text(s, " at ");
  write_place(s, site);
  rt_sink_text(s, ": ");
  rt_sink_text(s, site->text);
  rt_sink_byte(s, '\n');
}

void gl_report(const gl_program *program) {
  const gl_failure *f = gl_failure_now();
  rt_err err;
  rt_err_init(&err);
  rt_sink *s = &err.sink;
  write_failure(s, f, f->site && f->site < program->site_count ? &program->sites[f->site] : NULL);
  uint32_t known = f->frame_count < GL_FRAMES ? f->frame_count : GL_FRAMES;
  for (uint32_t i = 0; i < known; i++) {
    if (f->frames[i] && f->frames[i] < program->site_count) write_frame(s, &program->sites[f->frames[i]]);
  }
  if (f->frame_count > known) {
    rt_sink_text(s, "  and from ");
    rt_sink_int(s, f->frame_count - known);
    rt_sink_text(s, " more calls\n");
  }
  rt_err_end(&err);
}
