#ifndef GAEL_IR_TYPE_H
#define GAEL_IR_TYPE_H

/* Monomorphic types of the IR. Hash-consed in a store: equal types are the same pointer. A Str is LIST of CHAR. A
   function type has one parameter; several parameters are nested arrows. A NAMED type is a declared one at concrete
   arguments, told apart by name and arguments; irt_define gives its constructors, once, which may name it again. */

#include <stdbool.h>
#include <stdint.h>

#include "support/arena.h"
#include "support/str.h"

#define IR_TYPE_KINDS(X)                                                                                              \
  X(INT) X(FLOAT) X(BOOL) X(CHAR) X(UNIT) X(LIST) X(TUPLE) X(OPTION) X(FUN) X(DICT) X(SET) X(DYN) X(BIG) X(NAMED)

typedef enum ir_type_kind {
#define X(k) IRT_##k,
  IR_TYPE_KINDS(X)
#undef X
} ir_type_kind;

typedef struct ir_type ir_type;

/* How values of a declared type are held. ENUM: the constructor's index, where no constructor has fields and the type
   is no record. FLAT: the fields of the only constructor side by side, where the type does not reach itself through
   tuples, options and other types of one constructor. BOXED: a counted object with its fields, all others. */
typedef enum ir_repr { IR_REPR_BOXED, IR_REPR_FLAT, IR_REPR_ENUM } ir_repr;

typedef struct ir_con {
  str name;
  uint32_t count;
  const ir_type *const *fields;
  const str *labels; /* of a record's fields; else NULL */
} ir_con;

typedef struct ir_decl {
  str name;
  ir_repr repr;
  bool record; /* one constructor with labels */
  uint32_t count;
  const ir_con *cons;
} ir_decl;

struct ir_type {
  ir_type_kind kind;
  uint32_t id;    /* dense in its store */
  uint32_t count; /* number of args */
  /* LIST elem; TUPLE parts (2+); OPTION content; FUN param, result; DICT key, value; SET elem; NAMED arguments */
  const ir_type *const *args;
  ir_decl *decl; /* NAMED, else NULL; asked for by irt_decl */
};

typedef struct ir_types ir_types;

ir_types *ir_types_new(arena *home);
const ir_type *irt_base(ir_types *s, ir_type_kind kind); /* INT FLOAT BOOL CHAR UNIT DYN BIG */
const ir_type *irt_list(ir_types *s, const ir_type *elem);
const ir_type *irt_str(ir_types *s);
const ir_type *irt_tuple(ir_types *s, uint32_t n, const ir_type *const *parts); /* n >= 2 */
const ir_type *irt_pair(ir_types *s, const ir_type *a, const ir_type *b);
const ir_type *irt_option(ir_types *s, const ir_type *content);
const ir_type *irt_fun(ir_types *s, const ir_type *param, const ir_type *result);
const ir_type *irt_dict(ir_types *s, const ir_type *key, const ir_type *value);
const ir_type *irt_set(ir_types *s, const ir_type *elem);
/* The declared type of that name and arguments; without constructors until it is defined. */
const ir_type *irt_named(ir_types *s, str name, uint32_t n, const ir_type *const *args);
const ir_type *irt_find_named(const ir_types *s, str name, uint32_t n, const ir_type *const *args); /* NULL: new */
void irt_define(ir_types *s, const ir_type *t, bool record, uint32_t count, const ir_con *cons);
bool irt_is_defined(const ir_type *t);
const ir_decl *irt_decl(const ir_type *t); /* of a defined type */
/* All that is found out when first asked for is: from here on threads may ask about the types there are. */
void irt_settle(ir_types *s);
/* What constructor k holds: unit, its one field, or the tuple of its fields. */
const ir_type *irt_con_fields(ir_types *s, const ir_type *t, uint32_t k);
/* What lies side by side in t, a tuple or a FLAT type; nothing (n = 0) in any other. */
const ir_type *const *irt_parts(const ir_type *t, uint32_t *n);
bool irt_is_enum(const ir_type *t); /* a declared type that is ENUM */
arena *irt_arena(const ir_types *s);
uint32_t irt_count(const ir_types *s); /* types so far; ids are below it */
bool irt_is_str(const ir_type *t);
bool irt_has_fun(const ir_type *t); /* holds a function somewhere, through declarations too */
void irt_print(strbuf *out, const ir_type *t); /* as GAEL writes types: [Int], (Int,Str), Int?, Int->Int, Tree[Int] */
/* The inverse, for the text form; NULL: malformed, or a name that is no type of the store. */
const ir_type *irt_read(ir_types *s, str text, size_t *used);
/* The same for a declared type alone, which is made when it is new. */
const ir_type *irt_read_named(ir_types *s, str text, size_t *used);

#endif
