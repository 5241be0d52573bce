/* Constant definitions: a gl_global says how far one is, its value lies beside it. Readers look at the state
   themselves; when it is not ready they call the constant's function, which computes it through the runtime's
   gl_global_enter and gl_global_leave. */

#include "backend/cg.h"

#include "backend/tier_table.h"
#include "ir/layout.h"

enum { STATE_READY = 2, VALUE_ALIGN = 8 };

/* What all parts mean by a name and a constant's number; LLVM, which numbers equal names, makes none like it. */
static void share(const cg *c, LLVMValueRef value, const char *name, uint32_t k) {
  if (cg_is_split(c)) cg_across(c, value, str_printf(c->home, "gael.%s#%u", name, k), cg_is_head(c));
}

static LLVMValueRef variable(const cg *c, LLVMTypeRef type, const char *name, uint32_t k) {
  LLVMValueRef g = LLVMAddGlobal(c->module, type, name);
  if (cg_is_head(c)) LLVMSetInitializer(g, LLVMConstNull(type));
  LLVMSetLinkage(g, LLVMInternalLinkage);
  share(c, g, name, k);
  if (c->job->use == TARGET_LIBRARY) LLVMSetThreadLocal(g, true); /* threads share no value */
  return g;
}

static LLVMValueRef internal_function(const cg *c, LLVMTypeRef type, const char *name) {
  LLVMValueRef f = LLVMAddFunction(c->module, name, type);
  LLVMSetLinkage(f, LLVMInternalLinkage);
  cg_attribute(c, f, LLVMAttributeFunctionIndex, "nounwind", 0);
  return f;
}

/* bool compute(uint32_t site) */
static LLVMTypeRef compute_type(const cg *c) {
  LLVMTypeRef site = c->t.i32;
  return LLVMFunctionType(c->t.i1, &site, 1, false);
}

static void declare(cg *c, uint32_t k) {
  const flat_global *g = &c->flat->globals.items[k];
  layout l = layout_of(g->type, c->pointer_size);
  cg_constant *into = &c->constants[k];
  into->global = variable(c, c->t.global, "constant", k);
  into->value = variable(c, LLVMArrayType2(c->t.i8, l.size), "value", k);
  cg_tier_share(c, TIER_CONSTANT_PREFIX, k, into->global);
  cg_tier_share(c, TIER_VALUE_PREFIX, k, into->value);
  LLVMSetAlignment(into->value, VALUE_ALIGN);
  into->compute = internal_function(c, compute_type(c), "compute");
  share(c, into->compute, "compute", k);
  cg_attribute(c, into->compute, LLVMAttributeReturnIndex, "zeroext", 0);
  cg_attribute(c, into->compute, LLVMAttributeFunctionIndex, "noinline", 0);
  cg_attribute(c, into->compute, LLVMAttributeFunctionIndex, "cold", 0);
}

void cg_constants_declare(cg *c) {
  c->constants = ARENA_ARRAY(c->home, cg_constant, c->flat->globals.len);
  for (uint32_t k = 0; k < c->flat->globals.len; k++) declare(c, k);
}

/* ---- computing ---- */

static LLVMBasicBlockRef block(const cg *c, LLVMValueRef function) {
  return LLVMAppendBasicBlockInContext(c->context, function, "");
}

static void compute_value(cg *c, uint32_t k) {
  const cg_constant *g = &c->constants[k];
  const cg_signature *s = &c->callees[c->flat->globals.items[k].fun].signature;
  LLVMValueRef *results = ARENA_ARRAY(c->home, LLVMValueRef, s->result_count);
  cg_arguments arguments = {.out = g->value};
  LLVMValueRef failed = cg_call(c, s, c->callees[c->flat->globals.items[k].fun].value, &arguments, results);
  if (!failed) failed = LLVMConstNull(c->t.i1);
  /* A value that failed is stored, too: nobody reads it. */
  if (!s->out) cg_store_value(c, s->result, results, g->value);
  CG_RT(c, gl_global_leave, g->global, failed);
  LLVMBuildRet(c->build, failed);
}

static void define(cg *c, uint32_t k) {
  const cg_constant *g = &c->constants[k];
  LLVMBasicBlockRef start = block(c, g->compute), fails = block(c, g->compute), computes = block(c, g->compute);
  LLVMPositionBuilderAtEnd(c->build, start);
  LLVMValueRef failed = CG_RT(c, gl_global_enter, g->global, LLVMGetParam(g->compute, 0));
  LLVMBuildCondBr(c->build, failed, fails, computes);
  LLVMPositionBuilderAtEnd(c->build, fails);
  LLVMBuildRet(c->build, LLVMConstInt(c->t.i1, 1, false));
  LLVMPositionBuilderAtEnd(c->build, computes);
  compute_value(c, k);
}

void cg_constants_define(cg *c) {
  for (uint32_t k = 0; k < c->flat->globals.len; k++) define(c, k);
}

LLVMValueRef cg_constants_release(cg *c) {
  if (!c->flat->globals.len) return NULL;
  LLVMValueRef f = internal_function(c, LLVMFunctionType(c->t.none, NULL, 0, false), "gael_release");
  LLVMPositionBuilderAtEnd(c->build, block(c, f));
  for (uint32_t k = 0; k < c->flat->globals.len; k++)
    CG_RT(c, gl_global_drop, c->constants[k].global, c->constants[k].value, cg_type(c, c->flat->globals.items[k].type));
  LLVMBuildRetVoid(c->build);
  return f;
}

/* ---- reading ---- */

void cg_lower_global(cg_fun *f, const flat_instr *i) {
  cg *c = f->c;
  const cg_constant *g = &c->constants[i->target];
  LLVMBasicBlockRef ready = cg_block(f), slow = cg_block(f);
  LLVMValueRef state = cg_load(c, c->t.i8, g->global, CG_STATE);
  LLVMValueRef is_ready = LLVMBuildICmp(c->build, LLVMIntEQ, state, LLVMConstInt(c->t.i8, STATE_READY, false), "");
  cg_branch(f, is_ready, ready, slow, CG_THEN);
  cg_block_enter(f, slow);
  LLVMValueRef site = cg_site_number(c, i->site);
  LLVMValueRef failed = LLVMBuildCall2(c->build, compute_type(c), g->compute, &site, 1, "");
  if (f->on_failure) cg_fail_when(f, failed, false);
  LLVMBuildBr(c->build, ready);
  cg_block_enter(f, ready);
  LLVMValueRef *values = ARENA_ARRAY(c->home, LLVMValueRef, i->dest_count);
  cg_load_value(c, c->flat->globals.items[i->target].type, g->value, values);
  for (uint32_t k = 0; k < i->dest_count; k++) cg_set(f, i, k, values[k]);
}
