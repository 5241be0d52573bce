#ifndef GAEL_FRONTEND_INFER_H
#define GAEL_FRONTEND_INFER_H

/* Hindley-Milner with constraints, HM(X) (Odersky, Sulzmann, Wehr 1999): levels, one worklist, one solver function a
   constraint kind (constraint.def); every constraint remembers the span and the reason it arose from. What stays
   unsolved at a generalisation travels in the scheme. */

#include "frontend/core.h"
#include "frontend/resolve.h"

typedef struct infer infer;

infer *infer_new(arena *home, intern *names, resolver *r, diag_sink *sink);
/* Types every definition of the module, main last; schemes into core_def.scheme. False: errors were reported. */
bool infer_module(infer *in, core_module *m);
/* The scheme of a definition as text (`[t]->Int`, constraints after `where`). */
void infer_print_scheme(strbuf *out, infer *in, const core_def *d);

/* A definition at a concrete type: a typed tree in which every node's type is concrete, every overload is chosen, every
   lambda fitted, and local functions used at several types have been copied, one CORE_LET_FUN a type. The same
   (definition, type) gives the same instance. Whole-program specialisation is this: lowering starts at main and asks
   for what it reaches. NULL: reported. */
typedef struct infer_instance {
  uint32_t id; /* dense */
  core_def *def;
  type *type;  /* concrete */
  core *body;  /* NULL for a primitive */
} infer_instance;
const infer_instance *infer_instantiate(infer *in, core_def *d, type *concrete, span use);

/* A fresh copy of a definition's type for giving argument types from outside (command line, judge): unify its parts
   with infer_unify, then infer_settle solves and defaults what is left, and the result is concrete. */
type *infer_open(infer *in, core_def *d);
bool infer_unify(infer *in, type *a, type *b);
bool infer_settle(infer *in, type *t, span use);
type *infer_type(infer *in, type_kind kind, uint32_t count, type **args); /* copies args */
type *infer_fresh(infer *in);
type *infer_con_open(infer *in, const type_con *con, type **fields); /* its type, parameters open, and its fields' */
/* The type of a constructor's field, in the declared type with these arguments. */
type *infer_field_type(infer *in, const type_con *con, uint32_t i, type *const *args);
str infer_text_of(infer *in, sym name);

#endif
