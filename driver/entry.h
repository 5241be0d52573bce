#ifndef GAEL_DRIVER_ENTRY_H
#define GAEL_DRIVER_ENTRY_H

#include "driver/pipeline.h"
#include "driver/shape.h"

/* What a program is called by, and with what kinds of values. */
typedef struct entry_request {
  const char *definition; /* NULL: the main expression, or the last definition without one */
  const shape *const *shapes;
  uint32_t count;
  bool open; /* words for a main expression without parameters may be what it reads as `args`: the program will know */
  bool typed_only; /* a native binary: nothing is known about the arguments; `count` and `shapes` are not used */
} entry_request;

/* Checks the program and fixes the entry's types. GAEL_USAGE: *problem says what is wrong with the call; GAEL_INVALID:
   diagnostics. */
gael_status entry_choose(gael_session *s, const entry_request *q, pipeline_entry *out, str *problem);

#endif
