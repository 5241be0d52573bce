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
};

str session_name(const gael_session *s);
str session_text(const gael_session *s);

#endif
