/* Arguments that registers do not hold, where LLVM's stack for them is not to be had. They wait in places of the thread's, all parts of a program the same, from which
   the callee takes them before it does anything else. RISC-V's tail calls are guaranteed in registers only. On ARM, 32- and 64-bit, LLVM 19 reads what it
   has spilled through a stack pointer that the callee moved (x86-64's is put right at once, theirs behind the reloads), and on 32-bit ARM callers and callees
   do not agree by how much. */

#include "backend/cg.h"

static LLVMValueRef place(cg *c, uint32_t n) {
  const char *name = str_printf(c->home, "gael.passed.%u", n).ptr;
  LLVMValueRef passed = LLVMGetNamedGlobal(c->module, name);
  if (passed) return passed;
  passed = LLVMAddGlobal(c->module, c->t.i64, name);
  LLVMSetInitializer(passed, LLVMConstNull(c->t.i64));
  LLVMSetLinkage(passed, LLVMLinkOnceODRLinkage);
  LLVMSetVisibility(passed, LLVMHiddenVisibility);
  LLVMSetThreadLocal(passed, !c->job->target->bare);
  return passed;
}

void cg_beyond_pass(cg *c, uint32_t n, LLVMValueRef scalar) { LLVMBuildStore(c->build, scalar, place(c, n)); }

LLVMValueRef cg_beyond_take(cg *c, uint32_t n, LLVMTypeRef type) { return LLVMBuildLoad2(c->build, type, place(c, n), ""); }

/* Where arguments go is said by the procedure call standards: "Procedure Call Standard for the Arm Architecture", 6.4 and 7.1, and that "for the Arm 64-bit
   Architecture", 6.8. */
bool cg_in_register(const cg *c, cg_registers *r, LLVMTypeRef type) {
  enum { FLOATS = 8, WORDS_64 = 8, WORDS_32 = 4 };
  bool pair = c->pointer_size == 4 && type == c->t.i64;
  uint32_t most = c->pointer_size == 4 ? WORDS_32 : WORDS_64, from = pair ? (r->words + 1) & ~1u : r->words;
  if (type == c->t.f64) return r->floats < FLOATS && ++r->floats;
  if (from + 1 + pair > most) return false;
  r->words = from + 1 + pair;
  return true;
}
