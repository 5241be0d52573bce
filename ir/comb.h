#ifndef GAEL_IR_COMB_H
#define GAEL_IR_COMB_H

/* Combinators: the variable-free form. A term is a closed, typed arrow dom -> cod; terms are immutable and hash-consed
   in a store, so equality is pointer equality and common subterms are shared. The basis is that of cartesian closed
   categories (Curien 1986; Elliott, "Compiling to categories", ICFP 2017). A source expression in an environment of
   variables v1..vn is an arrow from the environment
   ((((),t1),t2)..,tn) to its value.

     form                    type                                 meaning on an argument e
     id                      A -> A                               e
     f ; g          (comp)   A -> C                               g(f e)
     <f1,..,fn>     (tuple)  A -> (B1,..,Bn)                      (f1 e, .., fn e), left to right;  n >= 2
     proj i                  (A1,..,An) -> Ai                     component i, from 0
     const k                 A -> K                               the literal k
     curry n f               A -> B1=>..=>Bn=>C                   the function \b1..bn. f((((e,b1),..),bn))
     fix n f                 A -> B1=>..=>Bn=>C                   as curry, f takes ((((e,self),b1),..),bn)
     apply n                 (B1=>..=>Bn=>C, B1,..,Bn) -> C       call; carries its site
     choice c p q            A -> B                               if c e then p e else q e
     catch l r               A -> B                               l e, or r e when l e fails
     option s n j            A -> B                               s: A->T?;  n e when none, j (e,v) when some v
     prim op                 (..) -> ..                           op.def; carries its site when it may fail
     ref d                   A -> T                               the value of definition d

   Derived names that the printer shows: K k = const, B f g = f;g, S f g = <f,g> ; apply, W = <id,id>, and so on
   (comb_print.c). Evaluation is strict, left to right; choice, catch, option evaluate one branch. */

#include <stdbool.h>
#include <stdint.h>

#include "ir/type.h"
#include "support/intern.h"
#include "support/span.h"

typedef enum comb_kind {
  COMB_ID, COMB_COMP, COMB_TUPLE, COMB_PROJ, COMB_CONST, COMB_CURRY, COMB_FIX, COMB_APPLY, COMB_CHOICE, COMB_CATCH,
  COMB_OPTION, COMB_PRIM, COMB_REF,
} comb_kind;

typedef enum ir_op {
#define X(name, arity, flags, summary) OP_##name,
#include "ir/op.def"
#undef X
  OP_COUNT
} ir_op;

enum { OP_FAILS = 1, OP_ALLOCATES = 2, OP_WORLD = 4, OP_BULK = 8, OP_CONSTANT_TIME = 16 };

const char *op_name(ir_op op);
uint32_t op_arity(ir_op op);
uint32_t op_flags(ir_op op);
bool op_find(str name, ir_op *op);

/* A place in the source that can fail or call: index into the store's site table. 0 is no site. */
typedef uint32_t ir_site;
typedef struct ir_site_info {
  span where;
  sym definition; /* the definition it stands in; 0: the main expression */
} ir_site_info;

typedef struct comb_literal {
  const ir_type *type; /* INT FLOAT BOOL CHAR UNIT or Str; in the flat form also lists and tuples of such */
  union {
    int64_t i; /* INT, BOOL (0/1), CHAR */
    double f;
    str s; /* UTF-8, in the store's arena */
    struct {
      const struct comb_literal *items;
      size_t count;
    } parts; /* of a list that is no Str, of a tuple */
  };
} comb_literal;

typedef struct comb comb;
struct comb {
  comb_kind kind;
  uint32_t id; /* dense in its store */
  const ir_type *dom, *cod;
  uint32_t n; /* TUPLE: parts; PROJ: index; CURRY, FIX, APPLY: arguments; REF: definition; PRIM: the op */
  ir_site site;
  const comb *a, *b, *c;     /* COMP a;b · CURRY, FIX a · CHOICE a b c · CATCH a b · OPTION a b c */
  const comb *const *parts;  /* TUPLE */
  comb_literal literal;      /* CONST */
};

