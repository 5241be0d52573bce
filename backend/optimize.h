#ifndef GAEL_BACKEND_OPTIMIZE_H
#define GAEL_BACKEND_OPTIMIZE_H

/* LLVM's middle end on one module.

   level  passes                               for
   0      none                                 the JIT's first tier, where compiling outweighs running
   1      sroa, early-cse, simplifycfg         the first tier when the program calls or loops a little: 1.8 ms for
                                               1000 instructions, 1.3 at level 0; code 1.5 to 2 times faster
   2, 3   internalize, globaldce, default<O2>  loops and native programs; 40 to 80 times the cost of level 0
   2      fewer                                a part of a long program (split.h) */

#include <llvm-c/TargetMachine.h>
#include <stdbool.h>

#include "backend/llvm_compat.h"
#include "backend/target.h"
#include "support/str.h"

enum { OPTIMIZE_LEVELS = 4 };

/* Runs the passes of `level`; `part`: of a long program, which takes fewer at level 2. `exports` are the functions that keep their names, separated by commas ("gael_main").
   In debug builds the module is verified before and after every pass. False: the module is broken, *error says how. */
bool optimize_module(arena *home, LLVMModuleRef m, LLVMTargetMachineRef machine, unsigned level, bool part,
                     const char *exports, str *error);

/* Brings the bodies of the runtime functions that `m` calls into it, to be inlined: they are available_externally, so
   that what is not inlined stays a call to the one runtime that the program links or the JIT knows. Only what is used
   is read. Call it between building the module and optimize_module at level 2 or 3. */
bool optimize_link_runtime(arena *home, LLVMModuleRef m, const target *t, str *error);

/* The module against LLVM's rules; false: *error. */
bool optimize_verify(arena *home, LLVMModuleRef m, str *error);

#endif
