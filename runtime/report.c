/* The failure on record as a person reads it:

     error[GL0902]: division by zero
      --> file:line:column
       10//0
       values: 10, 0
       called from f at file:line:column: f 3

   One line a call that the failure passed through, the innermost first. Places in the library are passed over. */

#include "runtime/report.h"

#include <string.h>

#include "runtime/out.h"

static const gl_site *own_site(const gl_program *p, uint32_t number) {
  static const char LIBRARY[] = "stdlib/";
  if (!number || number >= p->site_count) return NULL;
  const gl_site *site = &p->sites[number];
  return strncmp(p->site_texts + site->file, LIBRARY, sizeof LIBRARY - 1) ? site : NULL;
}

const gl_site *gl_failure_step(const gl_program *program, uint32_t *at) {
  const gl_failure *f = gl_failure_now();
  uint32_t known = f->frame_count < GL_FRAMES ? f->frame_count : GL_FRAMES;
  for (const gl_site *site; *at <= known;) {
    uint32_t i = (*at)++;
    if ((site = own_site(program, i ? f->frames[i - 1] : f->site)) != NULL) return site;
  }
  return NULL;
}

static void write_place(rt_sink *s, const gl_program *p, const gl_site *site) {
  rt_sink_text(s, p->site_texts + site->file);
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

static void write_failure(rt_sink *s, const gl_program *p, const gl_failure *f, const gl_site *site) {
  write_code(s, f->code);
  rt_sink_text(s, f->message);
  if (site) {
    rt_sink_text(s, "\n --> ");
    write_place(s, p, site);
    rt_sink_text(s, "\n  ");
    rt_sink_text(s, p->site_texts + site->text);
  }
  rt_sink_byte(s, '\n');
  if (!f->values[0]) return;
  rt_sink_text(s, "  values: ");
  rt_sink_text(s, f->values);
  rt_sink_byte(s, '\n');
}

static void write_frame(rt_sink *s, const gl_program *p, const gl_site *site) {
  rt_sink_text(s, "  called from ");
  rt_sink_text(s, site->function ? p->site_texts + site->function : "the main expression");
  rt_sink_text(s, " at ");
  write_place(s, p, site);
  rt_sink_text(s, ": ");
  rt_sink_text(s, p->site_texts + site->text);
  rt_sink_byte(s, '\n');
}

void rt_report(rt_sink *s, const gl_program *program) {
  const gl_failure *f = gl_failure_now();
  uint32_t at = 0;
  write_failure(s, program, f, gl_failure_step(program, &at));
  for (const gl_site *site; (site = gl_failure_step(program, &at)) != NULL;) write_frame(s, program, site);
  if (f->frame_count > GL_FRAMES) {
    rt_sink_text(s, "  and from ");
    rt_sink_int(s, f->frame_count - GL_FRAMES);
    rt_sink_text(s, " more calls\n");
  }
}

void gl_report(const gl_program *program) {
  rt_err err;
  rt_err_init(&err);
  rt_report(&err.sink, program);
  rt_err_end(&err);
}
