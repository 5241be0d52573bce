#ifndef GAEL_IR_FLAT_H
#define GAEL_IR_FLAT_H

/* Flat form: functions of blocks in A-normal (SSA) form with block parameters. Every variable is one machine scalar;
   tuples, FLAT named types and options are several variables (an option: a BOOL tag, then its content; without content
   that is ABSENT), an ENUM named type is the number of its constructor.
   Whatever may fail ends its block, so that failing is an ordinary edge. Ownership of pointers is implicit until the rc
   pass has run; then DUP and DROP say all.

   The law of ownership (borrow.h has the table): every pointer variable is owned, borrowed or immortal. An owned one is
   consumed exactly once on every path: by a RETURN, an edge argument, an owning operand, a DROP. A borrowed one never
   is: the results of LIST_GET, ENTRY, FIELDS, GLOBAL and of the PRIMs index, dict_get and dict_at (unless they are marked
   `takes`), and parameters marked `borrowed`; it lives as long as what it came from. Immortal are CONST, ABSENT, a
   CLOSURE without captures and a MAKE
   without fields: neither counted nor ever freed, they fit everywhere. */

#include <stdbool.h>
#include <stdint.h>

#include "ir/comb.h"
#include "ir/transform.h"
#include "support/vec.h"

typedef enum flat_scalar {
  FLAT_I64, FLAT_F64, FLAT_BOOL, FLAT_CHAR, FLAT_PTR,
  FLAT_PLACE /* of a field within an object that somebody else keeps alive; see FIELD_AT */
} flat_scalar;

typedef uint32_t flat_var;   /* index into flat_fun.vars; FLAT_NONE: nothing */
typedef uint32_t flat_label; /* index into flat_fun.blocks */
#define FLAT_NONE UINT32_MAX

typedef struct flat_var_info {
  flat_scalar scalar;
  const ir_type *heap; /* FLAT_PTR: the list, function, dict... type it points to */
} flat_var_info;

/* The memory of an object whose fields have moved out, or nothing. It is owned; a MAKE of its size takes it up, else a
   DROP frees it. No edge or return hands it on; a call does, as its last argument, where flat_fun.token says so. */
#define FLAT_TOKEN ((flat_var_info){FLAT_PTR, NULL})

/* Operations, and what is true of each: ir/flat_op.def. */
typedef enum flat_op {
#define X(op, traits) FLAT_##op,
#include "ir/flat_op.def"
#undef X
} flat_op;

typedef enum flat_trait { FLAT_IS_SAME = 1, FLAT_IS_IDLE = 2, FLAT_TAKES_FIRST = 4, FLAT_TAKES_REST = 8 } flat_trait;

bool flat_op_is(flat_op op, flat_trait trait);

typedef struct flat_instr {
  flat_op op;
  ir_op prim;           /* PRIM */
  uint32_t target;      /* CALL, CLOSURE: function; GLOBAL: global; MAKE, FIELDS, TAKE, FIELD_AT: constructor */
  uint32_t field;       /* FIELD_AT: which of the constructor's scalars */
  const ir_type *type;  /* PRIM: its domain; LIST_*: the list type; ENTRIES, ENTRY: the dictionary's; CLOSURE,
                           CALL_CLOSURE: the function type; MAKE, TAG, FIELDS, TAKE, FIELD_AT: the named type */
  const ir_type *result; /* PRIM: its codomain */
  ir_site site;
  bool safe;            /* PRIM: its operands are known to be such that it does not fail; compare_mixed: the Int is a Float,
                           too. ADD, SUB: the result is exact. LIST_NEW: the room is all that will be needed; LIST_PUSH: there
                           is room. DUP, DROP: of what is known to be immortal */
  bool reuses;          /* MAKE: its last operand is a token, whose memory it takes up */
  bool unique;          /* PRIM put, push: nobody else has the list: ir/own.c */
  bool takes;           /* LIST_GET, index, dict_get, dict_at: gives what it finds away: ir/update.c */
  uint8_t bits;         /* PRIM idiv, imod: operands lie in 0..2**bits-1; put: the position is one from the start;
                           0: not known */
  bool caught;          /* what it fails with is forgotten at once: no record of it is wanted */
  comb_literal literal; /* CONST */
  uint32_t dest_count, arg_count;
  flat_var *dests, *args;
} flat_instr;

