#include <fcntl.h>
#include <llvm-c/Core.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/build_id.h"
#include "backend/elf_join.h"
#include "backend/emit.h"
#include "backend/jit.h"
#include "backend/jit_cache.h"
#include "backend/optimize.h"
#include "backend/target.h"
#include "tests/unit/unit.h"

static int64_t host_counter;
static int64_t host_add(int64_t by) { return host_counter += by; }

static arena *home;

/* One module under construction. */
typedef struct unit {
  LLVMContextRef context;
  LLVMModuleRef module;
  LLVMBuilderRef builder;
  LLVMTargetMachineRef machine;
  LLVMTypeRef i64;
} unit;

static unit unit_new(target_use use, unsigned level) {
  str error = STR("");
  unit u = {.machine = target_machine_new(home, target_host(), use, NULL, level, &error)};
  CU_ASSERT_PTR_NOT_NULL_FATAL(u.machine);
  u.context = LLVMContextCreate();
  u.module = LLVMModuleCreateWithNameInContext("test", u.context);
  u.builder = LLVMCreateBuilderInContext(u.context);
  u.i64 = LLVMInt64TypeInContext(u.context);
  target_module_setup(u.module, u.machine);
  return u;
}

static void unit_free(unit *u) {
  LLVMDisposeBuilder(u->builder);
  LLVMDisposeModule(u->module);
  LLVMContextDispose(u->context);
  LLVMDisposeTargetMachine(u->machine);
}

/* Starts a function of `count` Ints. */
static LLVMValueRef open_function(unit *u, const char *name, unsigned count) {
  LLVMTypeRef parameters[] = {u->i64, u->i64};
  LLVMValueRef f = LLVMAddFunction(u->module, name, LLVMFunctionType(u->i64, parameters, count, 0));
  LLVMPositionBuilderAtEnd(u->builder, LLVMAppendBasicBlockInContext(u->context, f, ""));
  return f;
}

/* add(a,b) = tally(a+b), where tally is the host's and `total` a variable of the module's own. */
static void build_adder(unit *u) {
  LLVMValueRef total = LLVMAddGlobal(u->module, u->i64, "total");
  LLVMSetInitializer(total, LLVMConstInt(u->i64, 100, 0));
  LLVMTypeRef tally_type = LLVMFunctionType(u->i64, &u->i64, 1, 0);
  LLVMValueRef tally = LLVMAddFunction(u->module, "tally", tally_type);
  LLVMValueRef f = open_function(u, "add", 2);
  LLVMValueRef sum = LLVMBuildAdd(u->builder, LLVMGetParam(f, 0), LLVMGetParam(f, 1), "");
  LLVMValueRef old = LLVMBuildLoad2(u->builder, u->i64, total, "");
  LLVMBuildStore(u->builder, LLVMBuildAdd(u->builder, old, sum, ""), total);
  LLVMBuildRet(u->builder, LLVMBuildCall2(u->builder, tally_type, tally, &sum, 1, ""));
}

static str adder_object(unsigned level) {
  unit u = unit_new(TARGET_JIT, level);
  build_adder(&u);
  str object = STR(""), error = STR("");
  CU_ASSERT_TRUE(optimize_module(home, u.module, u.machine, level, false, "add,total", &error));
  CU_ASSERT_TRUE(emit_object(home, u.module, u.machine, &object, &error));
  CU_ASSERT_EQUAL(error.len, 0);
  unit_free(&u);
  return object;
}

typedef int64_t adder(int64_t, int64_t);

static const jit_symbol *tally(void) {
  static jit_symbol symbol = {"tally", NULL};
  symbol.address = (void *)(uintptr_t)host_add;
  return &symbol;
}

