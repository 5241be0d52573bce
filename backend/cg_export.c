/* A definition that C calls: bool name(arguments, result *). Its arguments become words, one each, and the runtime does the
   rest (runtime/export.h); so conventions for structures, which differ between machines, are not met. */

#include "backend/cg.h"

static LLVMTypeRef c_parameter(const cg *c, const ir_type *t) {
  switch ((int)t->kind) {
    case IRT_INT: return c->t.i64;
    case IRT_FLOAT: return c->t.f64;
    case IRT_BOOL: return c->t.i1;
    case IRT_CHAR: return c->t.i32;
    default: return c->t.ptr;
  }
}

static LLVMValueRef word_of(cg *c, const ir_type *t, LLVMValueRef argument) {
  switch ((int)t->kind) {
    case IRT_INT: return argument;
    case IRT_FLOAT: return LLVMBuildBitCast(c->build, argument, c->t.i64, "");
    case IRT_BOOL:
    case IRT_CHAR: return LLVMBuildZExt(c->build, argument, c->t.i64, "");
    default: return LLVMBuildPtrToInt(c->build, argument, c->t.i64, "");
  }
}

static LLVMValueRef declare(cg *c, const char *name) {
  const flat_module *m = c->flat;
  bool gives = m->result->kind != IRT_UNIT;
  LLVMTypeRef *types = ARENA_ARRAY(c->home, LLVMTypeRef, m->argc + 1);
  for (uint32_t i = 0; i < m->argc; i++) types[i] = c_parameter(c, m->args[i]);
  types[m->argc] = c->t.ptr;
  LLVMValueRef f = LLVMAddFunction(c->module, name, LLVMFunctionType(c->t.i1, types, m->argc + gives, false));
  cg_attribute(c, f, LLVMAttributeReturnIndex, "zeroext", 0);
  for (uint32_t i = 0; i < m->argc; i++)
    if (types[i] == c->t.i1) cg_attribute(c, f, i + 1, "zeroext", 0);
  return f;
}

void cg_export_define(cg *c, LLVMValueRef program, const char *name) {
  const flat_module *m = c->flat;
  LLVMTypeRef host_types[] = {c->t.ptr, c->t.ptr, c->t.ptr};
  LLVMTypeRef host_type = LLVMFunctionType(c->t.i1, host_types, 3, false);
  LLVMValueRef host = LLVMAddFunction(c->module, "gl_export", host_type), f = declare(c, name);
  cg_attribute(c, host, LLVMAttributeReturnIndex, "zeroext", 0);
  LLVMPositionBuilderAtEnd(c->build, LLVMAppendBasicBlockInContext(c->context, f, ""));
  LLVMTypeRef words = LLVMArrayType2(c->t.i64, m->argc + 1);
  LLVMValueRef slots = LLVMBuildAlloca(c->build, words, "");
  for (uint32_t i = 0; i < m->argc; i++) {
    LLVMValueRef word = word_of(c, m->args[i], LLVMGetParam(f, i));
    LLVMBuildStore(c->build, word, cg_at(c, slots, 8 * i));
  }
  LLVMValueRef result = m->result->kind == IRT_UNIT ? LLVMConstNull(c->t.ptr) : LLVMGetParam(f, m->argc);
  LLVMValueRef args[] = {program, slots, result};
  LLVMBuildRet(c->build, LLVMBuildCall2(c->build, host_type, host, args, 3, ""));
}
