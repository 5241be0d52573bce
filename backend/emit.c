#include "backend/emit.h"

#include <string.h>

#include "backend/llvm_err.h"

enum { OBJECT_ALIGNMENT = 16 };

static bool emit(arena *home, LLVMModuleRef m, LLVMTargetMachineRef machine, LLVMCodeGenFileType form, str *bytes,
                 str *error) {
  char *message = NULL;
  LLVMMemoryBufferRef buffer = NULL;
  if (LLVMTargetMachineEmitToMemoryBuffer(machine, m, form, &message, &buffer)) {
    *error = llvm_err_message(home, message);
    return false;
  }
  size_t size = LLVMGetBufferSize(buffer);
  char *copy = arena_alloc(home, size, OBJECT_ALIGNMENT);
  memcpy(copy, LLVMGetBufferStart(buffer), size);
  LLVMDisposeMemoryBuffer(buffer);
  *bytes = (str){copy, size};
  return true;
}

bool emit_object(arena *home, LLVMModuleRef m, LLVMTargetMachineRef machine, str *object, str *error) {
  return emit(home, m, machine, LLVMObjectFile, object, error);
}

bool emit_asm(arena *home, LLVMModuleRef m, LLVMTargetMachineRef machine, str *text, str *error) {
  return emit(home, m, machine, LLVMAssemblyFile, text, error);
}

str emit_ir(arena *home, LLVMModuleRef m) { return llvm_err_message(home, LLVMPrintModuleToString(m)); }