typedef struct flat_edge {
  flat_label to;
  uint32_t arg_count;
  flat_var *args;
} flat_edge;

typedef enum flat_end {
  FLAT_JUMP,    /* edges[0] */
  FLAT_BRANCH,  /* cond ? edges[0] : edges[1] */
  FLAT_TRY,     /* `last` may fail: edges[0] when it did not (dests are defined there only), edges[1] when it did */
  FLAT_RETURN,  /* rets */
  FLAT_TAIL,    /* `last` is a CALL or CALL_CLOSURE in tail position: its results are ours, failure too */
  FLAT_FAIL,    /* the failure that is on record goes to the caller */
  FLAT_STOP     /* cannot be reached */
} flat_end;

enum { FLAT_END_COUNT = FLAT_STOP + 1 };

typedef struct flat_block {
  VEC(flat_var) params;
  VEC(flat_instr) code;
  flat_end end;
  flat_var cond;
  flat_instr last;
  flat_edge edges[2];
  uint32_t ret_count;
  flat_var *rets;
} flat_block;

/* Who calls a function that not only functions of its module call, and how: ir/tier.h. Its parameters stay as they are. */
typedef enum flat_link {
  FLAT_WITHIN,
  FLAT_ELSEWHERE, /* it is another module's, and has no code here; its parameters are owned */
  FLAT_ENTERED,   /* others call it, too, its parameters are owned */
  FLAT_HANDS_ON   /* only others call it: with parameters `borrowed` as they do */
} flat_link;

typedef struct flat_fun {
  str name;
  flat_link link;
  bool often;            /* ENTERED: it is the rest of a function that runs more than once (heat.h) */
  uint32_t param_count;
  flat_var *params; /* block 0 has none of its own */
  bool *borrowed;   /* per parameter: the caller keeps ownership (set by flat_count, all false before) */
  uint32_t result_count;
  flat_var_info *results;
  const ir_type *result; /* unflattened */
  bool uncaught;         /* what it fails with ends the program (set by flat_count: lost.h) */
  bool may_fail;         /* returns a failure flag beside its results */
  bool closure;          /* CLOSURE targets it, no CALL does: first come capture_count captures, then its argument, all
                            owned: a call consumes the closure, which hands its captures over */
  uint32_t capture_count;
  const flat_instr *token; /* the last parameter is a token: the TAKE that left it, whose results are the parameters that
                              are surely its fields, FLAT_NONE for others; NULL: it is none */
  sym definition;
  VEC(flat_var_info) vars;
  VEC(flat_block) blocks;
} flat_fun;

typedef struct flat_global {
  str name;
  const ir_type *type;
  uint32_t fun; /* computes it: no parameters */
  uint32_t number; /* in a program of two tiers: the same in both */
} flat_global;

typedef struct flat_tier flat_tier;

typedef struct flat_module {
  arena *home;
  comb_store *store; /* types and sites */
  VEC(flat_fun *) funs;
  VEC(flat_global) globals;
  uint32_t entry;    /* function: the flattened arguments of the main expression -> its flattened result */
  uint32_t argc;
  const ir_type *const *args;
  const ir_type *result;
  bool catches;      /* some catch is reachable: failure edges must drop what they own */
  bool outlived;     /* whoever runs the program goes on behind its failures: they leave nothing alive */
  bool counted;      /* the rc pass has run */
  bool certify;      /* verified after every pass */
  bool settled;      /* simplify has nothing to do: passes that `tell` (passes.c) say false where they change something */
  transforms how;
  flat_tier *tier;   /* NULL: the program has one version only */
} flat_module;

