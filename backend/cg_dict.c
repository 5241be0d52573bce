/* What is found within an object: values of dictionaries, contents of a Dyn. A dictionary lends: the value is loaded from
   where it stands in it. */

#include "backend/cg.h"

#include "ir/layout.h"

/* Where the value of the key stands; NULL: nowhere. */
static LLVMValueRef find(cg_fun *f, const flat_instr *i) {
  cg *c = f->c;
  const ir_type *dictionary = i->type->args[0], *k = i->type->args[1];
  LLVMValueRef d = cg_arg(f, i, 0), t = cg_type(c, dictionary);
  if (k->kind == IRT_INT) return CG_RT(c, gl_dict_find_int, d, cg_arg(f, i, 1), t);
  if (irt_is_str(k)) return CG_RT(c, gl_dict_find_str, d, cg_arg(f, i, 1), t);
  LLVMValueRef *scalars = ARENA_ARRAY(c->home, LLVMValueRef, i->arg_count);
  for (uint32_t n = 1; n < i->arg_count; n++) scalars[n - 1] = cg_arg(f, i, n);
  return CG_RT(c, gl_dict_find, d, cg_spill(f, k, scalars), t);
}

/* ---- changing ---- */

/* The same dictionary, when nobody else has it. */
static LLVMValueRef own(cg_fun *f, LLVMValueRef d, LLVMValueRef t) {
  cg *c = f->c;
  LLVMBasicBlockRef from[] = {LLVMGetInsertBlock(c->build), cg_block(f)}, done = cg_block(f);
  cg_branch(f, cg_is_last(c, d), done, from[1], CG_THEN);
  cg_block_enter(f, from[1]);
  LLVMValueRef values[] = {d, CG_RT(c, gl_dict_own, d, t)};
  LLVMBuildBr(c->build, done);
  cg_block_enter(f, done);
  LLVMValueRef both = LLVMBuildPhi(c->build, c->t.ptr, "");
  LLVMAddIncoming(both, values, from, 2);
  return both;
}

/* Makes the dictionary the result and gives the place of the key's value in it; NULL: by the runtime. */
static LLVMValueRef place(cg_fun *f, const flat_instr *i) {
  cg *c = f->c;
  const ir_type *k = i->type->args[1];
  if (cg_fast(c) || (k->kind != IRT_INT && !irt_is_str(k))) return NULL;
  LLVMValueRef t = cg_type(c, i->result), key = cg_arg(f, i, 1), d = own(f, cg_arg(f, i, 0), t);
  cg_set(f, i, 0, d);
  return k->kind == IRT_INT ? CG_RT(c, gl_dict_place_int, d, key, t) : CG_RT(c, gl_dict_place_str, d, key, t);
}

void cg_op_dict_put(cg_fun *f, const flat_instr *i, const cg_op *op) {
  LLVMValueRef to = place(f, i);
  if (!to) {
    cg_op_runtime(f, i, op);
    return;
  }
  LLVMValueRef *scalars = ARENA_ARRAY(f->c->home, LLVMValueRef, i->arg_count);
  for (uint32_t n = 2; n < i->arg_count; n++) scalars[n - 2] = cg_arg(f, i, n);
  if (i->arg_count > 2) cg_store_value(f->c, i->type->args[2], scalars, to);
}

void cg_op_dict_count(cg_fun *f, const flat_instr *i, const cg_op *op) {
  cg *c = f->c;
  LLVMValueRef at = place(f, i);
  if (!at) {
    cg_op_runtime(f, i, op);
    return;
  }
  LLVMValueRef count = cg_load_scalar(c, FLAT_I64, at, 0);
  cg_store_scalar(c, FLAT_I64, LLVMBuildAdd(c->build, count, cg_int(c, 1), ""), at, 0);
}

/* ---- looking ---- */

void cg_op_dict_has(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  LLVMValueRef place = find(f, i);
  cg_set(f, i, 0, LLVMBuildIsNotNull(f->c->build, place, ""));
}

