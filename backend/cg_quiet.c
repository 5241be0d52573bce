/* Calls out of a hot path that leave its registers alone: functions of the module's own that save what they use, so
   that the path need not save anything before it for the sake of a call that hardly ever happens. Where LLVM has no
   such convention the call is an ordinary one. */

#include "backend/cg.h"

enum { CONVENTION_PRESERVE_MOST = 14 };

static LLVMValueRef declare(cg *c, const char *name, LLVMTypeRef type) {
  LLVMValueRef f = LLVMAddFunction(c->module, name, type);
  LLVMSetLinkage(f, LLVMInternalLinkage);
  LLVMSetFunctionCallConv(f, CONVENTION_PRESERVE_MOST);
  static const char *const facts[] = {"nounwind", "noinline", "cold"};
  for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
    cg_attribute(c, f, LLVMAttributeFunctionIndex, facts[i], 0);
  return f;
}

/* As the runtime's function, which takes the same and gives the same. */
static void define(cg *c, LLVMValueRef f, cg_rt which) {
  LLVMBasicBlockRef here = LLVMGetInsertBlock(c->build);
  LLVMMetadataRef place = LLVMGetCurrentDebugLocation2(c->build);
  LLVMSetCurrentDebugLocation2(c->build, NULL);
  LLVMPositionBuilderAtEnd(c->build, LLVMAppendBasicBlockInContext(c->context, f, ""));
  LLVMValueRef argument = LLVMGetParam(f, 0), result = cg_rt_call(c, which, &argument, 1);
  if (LLVMTypeOf(result) == c->t.none) LLVMBuildRetVoid(c->build);
  else LLVMBuildRet(c->build, result);
  LLVMPositionBuilderAtEnd(c->build, here);
  LLVMSetCurrentDebugLocation2(c->build, place);
}

LLVMValueRef cg_quiet_call(cg *c, cg_rt which, const char *name, LLVMValueRef argument) {
  bool known = c->pointer_size == 8 && !c->job->target->alike; /* x86-64 and AArch64 */
  if (!known || cg_fast(c)) return cg_rt_call(c, which, &argument, 1);
  LLVMTypeRef type = LLVMGlobalGetValueType(cg_rt_function(c, which));
  LLVMValueRef f = LLVMGetNamedFunction(c->module, name);
  if (!f) {
    f = declare(c, name, type);
    define(c, f, which);
  }
  LLVMValueRef call = LLVMBuildCall2(c->build, type, f, &argument, 1, "");
  LLVMSetInstructionCallConv(call, CONVENTION_PRESERVE_MOST);
  return call;
}