/* The parts that lie side by side in a value of type t: those of a tuple, of unit none, the fields of a FLAT named type.
   False: t is not made of parts. */
typedef struct flat_product {
  uint32_t count;
  const ir_type *const *parts;
} flat_product;
bool flat_product_of(const ir_type *t, flat_product *out);

/* The scalars that a value of type t is made of, in order; the count is at most `max`, else gael_bug. */
uint32_t flat_scalars(const ir_type *t, flat_var_info *out, uint32_t max);
uint32_t flat_scalar_count(const ir_type *t);
bool flat_instr_fails(const flat_module *m, const flat_instr *i);
static inline uint32_t flat_field_count(const flat_instr *make) { return make->arg_count - make->reuses; }
static inline bool flat_is_token(flat_var_info v) { return v.scalar == FLAT_PTR && !v.heap; }
const char *flat_op_name(flat_op op);

/* Building. A new block ends with STOP. The results point into tables that grow: use them before the next call. */
uint32_t flat_fun_new(flat_module *m, str name, const ir_type *result);
flat_var flat_var_new(const flat_module *m, flat_fun *f, flat_var_info info);
flat_label flat_block_new(const flat_module *m, flat_fun *f);

/* Walking. Edges of a block: 0 to 2. Operands of its end: the condition, `last`'s arguments, `rets`; not those of
   edges. */
uint32_t flat_edge_count(const flat_block *b);
bool flat_has_last(const flat_block *b);
bool flat_any_instr(const flat_fun *f, bool (*holds)(const flat_instr *i));
/* Blocks reachable from block 0, each after one of its predecessors (reverse postorder); gives their count. */
uint32_t flat_order(const flat_fun *f, arena *scratch, flat_label **order);

/* What a module costs, for tests of structure; what stands only where it surely fails is not counted. */
typedef struct flat_stats {
  uint32_t funs;   /* reachable functions */
  uint32_t loops;  /* loop headers */
  uint32_t depth;  /* loops within each other, at most */
  uint32_t allocs; /* LIST_NEW, CLOSURE with captures, MAKE of fields, PRIM that allocates */
  uint32_t reuses; /* MAKE in the memory of what was taken apart */
  uint32_t calls;  /* CALL, in tail position too */
  uint32_t closure_calls;
  uint32_t counts; /* DUP and DROP that do something: of a counted module */
  uint32_t caught; /* what may fail, and is caught at once */
  uint32_t dups;   /* DUP: once counted */
  uint32_t checks; /* PRIM that may fail, but for those that always do */
  uint32_t tries;  /* blocks that end with what may fail */
  uint32_t instrs;
} flat_stats;
flat_stats flat_stats_of(const flat_module *m, arena *scratch);

void flat_print(strbuf *out, const flat_module *m);
/* Verifier: every use dominated by its definition, edge arguments fit block parameters in number and kind, calls fit
   signatures, a failing operation only as `last` of TRY; after rc: on every path each owned pointer is consumed exactly
   once. */
const char *flat_check(const flat_module *m, arena *scratch);

/* Passes. */
/* Symbolic application: apply.c, stream.c, spec.c. What follows it is in passes.h. */
flat_module *flat_apply(arena *home, const comb_program *p, transforms how);
void flat_groups(flat_module *m);                            /* groups that are folded over: groups.c */
void flat_fields(flat_module *m);                            /* parts by written numbers: fields.c */
void flat_simplify(flat_module *m);                          /* dead blocks, trivial jumps, unused total code */
void flat_range(flat_module *m);                             /* checks that cannot fail: range.c */
void flat_congruent(flat_module *m);                         /* variables that always are the same: congruent.c */
void flat_guard(flat_module *m);                             /* a turn's checks in one: guard.c */
void flat_unroll(flat_module *m);                            /* calls of itself in place: unroll.c */
void flat_tier_split(flat_module *m);                        /* where a running program changes its version: tier.c */
void flat_count(flat_module *m);                             /* explicit dup/drop: rc.c */

#endif
