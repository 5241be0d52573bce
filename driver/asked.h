#ifndef GAEL_DRIVER_ASKED_H
#define GAEL_DRIVER_ASKED_H

/* What a host asks for, in our terms. False: reported. */

#include "driver/entry.h"

bool asked_target(gael_session *s, const gael_options *o, target_use use, pipeline_target *t);
/* The types of a call's arguments, by example; NULL: there are none. */
bool asked_types(gael_session *s, const char *json, entry_request *q);

#endif
