#include "driver/call.h"

#include <string.h>

#include "support/source.h"

enum { STDOUT_MOST = 1 << 20 };

typedef struct calling {
  const gl_program *program;
  void *args, *result;
} calling;

static bool run(void *context) {
  calling *c = context;
  return c->program->entry(c->args, c->result);
}

static void keep(void *context, const uint8_t *bytes, size_t length) {
  strbuf *printed = context;
  size_t room = STDOUT_MOST - printed->len;
  strbuf_add(printed, (str){(const char *)bytes, length < room ? length : room});
}

void call_error(strbuf *out, const char *kind, const char *code, str message, uint32_t line, uint32_t column) {
  strbuf_printf(out, "{\"ok\":false,\"error\":{\"kind\":\"%s\"", kind);
  if (code) strbuf_printf(out, ",\"code\":\"%s\"", code);
  strbuf_add(out, STR(",\"message\":"));
  json_quote(out, message);
  if (line) strbuf_printf(out, ",\"line\":%u,\"column\":%u", line, column);
  strbuf_add(out, STR("}}"));
}

static void write_failure(strbuf *out, const gl_program *p) {
  const gl_failure *f = gl_failure_now();
  uint32_t at = 0;
  const gl_site *site = gl_failure_step(p, &at);
  char code[16];
  snprintf(code, sizeof code, "GL%04d", f->code);
  call_error(out, "fail", code, str_of(f->message), site ? site->line : 0, site ? site->column : 0);
  gl_fail_clear();
}

static bool read_arguments(strbuf *out, const gl_program *p, const json_t *args, void *block) {
  if (json_array_size(args) != p->argc) {
    call_error(out, "usage", "GL0503", str_printf(out->home, "the call wants %u arguments", p->argc), 0, 0);
    return false;
  }
  for (uint32_t i = 0; i < p->argc; i++) {
    uint8_t *at = (uint8_t *)block + p->args->offsets[i];
    str error;
    if (value_of_json(out->home, json_array_get(args, i), p->args->parts[i], at, &error)) continue;
    call_error(out, "type", "GL0502", str_printf(out->home, "argument %u: " STR_FMT, i + 1, STR_ARG(error)), 0, 0);
    while (i-- > 0) gl_drop_value((uint8_t *)block + p->args->offsets[i], p->args->parts[i]);
    return false;
  }
  return true;
}

bool call_json(const gl_program *p, const json_t *args, bool plain, strbuf *out) {
  calling c = {p, arena_zalloc(out->home, p->args ? p->args->size + 8 : 8, 16),
               arena_zalloc(out->home, p->result->size + 8, 16)};
  if (p->result->kind == GL_FUN) {
    call_error(out, "type", "GL0312", STR("the value is a function, which cannot be shown"), 0, 0);
    return false;
  }
  if (!read_arguments(out, p, args, c.args)) return false;
  strbuf printed = strbuf_new(out->home);
  gl_on_output(keep, &printed);
  bool failed = gl_deep_call(run, &c);
  gl_flush();
  gl_on_output(NULL, NULL);
  if (failed) {
    write_failure(out, p);
  } else {
    strbuf_add(out, STR("{\"ok\":true,\"value\":"));
    value_to_json(out, c.result, p->result, plain);
    strbuf_add(out, STR(",\"type\":"));
    json_quote(out, str_of(p->result->name));
    gl_drop_value(c.result, p->result);
    strbuf_byte(out, '}');
  }
  if (printed.len == 0) return !failed;
  size_t whole; /* letters */
  if (printed.len == STDOUT_MOST && !utf8_valid(strbuf_str(&printed), &whole)) printed.len = whole;
  out->len--; /* before the closing brace */
  strbuf_add(out, STR(",\"stdout\":"));
  json_quote(out, strbuf_str(&printed));
  strbuf_byte(out, '}');
  return !failed;
}
