#ifndef GAEL_DRIVER_JSON_TEXT_H
#define GAEL_DRIVER_JSON_TEXT_H

/* JSON with integers of any size: jansson's reader knows those of 64 bits. */

#include <jansson.h>

#include "support/arena.h"
#include "support/str.h"

/* As json_loadb; an integer that is too large comes as {"$big":"digits"}. NULL: *where says why. */
json_t *json_text_load(arena *home, str text, size_t flags, json_error_t *where);

#endif
