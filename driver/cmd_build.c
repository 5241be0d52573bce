#include <stdio.h>
#include <string.h>

#include "driver/command.h"
#include "driver/modules.h"
#include "driver/output.h"
#include "runtime/gael_rt.h"

typedef struct building {
  const options *o;
  int argc;
  char **argv;
  int status;
} building;

/* dir/hello.gael -> hello, in the working directory; without a name: a.out */
static const char *output_name(arena *home, const options *o, str name) {
  if (o->output) return o->output;
  size_t start = name.len;
  while (start && name.ptr[start - 1] != '/') start--;
  str base = {name.ptr + start, name.len - start};
  bool named = base.len > 5 && !memcmp(base.ptr + base.len - 5, ".gael", 5);
  return named ? str_printf(home, "%.*s", (int)base.len - 5, base.ptr).ptr : "a.out";
}

static bool build(void *context) {
  building *b = context;
  arena *home = arena_new("build");
  str name, text;
  int rest;
  b->status = GAEL_USAGE;
  if (!command_source(home, b->o, b->argc, b->argv, &name, &text, &rest)) return false;
  if (rest < b->argc) {
    output_error(DIAG_usage, "`gael build` takes one program; `%s` is one word too many", b->argv[rest]);
    return false;
  }
  gael_session *s = modules_open(name, text);
  gael_options how = {.level = b->o->level < 0 ? 2 : (unsigned)b->o->level,
                      .target = b->o->target,
                      .cpu = b->o->cpu,
                      .debug = b->o->debug,
                      .without = b->o->without,
                      .allow = b->o->allow,
                      .seconds = b->o->seconds,
                      .bytes = b->o->bytes};
  b->status = (int)gael_build(s, &how, output_name(home, b->o, name));
  command_diagnostics(b->o, s);
  return false;
}

int cmd_build(const options *o, int argc, char **argv) {
  if (o->emit) {
    options emitting = *o;
    if (emitting.level < 0) emitting.level = 2;
    if (!emitting.target) emitting.target = "host";
    return cmd_run(&emitting, argc, argv);
  }
  building b = {o, argc, argv, 0};
  gl_deep_call(build, &b);
  return b.status;
}