static void runs_at_every_level(void) {
  for (unsigned level = 0; level < OPTIMIZE_LEVELS; level++) {
    str error = STR("");
    jit_code *code = jit_load(home, adder_object(level), tally(), 1, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(code);
    adder *add = (adder *)jit_find_function(code, "add");
    int64_t *total = jit_find(code, "total");
    CU_ASSERT_PTR_NOT_NULL_FATAL(total);
    jit_debug_register(code);
    host_counter = 1;
    CU_ASSERT_EQUAL(add(2, 3), 6);
    CU_ASSERT_EQUAL(*total, 105);
    CU_ASSERT_PTR_NULL(jit_find(code, "no such name"));
    const void *start = jit_find(code, "add");
    CU_ASSERT(start >= jit_code_range(code).start && start < jit_code_range(code).end);
    jit_unload(code);
  }
}

static void names_an_unknown_symbol(void) {
  str error = STR("");
  CU_ASSERT_PTR_NULL(jit_load(home, adder_object(0), NULL, 0, &error));
  CU_ASSERT_TRUE(str_eq(error, STR("unknown symbol tally")));
}

static void rejects_what_is_no_object(void) {
  str error = STR("");
  str object = adder_object(0);
  char *broken = arena_copy(home, object.ptr, object.len, 16);
  CU_ASSERT_PTR_NULL(jit_load(home, (str){broken, 20}, tally(), 1, &error));
  broken[1] = 'X';
  CU_ASSERT_PTR_NULL(jit_load(home, (str){broken, object.len}, tally(), 1, &error));
  CU_ASSERT(error.len != 0);
}

/* The C library is far away from the code; calls reach it through stubs, constants and jump tables are in reach. */
static void reaches_the_c_library(void) {
  for (unsigned level = 0; level < OPTIMIZE_LEVELS; level++) {
    unit u = unit_new(TARGET_JIT, level);
    LLVMTypeRef f64 = LLVMDoubleTypeInContext(u.context), type = LLVMFunctionType(f64, &f64, 1, 0);
    LLVMValueRef callee = LLVMAddFunction(u.module, "sin", type), f = LLVMAddFunction(u.module, "twice", type);
    LLVMPositionBuilderAtEnd(u.builder, LLVMAppendBasicBlockInContext(u.context, f, ""));
    LLVMValueRef x = LLVMGetParam(f, 0), y = LLVMBuildCall2(u.builder, type, callee, &x, 1, "");
    LLVMBuildRet(u.builder, LLVMBuildFMul(u.builder, y, LLVMConstReal(f64, 2.0), ""));
    str object = STR(""), error = STR("");
    CU_ASSERT_TRUE(optimize_module(home, u.module, u.machine, level, false, "twice", &error));
    CU_ASSERT_TRUE_FATAL(emit_object(home, u.module, u.machine, &object, &error));
    jit_code *code = jit_load(home, object, NULL, 0, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(code);
    double (*twice)(double) = (double (*)(double))jit_find_function(code, "twice");
    CU_ASSERT_EQUAL(twice(1.0), 2.0 * sin(1.0));
    jit_unload(code);
    unit_free(&u);
  }
}

/* f(a, b) = gl_fmod a b: the body comes into f, the C library's function that it calls stays where it is. */
static void inlines_the_runtime(void) {
  unit u = unit_new(TARGET_JIT, 2);
  LLVMTypeRef f64 = LLVMDoubleTypeInContext(u.context), parameters[] = {f64, f64};
  LLVMTypeRef type = LLVMFunctionType(f64, parameters, 2, 0);
  LLVMValueRef callee = LLVMAddFunction(u.module, "gl_fmod", type), f = LLVMAddFunction(u.module, "rest", type);
  LLVMPositionBuilderAtEnd(u.builder, LLVMAppendBasicBlockInContext(u.context, f, ""));
  LLVMValueRef arguments[] = {LLVMGetParam(f, 0), LLVMGetParam(f, 1)};
  LLVMBuildRet(u.builder, LLVMBuildCall2(u.builder, type, callee, arguments, 2, ""));
  str bytes = STR(""), error = STR("");
  CU_ASSERT_TRUE(optimize_link_runtime(home, u.module, target_host(), &error));
  CU_ASSERT_TRUE(optimize_module(home, u.module, u.machine, 2, false, "rest", &error));
  CU_ASSERT_PTR_NULL(strstr(emit_ir(home, u.module).ptr, "@gl_fmod"));
  CU_ASSERT_TRUE_FATAL(emit_object(home, u.module, u.machine, &bytes, &error));
  jit_code *code = jit_load(home, bytes, NULL, 0, &error);
  CU_ASSERT_PTR_NOT_NULL_FATAL(code);
  double (*rest)(double, double) = (double (*)(double, double))jit_find_function(code, "rest");
  CU_ASSERT_EQUAL(rest(-7.0, 2.0), 1.0);
  jit_unload(code);
  unit_free(&u);
}

/* tally(n) = 2*n, which only the other parts of a program mean. */
static str tally_object(void) {
  unit u = unit_new(TARGET_JIT, 0);
  LLVMValueRef f = open_function(&u, "tally", 1);
  LLVMSetVisibility(f, LLVMProtectedVisibility);
  LLVMBuildRet(u.builder, LLVMBuildMul(u.builder, LLVMGetParam(f, 0), LLVMConstInt(u.i64, 2, 0), ""));
  str object = STR(""), error = STR("");
  CU_ASSERT_TRUE(emit_object(home, u.module, u.machine, &object, &error));
  unit_free(&u);
  return object;
}

static void joins_objects(void) {
  for (uint32_t first = 0; first < 2; first++) {
    str objects[2], joined, error = STR("");
    objects[first] = adder_object(0);
    objects[1 - first] = tally_object();
    CU_ASSERT_TRUE_FATAL(elf_join(home, 2, objects, &joined, &error));
    jit_code *code = jit_load(home, joined, NULL, 0, &error); /* nothing is left open */
    CU_ASSERT_PTR_NOT_NULL_FATAL(code);
    CU_ASSERT_EQUAL(((adder *)jit_find_function(code, "add"))(3, 4), 14);
    CU_ASSERT_EQUAL(*(int64_t *)jit_find(code, "total"), 107);
    CU_ASSERT_PTR_NULL(jit_find(code, "tally"));
    jit_unload(code);
  }
}

static void joins_what_fits_together(void) {
  str twice[] = {adder_object(0), adder_object(0)}, broken[] = {adder_object(0), STR("no object")}, joined;
  str error = STR("");
  CU_ASSERT_FALSE(elf_join(home, 2, twice, &joined, &error));
  CU_ASSERT_PTR_NOT_NULL(memmem(error.ptr, error.len, "is defined twice", 16));
  CU_ASSERT_FALSE(elf_join(home, 2, broken, &joined, &error));
  CU_ASSERT_TRUE(str_eq(error, STR("not a relocatable object of one machine")));
}

static void shows_assembly_and_ir(void) {
  unit u = unit_new(TARGET_LINKED, 0);
  build_adder(&u);
  str text = STR(""), error = STR("");
  str ir = emit_ir(home, u.module);
  CU_ASSERT_PTR_NOT_NULL(strstr(ir.ptr, "define i64 @add(i64 %0, i64 %1)"));
  CU_ASSERT_TRUE(emit_asm(home, u.module, u.machine, &text, &error));
  CU_ASSERT_PTR_NOT_NULL(memmem(text.ptr, text.len, "tally", 5));
  unit_free(&u);
}

static void reports_a_broken_module(void) {
  unit u = unit_new(TARGET_JIT, 0);
  open_function(&u, "unfinished", 0);
  str error = STR("");
  CU_ASSERT_FALSE(optimize_verify(home, u.module, &error));
  CU_ASSERT(error.len != 0);
  unit_free(&u);
}

static void finds_targets(void) {
  CU_ASSERT_PTR_EQUAL(target_find(STR("x86_64-linux")), target_host());
  CU_ASSERT_PTR_EQUAL(target_find(STR("amd64")), target_host());
  CU_ASSERT_PTR_NULL(target_find(STR("amd")));
  CU_ASSERT_PTR_NULL(target_find(STR("")));
  for (uint32_t i = 0; i < target_count(); i++) {
    str error = STR("");
    LLVMTargetMachineRef machine = target_machine_new(home, target_at(i), TARGET_LINKED, NULL, 2, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(machine);
    LLVMDisposeTargetMachine(machine);
  }
}

static void knows_the_cpus(void) {
  str error = STR("");
  for (const char *const *cpu = (const char *const[]){"x86-64-v3", "native", NULL}; *cpu != NULL; cpu++) {
    LLVMTargetMachineRef machine = target_machine_new(home, target_host(), TARGET_JIT, *cpu, 2, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(machine);
    LLVMDisposeTargetMachine(machine);
  }
  CU_ASSERT_PTR_NULL(target_machine_new(home, target_host(), TARGET_JIT, "z80", 2, &error));
  CU_ASSERT_STRING_EQUAL(error.ptr, "x86_64-linux has no CPU called z80; code without --cpu is for every x86-64, native is "
                                    "for this machine's");
  CU_ASSERT_PTR_NULL(target_machine_new(home, target_host(), TARGET_JIT, "skylak", 2, &error));
  CU_ASSERT_STRING_EQUAL(error.ptr, "x86_64-linux has no CPU called skylak; near are: skylake");
}

/* The cache */

static char cache_directory[] = "/tmp/gael-cache-XXXXXX";

static char *entry_path(jit_key key) {
  return (char *)str_printf(home, "%s/%016llx%016llx", cache_directory, (unsigned long long)key.high,
                            (unsigned long long)key.low)
      .ptr;
}

static void flip_byte(const char *path, off_t at) {
  char c = 0;
  int fd = open(path, O_RDWR);
  CU_ASSERT_EQUAL(pread(fd, &c, 1, at), 1);
  c = (char)(c ^ 1);
  CU_ASSERT_EQUAL(pwrite(fd, &c, 1, at), 1);
  close(fd);
}

static void tells_keys_apart(void) {
  jit_key a = jit_key_of(STR("1+1"), STR("-O2")), b = jit_key_of(STR("1+1"), STR("-O2"));
  CU_ASSERT(build_id().len != 0);
  CU_ASSERT(a.high == b.high && a.low == b.low);
  const jit_key others[] = {jit_key_of(STR("1+2"), STR("-O2")), jit_key_of(STR("1+1"), STR("-O0")),
                            jit_key_of(STR("21+1"), STR("-O")), jit_key_of(STR(""), STR(""))};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++) CU_ASSERT(others[i].low != a.low);
}

static void gives_back_what_was_put(void) {
  jit_cache *cache = jit_cache_open(home);
  CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
  jit_key key = jit_key_of(STR("the adder"), STR(""));
  str object, metadata, error = STR("");
  CU_ASSERT_FALSE(jit_cache_get(cache, home, key, &object, &metadata));
  jit_cache_put(cache, key, adder_object(0), STR("about it"));
  CU_ASSERT_TRUE_FATAL(jit_cache_get(cache, home, key, &object, &metadata));
  CU_ASSERT_TRUE(str_eq(metadata, STR("about it")));
  jit_code *code = jit_load(home, object, tally(), 1, &error);
  CU_ASSERT_PTR_NOT_NULL_FATAL(code);
  host_counter = 0;
  CU_ASSERT_EQUAL(((adder *)jit_find_function(code, "add"))(40, 2), 42);
  jit_unload(code);
  jit_cache_close(cache);
}

static void ignores_damaged_entries(void) {
  jit_cache *cache = jit_cache_open(home);
  jit_key key = jit_key_of(STR("damaged"), STR(""));
  str object, metadata;
  jit_cache_put(cache, key, STR("some object"), STR("meta"));
  struct stat s;
  CU_ASSERT_EQUAL(stat(entry_path(key), &s), 0);
  for (off_t at = 0; at < s.st_size; at += 3) {
    flip_byte(entry_path(key), at);
    CU_ASSERT_FALSE(jit_cache_get(cache, home, key, &object, &metadata));
    flip_byte(entry_path(key), at);
  }
  CU_ASSERT_TRUE(jit_cache_get(cache, home, key, &object, &metadata));
  for (off_t size = s.st_size - 1; size >= 0; size -= 5) {
    CU_ASSERT_EQUAL(truncate(entry_path(key), size), 0);
    CU_ASSERT_FALSE(jit_cache_get(cache, home, key, &object, &metadata));
  }
  jit_cache_put(cache, key, STR("some object"), STR("meta"));
  CU_ASSERT_TRUE(jit_cache_get(cache, home, key, &object, &metadata));
  jit_cache_close(cache);
}

static void is_off_when_unsafe_or_unwanted(void) {
  str object, metadata;
  CU_ASSERT_EQUAL(chmod(cache_directory, 0777), 0);
  CU_ASSERT_PTR_NULL(jit_cache_open(home));
  CU_ASSERT_EQUAL(chmod(cache_directory, 0700), 0);
  setenv("GAEL_CACHE", "off", 1);
  CU_ASSERT_PTR_NULL(jit_cache_open(home));
  CU_ASSERT_FALSE(jit_cache_get(NULL, home, jit_key_of(STR(""), STR("")), &object, &metadata));
  jit_cache_put(NULL, jit_key_of(STR(""), STR("")), STR(""), STR(""));
  jit_cache_close(NULL);
  setenv("GAEL_CACHE", cache_directory, 1);
}

static uint64_t directory_bytes(void) {
  FILE *du = popen(str_printf(home, "du -s --block-size=1 %s", cache_directory).ptr, "r");
  unsigned long long bytes = 0;
  CU_ASSERT_EQUAL(fscanf(du, "%llu", &bytes), 1);
  pclose(du);
  return bytes;
}

static void stays_bounded(void) {
  enum { ENTRY = 1 << 20, COUNT = 160 };
  jit_cache *cache = jit_cache_open(home);
  str object = {arena_zalloc(home, ENTRY, 16), ENTRY}, got, metadata;
  jit_key newest = {0};
  for (uint64_t i = 1; i <= COUNT; i++) jit_cache_put(cache, newest = (jit_key){i, i}, object, STR(""));
  CU_ASSERT(directory_bytes() < (uint64_t)100 << 20);
  CU_ASSERT_TRUE(jit_cache_get(cache, home, newest, &got, &metadata));
  CU_ASSERT_FALSE(jit_cache_get(cache, home, (jit_key){1, 1}, &got, &metadata));
  jit_cache_close(cache);
}

int main(void) {
  static const unit_case jit[] = {
      {"runs at every level", runs_at_every_level},
      {"names an unknown symbol", names_an_unknown_symbol},
      {"rejects what is no object", rejects_what_is_no_object},
      {"reaches the C library", reaches_the_c_library},
      {"inlines the runtime", inlines_the_runtime},
      {"joins objects", joins_objects},
      {"joins what fits together", joins_what_fits_together},
      {"shows assembly and IR", shows_assembly_and_ir},
      {"reports a broken module", reports_a_broken_module},
      {"finds targets", finds_targets},
      {"knows the CPUs", knows_the_cpus},
  };
  static const unit_case cache[] = {
      {"tells keys apart", tells_keys_apart},
      {"gives back what was put", gives_back_what_was_put},
      {"ignores damaged entries", ignores_damaged_entries},
      {"is off when unsafe or unwanted", is_off_when_unsafe_or_unwanted},
      {"stays bounded", stays_bounded},
  };
  home = arena_new("test");
  if (mkdtemp(cache_directory) == NULL || setenv("GAEL_CACHE", cache_directory, 1) != 0) return 1;
  int failed = unit_run("jit", jit, sizeof jit / sizeof *jit);
  failed |= unit_run("jit_cache", cache, sizeof cache / sizeof *cache);
  failed |= system(str_printf(home, "rm -rf %s", cache_directory).ptr) != 0;
  arena_free(home);
  return failed;
}
