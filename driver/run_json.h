#ifndef GAEL_DRIVER_RUN_JSON_H
#define GAEL_DRIVER_RUN_JSON_H

#include "driver/program.h"

/* gl_start for `--json`: the value is one line of JSON, as a result of the judge; a failure is a diagnostic. Gives the
   exit status. */
int run_json(const gl_program *p, const program_source *source, int argc, char **argv);

#endif
