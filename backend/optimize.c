#include "backend/optimize.h"

#include <llvm-c/Analysis.h>
#include <llvm-c/BitReader.h>
#include <llvm-c/Linker.h>
#include <llvm-c/Transforms/PassBuilder.h>
#include <string.h>

#include "backend/link.h"
#include "backend/llvm_err.h"
#include "backend/llvm_init.h"
#include "support/bug.h"
#include "support/source.h"

#ifdef GAEL_DEBUG
enum { VERIFY = 1 };
#else
enum { VERIFY = 0 };
#endif

bool optimize_verify(arena *home, LLVMModuleRef m, str *error) {
  char *message = NULL;
  bool broken = LLVMVerifyModule(m, LLVMReturnStatusAction, &message) != 0;
  str text = llvm_err_message(home, message);
  if (broken) *error = text;
  return !broken;
}

/* "a,b" becomes "internalize<preserve-gv=a;preserve-gv=b>,globaldce,". */
static void add_internalize(strbuf *passes, const char *exports) {
  const char *separator = "internalize<";
  for (const char *at = exports; *at != '\0';) {
    size_t length = strcspn(at, ",");
    strbuf_printf(passes, "%spreserve-gv=%.*s", separator, (int)length, at);
    separator = ";";
    at += length + (at[length] == ',');
  }
  strbuf_byte(passes, '>');
  strbuf_byte(passes, ',');
}

/* For long programs. Of what default<O2> does it leaves out what brings least for the time it takes: the passes over the
   whole module before inlining, whose work ir/ has done; threading jumps and correlating values; vectors without loops;
   simplifying in between; copies of turns of loops that nobody knows the number of. Else loops get what they get at O2. */
#define COMBINE "instcombine<max-iterations=1;no-verify-fixpoint>"
#define SIMPLIFY "simplifycfg<switch-range-to-icmp>"
static const char FEW[] =
    "cgscc(inline,function-attrs,function(sroa,early-cse<memssa>," COMBINE "," SIMPLIFY
    ",loop-mssa(loop-rotate,licm),loop(loop-idiom,indvars,loop-deletion,loop-unroll-full),gvn,adce," SIMPLIFY "," COMBINE
    ")),elim-avail-extern,globaldce,function(loop-vectorize," COMBINE "," SIMPLIFY ",loop-unroll<O2;no-runtime>,loop-mssa(licm))";

static str pass_string(arena *home, unsigned level, bool part, const char *exports) {
  static const struct {
    bool whole_program;
    const char *passes;
  } LEVELS[OPTIMIZE_LEVELS] = {
      {false, ""},
      {false, "function(sroa,early-cse,simplifycfg)"},
      {true, "default<O2>"},
      {true, "default<O3>"},
  };
  GAEL_ASSERT(level < OPTIMIZE_LEVELS);
  strbuf passes = strbuf_new(home);
  if (LEVELS[level].whole_program && exports) add_internalize(&passes, exports);
  if (LEVELS[level].whole_program) strbuf_add(&passes, STR("globaldce,"));
  strbuf_add(&passes, str_of(part && level == 2 ? FEW : LEVELS[level].passes));
  strbuf_byte(&passes, '\0');
  return (str){passes.ptr, passes.len - 1};
}

bool optimize_module(arena *home, LLVMModuleRef m, LLVMTargetMachineRef machine, unsigned level, bool part,
                     const char *exports, str *error) {
  if (VERIFY && !optimize_verify(home, m, error)) return false;
  str passes = pass_string(home, level, part, exports);
  if (passes.len == 0) return true;
  llvm_init_all();
  LLVMPassBuilderOptionsRef options = LLVMCreatePassBuilderOptions();
  LLVMPassBuilderOptionsSetVerifyEach(options, VERIFY);
  LLVMErrorRef failed = LLVMRunPasses(m, passes.ptr, machine, options);
  LLVMDisposePassBuilderOptions(options);
  if (failed) *error = llvm_err_take(home, failed);
  return !failed;
}

/* The runtime */

extern const char GAEL_RUNTIME_BITCODE_BEGIN[], GAEL_RUNTIME_BITCODE_END[];

/* Nothing inlines into a function whose target features are no superset: the features clang wrote down have to go. */
static void strip_target(LLVMValueRef function) {
  static const char *const attributes[] = {"target-cpu", "target-features", "tune-cpu"};
  for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
    LLVMRemoveStringAttributeAtIndex(function, LLVMAttributeFunctionIndex, attributes[i],
                                     (unsigned)strlen(attributes[i]));
}

/* The bodies serve for inlining only; the definitions are in the runtime the program links or the JIT knows. */
static void make_available(LLVMValueRef global) {
  if (!LLVMIsDeclaration(global) && LLVMGetLinkage(global) == LLVMExternalLinkage)
    LLVMSetLinkage(global, LLVMAvailableExternallyLinkage);
}

static void prepare_runtime(LLVMModuleRef runtime, LLVMModuleRef m) {
  for (LLVMValueRef f = LLVMGetFirstFunction(runtime); f != NULL; f = LLVMGetNextFunction(f)) {
    strip_target(f);
    make_available(f);
  }
  for (LLVMValueRef g = LLVMGetFirstGlobal(runtime); g != NULL; g = LLVMGetNextGlobal(g)) make_available(g);
  LLVMSetTarget(runtime, LLVMGetTarget(m));
}

/* This machine's is aboard, that of the others lies with their libraries. False: it is not there, and the program does without. */
static bool find_bitcode(arena *home, const target *t, str *bitcode) {
  str dir, error;
  *bitcode = (str){GAEL_RUNTIME_BITCODE_BEGIN, (size_t)(GAEL_RUNTIME_BITCODE_END - GAEL_RUNTIME_BITCODE_BEGIN)};
  if (t == target_host()) return true;
  if (!link_target_dir(home, t, &dir, &error)) return false;
  return source_read_file(home, str_printf(home, STR_FMT "/runtime.bc", STR_ARG(dir)).ptr, bitcode);
}

bool optimize_link_runtime(arena *home, LLVMModuleRef m, const target *t, str *error) {
  str bitcode;
  if (!find_bitcode(home, t, &bitcode)) return true;
  LLVMMemoryBufferRef bytes = LLVMCreateMemoryBufferWithMemoryRange(bitcode.ptr, bitcode.len, "runtime", 0);
  LLVMModuleRef runtime = NULL;
  if (LLVMGetBitcodeModuleInContext2(LLVMGetModuleContext(m), bytes, &runtime)) {
    LLVMDisposeMemoryBuffer(bytes);
    *error = STR("the runtime's bitcode is unreadable");
    return false;
  }
  prepare_runtime(runtime, m);
  if (LLVMLinkModules2(m, runtime) == 0) return true;
  *error = str_printf(home, "the runtime's bitcode does not link");
  return false;
}
