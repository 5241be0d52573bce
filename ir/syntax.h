#ifndef GAEL_IR_SYNTAX_H
#define GAEL_IR_SYNTAX_H

/* The text form of combinators as a tree, before types: what comb_read turns into a program and the rule engine into
   patterns.

     id   .0.1 = proj 0 ; proj 1   <f g ..>   (B f g ..) = f ; g ; ..   (K 3) = const   &f = ref   apply/2
     iadd   none:Int?   (curry T,.. f)   (fix T,..=>R f)   (choice c p q)   (catch l r)   (option s n j)
     (op f g ..) = <f g ..> ; op   (op f) = f ; op   (op) = (K ()) ; op   the lifted primitive, known as Phi
     (S f g ..) = <f g ..> ; apply   (W f) = <id id> ; f   (C f) = <.1 .0> ; f   (Psi f g) = <(B .0 g) (B .1 g)> ; f

   op and apply take a site, op@7, S@7. `%7` is a term that a `let` names. Patterns of rules also have variables, ?f, in
   place of a term, a literal, a parameter's type or a site. */

#include "ir/literal.h"

typedef enum syntax_kind {
  SYNTAX_ID, SYNTAX_PROJ, SYNTAX_TUPLE, SYNTAX_CHAIN, SYNTAX_CONST, SYNTAX_CURRY, SYNTAX_FIX, SYNTAX_APPLY,
  SYNTAX_CHOICE, SYNTAX_CATCH, SYNTAX_OPTION, SYNTAX_PRIM, SYNTAX_REF, SYNTAX_SHARED, SYNTAX_VAR,
} syntax_kind;

typedef struct syntax syntax;
struct syntax {
  syntax_kind kind;
  uint32_t n;      /* PROJ: index; APPLY: arguments; PRIM: op; SHARED: number */
  uint32_t count;  /* parts; PRIM in (op f g ..): how many it is lifted over */
  syntax **parts;
  str name;        /* REF, VAR; CONST: of a literal's variable */
  str site;        /* APPLY, PRIM: what stands behind @ */
  str type;        /* CURRY, FIX: parameters; PRIM: codomain */
  str result;      /* FIX */
  literal literal; /* CONST */
  size_t at;       /* byte offset */
};

typedef struct syntax_reader {
  arena *home;
  str text;
  size_t at;
  const char *error; /* NULL: fine so far */
  size_t error_at;
  uint32_t depth;
} syntax_reader;

syntax_reader syntax_reader_new(arena *home, str text);
/* One term; NULL with the reader's error set. */
syntax *syntax_term(syntax_reader *r);

/* Pieces for the forms around terms. */
void syntax_skip_space(syntax_reader *r);
bool syntax_accept(syntax_reader *r, str token); /* skips space first */
str syntax_word(syntax_reader *r);               /* up to white space or an unopened bracket; empty at the end */
bool syntax_number(syntax_reader *r, uint32_t *out);
void *syntax_fail(syntax_reader *r, const char *error); /* keeps the first; gives NULL */

#endif
