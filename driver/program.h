#ifndef GAEL_DRIVER_PROGRAM_H
#define GAEL_DRIVER_PROGRAM_H

/* A source ready to run in this process: from the object cache when it was seen before, else compiled. */

#include "backend/jit.h"
#include "driver/entry.h"
#include "runtime/gael_rt.h"

typedef struct program_source {
  str name, text;
  const entry_request *request;
  unsigned level;
  const char *cpu, *without;
  bool tiers;   /* compiled fast and run, and at `level` for the processor while it runs */
  pipeline_part part;
  bool watched;
  bool modules; /* it may use the files that lie beside it */
} program_source;

typedef struct program {
  gael_session *session; /* NULL when it came from the cache */
  jit_code *code;
  const gl_program *meta;
} program;

/* GAEL_OK: runnable. Otherwise the session holds the diagnostics, *problem what is wrong with the call. */
gael_status program_load(arena *home, const program_source *source, program *out, str *problem);

/* The same, from an object at hand (the judge keeps some); and the object of a source, for keeping. */
gael_status program_object(arena *home, const program_source *source, gael_session **session, str *object,
                           str *problem);
bool program_link(arena *home, str object, program *out, str *problem);

/* What identifies a compiled source: its text, its call's types and the compiler's flags. */
str program_flags(arena *home, const program_source *source);

#endif
