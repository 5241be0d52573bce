/* Lists. Elements lie side by side, laid out by ir/layout; characters of a text in one byte each while all are ASCII
   and in four otherwise, so that every access asks for the width first (the optimiser moves the question out of
   loops). */

#include "backend/cg.h"

#include "ir/layout.h"
#include "ir/op_type.h"

enum { LIST_RC, LIST_WIDTH, LIST_VIEW, LIST_BLOCK, LIST_LEN, LIST_DATA, LIST_CAP }; /* fields of gl_list */
enum { ASCII_END = 0x80 };

static LLVMValueRef field(const cg *c, LLVMValueRef list, unsigned which) {
  return LLVMBuildStructGEP2(c->build, c->t.list, list, which, "");
}

static LLVMValueRef load_len(const cg *c, LLVMValueRef list) {
  return cg_load(c, c->t.i64, field(c, list, LIST_LEN), CG_HEADER);
}

static void store_len(const cg *c, LLVMValueRef list, LLVMValueRef len) {
  cg_store(c, len, field(c, list, LIST_LEN), CG_HEADER);
}

static LLVMValueRef load_data(const cg *c, LLVMValueRef list) {
  return cg_load(c, c->t.ptr, field(c, list, LIST_DATA), CG_DATA);
}

static LLVMValueRef load_cap(const cg *c, LLVMValueRef list) {
  LLVMValueRef cap = cg_load(c, c->t.word, field(c, list, LIST_CAP), CG_HEADER);
  return c->t.word == c->t.i64 ? cap : LLVMBuildSExt(c->build, cap, c->t.i64, "");
}

static LLVMValueRef and(const cg *c, LLVMValueRef a, LLVMValueRef b) { return LLVMBuildAnd(c->build, a, b, ""); }

static LLVMValueRef is_unique(const cg *c, LLVMValueRef list) {
  LLVMValueRef view = cg_load(c, c->t.i8, field(c, list, LIST_VIEW), CG_HEADER);
  return and(c, cg_is_last(c, list), LLVMBuildICmp(c->build, LLVMIntEQ, view, LLVMConstNull(c->t.i8), ""));
}

static LLVMValueRef is_narrow(const cg *c, LLVMValueRef list) {
  LLVMValueRef width = cg_load(c, c->t.i8, field(c, list, LIST_WIDTH), CG_HEADER);
  return LLVMBuildICmp(c->build, LLVMIntEQ, width, LLVMConstInt(c->t.i8, 1, false), "");
}

static LLVMValueRef step(const cg *c, LLVMTypeRef element, LLVMValueRef data, LLVMValueRef at) {
  return LLVMBuildInBoundsGEP2(c->build, element, data, &at, 1, "");
}

static LLVMValueRef element_address(const cg *c, const ir_type *e, LLVMValueRef data, LLVMValueRef at) {
  flat_var_info scalar;
  flat_product product;
  bool single = flat_scalar_count(e) == 1 && !flat_product_of(e, &product) && e->kind != IRT_BOOL;
  if (!single) return step(c, LLVMArrayType2(c->t.i8, layout_of(e, c->pointer_size).size), data, at);
  flat_scalars(e, &scalar, 1);
  return step(c, cg_scalar(c, scalar.scalar), data, at);
}

/* ---- reading ---- */

static LLVMValueRef char_at(cg_fun *f, LLVMValueRef list, LLVMValueRef at) {
  cg *c = f->c;
  LLVMBasicBlockRef narrow = cg_block(f), wide = cg_block(f), done = cg_block(f);
  LLVMValueRef data = load_data(c, list);
  cg_branch(f, is_narrow(c, list), narrow, wide, CG_EITHER);
  cg_block_enter(f, narrow);
  LLVMValueRef byte = cg_load(c, c->t.i8, step(c, c->t.i8, data, at), CG_PAYLOAD + FLAT_CHAR);
  LLVMValueRef values[] = {LLVMBuildZExt(c->build, byte, c->t.i32, ""), NULL};
  LLVMBuildBr(c->build, done);
  cg_block_enter(f, wide);
  values[1] = cg_load(c, c->t.i32, step(c, c->t.i32, data, at), CG_PAYLOAD + FLAT_CHAR);
  LLVMBuildBr(c->build, done);
  cg_block_enter(f, done);
  LLVMValueRef both = LLVMBuildPhi(c->build, c->t.i32, "");
  LLVMAddIncoming(both, values, (LLVMBasicBlockRef[]){narrow, wide}, 2);
  return both;
}

