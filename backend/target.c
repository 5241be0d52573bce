#include "backend/target.h"

#include <string.h>

#include "backend/lld_shim.h"
#include "backend/llvm_err.h"
#include "backend/llvm_init.h"
#include "support/bug.h"

static const target TARGETS[] = {
#define X(llvm, name, aliases, triple, cpu, features, emulation) {name, aliases, triple, cpu, features, emulation},
#include "backend/target.def"
#undef X
};

uint32_t target_count(void) { return sizeof TARGETS / sizeof *TARGETS; }

const target *target_at(uint32_t i) {
  GAEL_ASSERT(i < target_count());
  return &TARGETS[i];
}

const target *target_host(void) { return &TARGETS[0]; }

/* Is `name` one of the words of `list`? */
static bool has_word(const char *list, str name) {
  for (const char *at = list; *at != '\0';) {
    size_t length = strcspn(at, " ");
    if (str_eq((str){at, length}, name)) return true;
    at += length + (at[length] == ' ');
  }
  return false;
}

const target *target_find(str name) {
  for (uint32_t i = 0; i < target_count(); i++)
    if (has_word(TARGETS[i].name, name) || has_word(TARGETS[i].aliases, name)) return &TARGETS[i];
  return NULL;
}

static LLVMTargetMachineRef machine_new(LLVMTargetRef llvm, const target *t, target_use use, const char *cpu,
                                        const char *features, unsigned level) {
  LLVMTargetMachineOptionsRef options = LLVMCreateTargetMachineOptions();
  LLVMTargetMachineOptionsSetCPU(options, cpu);
  LLVMTargetMachineOptionsSetFeatures(options, features);
  LLVMTargetMachineOptionsSetCodeGenOptLevel(options, (LLVMCodeGenOptLevel)level);
  LLVMTargetMachineOptionsSetRelocMode(options, use == TARGET_LINKED ? LLVMRelocStatic : LLVMRelocPIC);
  LLVMTargetMachineOptionsSetCodeModel(options, LLVMCodeModelSmall);
  LLVMTargetMachineRef machine = LLVMCreateTargetMachineWithOptions(llvm, t->triple, options);
  LLVMDisposeTargetMachineOptions(options);
  return machine;
}

LLVMTargetMachineRef target_machine_new(arena *home, const target *t, target_use use, const char *cpu, unsigned level,
                                        str *error) {
  if (level == 0 && t == target_host()) llvm_init();
  else llvm_init_all();
  LLVMTargetRef llvm = NULL;
  char *message = NULL;
  if (LLVMGetTargetFromTriple(t->triple, &llvm, &message)) {
    *error = llvm_err_message(home, message);
    return NULL;
  }
  if (cpu == NULL) return machine_new(llvm, t, use, t->cpu, t->features, level);
  if (strcmp(cpu, "native") != 0) {
    if (lld_shim_knows_cpu(t->triple, cpu)) return machine_new(llvm, t, use, cpu, t->features, level);
    *error = str_printf(home, "%s has no CPU called %s", t->name, cpu);
    return NULL;
  }
  if (t != target_host()) {
    *error = str_printf(home, "the native CPU is that of %s, not of %s", target_host()->name, t->name);
    return NULL;
  }
  char *host = LLVMGetHostCPUName(), *features = LLVMGetHostCPUFeatures();
  LLVMTargetMachineRef machine = machine_new(llvm, t, use, host, features, level);
  LLVMDisposeMessage(host);
  LLVMDisposeMessage(features);
  return machine;
}

void target_module_setup(LLVMModuleRef m, LLVMTargetMachineRef machine) {
  char *triple = LLVMGetTargetMachineTriple(machine);
  LLVMSetTarget(m, triple);
  LLVMDisposeMessage(triple);
  LLVMTargetDataRef layout = LLVMCreateTargetDataLayout(machine);
  LLVMSetModuleDataLayout(m, layout);
  LLVMDisposeTargetData(layout);
}
