#include <string.h>

#include "driver/command.h"
#include "driver/modules.h"
#include "driver/output.h"
#include "driver/session.h"
#include "driver/value_json.h"
#include "runtime/gael_rt.h"

/* A definition's type as a row; the main expression has no name. */
static void add_row(strbuf *out, gael_session *s, const core_def *d) {
  strbuf scheme = strbuf_new(s->home);
  infer_print_scheme(&scheme, s->infer, d);
  str name = d->name ? intern_str(s->names, d->name) : STR(""), line = strbuf_str(&scheme);
  size_t head = d->name ? name.len + strlen(" : ") : 0;
  strbuf_add(out, STR("{\"row\":\"type\",\"name\":"));
  if (d->name) json_quote(out, name);
  else strbuf_add(out, STR("null"));
  strbuf_add(out, STR(",\"type\":"));
  json_quote(out, (str){line.ptr + head, line.len - head});
  strbuf_add(out, STR("}\n"));
}

static str types_json(gael_session *s) {
  strbuf out = strbuf_new(s->home);
  for (uint32_t i = 0; s->valid && i < s->core->count; i++) add_row(&out, s, s->core->defs[i]);
  if (s->valid && s->core->main) add_row(&out, s, s->core->main);
  return strbuf_str(&out);
}

typedef struct checking {
  const options *o;
  int argc;
  char **argv;
  int status;
} checking;

static bool check(void *context) {
  checking *c = context;
  options o = *c->o;
  if (o.emit) {
    c->status = cmd_run(&o, c->argc, c->argv);
    return false;
  }
  do {
    arena *home = arena_new("check");
    str name, text;
    if (!command_source(home, &o, c->argc, c->argv, &name, &text, &o.operands)) {
      c->status = GAEL_USAGE;
      return false;
    }
    gael_session *s = modules_open(name, text);
    if (gael_check(s) != GAEL_OK) c->status = GAEL_INVALID;
    command_diagnostics(&o, s);
    if (o.verbose) output_result(o.json ? types_json(s) : str_of(gael_types(s)));
    gael_close(s);
    arena_free(home);
  } while (!o.expression && o.operands < c->argc);
  return false;
}

int cmd_check(const options *o, int argc, char **argv) {
  checking c = {o, argc, argv, GAEL_OK};
  gl_deep_call(check, &c);
  return c.status;
}
