#ifndef GAEL_IR_DECL_TEXT_H
#define GAEL_IR_DECL_TEXT_H

/* Declared types in the text form, which stand in front of everything else:

     (type Tree[Int] (Leaf) (Node Tree[Int] Int Tree[Int]))   (type P (P x:Int y:Int)) */

#include "ir/syntax.h"
#include "support/vec.h"

/* The declared types that some types reach, each behind those that are its arguments. */
typedef struct decl_list {
  arena *home;
  bool *seen; /* by type id */
  VEC(const ir_type *) types;
} decl_list;

decl_list decl_list_new(arena *home, const ir_types *types);
void decl_list_add(decl_list *l, const ir_type *t);

void decl_print(strbuf *out, const ir_type *t);
/* Makes the types whose declarations stand here, without moving on: they may name each other. */
bool decl_read_names(syntax_reader *r, ir_types *types);
/* Reads one declaration, behind its word `type`. One that the store has already must be the same. */
bool decl_read(syntax_reader *r, ir_types *types);

#endif
