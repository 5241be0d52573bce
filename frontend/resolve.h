#ifndef GAEL_FRONTEND_RESOLVE_H
#define GAEL_FRONTEND_RESOLVE_H

#include "frontend/core.h"

typedef struct resolver resolver;

/* Where the text of a module comes from: adds it to the sources. False: *why there is none. */
typedef struct module_loader {
  bool (*load)(void *context, str name, uint32_t *file, str *why); /* NULL: the program has no modules */
  void *context;
} module_loader;

/* `parse` and `sources` are needed later too: library definitions are read when first reached. */
resolver *resolver_new(arena *home, intern *names, source_set *sources, module_loader loader, diag_sink *sink);
/* Names to binders, in the program and in all modules that it uses, which are read and parsed here. Never NULL; nodes that could not be resolved are CORE_ERROR and reported, with the nearest name as
   a fix. */
core_module *resolve_module(resolver *r, const ast_module *m);
/* The definition behind a version of an overloaded library name. */
core_def *resolve_version(resolver *r, core_version *v);
/* A library definition that is not overloaded, or the set of versions; both NULL: unknown. */
bool resolve_library(resolver *r, sym name, core_def **def, core_overload **set);

#endif
