/* One function. Blocks come in reverse postorder, so that every definition is seen before its uses; block parameters
   are phis that the edges fill. A block that one edge alone leads to, and on whose way nothing is chosen, goes on where
   that edge leaves off: half of all blocks, as whatever may fail ends one. All returns meet in one block: at level 0 LLVM's fast instruction selection cannot
   return several values, and so it stumbles only once. */

#include "backend/cg.h"

#include <string.h>

#include "support/bug.h"

/* ---- blocks ---- */

LLVMBasicBlockRef cg_block(cg_fun *f) { return LLVMAppendBasicBlockInContext(f->c->context, f->value, ""); }

void cg_block_enter(cg_fun *f, LLVMBasicBlockRef block) {
  if (f->placed) LLVMMoveBasicBlockAfter(block, f->placed);
  f->placed = block;
  LLVMPositionBuilderAtEnd(f->c->build, block);
}

void cg_block_cold(cg_fun *f, LLVMBasicBlockRef block) { LLVMPositionBuilderAtEnd(f->c->build, block); }

static LLVMBasicBlockRef here(const cg_fun *f) { return LLVMGetInsertBlock(f->c->build); }

/* The block that control comes from gives the target's parameters. */
static LLVMBasicBlockRef arrive(cg_fun *f, const flat_edge *e) {
  const flat_block *to = &f->flat->blocks.items[e->to];
  LLVMBasicBlockRef from = here(f);
  for (uint32_t i = 0; i < e->arg_count; i++)
    LLVMAddIncoming(f->vars[to->params.items[i]], &f->vars[e->args[i]], &from, 1);
  return f->blocks[e->to];
}

/* Does the edge lead to a block that has no start of its own? */
static bool goes_on(const cg_fun *f, const flat_edge *e) { return !f->blocks[e->to]; }

void cg_edge(cg_fun *f, const flat_edge *e) {
  if (!goes_on(f, e)) LLVMBuildBr(f->c->build, arrive(f, e));
}

static LLVMValueRef weights(const cg *c, cg_likely likely) {
  LLVMMetadataRef parts[] = {
      LLVMMDStringInContext2(c->context, "branch_weights", 14),
      LLVMValueAsMetadata(cg_u32(c, likely == CG_THEN ? 2000 : 1)),
      LLVMValueAsMetadata(cg_u32(c, likely == CG_THEN ? 1 : 2000)),
  };
  return LLVMMetadataAsValue(c->context, LLVMMDNodeInContext2(c->context, parts, 3));
}

void cg_branch(cg_fun *f, LLVMValueRef condition, LLVMBasicBlockRef then, LLVMBasicBlockRef otherwise,
               cg_likely likely) {
  const cg *c = f->c;
  LLVMValueRef branch = LLVMBuildCondBr(c->build, condition, then, otherwise);
  if (likely == CG_EITHER || cg_fast(c)) return;
  LLVMSetMetadata(branch, LLVMGetMDKindIDInContext(c->context, "prof", 4), weights(c, likely));
}

/* ---- returns ---- */

/* What stands behind the address protocol is in memory already: the flag alone is returned. */
static uint32_t returned_count(const cg_signature *s) { return (s->out ? 0 : s->result_count) + s->flag; }

static void leave_open(cg_fun *f) {
  cg *c = f->c;
  LLVMBasicBlockRef from = here(f);
  f->leave = cg_block(f);
  LLVMPositionBuilderAtEnd(c->build, f->leave);
  uint32_t n = returned_count(f->signature);
  f->leave_with = ARENA_ARRAY(c->home, LLVMValueRef, n);
  for (uint32_t i = 0; i < n; i++) {
    bool flag = f->signature->flag && i == n - 1;
    LLVMTypeRef type = flag ? c->t.i1 : cg_scalar(c, f->signature->results[i].scalar);
    f->leave_with[i] = LLVMBuildPhi(c->build, type, "");
  }
  LLVMPositionBuilderAtEnd(c->build, from);
}

void cg_return(cg_fun *f, const LLVMValueRef *results, LLVMValueRef failed) {
  const cg_signature *s = f->signature;
  LLVMBasicBlockRef from = here(f);
  if (!f->leave) leave_open(f);
  uint32_t n = 0;
  if (s->out && results) cg_store_value(f->c, s->result, results, f->out);
  for (uint32_t i = 0; !s->out && i < s->result_count; i++) {
    LLVMValueRef v = results ? results[i] : LLVMGetPoison(cg_scalar(f->c, s->results[i].scalar));
    LLVMAddIncoming(f->leave_with[n++], &v, &from, 1);
  }
  if (s->flag) LLVMAddIncoming(f->leave_with[n], &failed, &from, 1);
  LLVMBuildBr(f->c->build, f->leave);
}

