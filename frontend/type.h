#ifndef GAEL_FRONTEND_TYPE_H
#define GAEL_FRONTEND_TYPE_H

/* Types during inference: terms with variables, unified destructively, generalised by level (Remy 1992). */

#include <stdbool.h>
#include <stdint.h>

#include "support/arena.h"
#include "support/intern.h"

typedef enum type_kind {
  TYPE_VAR, TYPE_INT, TYPE_FLOAT, TYPE_BOOL, TYPE_CHAR, TYPE_UNIT, TYPE_BIG, TYPE_DYN,
  TYPE_LIST,   /* args[0]; Str is LIST of CHAR */
  TYPE_TUPLE,  /* args, 2+ */
  TYPE_OPTION, /* args[0], never an OPTION */
  TYPE_FUN,    /* args[0] -> args[1] */
  TYPE_DICT,   /* args[0] : args[1] */
  TYPE_SET,    /* args[0] */
  TYPE_NAMED,  /* decl, args */
  TYPE_POISON  /* an error was reported: unifies with everything */
} type_kind;

typedef struct type type;
struct type {
  type_kind kind;
  uint32_t id;    /* VAR: its number */
  uint32_t level; /* VAR: depth of the let it belongs to; TYPE_GENERIC: quantified */
  type *link;     /* VAR: what it was unified with; NULL: free */
  uint32_t count;
  type **args;
  sym name;       /* VAR: as an annotation named it, or 0; NAMED: the declaration's name */
  const struct type_decl *decl;
};
#define TYPE_GENERIC UINT32_MAX

type *type_find(type *t); /* follows links, compresses the path */
bool type_is_str(type *t);
bool type_is_concrete(type *t); /* no variable, no poison */
void type_print(strbuf *out, type *t, const intern *names); /* [Int], (Int,Str), Int?, Int->Int; variables t, u, v, .. by first occurrence */

#endif
