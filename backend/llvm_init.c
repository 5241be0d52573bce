#include "backend/llvm_init.h"

#include <llvm-c/ErrorHandling.h>
#include <llvm-c/Support.h>
#include <llvm-c/Target.h>
#include <pthread.h>
#include <unistd.h>

#include "backend/llvm_compat.h"
#include "backend/prefault.h"
#include "support/bug.h"

/* The linker's bounds of the sections that cmake/llvm_lazy.sh gathers the constructors in. */
typedef void constructor(int argc, char **argv, char **environment);
extern constructor *const __start_llvm_init_early[], *const __stop_llvm_init_early[];
extern constructor *const __start_llvm_init_late[], *const __stop_llvm_init_late[];

static void run_constructors(constructor *const *from, constructor *const *to) {
  for (; from < to; from++) (*from)(0, NULL, environ);
}

#define INIT_TARGET(llvm)             \
  do {                                \
    LLVMInitialize##llvm##TargetInfo(); \
    LLVMInitialize##llvm##Target();     \
    LLVMInitialize##llvm##TargetMC();   \
    LLVMInitialize##llvm##AsmPrinter(); \
  } while (0)

/* LLVM 19 saves registers at the wrong place when it shrink-wraps a function that ends in a musttail call with
   arguments on the stack (LLVM #109279); without shrink-wrapping every tail call is right and nothing measurable is
   lost. */
static void set_options(void) {
  static const char *const options[] = {"gael", "-enable-shrink-wrap=false"};
  LLVMParseCommandLineOptions(2, options, NULL);
}

/* LLVM would end the process itself. */
static void on_fatal_error(const char *reason) { gael_bug("LLVM: %s", reason); }

static void init_early(void) {
  prefault_pages();
  run_constructors(__start_llvm_init_early, __stop_llvm_init_early);
  INIT_TARGET(X86);
  set_options();
  LLVMInstallFatalErrorHandler(on_fatal_error);
}

static void init_late(void) {
  run_constructors(__start_llvm_init_late, __stop_llvm_init_late);
#ifdef GAEL_TARGET_AARCH64
  INIT_TARGET(AArch64);
#endif
#ifdef GAEL_TARGET_ARM
  INIT_TARGET(ARM);
#endif
#ifdef GAEL_TARGET_RISCV
  INIT_TARGET(RISCV);
#endif
#ifdef GAEL_TARGET_WEBASSEMBLY
  INIT_TARGET(WebAssembly);
#endif
}

void llvm_init(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, init_early);
}

void llvm_init_all(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  llvm_init();
  pthread_once(&once, init_late);
}
