/* Failures. What fails is an edge like any other; on the way to it a cold block writes the record. */

#include "backend/cg.h"
#include "ir/op_type.h"

/* ---- records ---- */

/* Parts of a primitive's domain that a report shows: all but units. */
static uint32_t shown_parts(const flat_instr *i, uint32_t n, const ir_type **shown) {
  uint32_t kept = 0;
  for (uint32_t k = 0; k < n; k++) {
    const ir_type *part = n == 1 ? i->type : i->type->args[k];
    if (part->kind != IRT_UNIT) shown[kept++] = part;
  }
  return kept;
}

static bool all_ints(uint32_t n, const ir_type *const *parts) {
  for (uint32_t k = 0; k < n; k++)
    if (parts[k]->kind != IRT_INT) return false;
  return n == 1 || n == 2;
}

/* Operands on the stack as the tuple that the report walks; *type describes it. */
static LLVMValueRef operands(cg_fun *f, uint32_t n, const ir_type *const *parts, LLVMValueRef *type) {
  cg *c = f->c;
  *type = LLVMConstNull(c->t.ptr);
  if (!n) return *type;
  uint32_t *offsets = ARENA_ARRAY(c->home, uint32_t, n), at = 0;
  LLVMValueRef block = cg_slot_take(f, cg_tuple_offsets(c, n, parts, offsets));
  for (uint32_t k = 0; k < n; k++) {
    uint32_t count = flat_scalar_count(parts[k]);
    LLVMValueRef *scalars = ARENA_ARRAY(c->home, LLVMValueRef, count);
    for (uint32_t j = 0; j < count; j++) scalars[j] = cg_arg(f, f->instr, at++);
    cg_store_value(c, parts[k], scalars, cg_at(c, block, offsets[k]));
  }
  *type = cg_type_tuple(c, n, parts);
  return block;
}

static void write_record(cg_fun *f, cg_code code) {
  cg *c = f->c;
  const flat_instr *i = f->instr;
  uint32_t all = op_parts(i->prim, i->type, i->result);
  const ir_type **parts = ARENA_ARRAY(c->home, const ir_type *, all);
  uint32_t n = shown_parts(i, all, parts);
  LLVMValueRef number = cg_u32(c, code), site = cg_site_number(c, i->site), type;
  if (all_ints(n, parts)) {
    if (n == 1) CG_RT(c, gl_fail_int, number, site, cg_arg(f, i, 0));
    else CG_RT(c, gl_fail_ints, number, site, cg_arg(f, i, 0), cg_arg(f, i, 1));
    return;
  }
  LLVMValueRef values = operands(f, n, parts, &type);
  CG_RT(c, gl_fail, number, site, values, type);
}

/* ---- edges ---- */

static bool never(LLVMValueRef condition) {
  return LLVMIsAConstantInt(condition) && LLVMConstIntGetZExtValue(condition) == 0;
}

void cg_fail_if(cg_fun *f, LLVMValueRef condition, cg_code code) {
  if (!f->on_failure || never(condition)) return; /* operands that were known ruled it out */
  LLVMBasicBlockRef cold = cg_block(f), on = cg_block(f);
  cg_branch(f, condition, cold, on, CG_ELSE);
  cg_block_cold(f, cold);
  if (!f->instr->caught) write_record(f, code);
  cg_edge(f, f->on_failure);
  cg_block_enter(f, on);
}

void cg_fail_when(cg_fun *f, LLVMValueRef condition, bool frame) {
  if (!f->on_failure) return;
  LLVMBasicBlockRef cold = cg_block(f), on = cg_block(f);
  cg_branch(f, condition, cold, on, CG_ELSE);
  cg_block_cold(f, cold);
  if (frame && f->instr->site && !f->instr->caught) CG_RT(f->c, gl_fail_frame, cg_site_number(f->c, f->instr->site));
  cg_edge(f, f->on_failure);
  cg_block_enter(f, on);
}

void cg_lower_fail_frame(cg_fun *f, const flat_instr *i) {
  if (i->site) CG_RT(f->c, gl_fail_frame, cg_site_number(f->c, i->site));
}

void cg_lower_fail_clear(cg_fun *f, const flat_instr *i) {
  (void)i;
  cg_rt_call(f->c, CG_gl_fail_clear, NULL, 0);
}
