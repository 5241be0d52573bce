#include "backend/target.h"

#include <string.h>

#include "backend/lld_shim.h"
#include "backend/llvm_err.h"
#include "backend/llvm_init.h"
#include "support/bug.h"
#include "support/nearest.h"

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
  for (str word; str_word(&list, ' ', &word);)
    if (str_eq(word, name)) return true;
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
  if (level == 0 && t == target_host()) lld_shim_jump_far(machine);
  return machine;
}

/* ---- unknown CPUs ---- */

enum { NEAR_MOST = 4 };

typedef struct near_cpus {
  str wanted;
  uint32_t distance;
  const char *names[NEAR_MOST];
  uint32_t count;
} near_cpus;

static void offer_cpu(void *context, const char *cpu) {
  near_cpus *n = context;
  uint32_t distance = suggest_distance(n->wanted, str_of(cpu));
  if (distance > n->distance || (distance == n->distance && n->count == NEAR_MOST)) return;
  if (distance < n->distance) n->count = 0;
  n->distance = distance;
  n->names[n->count++] = cpu;
}

static str no_such_cpu(arena *home, const target *t, const char *cpu) {
  near_cpus n = {.wanted = str_of(cpu), .distance = suggest_for(str_of(cpu)).distance - 1};
  lld_shim_each_cpu(t->triple, offer_cpu, &n);
  strbuf text = strbuf_new(home);
  strbuf_printf(&text, "%s has no CPU called %s", t->name, cpu);
  if (!n.count) strbuf_printf(&text, "; code without --cpu is for every %s, native is for this machine's", t->cpu);
  for (uint32_t i = 0; i < n.count; i++) strbuf_printf(&text, "%s%s", i ? ", " : "; near are: ", n.names[i]);
  return str_printf(home, STR_FMT, STR_ARG(strbuf_str(&text)));
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
    *error = no_such_cpu(home, t, cpu);
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
