#ifndef GAEL_IR_APPLY_EMIT_H
#define GAEL_IR_APPLY_EMIT_H

/* One function being written: the block control is in, where a failure goes, the cells that loops carry, and the pure
   operations whose results are at hand. While `at` is FLAT_NONE control cannot be here: what is emitted then goes
   nowhere. */

#include "ir/apply_value.h"
#include "support/map.h"

/* Where failures go: through the frames of inlined calls to a catch or out of the function. Blocks are made when
   needed. */
typedef struct emit_failure emit_failure;
struct emit_failure {
  emit_failure *outer; /* NULL: leaves the function */
  bool catches;
  ir_site frame;    /* of an inlined call, when it is not a catch */
  flat_label block; /* FLAT_NONE: nothing failed so far */
};

/* A variable that changes from one turn of a loop to the next. */
typedef struct emit_cell {
  flat_var_info info;
  flat_var now;
} emit_cell;

/* A block that is jumped to with the cells of its loop nest: those from `base` on, `count` in number, when it was
   made. */
typedef struct emit_label {
  flat_label block;
  uint32_t base, count;
  bool reached;
} emit_label;

typedef struct emit_number {
  uint64_t hash;
  uint64_t before; /* what the table held for this hash */
  const flat_instr *instr; /* NULL: a branch taken says what `var` is */
  flat_var var;
  bool truth;
} emit_number;

typedef struct emitter {
  flat_module *m;
  arena *home; /* of the pass */
  flat_fun *fun;
  flat_label at;
  emit_failure *failure;
  VEC(emit_cell) cells;
  uint32_t cell_base;
  VEC(emit_number) numbers; /* value numbering: a stack, as dominance is */
  map number_of;
  VEC(const flat_instr *) made; /* by variable: the numbered instruction that gives it, or NULL */
  VEC(bool) natural; /* by variable: an Int known to be 0 or more */
  uint32_t size; /* instructions so far */
} emitter;

typedef VEC(flat_var) emit_vars;

void emit_start(emitter *e, flat_module *m, arena *home, flat_fun *fun);
static inline bool emit_dead(const emitter *e) { return e->at == FLAT_NONE; }

/* Appends an instruction; its arguments are copied. A pure one that stands in a dominating place already is not
   repeated. One that may fail ends its block. The results have the given scalars. */
const flat_var *emit_instr(emitter *e, flat_instr proto, const flat_var *args, uint32_t dest_count,
                           const flat_var_info *dests);
const flat_var *emit_prim(emitter *e, ir_op op, const ir_type *dom, const ir_type *cod, ir_site site,
                          uint32_t arg_count, const flat_var *args);
/* The same for an instruction that says what primitive it is; the results are those of its type. */
const flat_var *emit_prim_instr(emitter *e, flat_instr prim, const flat_var *args);
flat_var emit_literal(emitter *e, const comb_literal *k);
flat_var emit_int(emitter *e, int64_t i);
flat_var emit_bool(emitter *e, bool b);
flat_var emit_absent(emitter *e, flat_var_info info);
flat_var emit_count(emitter *e, flat_op add_or_sub, flat_var a, flat_var b);
flat_var emit_compare(emitter *e, ir_op op, flat_var a, flat_var b); /* of two Ints */

/* Ends of blocks without cells. Afterwards control is nowhere. */
void emit_return(emitter *e, const emit_vars *vars);
void emit_tail(emitter *e, flat_instr call, const flat_var *args);
void emit_goto(emitter *e, flat_label to, const emit_vars *args);
void emit_if(emitter *e, flat_var cond, flat_label then, flat_label other);
void emit_stop(emitter *e);
/* A condition's two blocks; control is nowhere. */
void emit_fork(emitter *e, flat_var cond, flat_label *then, flat_label *other);
flat_label emit_block(emitter *e);

/* Blocks with cells. */
emit_label emit_label_new(emitter *e);
void emit_jump(emitter *e, emit_label *to);
void emit_branch(emitter *e, flat_var cond, emit_label *then, emit_label *other);
void emit_bind(emitter *e, emit_label *l); /* control goes on at l, if anything jumped there */

/* Cells: pushed in nests; `emit_cells_drop` forgets those from index n on. */
uint32_t emit_cell_new(emitter *e, flat_var_info info, flat_var now);
flat_var emit_cell_at(const emitter *e, uint32_t cell);
void emit_cell_set(emitter *e, uint32_t cell, flat_var now);
void emit_cells_drop(emitter *e, uint32_t n);

/* Value numbers and what is known of a branch or a loop's body do not hold behind it. */
uint32_t emit_scope_open(const emitter *e);
void emit_scope_close(emitter *e, uint32_t scope);

/* Until the scope closes a BOOL is known: control came by the branch where it is so. */
void emit_assume(emitter *e, flat_var var, bool truth);
bool emit_known(const emitter *e, flat_var var, bool *truth);
/* Do the branches taken say that the list has an element at k >= 0? */
bool emit_has_element(const emitter *e, flat_var list, int64_t k);
/* Is the Int a constant? */
bool emit_is_constant(const emitter *e, flat_var var, int64_t *n);
/* Is the Int known to be 0 or more? is the variable, from now on? */
bool emit_is_natural(const emitter *e, flat_var var);
void emit_assume_natural(emitter *e, flat_var var);
/* Is one more, or one less, surely no overflow? Another Int is known to be greater, or less. */
bool emit_can_step(const emitter *e, flat_var var, bool down);
/* Is it known that the list has an element at the position, which does not count from the end? */
bool emit_is_inside(const emitter *e, flat_var list, flat_var at);

/* What is written after a mark can be taken back; nobody may hold variables or blocks of it then. */
typedef struct emit_mark {
  uint32_t vars, blocks, scope, made, natural, size;
  flat_label at;
  flat_block block; /* `at` as it was */
  VEC(flat_label) failures; /* the blocks of the failure contexts, innermost first */
  bool catches;
} emit_mark;
emit_mark emit_mark_here(emitter *e);
/* Was anything written since that may fail? */
bool emit_fails_since(const emitter *e, const emit_mark *m);
void emit_undo(emitter *e, const emit_mark *m);

/* Between push and pop failures go to f. */
void emit_failure_push(emitter *e, emit_failure *f);
void emit_failure_pop(emitter *e, const emit_failure *f);

#endif