static void leave_close(cg_fun *f) {
  if (!f->leave) return;
  LLVMBuilderRef build = f->c->build;
  uint32_t n = returned_count(f->signature);
  cg_block_enter(f, f->leave);
  if (n == 0) LLVMBuildRetVoid(build);
  else if (n == 1) LLVMBuildRet(build, f->leave_with[0]);
  else LLVMBuildAggregateRet(build, f->leave_with, n);
}

/* ---- instructions ---- */

static void lower_const(cg_fun *f, const flat_instr *i) { cg_set(f, i, 0, cg_literal(f->c, &i->literal)); }

static void lower_absent(cg_fun *f, const flat_instr *i) {
  flat_var_info info = f->flat->vars.items[i->dests[0]];
  cg_set(f, i, 0, info.heap ? cg_absent(f->c) : cg_zero(f->c, info.scalar));
}

static void lower_add(cg_fun *f, const flat_instr *i) {
  LLVMValueRef a = cg_arg(f, i, 0), b = cg_arg(f, i, 1);
  cg_set(f, i, 0, i->safe ? LLVMBuildNSWAdd(f->c->build, a, b, "") : LLVMBuildAdd(f->c->build, a, b, ""));
}

static void lower_sub(cg_fun *f, const flat_instr *i) {
  LLVMValueRef a = cg_arg(f, i, 0), b = cg_arg(f, i, 1);
  cg_set(f, i, 0, i->safe ? LLVMBuildNSWSub(f->c->build, a, b, "") : LLVMBuildSub(f->c->build, a, b, ""));
}

typedef void lower_instr(cg_fun *f, const flat_instr *i);

static lower_instr *const LOWER[] = {
    [FLAT_CONST] = lower_const,
    [FLAT_ABSENT] = lower_absent,
    [FLAT_ADD] = lower_add,
    [FLAT_SUB] = lower_sub,
    [FLAT_PRIM] = cg_lower_prim,
    [FLAT_CALL] = cg_lower_call,
    [FLAT_CALL_CLOSURE] = cg_lower_call_closure,
    [FLAT_CLOSURE] = cg_lower_closure,
    [FLAT_GLOBAL] = cg_lower_global,
    [FLAT_LIST_NEW] = cg_lower_list_new,
    [FLAT_LIST_PUSH] = cg_lower_list_push,
    [FLAT_LIST_KEEP] = cg_lower_list_keep,
    [FLAT_LIST_FIT] = cg_lower_list_fit,
    [FLAT_TEXT_ADD] = cg_lower_text_add,
    [FLAT_TEXT_CUT] = cg_lower_text_cut,
    [FLAT_OWN] = cg_lower_own,
    [FLAT_LIST_LEN] = cg_lower_list_len,
    [FLAT_LIST_GET] = cg_lower_list_get,
    [FLAT_ENTRIES] = cg_lower_entries,
    [FLAT_ENTRY] = cg_lower_entry,
    [FLAT_MAKE] = cg_lower_make,
    [FLAT_TAG] = cg_lower_tag,
    [FLAT_FIELDS] = cg_lower_fields,
    [FLAT_TAKE] = cg_lower_take,
    [FLAT_FIELD_AT] = cg_lower_field_at,
    [FLAT_FILL] = cg_lower_fill,
    [FLAT_FAIL_FRAME] = cg_lower_fail_frame,
    [FLAT_FAIL_CLEAR] = cg_lower_fail_clear,
    [FLAT_POLL] = cg_lower_poll,
    [FLAT_DUP] = cg_lower_dup,
    [FLAT_DROP] = cg_lower_drop,
};

static void lower(cg_fun *f, const flat_instr *i, const flat_edge *on_failure) {
  f->instr = i;
  f->on_failure = on_failure;
  if (f->c->debug) cg_debug_at(f, i);
  LOWER[i->op](f, i);
  cg_slots_free(f);
}

/* ---- ends ---- */

static void end_jump(cg_fun *f, const flat_block *b) { cg_edge(f, &b->edges[0]); }