static void get(cg_fun *f, const flat_instr *i, const ir_type *list_type, LLVMValueRef list, LLVMValueRef at) {
  cg *c = f->c;
  const ir_type *e = list_type->args[0];
  if (e->kind == IRT_CHAR) {
    cg_set(f, i, 0, char_at(f, list, at));
    return;
  }
  LLVMValueRef *scalars = ARENA_ARRAY(c->home, LLVMValueRef, i->dest_count);
  LLVMValueRef address = element_address(c, e, load_data(c, list), at);
  cg_load_value(c, e, address, scalars);
  if (i->takes) cg_take(f, e, scalars, is_unique(c, list), address);
  for (uint32_t k = 0; k < i->dest_count; k++) cg_set(f, i, k, scalars[k]);
}

void cg_lower_list_len(cg_fun *f, const flat_instr *i) { cg_set(f, i, 0, load_len(f->c, cg_arg(f, i, 0))); }

void cg_lower_list_get(cg_fun *f, const flat_instr *i) { get(f, i, i->type, cg_arg(f, i, 0), cg_arg(f, i, 1)); }

void cg_op_len(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  cg_lower_list_len(f, i);
}

/* Negative positions count from the end; is there an element? */
static LLVMValueRef in_range(const cg *c, LLVMValueRef list, LLVMValueRef at, LLVMValueRef *position) {
  LLVMValueRef len = load_len(c, list), from_end = LLVMBuildICmp(c->build, LLVMIntSLT, at, cg_int(c, 0), "");
  *position = LLVMBuildSelect(c->build, from_end, LLVMBuildAdd(c->build, at, len, ""), at, "");
  return LLVMBuildICmp(c->build, LLVMIntULT, *position, len, "");
}

void cg_op_index(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  LLVMValueRef list = cg_arg(f, i, 0), position, inside = in_range(f->c, list, cg_arg(f, i, 1), &position);
  cg_fail_if(f, LLVMBuildNot(f->c->build, inside, ""), CG_CODE_fail_index);
  get(f, i, i->type->args[0], list, position);
}

/* ---- building ---- */

static void push_char(cg_fun *f, LLVMValueRef list, LLVMValueRef scalar) {
  cg *c = f->c;
  LLVMBuilderRef build = c->build;
  if (cg_fast(c)) {
    CG_RT(c, gl_chars_push, list, scalar);
    return;
  }
  LLVMBasicBlockRef here = cg_block(f), elsewhere = cg_block(f), done = cg_block(f);
  LLVMValueRef len = load_len(c, list);
  LLVMValueRef ascii = LLVMBuildICmp(build, LLVMIntULT, scalar, cg_u32(c, ASCII_END), "");
  LLVMValueRef room = LLVMBuildICmp(build, LLVMIntSLT, len, load_cap(c, list), "");
  LLVMValueRef fits = LLVMBuildAnd(build, LLVMBuildAnd(build, is_narrow(c, list), ascii, ""), room, "");
  cg_branch(f, fits, here, elsewhere, CG_EITHER);
  cg_block_enter(f, here);
  LLVMValueRef to = step(c, c->t.i8, load_data(c, list), len);
  cg_store(c, LLVMBuildTrunc(build, scalar, c->t.i8, ""), to, CG_PAYLOAD + FLAT_CHAR);
  store_len(c, list, LLVMBuildNSWAdd(build, len, cg_int(c, 1), ""));
  LLVMBuildBr(build, done);
  cg_block_enter(f, elsewhere);
  CG_RT(c, gl_chars_push, list, scalar);
  LLVMBuildBr(build, done);
  cg_block_enter(f, done);
}

