#include <unistd.h>

#include "driver/command.h"
#include "driver/judge.h"
#include "driver/output.h"

int cmd_judge(const options *o, int argc, char **argv) {
  if (o->operands < argc) {
    output_error(DIAG_usage, "`gael judge` reads requests from stdin; it takes no `%s`", argv[o->operands]);
    return GAEL_USAGE;
  }
  return judge_serve(STDIN_FILENO, STDOUT_FILENO, o->jobs);
}
