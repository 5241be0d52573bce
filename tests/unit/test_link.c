#include <llvm-c/Core.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/emit.h"
#include "backend/link.h"
#include "backend/optimize.h"
#include "backend/target.h"
#include "tests/unit/unit.h"

static arena *home;
static char directory[] = "/tmp/gael-link-XXXXXX";

/* main() { callee("hello"); return 7; } */
static str hello_object(const char *callee) {
  str object = STR(""), error = STR("");
  LLVMTargetMachineRef machine = target_machine_new(home, target_host(), TARGET_LINKED, NULL, 2, &error);
  CU_ASSERT_PTR_NOT_NULL_FATAL(machine);
  LLVMContextRef c = LLVMContextCreate();
  LLVMModuleRef m = LLVMModuleCreateWithNameInContext("hello", c);
  target_module_setup(m, machine);
  LLVMBuilderRef b = LLVMCreateBuilderInContext(c);
  LLVMTypeRef i32 = LLVMInt32TypeInContext(c), pointer = LLVMPointerTypeInContext(c, 0);
  LLVMTypeRef type = LLVMFunctionType(i32, &pointer, 1, 0);
  LLVMValueRef print = LLVMAddFunction(m, callee, type);
  LLVMValueRef f = LLVMAddFunction(m, "main", LLVMFunctionType(i32, NULL, 0, 0));
  LLVMPositionBuilderAtEnd(b, LLVMAppendBasicBlockInContext(c, f, ""));
  LLVMValueRef text = LLVMBuildGlobalStringPtr(b, "hello", "");
  LLVMBuildCall2(b, type, print, &text, 1, "");
  LLVMBuildRet(b, LLVMConstInt(i32, 7, 0));
  CU_ASSERT_TRUE(optimize_module(home, m, machine, 2, false, "main", &error));
  CU_ASSERT_TRUE(emit_object(home, m, machine, &object, &error));
  LLVMDisposeBuilder(b);
  LLVMDisposeModule(m);
  LLVMContextDispose(c);
  LLVMDisposeTargetMachine(machine);
  return object;
}

static bool link_hello(const char *callee, const char *output, str *error) {
  str object = hello_object(callee);
  link_job job = {.target = target_host(), .objects = &object, .object_count = 1, .output = output};
  return link_output(home, &job, error);
}

static void hello_runs(void) {
  const char *output = str_printf(home, "%s/hello", directory).ptr;
  str error = STR("");
  for (int again = 0; again < 2; again++) CU_ASSERT_TRUE(link_hello("puts", output, &error));
  CU_ASSERT_STRING_EQUAL(error.ptr, "");
  FILE *run = popen(output, "r");
  char line[32] = "";
  CU_ASSERT_PTR_NOT_NULL(fgets(line, sizeof line, run));
  CU_ASSERT_STRING_EQUAL(line, "hello\n");
  CU_ASSERT_EQUAL(WEXITSTATUS(pclose(run)), 7);
  struct stat s;
  CU_ASSERT_EQUAL(stat(output, &s), 0);
  CU_ASSERT(s.st_size < 30000);
}

static void says_what_is_undefined(void) {
  const char *output = str_printf(home, "%s/broken", directory).ptr;
  str error = STR("");
  CU_ASSERT_FALSE(link_hello("no_such_function", output, &error));
  CU_ASSERT_PTR_NOT_NULL(memmem(error.ptr, error.len, "undefined symbol: no_such_function", 34));
  CU_ASSERT_NOT_EQUAL(access(output, F_OK), 0);
  CU_ASSERT_TRUE(link_hello("puts", output, &error));
}

static void says_where_it_cannot_write(void) {
  str error = STR("");
  CU_ASSERT_FALSE(link_hello("puts", "/nonexistent/directory/hello", &error));
  CU_ASSERT_PTR_NOT_NULL(memmem(error.ptr, error.len, "/nonexistent/directory/hello", 28));
}

static void says_which_libraries_are_missing(void) {
  const target nowhere = {.name = "pdp11-linux", .linker = "ld.lld -m elf_x86_64", .link = "crt1.o * libc.a"};
  str dir, error = STR("");
  CU_ASSERT_FALSE(link_target_dir(home, &nowhere, &dir, &error));
  CU_ASSERT_PTR_NOT_NULL(memmem(error.ptr, error.len, "lib/gael/pdp11-linux", 20));
}

int main(void) {
  static const unit_case cases[] = {
      {"hello runs", hello_runs},
      {"says what is undefined", says_what_is_undefined},
      {"says where it cannot write", says_where_it_cannot_write},
      {"says which libraries are missing", says_which_libraries_are_missing},
  };
  home = arena_new("test");
  if (mkdtemp(directory) == NULL) return 1;
  int failed = unit_run("link", cases, sizeof cases / sizeof *cases);
  failed |= system(str_printf(home, "rm -rf %s", directory).ptr) != 0;
  arena_free(home);
  return failed;
}
