/* Counts. A count above 0 is that many owners; at 0 or below the object is immortal and may lie where nobody can
   write. */

#include "backend/cg.h"

static LLVMValueRef count_of(const cg *c, LLVMValueRef object) { return cg_load(c, c->t.i32, object, CG_COUNT); }

static LLVMValueRef exceeds(const cg *c, LLVMValueRef count, uint32_t than) {
  return LLVMBuildICmp(c->build, LLVMIntSGT, count, cg_u32(c, than), "");
}

static void set_count(const cg *c, LLVMValueRef object, LLVMValueRef count, int by) {
  LLVMValueRef step = LLVMConstInt(c->t.i32, (unsigned long long)by, true);
  cg_store(c, LLVMBuildAdd(c->build, count, step, ""), object, CG_COUNT);
}

void cg_dup(cg_fun *f, LLVMValueRef object) {
  cg *c = f->c;
  if (cg_fast(c)) {
    CG_RT(c, gl_dup, object);
    return;
  }
  LLVMBasicBlockRef counted = cg_block(f), done = cg_block(f);
  LLVMValueRef count = count_of(c, object);
  cg_branch(f, exceeds(c, count, 0), counted, done, CG_THEN);
  cg_block_enter(f, counted);
  set_count(c, object, count, 1);
  LLVMBuildBr(c->build, done);
  cg_block_enter(f, done);
}

LLVMValueRef cg_is_last(const cg *c, LLVMValueRef object) {
  return LLVMBuildICmp(c->build, LLVMIntEQ, count_of(c, object), cg_u32(c, 1), "");
}

/* What was loaded from an object leaves it when nobody else has the object, and gets another owner when somebody has. */
void cg_take(cg_fun *f, const ir_type *t, const LLVMValueRef *scalars, LLVMValueRef unique, LLVMValueRef address) {
  cg *c = f->c;
  uint32_t n = flat_scalar_count(t);
  flat_var_info *infos = ARENA_ARRAY(c->home, flat_var_info, n);
  LLVMBasicBlockRef moved = cg_block(f), shared = cg_block(f), done = cg_block(f);
  flat_scalars(t, infos, n);
  cg_branch(f, unique, moved, shared, CG_THEN);
  cg_block_enter(f, moved);
  cg_store_absent(c, t, address);
  LLVMBuildBr(c->build, done);
  cg_block_enter(f, shared);
  for (uint32_t k = 0; k < n; k++)
    if (infos[k].scalar == FLAT_PTR) cg_dup(f, scalars[k]);
  LLVMBuildBr(c->build, done);
  cg_block_enter(f, done);
}

void cg_lower_dup(cg_fun *f, const flat_instr *i) {
  if (!i->safe) cg_dup(f, cg_arg(f, i, 0));
}

static void drop_call(cg *c, LLVMValueRef object, const ir_type *t) {
  if (t->kind == IRT_LIST) CG_RT(c, gl_drop_list, object, cg_type(c, t->args[0]));
  else if (t->kind == IRT_FUN) CG_RT(c, gl_drop_closure, object);
  else if (t->kind == IRT_NAMED) CG_RT(c, gl_drop_object, object, cg_type(c, t));
  else if (t->kind == IRT_DYN) CG_RT(c, gl_drop_dyn, object);
  else if (t->kind == IRT_BIG) CG_RT(c, gl_drop_big, object);
  else CG_RT(c, gl_drop_dict, object, cg_type(c, t));
}

/* The last owner, or an immortal object. Objects of declared types often are immortal, constructors without fields, and
   are told apart here; others are left to the runtime. */
static void drop_last(cg_fun *f, LLVMValueRef object, LLVMValueRef count, const ir_type *t, bool own) {
  cg *c = f->c;
  if (t->kind == IRT_LIST && !cg_has_pointers(t->args[0]) && cg_block_lists(c)) {
    cg_list_free(f, object, count, t);
    return;
  }
  if (t->kind != IRT_NAMED) {
    drop_call(c, object, t);
    return;
  }
  LLVMBasicBlockRef last = cg_block(f), done = cg_block(f);
  cg_branch(f, LLVMBuildICmp(c->build, LLVMIntEQ, count, cg_u32(c, 1), ""), last, done, CG_EITHER);
  cg_block_enter(f, last);
  if (!own || !cg_drop_last(c, object, t)) drop_call(c, object, t);
  LLVMBuildBr(c->build, done);
  cg_block_enter(f, done);
}

void cg_drop(cg_fun *f, LLVMValueRef object, const ir_type *t, bool own) {
  cg *c = f->c;
  LLVMBasicBlockRef shared = cg_block(f), last = cg_block(f), done = cg_block(f);
  LLVMValueRef count = count_of(c, object);
  cg_branch(f, exceeds(c, count, 1), shared, last, CG_EITHER);
  cg_block_enter(f, shared);
  set_count(c, object, count, -1);
  LLVMBuildBr(c->build, done);
  cg_block_enter(f, last);
  drop_last(f, object, count, t, own);
  LLVMBuildBr(c->build, done);
  cg_block_enter(f, done);
}

void cg_lower_drop(cg_fun *f, const flat_instr *i) {
  const ir_type *t = f->flat->vars.items[i->args[0]].heap;
  if (i->safe) return;
  if (flat_is_token(f->flat->vars.items[i->args[0]])) cg_token_free(f, i->args[0]);
  else if (cg_fast(f->c) && !cg_drop_has_code(f->c, t)) drop_call(f->c, cg_arg(f, i, 0), t);
  else cg_drop(f, cg_arg(f, i, 0), t, true);
}

/* ---- closures ---- */

/* A called closure gives its captures, which are loaded already, to its function: counted up where it has other
   owners. */
void cg_closure_take(cg_fun *f, uint32_t n, const LLVMValueRef *pointers) {
  cg *c = f->c;
  if (cg_fast(c)) {
    CG_RT(c, gl_closure_take, f->self);
    return;
  }
  LLVMBasicBlockRef shared = cg_block(f), last = cg_block(f), done = cg_block(f);
  LLVMValueRef count = count_of(c, f->self);
  cg_branch(f, exceeds(c, count, 1), shared, last, CG_EITHER);
  cg_block_enter(f, shared);
  set_count(c, f->self, count, -1);
  for (uint32_t i = 0; i < n; i++) cg_dup(f, pointers[i]);
  LLVMBuildBr(c->build, done);
  cg_block_enter(f, last);
  CG_RT(c, gl_closure_take, f->self);
  LLVMBuildBr(c->build, done);
  cg_block_enter(f, done);
}