typedef struct comb_store comb_store;

/* A definition instance: one source definition at concrete types. `body` is a closed arrow () -> type; NULL while being
   lowered. */
typedef struct comb_def {
  sym name;
  const ir_type *type;
  const comb *body;
  span where;
  bool library;
} comb_def;

comb_store *comb_store_new(arena *home, ir_types *types, intern *names);
arena *comb_arena(comb_store *s);
ir_types *comb_types(comb_store *s);
intern *comb_names(comb_store *s);
uint32_t comb_count(const comb_store *s); /* terms so far; ids are below it */

uint32_t comb_def_add(comb_store *s, sym name, const ir_type *type, span where, bool library);
comb_def *comb_def_at(comb_store *s, uint32_t d);
uint32_t comb_def_count(const comb_store *s);
ir_site comb_site_add(comb_store *s, span where, sym definition);
const ir_site_info *comb_site(const comb_store *s, ir_site site);
uint32_t comb_site_count(const comb_store *s);

/* Constructors check types (gael_bug on a mismatch) and apply the plumbing laws: id;f = f = f;id, (f;g);h = f;(g;h),
   <proj 0,..,proj n-1> = id, and where what is dropped is total, <..fi..>;proj i = fi and f;K k = K k. */
const comb *comb_id(comb_store *s, const ir_type *t);
const comb *comb_comp(comb_store *s, const comb *f, const comb *g); /* f first */
const comb *comb_tuple(comb_store *s, uint32_t n, const comb *const *parts);
const comb *comb_pair(comb_store *s, const comb *f, const comb *g);
const comb *comb_proj(comb_store *s, const ir_type *tuple, uint32_t i);
const comb *comb_const(comb_store *s, const ir_type *dom, comb_literal k);
const comb *comb_curry(comb_store *s, uint32_t n, const comb *f);
const comb *comb_fix(comb_store *s, uint32_t n, const comb *f);
const comb *comb_apply(comb_store *s, uint32_t n, const ir_type *dom, ir_site site);
const comb *comb_choice(comb_store *s, const comb *c, const comb *p, const comb *q);
const comb *comb_catch(comb_store *s, const comb *l, const comb *r);
const comb *comb_option(comb_store *s, const comb *scrutinee, const comb *none, const comb *some);
const comb *comb_prim(comb_store *s, ir_op op, const ir_type *dom, const ir_type *cod, ir_site site);
const comb *comb_ref(comb_store *s, const ir_type *dom, uint32_t def);

/* Can evaluating the arrow fail, diverge (calls, until, fix) or touch the world? Memoised by id. */
enum { COMB_MAY_FAIL = 1, COMB_MAY_DIVERGE = 2, COMB_MAY_WORLD = 4 };
uint32_t comb_effects(comb_store *s, const comb *f);

/* A whole program: definitions and an entry. `entry` : (A1,..,An) nested as an environment ((((),A1),..),An) -> R. */
typedef struct comb_program {
  comb_store *store;
  const comb *entry;
  uint32_t argc;
  const ir_type *const *args; /* types of the main expression's arguments */
  const ir_type *result;
} comb_program;

/* The same program in a store of its own, terms that it does not reach left behind; types and names are shared. */
comb_program comb_copy(arena *home, const comb_program *p);

void comb_print(strbuf *out, const comb_program *p); /* text form; shared subterms are named once */
/* Reads the text form; false with a message and byte offset in *error when malformed. */
bool comb_read(arena *home, ir_types *types, intern *names, str text, comb_program *out, str *error, size_t *offset);
/* Verifier: dom/cod agreement everywhere, refs in range and typed, apply arities. Gives NULL or the first complaint. */
const char *comb_check(const comb_program *p, arena *scratch);

#endif
