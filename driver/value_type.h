#ifndef GAEL_DRIVER_VALUE_TYPE_H
#define GAEL_DRIVER_VALUE_TYPE_H

/* Descriptors that the driver has on its own, for values that no program's type describes: what a Dyn out of JSON
   holds. */

#include <jansson.h>

#include "runtime/gael_rt.h"
#include "support/arena.h"

const gl_type *value_str_type(void);
/* The type of what is not null: Int, Float, Bool, Str, Big, [Dyn], {Str:Dyn}, and what is marked as something else, of
   Dyns. A tuple's lives in `home`. */
const gl_type *value_dyn_type(arena *home, const json_t *json);

#endif
