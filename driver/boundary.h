#ifndef GAEL_DRIVER_BOUNDARY_H
#define GAEL_DRIVER_BOUNDARY_H

/* Where libgael meets its host. Whatever happens behind it comes back as a status and a diagnostic: a bug, the end of memory or of the
   stack. */

#include "driver/session.h"

typedef gael_status boundary_work(gael_session *s, void *context);

/* Does the work on the session's deep stack. */
gael_status boundary_compile(gael_session *s, boundary_work *work, void *context);

/* Runs a program in the session's home; GAEL_LIMIT is reported to s->said. */
gael_status boundary_run(gael_session *s, const gael_options *o, boundary_work *work, void *context);

/* Reports into `sink` and gives `status`; without memory it is silent. */
gael_status boundary_say(diag_sink *sink, gael_status status, diag_code code, const char *words);

#endif
