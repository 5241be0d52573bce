#ifndef GAEL_DRIVER_SESSION_H
#define GAEL_DRIVER_SESSION_H

/* Owner of everything one compilation makes. Passes never see it: the pipeline hands each what it needs. */

#include "frontend/infer.h"
#include "frontend/parse.h"
#include "include/gael.h"
#include "ir/flat.h"

enum { SESSION_ERRORS = 20 }; /* of each severity are shown */

struct gael_session {
  arena *home;
  intern *names;
  source_set *sources;
  diag_sink *diags;
  uint32_t file; /* the program */
  const char *modules; /* directory of what it uses; NULL: it may use nothing */
  ast_module *ast;
  resolver *resolver;
  core_module *core;
  infer *infer;
  bool checked, valid;
  const char *types; /* gael_types' text; NULL: not asked for yet */

  /* what was called: driver/function.c */
  struct gl_home *programs; /* NULL: nothing ran yet */
  uint32_t cleared;      /* how often a limit has emptied it */
  arena *call;           /* what the last call left, until the next */
  diag_sink *said;       /* by the last call; NULL: nothing */
  gael_function *functions; /* all, by their `next` */
  gael_function *last;   /* whose result is alive; NULL: none is */
  bool broken;           /* by a bug of ours */
};

str session_name(const gael_session *s);
str session_text(const gael_session *s);

#endif
