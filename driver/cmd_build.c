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

static gael_output output_kind(const options *o) {
  return o->static_library ? GAEL_STATIC_LIBRARY : o->shared ? GAEL_SHARED_LIBRARY : o->object ? GAEL_OBJECT : GAEL_EXECUTABLE;
}

/* dir/hello.gael -> hello, libhello.a, libhello.so or hello.o, in the working directory; without a name: a.out, libprogram.a … */
static const char *output_name(arena *home, const options *o, str name) {
  static const char *const patterns[] = {[GAEL_EXECUTABLE] = "%.*s", [GAEL_STATIC_LIBRARY] = "lib%.*s.a",
                                         [GAEL_SHARED_LIBRARY] = "lib%.*s.so", [GAEL_OBJECT] = "%.*s.o"};
  if (o->output) return o->output;
  size_t start = name.len;
  while (start && name.ptr[start - 1] != '/') start--;
  str base = {name.ptr + start, name.len - start};
  bool named = base.len > 5 && !memcmp(base.ptr + base.len - 5, ".gael", 5);
  if (!named) base = output_kind(o) != GAEL_EXECUTABLE ? STR("program.gael") : STR("a.out.gael");
  return str_printf(home, patterns[output_kind(o)], (int)base.len - 5, base.ptr).ptr;
}

static bool build(void *context) {
  building *b = context;
  arena *home = arena_new("build");
  str name, text;
  int rest;
  b->status = GAEL_USAGE;
  if (!command_source(home, b->o, b->argc, b->argv, &name, &text, &rest)) return false;
  if (b->o->static_library + b->o->shared + b->o->object > 1) {
    output_error(DIAG_usage, "--static-lib, --shared or --obj: one of them");
    return false;
  }
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
                      .bytes = b->o->bytes,
                      .output = output_kind(b->o)};
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
