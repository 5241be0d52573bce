#ifndef GAEL_IR_TYPE_H
#define GAEL_IR_TYPE_H

/* Monomorphic types of the IR. Hash-consed in a store: equal types are the same pointer. A Str is LIST of CHAR. A
   function type has one parameter; several parameters are nested arrows. */

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
struct ir_type {
  ir_type_kind kind;
  uint32_t id;    /* dense in its store */
  uint32_t count; /* number of args */
  /* LIST elem; TUPLE parts (2+); OPTION content; FUN param, result; DICT key, value; SET elem */
  const ir_type *const *args;
  uint32_t decl;  /* NAMED: index of the declaration instance; else 0 */
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
bool irt_is_str(const ir_type *t);
bool irt_has_fun(const ir_type *t); /* contains a function somewhere */
void irt_print(strbuf *out, const ir_type *t); /* as GAEL writes types: [Int], (Int,Str), Int?, Int->Int */
const ir_type *irt_read(ir_types *s, str text, size_t *used); /* the inverse, for the text form; NULL: malformed */

#endif