static void push_value(cg_fun *f, const ir_type *e, LLVMValueRef list, const LLVMValueRef *scalars) {
  cg *c = f->c;
  LLVMBuilderRef build = c->build;
  if (cg_fast(c)) {
    CG_RT(c, gl_list_push, list, cg_spill(f, e, scalars), cg_type(c, e));
    return;
  }
  LLVMBasicBlockRef grow = cg_block(f), store = cg_block(f);
  LLVMValueRef len = load_len(c, list), more = LLVMBuildNSWAdd(build, len, cg_int(c, 1), "");
  LLVMValueRef full = LLVMBuildICmp(build, LLVMIntEQ, len, load_cap(c, list), "");
  cg_branch(f, full, grow, store, CG_ELSE);
  cg_block_enter(f, grow);
  CG_RT(c, gl_list_grow, list, more, cg_type(c, e));
  LLVMBuildBr(build, store);
  cg_block_enter(f, store);
  cg_store_value(c, e, scalars, element_address(c, e, load_data(c, list), len));
  store_len(c, list, more);
}

static void push(cg_fun *f, const ir_type *e, LLVMValueRef list, const LLVMValueRef *scalars) {
  if (e->kind == IRT_CHAR) push_char(f, list, scalars[0]);
  else push_value(f, e, list, scalars);
}

static LLVMValueRef *scalars_from(const cg_fun *f, const flat_instr *i, uint32_t from) {
  LLVMValueRef *scalars = ARENA_ARRAY(f->c->home, LLVMValueRef, i->arg_count + 1);
  for (uint32_t k = from; k < i->arg_count; k++) scalars[k - from] = cg_arg(f, i, k);
  return scalars;
}

static LLVMValueRef list_new(cg *c, const flat_instr *i, LLVMValueRef room) {
  LLVMValueRef element = cg_type(c, i->type->args[0]);
  return i->safe ? CG_RT(c, gl_list_new_for, room, element) : CG_RT(c, gl_list_new, room, element);
}

static uint32_t header_size(const cg *c) { return 16 + 2 * c->pointer_size; }

/* An empty list with its elements to be behind the header, in the block (rt_list_new). */
static void set_header(const cg *c, LLVMValueRef list, LLVMValueRef size, uint32_t step) {
  enum { SIZE_AT = 48 }; /* behind the count, the width and whether it is a view */
  LLVMValueRef first = LLVMBuildShl(c->build, size, cg_int(c, SIZE_AT), "");
  LLVMValueRef bytes = LLVMBuildSub(c->build, size, cg_int(c, header_size(c)), "");
  LLVMBuildStore(c->build, LLVMBuildOr(c->build, first, cg_int(c, 1), ""), list);
  store_len(c, list, cg_int(c, 0));
  cg_store(c, cg_at(c, list, header_size(c)), field(c, list, LIST_DATA), CG_DATA);
  cg_store(c, LLVMBuildUDiv(c->build, bytes, cg_int(c, step), ""), field(c, list, LIST_CAP), CG_HEADER);
}

/* A short list takes its memory in place (cg_block.c). */
void cg_lower_list_new(cg_fun *f, const flat_instr *i) {
  cg *c = f->c;
  const ir_type *e = i->type->args[0];
  LLVMValueRef room = i->arg_count ? cg_arg(f, i, 0) : cg_int(c, -1);
  uint32_t step = e->kind == IRT_CHAR ? 0 : layout_of(e, c->pointer_size).size;
  bool may_be_short = step && cg_block_elements(step) && !(LLVMIsAConstantInt(room) && LLVMConstIntGetSExtValue(room) < 0);
  if (!may_be_short || !cg_block_lists(c)) {
    cg_set(f, i, 0, list_new(c, i, room));
    return;
  }
  LLVMBasicBlockRef brief = cg_block(f), elsewhere = cg_block(f), done = cg_block(f);
  LLVMValueRef fits = LLVMBuildICmp(c->build, LLVMIntULE, room, cg_int(c, cg_block_elements(step)), "");
  cg_branch(f, fits, brief, elsewhere, CG_EITHER);
  cg_block_enter(f, brief);
  LLVMValueRef bytes = LLVMBuildMul(c->build, room, cg_int(c, step), "");
  LLVMValueRef size = cg_block_list_size(c, bytes, header_size(c)), lists[] = {cg_block_take(f, size, elsewhere), NULL};
  set_header(c, lists[0], size, step);
  LLVMBasicBlockRef from[] = {LLVMGetInsertBlock(c->build), NULL};
  LLVMBuildBr(c->build, done);
  cg_block_enter(f, elsewhere);
  lists[1] = list_new(c, i, room);
  from[1] = LLVMGetInsertBlock(c->build);
  LLVMBuildBr(c->build, done);
  cg_block_enter(f, done);
  LLVMValueRef list = LLVMBuildPhi(c->build, c->t.ptr, "");
  LLVMAddIncoming(list, lists, from, 2);
  cg_pointer_suppose(c, list, i->type);
  cg_set(f, i, 0, list);
}