/* Where there is no value its scalars are those of an absent content. */
void cg_op_dict_get(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  cg *c = f->c;
  LLVMValueRef place = find(f, i), found = LLVMBuildIsNotNull(c->build, place, "");
  LLVMBasicBlockRef from[] = {LLVMGetInsertBlock(c->build), NULL}, there = cg_block(f), done = cg_block(f);
  LLVMValueRef *scalars = ARENA_ARRAY(c->home, LLVMValueRef, i->dest_count);
  cg_branch(f, found, there, done, CG_EITHER);
  cg_block_enter(f, there);
  cg_load_value(c, i->result->args[0], place, scalars);
  if (i->takes) cg_take(f, i->result->args[0], scalars, cg_is_last(c, cg_arg(f, i, 0)), place);
  from[1] = LLVMGetInsertBlock(c->build);
  LLVMBuildBr(c->build, done);
  cg_block_enter(f, done);
  cg_set(f, i, 0, found);
  for (uint32_t k = 1; k < i->dest_count; k++) {
    flat_scalar s = f->flat->vars.items[i->dests[k]].scalar;
    LLVMValueRef values[] = {s == FLAT_PTR ? cg_absent(c) : cg_zero(c, s), scalars[k - 1]};
    cg_set(f, i, k, LLVMBuildPhi(c->build, cg_scalar(c, s), ""));
    LLVMAddIncoming(f->vars[i->dests[k]], values, from, 2);
  }
}

void cg_op_dict_at(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  cg *c = f->c;
  LLVMValueRef place = find(f, i);
  cg_fail_if(f, LLVMBuildIsNull(c->build, place, ""), CG_CODE_fail_key);
  LLVMValueRef *scalars = ARENA_ARRAY(c->home, LLVMValueRef, i->dest_count);
  cg_load_value(c, i->result, place, scalars);
  if (i->takes) cg_take(f, i->result, scalars, cg_is_last(c, cg_arg(f, i, 0)), place);
  for (uint32_t k = 0; k < i->dest_count; k++) cg_set(f, i, k, scalars[k]);
}

/* ---- entries in their order ---- */

enum { DICT_USED = 8, DICT_ENTRIES = 16 }; /* in gl_dict: places in use; where they lie */

void cg_lower_entries(cg_fun *f, const flat_instr *i) {
  cg *c = f->c;
  LLVMValueRef used = cg_load(c, c->t.i32, cg_at(c, cg_arg(f, i, 0), DICT_USED), CG_HEADER);
  cg_set(f, i, 0, LLVMBuildZExt(c->build, used, c->t.i64, ""));
}

/* An entry whose hash is 0 is a hole; what its memory holds besides is not looked at. */
void cg_lower_entry(cg_fun *f, const flat_instr *i) {
  cg *c = f->c;
  layout_entry e = layout_of_entry(i->type, c->pointer_size);
  LLVMValueRef entries = cg_load(c, c->t.ptr, cg_at(c, cg_arg(f, i, 0), DICT_ENTRIES), CG_DATA);
  LLVMValueRef place = cg_arg(f, i, 1);
  LLVMValueRef entry = LLVMBuildInBoundsGEP2(c->build, LLVMArrayType2(c->t.i8, e.step), entries, &place, 1, "");
  LLVMValueRef hash = cg_load(c, c->t.i32, entry, CG_HEADER);
  LLVMValueRef *scalars = ARENA_ARRAY(c->home, LLVMValueRef, i->dest_count);
  cg_load_value(c, i->type->args[0], cg_at(c, entry, e.key_at), scalars + 1);
  uint32_t key = flat_scalar_count(i->type->args[0]);
  if (i->type->kind == IRT_DICT) cg_load_value(c, i->type->args[1], cg_at(c, entry, e.value_at), scalars + 1 + key);
  cg_set(f, i, 0, LLVMBuildICmp(c->build, LLVMIntNE, hash, cg_u32(c, 0), ""));
  for (uint32_t k = 1; k < i->dest_count; k++) cg_set(f, i, k, scalars[k]);
}

/* ---- Dyn ---- */

/* The runtime writes the content; the tag says whether it did. */
void cg_op_cast(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  cg *c = f->c;
  const ir_type *option = i->result, *content = option->args[0];
  LLVMValueRef whole = cg_slot_take(f, layout_of(option, c->pointer_size).size);
  LLVMValueRef to = cg_at(c, whole, layout_part(option, 1, c->pointer_size));
  LLVMValueRef fits = CG_RT(c, gl_dyn_cast, cg_arg(f, i, 0), cg_type(c, content), to);
  cg_store_scalar(c, FLAT_BOOL, fits, whole, 0);
  LLVMValueRef *scalars = ARENA_ARRAY(c->home, LLVMValueRef, i->dest_count);
  cg_load_value(c, option, whole, scalars);
  for (uint32_t k = 0; k < i->dest_count; k++) cg_set(f, i, k, scalars[k]);
}
