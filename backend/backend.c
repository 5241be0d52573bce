/* From a counted module to bytes: a context and a machine a job, the code generator, LLVM's passes, the writer. */

#include "backend/backend.h"

#include "backend/cg.h"
#include "backend/emit.h"
#include "backend/llvm_err.h"
#include "backend/llvm_init.h"
#include "backend/optimize.h"

typedef struct unit {
  LLVMContextRef context;
  LLVMModuleRef module;
  LLVMTargetMachineRef machine;
  strbuf *complaints; /* what LLVM reports while it works */
} unit;

static bool unit_open(arena *home, const backend_job *job, bool names, unit *u, str *error) {
  llvm_init();
  u->machine = target_machine_new(home, job->target, job->use, job->cpu, job->level, error);
  if (!u->machine) return false;
  u->context = LLVMContextCreate();
  u->complaints = ARENA_NEW(home, strbuf);
  *u->complaints = strbuf_new(home);
  llvm_err_capture(u->context, u->complaints);
  LLVMContextSetDiscardValueNames(u->context, !names);
  u->module = LLVMModuleCreateWithNameInContext(job->file, u->context);
  target_module_setup(u->module, u->machine);
  return true;
}

static void unit_close(unit *u) {
  LLVMDisposeModule(u->module);
  LLVMContextDispose(u->context);
  LLVMDisposeTargetMachine(u->machine);
}

static bool unit_build(arena *home, const backend_job *job, unit *u, str *error) {
  cg_module(home, job, u->module);
  if (job->level >= 2 && !optimize_link_runtime(home, u->module, job->target, error)) return false;
  static const char *const names[] = {[TARGET_JIT] = "gael_program", [TARGET_LINKED] = "gael_program,main"};
  const char *exports = job->use == TARGET_LIBRARY ? job->exported : names[job->use];
  if (job->module->tier) exports = NULL; /* it has said itself what others see */
  return optimize_module(home, u->module, u->machine, job->level, exports, error);
}

typedef bool unit_write(arena *home, LLVMModuleRef m, LLVMTargetMachineRef machine, str *out, str *error);

static bool write_ir(arena *home, LLVMModuleRef m, LLVMTargetMachineRef machine, str *out, str *error) {
  (void)machine, (void)error;
  *out = emit_ir(home, m);
  return true;
}

static bool run(arena *home, const backend_job *job, unit_write *write, bool names, str *out, str *error) {
  unit u;
  if (!unit_open(home, job, names, &u, error)) return false;
  bool done = unit_build(home, job, &u, error) && write(home, u.module, u.machine, out, error);
  unit_close(&u);
  if (done && u.complaints->len) *error = strbuf_str(u.complaints);
  return done && !u.complaints->len;
}

bool backend_object(arena *home, const backend_job *job, str *object, str *error) {
  return run(home, job, emit_object, false, object, error);
}

bool backend_asm(arena *home, const backend_job *job, str *text, str *error) {
  return run(home, job, emit_asm, false, text, error);
}

bool backend_ir(arena *home, const backend_job *job, str *text, str *error) {
  return run(home, job, write_ir, true, text, error);
}
