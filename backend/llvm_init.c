#include "backend/llvm_init.h"

#include <llvm-c/Support.h>
#include <llvm-c/Target.h>
#include <pthread.h>
#include <unistd.h>

#include "backend/llvm_compat.h"
#include "backend/prefault.h"

/* The linker's bounds of the section that cmake/llvm_lazy.sh gathers the constructors in. */
typedef void constructor(int argc, char **argv, char **environment);
extern constructor *const __start_llvm_init[], *const __stop_llvm_init[];

static void run_constructors(void) {
  for (constructor *const *p = __start_llvm_init; p < __stop_llvm_init; p++) (*p)(0, NULL, environ);
}

static void init_targets(void) {
#define BACKEND(llvm)               \
  LLVMInitialize##llvm##TargetInfo(); \
  LLVMInitialize##llvm##Target();     \
  LLVMInitialize##llvm##TargetMC();   \
  LLVMInitialize##llvm##AsmPrinter();
#ifdef GAEL_TARGET_X86
  BACKEND(X86)
#endif
#ifdef GAEL_TARGET_AARCH64
  BACKEND(AArch64)
#endif
#ifdef GAEL_TARGET_ARM
  BACKEND(ARM)
#endif
#undef BACKEND
}

/* LLVM 19 saves registers at the wrong place when it shrink-wraps a function that ends in a musttail call with arguments on the
   stack (LLVM #109279); without shrink-wrapping every tail call is right and nothing measurable is lost. */
static void set_options(void) {
  static const char *const options[] = {"gael", "-enable-shrink-wrap=false"};
  LLVMParseCommandLineOptions(2, options, NULL);
}

static void start(void) {
  prefault_pages();
  run_constructors();
  init_targets();
  set_options();
}

void llvm_init(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, start);
}
