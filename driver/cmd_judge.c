#include <unistd.h>

#include "driver/command.h"
#include "driver/judge.h"
#include "driver/output.h"

enum { SECONDS = 10, BYTES = 1 << 30 }; /* docs/json.md says so */

int cmd_judge(const options *o, int argc, char **argv) {
  if (o->operands < argc) {
    output_error(DIAG_usage, "`gael judge` reads requests from stdin; it takes no `%s`", argv[o->operands]);
    return GAEL_USAGE;
  }
  judge_limits otherwise = {o->seconds > 0 ? o->seconds : SECONDS, o->bytes > 0 ? o->bytes : BYTES};
  return judge_serve(STDIN_FILENO, STDOUT_FILENO, o->jobs, otherwise);
}
