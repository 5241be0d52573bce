#include "driver/command.h"
#include "driver/modules.h"
#include "driver/output.h"
#include "runtime/gael_rt.h"

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
    if (o.verbose) output_result(str_of(gael_types(s)));
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