/* Of one block that is all its own. */
void cg_list_free(cg_fun *f, LLVMValueRef list, LLVMValueRef count, const ir_type *list_type) {
  cg *c = f->c;
  LLVMBasicBlockRef brief = cg_block(f), elsewhere = cg_block(f), done = cg_block(f);
  LLVMValueRef view = cg_load(c, c->t.i8, field(c, list, LIST_VIEW), CG_HEADER);
  LLVMValueRef root = LLVMBuildICmp(c->build, LLVMIntEQ, view, LLVMConstNull(c->t.i8), "");
  LLVMValueRef last = LLVMBuildICmp(c->build, LLVMIntEQ, count, cg_u32(c, 1), "");
  LLVMValueRef near = LLVMBuildICmp(c->build, LLVMIntEQ, load_data(c, list), cg_at(c, list, header_size(c)), "");
  cg_branch(f, and(c, and(c, root, last), near), brief, elsewhere, CG_EITHER);
  cg_block_enter(f, brief);
  LLVMValueRef size = cg_load(c, LLVMInt16TypeInContext(c->context), field(c, list, LIST_BLOCK), CG_HEADER);
  cg_block_give(c, list, LLVMBuildZExt(c->build, size, c->t.i64, ""));
  LLVMBuildBr(c->build, done);
  cg_block_enter(f, elsewhere);
  CG_RT(c, gl_drop_list, list, cg_type(c, list_type->args[0]));
  LLVMBuildBr(c->build, done);
  cg_block_enter(f, done);
}

/* There is room: the element goes to its place, and stays where the length moves on. */
static void store_next(cg_fun *f, const ir_type *e, LLVMValueRef list, const LLVMValueRef *scalars, LLVMValueRef by) {
  cg *c = f->c;
  LLVMValueRef len = load_len(c, list);
  cg_store_value(c, e, scalars, element_address(c, e, load_data(c, list), len));
  store_len(c, list, LLVMBuildNSWAdd(c->build, len, by, ""));
}

static void set_next(cg_fun *f, const flat_instr *i, LLVMValueRef by) {
  store_next(f, i->type->args[0], cg_arg(f, i, 0), scalars_from(f, i, 1), by);
}

void cg_lower_list_keep(cg_fun *f, const flat_instr *i) {
  set_next(f, i, LLVMBuildZExt(f->c->build, cg_arg(f, i, i->arg_count - 1), f->c->t.i64, ""));
}

void cg_lower_list_fit(cg_fun *f, const flat_instr *i) {
  CG_RT(f->c, gl_list_fit, cg_arg(f, i, 0), cg_type(f->c, i->type->args[0]));
}

void cg_lower_text_add(cg_fun *f, const flat_instr *i) {
  LLVMValueRef text = cg_arg(f, i, 0), first = cg_arg(f, i, 1);
  if (i->prim == OP_show) CG_RT(f->c, gl_text_add_int, text, first);
  else if (i->prim == OP_part) CG_RT(f->c, gl_text_add_part, text, first, cg_arg(f, i, 2), cg_arg(f, i, 3));
  else CG_RT(f->c, gl_text_add, text, first);
}

void cg_lower_text_cut(cg_fun *f, const flat_instr *i) { CG_RT(f->c, gl_text_cut, cg_arg(f, i, 0), cg_arg(f, i, 1)); }

void cg_lower_list_push(cg_fun *f, const flat_instr *i) {
  if (i->safe && i->type->args[0]->kind != IRT_CHAR) {
    set_next(f, i, cg_int(f->c, 1));
    return;
  }
  push(f, i->type->args[0], cg_arg(f, i, 0), scalars_from(f, i, 1));
}

