#ifndef GAEL_IR_INTERP_RUN_H
#define GAEL_IR_INTERP_RUN_H

/* What the primitives (interp_int.c, interp_list.c, interp_dict.c, interp_text.c, ..) see of a run. Functions give true
   when there is a value; false when a failure or a limit is on record, and then everything above returns. */

#include "ir/interp_value.h"

typedef struct interp_constant {
  enum { CONSTANT_NEW, CONSTANT_BUSY, CONSTANT_DONE, CONSTANT_FAILED } state;
  interp_value value;
  interp_failure failure;
} interp_constant;

typedef struct interp {
  arena *home;
  comb_store *store;
  uint64_t fuel;
  size_t byte_limit;        /* of the arena, all told */
  const char *stack_limit;  /* frames lie above it */
  interp_constant *constants; /* by definition; NULL: none used yet */
  const interp_world *world;
  strbuf out, err;
  size_t stdin_read; /* bytes of the input */
  const char *limit; /* not NULL: hit */
  interp_failure failure;
} interp;

/* A primitive that is to be computed. */
typedef struct interp_call {
  ir_op op;
  const ir_type *dom, *cod;
  ir_site site;
  uint32_t argc;
  const interp_value *args;
} interp_call;

typedef bool interp_op(interp *in, const interp_call *c, interp_value *out);

#define X(name, arity, flags, summary) interp_op interp_op_##name;
#include "ir/op.def"
#undef X

enum {
  FAIL_INDEX = 901,
  FAIL_DIVIDE,
  FAIL_OVERFLOW,
  FAIL_EMPTY,
  FAIL_PARSE,
  FAIL_SEARCH,
  FAIL_KEY,
  FAIL_MATCH,
  FAIL_USER,
  FAIL_DOMAIN,
  FAIL_LENGTH,
  FAIL_DENIED,
  FAIL_IO
};

const ir_type *interp_arg_type(const interp_call *c, uint32_t i);
/* Records a failure with all arguments as its values. `sentence` NULL: the code's own. Gives false. */
bool interp_fail(interp *in, const interp_call *c, int32_t code, const char *sentence);
/* The same with one argument only as its value. */
bool interp_fail_arg(interp *in, const interp_call *c, int32_t code, const char *sentence, uint32_t arg);
/* The same with a message that is ready. */
bool interp_fail_said(interp *in, const interp_call *c, int32_t code, str message, uint32_t arg);
bool interp_fail_text(interp *in, const interp_call *c, str message);
/* Pays for n steps; false when the limit is hit. */
bool interp_spend(interp *in, uint64_t n);
/* Pays for a step of what calls itself; false when the stack ends, too. */
bool interp_spend_frame(interp *in);
/* The digits of a whole number in a text, with its sign, without what else may stand there; false: it is none. */
bool interp_digits(arena *home, const interp_list *text, int64_t base, str *out);
bool interp_call_fun(interp *in, const interp_fun *fun, uint32_t n, const interp_value *args, interp_value *out);

static inline bool interp_give(interp_value *out, interp_value v) {
  *out = v;
  return true;
}
static inline bool interp_give_int(interp_value *out, int64_t i) { return interp_give(out, (interp_value){.i = i}); }
static inline bool interp_give_float(interp_value *out, double f) { return interp_give(out, (interp_value){.f = f}); }

#endif
