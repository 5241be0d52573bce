#ifndef GAEL_IR_BUILD_H
#define GAEL_IR_BUILD_H

/* From the tree of the text form to terms. Types flow from the domain inwards, so that the text carries them only where
   a domain does not decide: at the parameters of functions and at primitives that make any type. */

#include "ir/syntax.h"
#include "support/map.h"

/* What a variable of a rule's pattern stands for; one of the fields. */
typedef struct build_binding {
  str name;
  const comb *term;
  const comb_literal *literal;
  const ir_type *type;
  bool is_site;
  ir_site site;
} build_binding;

/* A term that a `let` names: built when used, because its domain is known only there, and kept for the next use. */
typedef struct build_shared {
  const syntax *body;
  const comb *term;
} build_shared;

typedef struct builder {
  comb_store *store;
  const map *defs; /* sym of a definition's name in the text -> index; NULL: none */
  const map *shared; /* number -> build_shared; NULL: none */
  const build_binding *bindings;
  uint32_t binding_count;
  uint32_t depth;
  const char *error;
  size_t error_at;
} builder;

/* NULL with the builder's error set when the term does not fit. */
const comb *build_term(builder *b, const syntax *t, const ir_type *dom);
const build_binding *build_find(const builder *b, str name);

#endif
