#ifndef GAEL_FRONTEND_BRACES_H
#define GAEL_FRONTEND_BRACES_H

#include "frontend/ast.h"
#include "support/diag.h"

/* Entries behind a term are a record's, also in `a.map{x:1}` (ruling 6). The fix for those that cannot be one: as an
   argument a dictionary stands in brackets, and in a lambda where x, y or z occur in it. `end`: behind the brace. */
typedef struct braces_entries {
  const ast *subject;
  ast_list keys, values;
  uint32_t end;
} braces_entries;

void braces_advise(diag_sink *s, diag *d, intern *names, const char *text, const braces_entries *e);

#endif
