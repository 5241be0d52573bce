#ifndef GAEL_DRIVER_TARGET_NAMED_H
#define GAEL_DRIVER_TARGET_NAMED_H

/* Targets by what people call them. */

#include "backend/target.h"

/* NULL: *problem names what is near, or all there are. A NULL name is this machine, as is "host". */
const target *target_named(arena *home, const char *name, str *problem);

#endif
