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
  TYPE_OPTION, /* args[0]; an option of an option is one option, an option of a Dyn the Dyn: type_find shows neither */
  TYPE_FUN,    /* args[0] -> args[1] */
  TYPE_DICT,   /* args[0] : args[1] */
  TYPE_SET,    /* args[0] */
  TYPE_NAMED,  /* decl, args */
  TYPE_POISON  /* an error was reported: unifies with everything */
} type_kind;

typedef struct type type;
struct type {
  type_kind kind;
  uint32_t id;    /* VAR: its number; in a scheme its index; others: weight, how many nodes it would print as */
  uint32_t level; /* VAR: depth of the let it belongs to; TYPE_GENERIC: quantified */
  uint32_t mark;  /* stamp of the last walk that met it: types share parts, and are walked once a part */
  bool bottom;    /* VAR: made for [], none or fail: a join has nothing to learn from it */
  type *link;     /* VAR: what it was unified with; NULL: free. Others: their copy, while a scheme is opened */
  struct constraint_watch *waiting; /* VAR: constraints to wake when it is bound */
  uint32_t count;
  type **args;
  sym name;       /* VAR: as an annotation named it, or 0; NAMED: the declaration's name */
  const struct type_decl *decl;
};
#define TYPE_GENERIC UINT32_MAX

type *type_find_far(type *t); /* where type_find does not see it at once */

/* The type that is meant: follows links, compresses the path. */
static inline type *type_find(type *t) {
  bool near = t->kind == TYPE_VAR ? !t->link : t->kind != TYPE_OPTION;
  return near ? t : type_find_far(t);
}

bool type_is_str(type *t);
bool type_is_concrete(type *t); /* no variable, no poison */
bool type_same(type *a, type *b); /* structurally */
uint64_t type_hash(type *t);
uint32_t type_arrows(type *t);    /* how many arguments before something that is no function */
type *type_after(type *t, uint32_t arrows); /* what is left behind so many arguments */

/* [Int], (Int,Str), Int?, Int->Int; variables t, u, v, .. by first occurrence. */
void type_print(strbuf *out, type *t, const intern *names);

/* The same with names chosen by the caller, for several types that share variables. */
typedef struct type_names type_names;
typedef sym type_class_name(void *context, type *var); /* a better name for a variable; 0: a letter */
type_names *type_names_new(arena *home, const intern *names, type_class_name *better, void *context);
void type_print_with(strbuf *out, type *t, type_names *n);
void type_print_effect(strbuf *out, type *t, uint32_t arrows, type_names *n); /* `!` behind so many arguments */

#endif
