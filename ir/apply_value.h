#ifndef GAEL_IR_APPLY_VALUE_H
#define GAEL_IR_APPLY_VALUE_H

/* What a combinator gives when it is applied to symbols: a value of which only the parts that are known at run time
   alone are variables. Tuples, options, functions and pipelines exist here and not in the program, unless something
   asks for the object. */

#include "ir/flat.h"

typedef enum val_kind {
  VAL_VAR,    /* one scalar or pointer in a variable */
  VAL_CONST,  /* a literal */
  VAL_ABSENT, /* of any type: nobody looks at it (the content of a none, what follows a failure) */
  VAL_HOLE,   /* of any type: stands in a template for what is still to be filled in */
  VAL_TUPLE,  /* parts: of a tuple, unit, a FLAT named type */
  VAL_OPTION, /* parts: the tag, the content */
  VAL_LIST,   /* parts: the elements of a list literal */
  VAL_DATA,   /* parts: the fields of a BOXED named value whose constructor is known; an object, too, once it has one */
  VAL_FUN,    /* a function: term in environment, with the arguments it has already got */
  VAL_STREAM  /* a list that is not there yet: stream.h */
} val_kind;

typedef struct stream stream;
typedef struct val val;
struct val {
  val_kind kind;
  bool loose;  /* is or holds a function or stream */
  bool open;   /* … of which nobody has said yet how often it is used */
  bool natural; /* VAR: an Int that is 0 or more, as far as is known where a branch ends */
  bool shared; /* FUN: it may be called from several places. LIST: may be taken apart without ever being made */
  const ir_type *type;
  uint32_t n; /* TUPLE, OPTION, LIST, DATA: parts; FUN: arguments it has got */
  union {
    flat_var var;
    const comb_literal *literal;
    const val *const *parts;
    stream *stream;
  };
  const comb *term; /* FUN: a curry or fix */
  const val *env;
  uint32_t def; /* FUN: the definition it is, or FLAT_NONE */
  uint32_t con; /* DATA: its constructor */
  flat_var object; /* DATA: where it stands made, or FLAT_NONE */
};

const val *val_var(arena *home, const ir_type *type, flat_var var);
const val *val_literal(arena *home, const comb_literal *k);
const val *val_int(arena *home, const ir_type *type, int64_t i);
const val *val_bool(arena *home, const ir_type *type, bool b);
const val *val_absent(arena *home, const ir_type *type);
const val *val_hole(arena *home, const ir_type *type);
/* TUPLE, OPTION, LIST; copies the array of parts. */
const val *val_parts(arena *home, val_kind kind, const ir_type *type, uint32_t n, const val *const *parts);
const val *val_pair(arena *home, const ir_type *type, const val *a, const val *b);
const val *val_data(arena *home, const ir_type *type, uint32_t con, uint32_t n, const val *const *parts);
const val *val_fun(arena *home, const comb *term, const val *env, uint32_t def);
/* The function with one argument more. */
const val *val_given(arena *home, const val *fun, const val *arg);
const val *val_stream(arena *home, const ir_type *type, stream *s);
const val *val_closed(arena *home, const val *v, bool shared); /* the same, no more open */

/* The same, open again: it leaves the scope in which it was settled. */
const val *val_opened(arena *home, const val *v);

/* Part i of what is made of parts; a hole of a hole. */
const val *val_part(arena *home, const val *v, uint32_t i);
/* The value of type t whose scalars are vars, in order. */
const val *val_of_vars(arena *home, ir_types *types, const ir_type *t, const flat_var *vars);
bool val_is_int(const val *v, int64_t *i); /* a literal Int, Bool or Char */
bool val_same(const val *p, const val *q); /* certainly the same value */

#endif
