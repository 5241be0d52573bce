#ifndef GAEL_DRIVER_SHAPE_H
#define GAEL_DRIVER_SHAPE_H

/* Types of values that come from outside: command line texts and JSON. Built before inference is there, so that a
   compiled program can be found again by its arguments' types alone. */

#include <jansson.h>

#include "frontend/infer.h"
#include "support/str.h"

typedef enum shape_kind {
  SHAPE_ANY, /* of an empty list, of null's content */
  SHAPE_INT,
  SHAPE_FLOAT,
  SHAPE_BIG,
  SHAPE_BOOL,
  SHAPE_CHAR,
  SHAPE_STR,
  SHAPE_DYN, /* what has no common type */
  SHAPE_LIST,
  SHAPE_TUPLE,
  SHAPE_OPTION,
  SHAPE_DICT,
  SHAPE_SET,
  SHAPE_CON /* a constructor's name, with fields or not; a text, where the program has no such constructor */
} shape_kind;

typedef struct shape shape;
struct shape {
  shape_kind kind;
  uint32_t count;
  const shape *const *parts;
  str name;          /* CON */
  const str *labels; /* CON: of its fields, or NULL */
};

const shape *shape_of_text(arena *home, const char *text); /* a GAEL literal's; anything else is a Str */
const shape *shape_of_json(arena *home, const json_t *value);
const shape *shape_base(shape_kind kind); /* of those without parts */
const shape *shape_make(arena *home, shape_kind kind, uint32_t count, const shape *const *parts);
const shape *shape_constructor(arena *home, str name, uint32_t count, const shape *const *parts, const str *labels);
const shape *shape_join(arena *home, const shape *a, const shape *b); /* ruling 8, 9 */
void shape_print(strbuf *out, const shape *s);                        /* short and unambiguous: part of a cache key */

/* Unifies what is open in t with the shape: a variable becomes the shape's type, a Float stays a Float for an Int, a
   Char for a one-letter Str, a list of unknown elements becomes Str for a text (ruling 13). What does not fit is left
   to whoever reads the value. */
typedef struct shape_use {
  infer *in;
  const core_module *module; /* whose constructors are known */
  const intern *names;
} shape_use;
void shape_unify(const shape_use *u, type *t, const shape *s);

#endif
