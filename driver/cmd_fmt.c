#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "driver/command.h"
#include "driver/output.h"
#include "frontend/fmt.h"
#include "runtime/gael_rt.h"

typedef struct formatting {
  const options *o;
  int argc;
  char **argv;
  int status;
} formatting;

/* Beside its place, then renamed into it: a full disk costs nobody their program. */
static bool replace_file(arena *home, const char *path, str text) {
  const char *fresh = str_printf(home, "%s.new", path).ptr;
  FILE *f = fopen(fresh, "wb");
  if (!f) return false;
  bool written = fwrite(text.ptr, 1, text.len, f) == text.len;
  written = fclose(f) == 0 && written;
  if (written && rename(fresh, path) == 0) return true;
  int why = errno;
  unlink(fresh);
  errno = why;
  return false;
}

/* `path` NULL: the text is given; it and stdin go to stdout. */
static int format_one(const options *o, const char *path) {
  arena *home = arena_new("format");
  str text = path ? STR("") : str_of(o->expression);
  if (path && !source_read_file(home, path, &text)) {
    output_error(DIAG_unreadable_file, "cannot read %s: %s", path, strerror(errno));
    return GAEL_USAGE;
  }
  bool in_place = path && strcmp(path, "-");
  gael_session *s = gael_open(path ? path : "-e", text.ptr, text.len);
  ast_module *m = parse_module(s->home, s->names, s->sources, s->file, s->diags);
  int status = GAEL_INVALID;
  if (diag_error_count(s->diags) == 0) {
    strbuf out = strbuf_new(s->home);
    fmt_module(&out, m, s->names, s->sources, o->dense ? FMT_DENSE : FMT_READABLE);
    str result = strbuf_str(&out);
    bool same = str_eq(result, text);
    status = GAEL_OK;
    if (o->check) {
      if (!same) output_result(str_printf(home, "%s\n", path ? path : "-e"));
      status = same ? GAEL_OK : GAEL_FAILED;
    } else if (!in_place) {
      output_result(result);
    } else if (!same && !replace_file(home, path, result)) {
      output_message("cannot write %s: %s", path, strerror(errno));
      status = GAEL_FAILED;
    }
  }
  command_diagnostics(o, s);
  gael_close(s);
  arena_free(home);
  return status;
}

static bool format(void *context) {
  formatting *f = context;
  if (f->o->expression) {
    f->status = format_one(f->o, NULL);
  } else if (f->o->operands >= f->argc) {
    output_error(DIAG_usage, "`gael fmt` wants a FILE, or - for stdin");
    f->status = GAEL_USAGE;
  }
  for (int i = f->o->operands; !f->o->expression && i < f->argc; i++) {
    int status = format_one(f->o, f->argv[i]);
    if (status > f->status) f->status = status;
  }
  return false;
}

int cmd_fmt(const options *o, int argc, char **argv) {
  formatting f = {o, argc, argv, GAEL_OK};
  gl_deep_call(format, &f);
  return f.status;
}
