#ifndef GAEL_RT_EXPORT_H
#define GAEL_RT_EXPORT_H

/* GAEL's values as C sees them in a library (gael build --static-lib, --shared). The header that the compiler writes declares the
   same (driver/header.c). Arrays of a call stay the caller's; items of a result are the caller's to free by gael_free. */

#include "runtime/gael_rt.h"

typedef struct gl_c_array {
  const void *items; /* int64_t, double, bool; of a Str: UTF-8 without an end mark; of texts: gl_c_array */
  size_t count;      /* of a Str: bytes */
} gl_c_array;

/* A call from C: `slots` has a word an argument, Ints and Floats by their bits, arrays as const gl_c_array *. False: it failed, and
   gael_failure says how. *result is written only by a call that did not fail. */
bool gl_export(const gl_program *program, const uint64_t *slots, void *result);

__attribute__((visibility("default"))) const char *gael_failure(void);
__attribute__((visibility("default"))) void gael_free(const void *items);

#endif