/* The room is known: elements go straight to their places. */
void cg_op_list(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  cg *c = f->c;
  const ir_type *e = i->result->args[0];
  uint32_t n = op_parts(i->prim, i->type, i->result), width = flat_scalar_count(e);
  const LLVMValueRef *scalars = scalars_from(f, i, 0);
  LLVMValueRef list = CG_RT(c, gl_list_new, cg_int(c, n), cg_type(c, e));
  cg_set(f, i, 0, list);
  if (e->kind == IRT_CHAR) {
    for (uint32_t k = 0; k < n; k++) push_char(f, list, scalars[k]);
    return;
  }
  LLVMValueRef data = load_data(c, list);
  for (uint32_t k = 0; k < n; k++)
    cg_store_value(c, e, scalars + (size_t)k * width, element_address(c, e, data, cg_int(c, k)));
  store_len(c, list, cg_int(c, n));
}

/* ---- changing what nobody else has ---- */

/* Two ways to the same list: in place, or by the runtime's function, which copies, grows, widens and fails. */
typedef struct two_ways {
  LLVMBasicBlockRef in_place, runtime, done;
} two_ways;

static two_ways ways_open(cg_fun *f, LLVMValueRef condition) {
  two_ways w = {cg_block(f), cg_block(f), cg_block(f)};
  cg_branch(f, condition, w.in_place, w.runtime, CG_THEN);
  cg_block_enter(f, w.in_place);
  return w;
}

static void ways_turn(cg_fun *f, two_ways *w) {
  w->in_place = LLVMGetInsertBlock(f->c->build); /* where that way ends */
  LLVMBuildBr(f->c->build, w->done);
  cg_block_enter(f, w->runtime);
}

static LLVMValueRef ways_close(cg_fun *f, const two_ways *w, LLVMValueRef list, LLVMValueRef other) {
  LLVMValueRef values[] = {list, other};
  LLVMBasicBlockRef from[] = {w->in_place, LLVMGetInsertBlock(f->c->build)};
  LLVMBuildBr(f->c->build, w->done);
  cg_block_enter(f, w->done);
  LLVMValueRef both = LLVMBuildPhi(f->c->build, f->c->t.ptr, "");
  LLVMAddIncoming(both, values, from, 2);
  return both;
}

void cg_lower_own(cg_fun *f, const flat_instr *i) {
  cg *c = f->c;
  LLVMValueRef list = cg_arg(f, i, 0);
  if (i->arg_count > 1) {
    cg_set(f, i, 0, CG_RT(c, gl_list_own_for, list, cg_arg(f, i, 1), cg_type(c, i->type->args[0])));
    return;
  }
  two_ways w = ways_open(f, is_unique(c, list));
  ways_turn(f, &w);
  cg_set(f, i, 0, ways_close(f, &w, list, CG_RT(c, gl_list_own, list, cg_type(c, i->type->args[0]))));
}

/* Bytes from one element to the next, as a 64-bit number. */
static LLVMValueRef stride(const cg *c, const ir_type *e, LLVMValueRef list) {
  if (e->kind != IRT_CHAR) return cg_int(c, layout_of(e, c->pointer_size).size);
  LLVMValueRef width = cg_load(c, c->t.i8, field(c, list, LIST_WIDTH), CG_HEADER);
  return LLVMBuildZExt(c->build, width, c->t.i64, "");
}

static bool is_number(LLVMValueRef v, int64_t least) {
  return LLVMIsAConstantInt(v) && LLVMConstIntGetSExtValue(v) >= least;
}

/* list[k:] of a k that is written: what walking along a list takes at every turn. A view that nobody else has moves on, while
   the runtime would leave it a view. */
void cg_op_slice(cg_fun *f, const flat_instr *i, const cg_op *op) {
  enum { HAS_LO = 1, LO, HAS_HI, HI, HAS_STEP, VIEW_LEAST = 17 /* RT_VIEW_LEAST */ };
  cg *c = f->c;
  LLVMValueRef list = cg_arg(f, i, 0), lo = cg_arg(f, i, LO);
  bool rest = is_number(cg_arg(f, i, HAS_LO), -1) && !LLVMIsNull(cg_arg(f, i, HAS_LO)) && is_number(lo, 0) &&
              LLVMIsNull(cg_arg(f, i, HAS_HI)) && LLVMIsNull(cg_arg(f, i, HAS_STEP));
  if (cg_fast(c) || !rest || !transform_among(c->flat->how, TRANSFORM_walk)) {
    cg_op_runtime(f, i, op);
    return;
  }
  LLVMValueRef by = stride(c, i->result->args[0], list), left = LLVMBuildSub(c->build, load_len(c, list), lo, "");
  LLVMValueRef bytes = LLVMBuildMul(c->build, left, by, "");
  LLVMValueRef stays = LLVMBuildICmp(c->build, LLVMIntSGE, bytes, cg_int(c, VIEW_LEAST), "");
  LLVMValueRef view = cg_load(c, c->t.i8, field(c, list, LIST_VIEW), CG_HEADER);
  LLVMValueRef ours = and(c, cg_is_last(c, list), LLVMBuildIsNotNull(c->build, view, ""));
  two_ways w = ways_open(f, and(c, ours, stays));
  LLVMValueRef data = step(c, c->t.i8, load_data(c, list), LLVMBuildMul(c->build, lo, by, ""));
  cg_store(c, data, field(c, list, LIST_DATA), CG_DATA);
  store_len(c, list, left);
  ways_turn(f, &w);
  cg_op_runtime(f, i, op);
  cg_set(f, i, 0, ways_close(f, &w, list, f->vars[i->dests[0]]));
}

