#ifndef GAEL_TESTS_FLAT_OBJECT_H
#define GAEL_TESTS_FLAT_OBJECT_H

/* The objects of the flat form's interpreter: counted, and checked whenever somebody looks at one. */

#include "ir/interp_value.h"
#include "support/vec.h"
#include "tests/flat_eval.h"

typedef struct flat_object flat_object;
typedef struct flat_place {
  flat_object *object;
  uint32_t field;
} flat_place;
typedef union flat_word {
  int64_t i;
  double f;
  flat_object *p;
  const flat_place *place;
} flat_word;
typedef VEC(flat_word) flat_words;

enum { FLAT_IMMORTAL = -1, FLAT_TAKEN = -2 };

struct flat_object {
  int32_t rc;
  bool freed;
  const ir_type *type;
  const ir_type *held; /* DYN: what it holds; NULL: none */
  uint32_t code;       /* FUN: the function; NAMED: the constructor */
  int64_t len;         /* LIST, DICT, SET: elements */
  flat_words words;    /* LIST: elements; DICT: keys and values; FUN: captures; NAMED: fields; DYN: what it holds */
  interp_value value;  /* BIG */
};

typedef struct flat_machine {
  arena *home;
  const flat_module *m;
  flat_eval_result *out;
  uint64_t fuel;
  uint32_t depth;
  int64_t live;
  flat_word **globals;
  flat_eval_result **failed; /* per global: how it failed */
  strbuf printed;
} flat_machine;

void flat_fault(flat_machine *vm, const char *what);
flat_object *flat_object_new(flat_machine *vm, const ir_type *type);
flat_object *flat_object_immortal(flat_machine *vm, const ir_type *type);
void flat_look(flat_machine *vm, const flat_object *o);
void flat_object_dup(flat_machine *vm, flat_object *o);
void flat_object_drop(flat_machine *vm, flat_object *o);
/* The memory of an object that was taken apart (FLAT_TAKEN), or NULL, goes back. */
void flat_object_give(flat_machine *vm, flat_object *token);
/* Drops the pointers of a value of type t; gives how many words it takes. */
uint32_t flat_words_drop(flat_machine *vm, const ir_type *t, const flat_word *words);
/* The value at a key of a dictionary; NULL: it is not there. */
const flat_word *flat_object_find(flat_machine *vm, const flat_object *table, const flat_word *key);
/* What stands for a value of type t where there is none. */
const flat_word *flat_words_absent(flat_machine *vm, const ir_type *t);

/* To and from the reference interpreter's values. */
interp_value flat_words_to_value(flat_machine *vm, const ir_type *t, const flat_word **words);
void flat_words_of_value(flat_machine *vm, const ir_type *t, interp_value v, flat_words *out);

#endif
