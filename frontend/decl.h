#ifndef GAEL_FRONTEND_DECL_H
#define GAEL_FRONTEND_DECL_H

/* Declared types: resolve_type.c makes them of a program's `type` lines, infer_type.c reads the types of their
   fields. A constructor is a function from its fields to its type; a record is one constructor whose fields have
   names. */

#include "frontend/ast.h"
#include "frontend/type.h"

typedef struct type_decl type_decl;

typedef struct type_con {
  sym name;
  span where;
  const type_decl *decl;
  bool doubled;   /* another one has its name, and that was reported */
  uint32_t index; /* among its type's: their order is the order of values */
  uint32_t count;
  ast_type *const *written; /* the fields' types */
  const sym *labels;        /* a record's field names; NULL: a variant */
  type **fields;            /* over the declaration's `vars`; NULL before inference */
} type_con;

struct type_decl {
  sym name;
  span where;
  bool record;
  uint32_t param_count;
  const sym *params;
  uint32_t count;
  type_con *cons;
  type **vars;   /* the parameters in `fields`: quantified, numbered by position */
  type *self;    /* without parameters: the type */
  bool finite;   /* some value of it can be written down */
  uint32_t mark; /* stamp of the last walk that met it */
};

/* The position of a record's field; -1: it has none of that name. */
static inline int32_t type_con_field(const type_con *con, sym name) {
  for (uint32_t i = 0; con->labels && i < con->count; i++)
    if (con->labels[i] == name) return (int32_t)i;
  return -1;
}

#endif