void cg_op_push(cg_fun *f, const flat_instr *i, const cg_op *op) {
  cg *c = f->c;
  const ir_type *e = i->result->args[0];
  if (cg_fast(c) || e->kind == IRT_CHAR) {
    cg_op_runtime(f, i, op);
    return;
  }
  LLVMValueRef list = cg_arg(f, i, 0);
  if (i->unique) {
    if (i->safe) store_next(f, e, list, scalars_from(f, i, 1), cg_int(c, 1));
    else push_value(f, e, list, scalars_from(f, i, 1));
    cg_set(f, i, 0, list);
    return;
  }
  LLVMValueRef len = load_len(c, list);
  LLVMValueRef room = LLVMBuildICmp(c->build, LLVMIntSLT, len, load_cap(c, list), "");
  two_ways w = ways_open(f, and(c, is_unique(c, list), room));
  cg_store_value(c, e, scalars_from(f, i, 1), element_address(c, e, load_data(c, list), len));
  store_len(c, list, LLVMBuildNSWAdd(c->build, len, cg_int(c, 1), ""));
  ways_turn(f, &w);
  cg_op_runtime(f, i, op);
  cg_set(f, i, 0, ways_close(f, &w, list, f->vars[i->dests[0]]));
}

/* The old element goes; one without pointers just is overwritten. */
static void overwrite(cg_fun *f, const flat_instr *i, LLVMValueRef list, LLVMValueRef position) {
  const ir_type *e = i->result->args[0];
  LLVMValueRef to = element_address(f->c, e, load_data(f->c, list), position);
  if (cg_has_pointers(e)) cg_drop_value(f, e, to);
  cg_store_value(f->c, e, scalars_from(f, i, 2), to);
}

/* The runtime is called for a position outside alone, and then fails. */
static void put_unique(cg_fun *f, const flat_instr *i, const cg_op *op) {
  cg *c = f->c;
  LLVMValueRef list = cg_arg(f, i, 0), position = cg_arg(f, i, 1), inside = NULL;
  if (!i->bits) inside = in_range(c, list, position, &position);
  if (!i->safe) {
    LLVMBasicBlockRef within = cg_block(f), outside = cg_block(f);
    cg_branch(f, inside, within, outside, CG_THEN);
    cg_block_enter(f, outside);
    cg_op_runtime(f, i, op);
    LLVMBuildUnreachable(c->build);
    cg_block_enter(f, within);
  }
  overwrite(f, i, list, position);
  cg_set(f, i, 0, list);
}

void cg_op_put(cg_fun *f, const flat_instr *i, const cg_op *op) {
  cg *c = f->c;
  const ir_type *e = i->result->args[0];
  if (cg_fast(c) || e->kind == IRT_CHAR) {
    cg_op_runtime(f, i, op);
    return;
  }
  if (i->unique) {
    put_unique(f, i, op);
    return;
  }
  LLVMValueRef list = cg_arg(f, i, 0), position = cg_arg(f, i, 1), alone = is_unique(c, list);
  two_ways w = ways_open(f, i->bits ? alone : and(c, alone, in_range(c, list, position, &position)));
  overwrite(f, i, list, position);
  ways_turn(f, &w);
  cg_op_runtime(f, i, op);
  cg_set(f, i, 0, ways_close(f, &w, list, f->vars[i->dests[0]]));
}
