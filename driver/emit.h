#ifndef GAEL_DRIVER_EMIT_H
#define GAEL_DRIVER_EMIT_H

#include "driver/entry.h"

/* The program as it stands after a stage: what --emit prints. */
gael_status emit_stage(gael_session *s, const entry_request *q, const pipeline_target *t, gael_stage stage, str *out,
                       str *problem);
bool emit_stage_find(const char *name, gael_stage *stage); /* "tokens" .. "obj" */
const char *emit_stage_names(void);                        /* "tokens|ast|..": for messages */

#endif
