#ifndef GAEL_DRIVER_LIBRARY_H
#define GAEL_DRIVER_LIBRARY_H

/* Libraries for C: what a program declares by `export name:type`. */

#include "driver/pipeline.h"

/* Writes `output` and, beside it, its header: lib/libshapes.a and lib/shapes.h. All but GAEL_OK: reported. */
gael_status library_build(gael_session *s, const pipeline_target *t, bool shared, const char *output);

#endif
