#ifndef GAEL_DRIVER_VALUE_JSON_H
#define GAEL_DRIVER_VALUE_JSON_H

/* Values in a program's memory to and from JSON, along their descriptors (cli.md; rulings 26, 27). */

#include <jansson.h>

#include "runtime/gael_rt.h"
#include "support/str.h"

/* Writes the value at its type; what was built before a mismatch is dropped. False: *error says what does not fit. */
bool value_of_json(arena *home, const json_t *json, const gl_type *t, void *out, str *error);
void value_to_json(strbuf *out, const void *value, const gl_type *t, bool plain);
void json_quote(strbuf *out, str text); /* "..." */

#endif