/* A phi knows its values by the block they come from: two edges to one block need two blocks to come from. */
static void end_branch(cg_fun *f, const flat_block *b) {
  const flat_edge *then = &b->edges[0], *otherwise = &b->edges[1];
  LLVMValueRef condition = f->vars[b->cond];
  if (then->to != otherwise->to) {
    LLVMBasicBlockRef to = arrive(f, then);
    cg_branch(f, condition, to, arrive(f, otherwise), CG_EITHER);
    return;
  }
  LLVMBasicBlockRef between = cg_block(f);
  cg_branch(f, condition, arrive(f, then), between, CG_EITHER);
  cg_block_enter(f, between);
  cg_edge(f, otherwise);
}

static void end_try(cg_fun *f, const flat_block *b) {
  lower(f, &b->last, &b->edges[1]);
  cg_edge(f, &b->edges[0]);
}

static LLVMValueRef bit(const cg *c, bool v) { return LLVMConstInt(c->t.i1, v, false); }

static void end_return(cg_fun *f, const flat_block *b) {
  LLVMValueRef *results = ARENA_ARRAY(f->c->home, LLVMValueRef, b->ret_count + 1);
  for (uint32_t i = 0; i < b->ret_count; i++) results[i] = f->vars[b->rets[i]];
  cg_return(f, results, bit(f->c, false));
}

static void end_tail(cg_fun *f, const flat_block *b) {
  f->instr = &b->last;
  f->on_failure = NULL;
  if (f->c->debug) cg_debug_at(f, &b->last);
  cg_tail_call(f, &b->last);
  cg_slots_free(f);
}

static void end_fail(cg_fun *f, const flat_block *b) {
  (void)b;
  GAEL_ASSERT(f->signature->flag);
  cg_return(f, NULL, bit(f->c, true));
}

static void end_stop(cg_fun *f, const flat_block *b) {
  (void)b;
  LLVMBuildUnreachable(f->c->build);
}

typedef void lower_end(cg_fun *f, const flat_block *b);

static lower_end *const LOWER_END[FLAT_END_COUNT] = {
    [FLAT_JUMP] = end_jump, [FLAT_BRANCH] = end_branch, [FLAT_TRY] = end_try,   [FLAT_RETURN] = end_return,
    [FLAT_TAIL] = end_tail, [FLAT_FAIL] = end_fail,     [FLAT_STOP] = end_stop,
};

/* ---- the whole ---- */

/* Edges that give the block a start of its own: all, when there are several, or when one is a side of a fork. */
static void count_starts(const flat_fun *flat, flat_label from, uint32_t *starts) {
  const flat_block *b = &flat->blocks.items[from];
  bool forks = b->end == FLAT_BRANCH;
  for (uint32_t e = 0; e < flat_edge_count(b); e++) starts[b->edges[e].to] += forks || e > 0 ? 2 : 1;
}

static void open_block(cg_fun *f, flat_label label) {
  const flat_block *b = &f->flat->blocks.items[label];
  f->blocks[label] = cg_block(f);
  LLVMPositionBuilderAtEnd(f->c->build, f->blocks[label]);
  for (uint32_t i = 0; i < b->params.len; i++) {
    flat_var v = b->params.items[i];
    f->vars[v] = LLVMBuildPhi(f->c->build, cg_scalar(f->c, f->flat->vars.items[v].scalar), "");
  }
}

static void close_phi(LLVMValueRef phi) {
  if (LLVMCountIncoming(phi)) return;
  LLVMReplaceAllUsesWith(phi, LLVMGetPoison(LLVMTypeOf(phi)));
  LLVMInstructionEraseFromParent(phi);
}

/* A failure edge that turned out to be impossible leaves a block where nobody comes from: LLVM wants no phis in
   such. */
static void close_block(cg_fun *f, flat_label label) {
  const flat_block *b = &f->flat->blocks.items[label];
  for (uint32_t i = 0; i < b->params.len; i++) close_phi(f->vars[b->params.items[i]]);
}

static void bind_parameters(cg_fun *f) {
  const cg_signature *s = f->signature;
  unsigned at = 0;
  if (s->self) f->self = LLVMGetParam(f->value, at);
  at += s->alike || s->self;
  if (s->out) f->out = LLVMGetParam(f->value, at);
  at += s->alike || s->out;
  uint32_t captures = f->flat->closure ? f->flat->capture_count : 0;
  if (s->alike) cg_alike_take(f, f->flat->param_count - captures, f->flat->params + captures);
  cg_registers r = {.words = at};
  uint32_t beyond = 0;
  for (uint32_t i = captures; !s->alike && i < f->flat->param_count; i++) {
    flat_var v = f->flat->params[i];
    LLVMTypeRef type = cg_scalar(f->c, f->flat->vars.items[v].scalar);
    bool held = !s->in_registers || cg_in_register(f->c, &r, type);
    f->vars[v] = held ? LLVMGetParam(f->value, at++) : cg_beyond_take(f->c, beyond++, type);
  }
  if (captures) cg_closure_captures(f);
}

