#include "driver/failure.h"

#include <stdio.h>
#include <string.h>

static diag_code code_of(int32_t number) {
  char text[16];
  snprintf(text, sizeof text, "GL%04d", number);
  for (uint32_t i = 0; i < DIAG_COUNT; i++)
    if (!strcmp(diag_code_text((diag_code)i), text)) return (diag_code)i;
  return DIAG_fail_user;
}

static span span_of(const gl_program *p, const gl_site *site, source_set *sources) {
  for (uint32_t i = 0; site && i < source_count(sources); i++)
    if (str_eq(source_name(sources, i), str_of(p->site_texts + site->file))) return (span){site->start, site->end, i};
  return SPAN_NONE;
}

void failure_report(const gl_program *p, source_set *sources, diag_sink *sink) {
  const gl_failure *f = gl_failure_now();
  uint32_t at = 0;
  diag *d = diag_report(sink, code_of(f->code), span_of(p, gl_failure_step(p, &at), sources), "%s", f->message);
  if (f->values[0]) diag_hint(sink, d, "values: %s", f->values);
  for (const gl_site *site; (site = gl_failure_step(p, &at)) != NULL;)
    diag_note(sink, d, span_of(p, site, sources), "called from %s",
              site->function ? p->site_texts + site->function : "the main expression");
  if (f->frame_count > GL_FRAMES) diag_hint(sink, d, "and from %u more calls", f->frame_count - GL_FRAMES);
}
