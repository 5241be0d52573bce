#ifndef GAEL_DRIVER_PIPELINE_H
#define GAEL_DRIVER_PIPELINE_H

/* The compiler on one page; see pipeline.c. */

#include "backend/backend.h"
#include "driver/session.h"

/* What is compiled: a definition at concrete argument types. */
typedef struct pipeline_entry {
  const infer_instance *instance;
  uint32_t argc;
} pipeline_entry;

/* Which version of a program: the only one, or of two (ir/tier.h) the one that starts or the one that takes over. */
typedef enum pipeline_part { PIPELINE_WHOLE, PIPELINE_FIRST, PIPELINE_SECOND } pipeline_part;

typedef struct pipeline_target {
  pipeline_part part;
  bool watched; /* backend_job.watched */
  const target *target;
  target_use use;
  const char *exported; /* TARGET_LIBRARY: what C calls the entry */
  const char *cpu;
  unsigned level;
  bool debug, certify; /* certify: passes.h */
  bool outlived;       /* flat_module.outlived; libraries for C always are */
  uint64_t without;    /* transformations left out: ir/transform.h */
  backend_rules rules; /* of a linked program */
} pipeline_target;

/* Source to typed tree. False: errors are in the session's sink. */
bool pipeline_check(gael_session *s);

/* Typed tree to combinators, as lowered or rewritten. */
bool pipeline_terms(gael_session *s, pipeline_entry entry, bool rewritten, comb_program *out);

/* Typed tree to object code; stops behind `stage` with its text. `stage` GAEL_STAGE_OBJ: *out is the object. All but
   GAEL_OK: reported; GAEL_USAGE: the target does not know what the options name. */
gael_status pipeline_compile(gael_session *s, pipeline_entry entry, const pipeline_target *t, gael_stage stage,
                             str *out);

#endif
