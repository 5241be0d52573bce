#ifndef GAEL_DRIVER_FAILURE_H
#define GAEL_DRIVER_FAILURE_H

/* The failure on record (gl_failure_now) as the compiler would report it: code, place, operands, the way it took. Places in texts that
   `sources` does not have are left out. */

#include "runtime/gael_rt.h"
#include "support/diag.h"

void failure_report(const gl_program *p, source_set *sources, diag_sink *sink);

#endif
