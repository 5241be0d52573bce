#ifndef GAEL_FRONTEND_RESOLVE_H
#define GAEL_FRONTEND_RESOLVE_H

#include "frontend/core.h"

typedef struct resolver resolver;

/* `parse` and `sources` are needed later too: library definitions are read when first reached. */
resolver *resolver_new(arena *home, intern *names, source_set *sources, diag_sink *sink);
/* Names to binders. Never NULL; nodes that could not be resolved are CORE_ERROR and reported, with the nearest name as
   a fix. */
core_module *resolve_module(resolver *r, const ast_module *m);
/* The definition behind a version of an overloaded library name. */
core_def *resolve_version(resolver *r, core_version *v);
/* A library definition that is not overloaded, or the set of versions; both NULL: unknown. */
bool resolve_library(resolver *r, sym name, core_def **def, core_overload **set);

#endif
