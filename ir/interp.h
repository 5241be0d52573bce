#ifndef GAEL_IR_INTERP_H
#define GAEL_IR_INTERP_H

/* Reference interpreter of combinators: the oracle that generated code is compared with. It says what a program means,
   in the plainest way: strict, left to right, every value immutable and freed with the arena. Shares no code with the
   runtime. */

#include "ir/comb.h"

typedef struct interp_list interp_list;
typedef struct interp_fun interp_fun;
typedef struct interp_object interp_object;
typedef struct interp_table interp_table;
typedef struct interp_dyn interp_dyn;
struct bignum;

/* A value; its type says which field. */
typedef union interp_value interp_value;
union interp_value {
  int64_t i; /* Int, Bool (0/1), Char */
  double f;
  const interp_list *list;
  const interp_value *parts;   /* tuple */
  const interp_value *content; /* option; NULL: none */
  const interp_fun *fun;
  const interp_object *object; /* of a declared type */
  const interp_table *table;   /* dictionary, set: interp_table.h */
  const interp_dyn *dyn;       /* NULL: none */
  const struct bignum *big;    /* bignum.h */
};

struct interp_object {
  uint32_t tag; /* the constructor's index */
  const interp_value *fields;
};

/* What a Dyn holds; never an option or a Dyn. */
struct interp_dyn {
  const ir_type *type;
  interp_value value;
};

struct interp_list {
  int64_t len;
  const interp_value *items;
  struct interp_room *room; /* what lies behind the items, for push; NULL: nothing */
};

/* What a program finds outside itself. Files are the system's. */
enum { INTERP_READ = 1, INTERP_WRITE = 2, INTERP_ENV = 4, INTERP_CLOCK = 8, INTERP_RANDOM = 16 };

typedef struct interp_world {
  str input; /* of stdin */
  uint32_t argc;
  const str *args;
  uint32_t env_count;
  const str *env; /* NAME=value */
  uint32_t allowed;
  double now;
  int64_t entropy;
} interp_world;

typedef enum interp_status { INTERP_VALUE, INTERP_FAILURE, INTERP_LIMIT } interp_status;

enum { INTERP_FRAMES = 32 };

/* Code, sentence and values as the runtime reports them. */
typedef struct interp_failure {
  int32_t code;
  ir_site site;
  str message, values;
  uint32_t frame_count; /* calls passed through, may exceed INTERP_FRAMES */
  ir_site frames[INTERP_FRAMES];
} interp_failure;

typedef struct interp_result {
  interp_status status;
  interp_value value;
  interp_failure failure;
  const char *limit; /* "steps", "stack" or "memory" */
  str out, err;      /* what was printed */
} interp_result;

/* Runs the entry on its arguments. A limit is hit after `fuel` steps (a combinator or an element of a bulk operation is
   one). */
void interp_run(arena *home, const comb_program *p, const interp_value *args, uint32_t argc, uint64_t fuel,
                interp_result *out);
/* The same in a world; without one there is nothing to read and nothing is allowed. */
void interp_run_in(arena *home, const comb_program *p, const interp_world *world, const interp_value *args,
                   uint32_t argc, uint64_t fuel, interp_result *out);
/* One arrow on one argument, on the caller's stack: for what is shallow. */
void interp_apply(arena *home, comb_store *s, const comb *f, interp_value argument, uint64_t fuel, interp_result *out);

/* A value from GAEL source at a type: 3, 2.5, 'c', "s", [1,2], (1,"a"), none, v for some v, {"k":1}, set[1,2], Leaf,
   P{x:1}. False: it does not read as one. `types` are those of t. */
bool interp_parse(arena *home, ir_types *types, const ir_type *t, str text, interp_value *out);
/* A command line argument: where a Str is wanted the text is taken as it is. */
bool interp_argument(arena *home, ir_types *types, const ir_type *t, str text, interp_value *out);
/* As it stands in other text; `source`: as GAEL source, a Str with its quotes, a Big with its n. */
void interp_show(strbuf *out, interp_value v, const ir_type *t, bool source);
/* Stops behind `most` bytes, at the end of an element: what a few objects share may be longer than any memory. False: there is more. */
bool interp_show_most(strbuf *out, interp_value v, const ir_type *t, bool source, uint64_t most);
/* As a program prints it: source, but a Str alone raw. */
void interp_print(strbuf *out, interp_value v, const ir_type *t);

#endif
