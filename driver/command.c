#include "driver/command.h"

#include <errno.h>
#include <string.h>

#include "driver/output.h"

bool command_source(arena *home, const options *o, int argc, char **argv, str *name, str *text, int *rest) {
  *rest = o->operands;
  if (o->expression) {
    *name = STR("-e");
    *text = str_of(o->expression);
    return true;
  }
  if (*rest >= argc) {
    output_error(DIAG_usage, "`gael %s` wants a FILE; see `gael %s --help`", argv[0], argv[0]);
    return false;
  }
  const char *path = argv[(*rest)++];
  *name = strcmp(path, "-") ? str_of(path) : STR("stdin");
  if (source_read_file(home, path, text)) return true;
  output_error(DIAG_unreadable_file, "cannot read %s: %s", path, strerror(errno));
  return false;
}

void command_diagnostics(const options *o, gael_session *s) {
  if (diag_count(s->diags) == 0) return;
  if (o->json)
    output_result(str_of(gael_diagnostics_json(s)));
  else
    output_text(str_of(gael_diagnostics_text(s, options_color(o))));
}

int command_status(gael_status status, str problem) {
  if (status == GAEL_USAGE && problem.len)
    output_error(DIAG_argument_count, STR_FMT, STR_ARG(problem));
  else if (status != GAEL_OK && problem.len)
    output_message(STR_FMT, STR_ARG(problem));
  return (int)status;
}