/* The entry gets its arguments as the block that gl_program's `args` describes. */
static void bind_arguments(cg_fun *f) {
  cg *c = f->c;
  const flat_module *m = c->flat;
  uint32_t *offsets = ARENA_ARRAY(c->home, uint32_t, m->argc), at = 0;
  LLVMValueRef *scalars = ARENA_ARRAY(c->home, LLVMValueRef, f->flat->param_count);
  cg_tuple_offsets(c, m->argc, m->args, offsets);
  for (uint32_t i = 0; i < m->argc; i++) {
    cg_load_value(c, m->args[i], cg_at(c, LLVMGetParam(f->value, 0), offsets[i]), scalars + at);
    at += flat_scalar_count(m->args[i]);
  }
  for (uint32_t i = 0; i < at; i++) f->vars[f->flat->params[i]] = scalars[i];
  f->out = LLVMGetParam(f->value, 1);
}

/* Of lists that a block is given LLVM knows nothing, as of those that come from memory (cg_pointer_facts). */
static void suppose_params(cg_fun *f, flat_label label) {
  const flat_block *b = &f->flat->blocks.items[label];
  for (uint32_t i = 0; i < b->params.len && !cg_fast(f->c); i++) {
    const ir_type *heap = f->flat->vars.items[b->params.items[i]].heap;
    if (heap && heap->kind == IRT_LIST) cg_pointer_suppose(f->c, f->vars[b->params.items[i]], heap);
  }
}

/* The block, and those that go on behind it. */
static void fill_block(cg_fun *f, flat_label label) {
  cg_block_enter(f, f->blocks[label]);
  suppose_params(f, label);
  for (;;) {
    const flat_block *b = &f->flat->blocks.items[label];
    f->c->once = f->turns && !f->turns[label];
    for (uint32_t i = 0; i < b->code.len; i++) lower(f, &b->code.items[i], NULL);
    LOWER_END[b->end](f, b);
    bool straight = b->end == FLAT_JUMP || b->end == FLAT_TRY;
    if (!straight || !goes_on(f, &b->edges[0])) return;
    label = b->edges[0].to;
  }
}

/* The values and, where somebody wants to know, that the function was entered. */
static void bind(cg_fun *f, cg_bind how) {
  if (how == CG_BIND_ARGUMENTS) bind_arguments(f);
  if (how == CG_BIND_PARAMETERS) {
    cg_tier_watch(f);
    bind_parameters(f);
  }
  if (how == CG_BIND_STATE) {
    cg_tier_watch_loop(f);
    cg_tier_bind_state(f);
  }
}

void cg_fun_body(cg *c, const flat_fun *flat, const cg_signature *s, LLVMValueRef value, cg_bind how) {
  cg_fun f = {.c = c, .flat = flat, .signature = s, .value = value};
  f.vars = ARENA_ARRAY(c->home, LLVMValueRef, flat->vars.len);
  f.takes = ARENA_ARRAY(c->home, const flat_instr *, flat->vars.len);
  if (flat->token) f.takes[flat->params[flat->param_count - 1]] = flat->token;
  f.blocks = ARENA_ARRAY(c->home, LLVMBasicBlockRef, flat->blocks.len);
  f.entry = cg_block(&f);
  if (c->effort == HEAT_LOOPS) f.turns = heat_turns(flat, c->home);
  flat_label *order;
  uint32_t n = flat_order(flat, c->home, &order);
  uint32_t *starts = ARENA_ARRAY(c->home, uint32_t, flat->blocks.len);
  starts[0] = 2;
  for (uint32_t i = 0; i < n; i++) count_starts(flat, order[i], starts);
  for (uint32_t i = 0; i < n; i++)
    if (starts[order[i]] > 1 || flat->blocks.items[order[i]].params.len) open_block(&f, order[i]);
  if (c->debug) cg_debug_fun(&f);
  cg_block_enter(&f, f.entry);
  bind(&f, how);
  LLVMBuildBr(c->build, f.blocks[0]);
  for (uint32_t i = 0; i < n; i++)
    if (f.blocks[order[i]]) fill_block(&f, order[i]);
  c->once = false;
  leave_close(&f);
  for (uint32_t i = 0; i < n; i++) close_block(&f, order[i]);
  if (c->debug) cg_debug_leave(c);
}
