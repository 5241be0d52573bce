#include "backend/target.h"

#include <string.h>

#include "backend/lld_shim.h"
#include "backend/llvm_err.h"
#include "backend/llvm_init.h"
#include "support/bug.h"

static const target TARGETS[] = {
#define X(llvm, ...) {__VA_ARGS__},
#include "backend/target.def"
#undef X
};

uint32_t target_count(void) { return sizeof TARGETS / sizeof *TARGETS; }

const target *target_at(uint32_t i) {
  GAEL_ASSERT(i < target_count());
  return &TARGETS[i];
}

const target *target_host(void) { return &TARGETS[0]; }

/* Is `name`, whose letters are small, one of the words of `list`? */
static bool has_word(const char *list, str name) {
  for (const char *at = list; *at != '\0';) {
    size_t length = strcspn(at, " ");
    if (str_eq((str){at, length}, name)) return true;
    at += length + (at[length] == ' ');
  }
  return false;
}

/* A triple whose machine is one of ours, on our system: arm-linux-gnueabihf and aarch64-unknown-linux-gnu differ from ours in
   a C library that a static program does not show. */
static bool is_triple_of(const target *t, str name) {
  const char *end = memchr(name.ptr, '-', name.len);
  if (end == NULL) return false;
  str machine = {name.ptr, (size_t)(end - name.ptr)};
  size_t own = strcspn(t->name, "-");
  bool same = str_eq(machine, (str){t->name, own}) || has_word(t->aliases, machine);
  const char *system = t->name + own;
  return same && memmem(name.ptr, name.len, system, strlen(system)) != NULL;
}

static str small_letters(str name, char *room, size_t size) {
  for (size_t i = 0; i < name.len && i < size; i++)
    room[i] = (char)(name.ptr[i] >= 'A' && name.ptr[i] <= 'Z' ? name.ptr[i] + 32 : name.ptr[i]);
  return (str){room, name.len < size ? name.len : size};
}

const target *target_find(str name) {
  char room[64];
  str small = small_letters(name, room, sizeof room);
  for (uint32_t i = 0; i < target_count(); i++)
    if (has_word(TARGETS[i].name, small) || has_word(TARGETS[i].aliases, small)) return &TARGETS[i];
  for (uint32_t i = 0; i < target_count(); i++)
    if (is_triple_of(&TARGETS[i], small)) return &TARGETS[i];
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
  const char *features = t->features ? t->features : "";
  if (cpu == NULL) return machine_new(llvm, t, use, t->cpu, features, level);
  if (strcmp(cpu, "native") != 0) {
    if (lld_shim_knows_cpu(t->triple, cpu)) return machine_new(llvm, t, use, cpu, features, level);
    *error = str_printf(home, "%s has no CPU called %s", t->name, cpu);
    return NULL;
  }
  if (t != target_host()) {
    *error = str_printf(home, "the native CPU is that of %s, not of %s", target_host()->name, t->name);
    return NULL;
  }
  char *host = LLVMGetHostCPUName(), *has = LLVMGetHostCPUFeatures();
  LLVMTargetMachineRef machine = machine_new(llvm, t, use, host, has, level);
  LLVMDisposeMessage(host);
  LLVMDisposeMessage(has);
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
