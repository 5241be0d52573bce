#ifndef GAEL_FRONTEND_RESOLVE_H
#define GAEL_FRONTEND_RESOLVE_H

#include "frontend/core.h"
#include "frontend/suggest.h"

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

/* The program's declared types. */
/* The type that a name written at `where` means; NULL: none. */
const type_decl *resolve_declared(const resolver *r, sym name, span where);
uint32_t resolve_record_count(const resolver *r, sym field);    /* records that have such a field */
const type_con *resolve_record_with(const resolver *r, sym field, uint32_t i);
void resolve_offer_types(const resolver *r, suggestion *s);
void resolve_offer_fields(const resolver *r, suggestion *s);
bool resolve_is_builtin_type(str name);

#endif
