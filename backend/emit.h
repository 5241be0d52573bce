#ifndef GAEL_BACKEND_EMIT_H
#define GAEL_BACKEND_EMIT_H

/* A finished module as bytes. Code generation changes the module: emit each form from a module of its own. An object is
   an ELF file aligned to 16. */

#include <llvm-c/TargetMachine.h>
#include <stdbool.h>

#include "backend/llvm_compat.h"
#include "support/str.h"

bool emit_object(arena *home, LLVMModuleRef m, LLVMTargetMachineRef machine, str *object, str *error);
bool emit_asm(arena *home, LLVMModuleRef m, LLVMTargetMachineRef machine, str *text, str *error);
str emit_ir(arena *home, LLVMModuleRef m);

#endif
