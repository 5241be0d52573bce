#ifndef GAEL_BACKEND_TARGET_H
#define GAEL_BACKEND_TARGET_H

/* Machines we produce code for. One row of target.def is all there is to know about one; the JIT compiles for
   target_host. */

#include <llvm-c/TargetMachine.h>
#include <stdbool.h>
#include <stdint.h>

#include "backend/llvm_compat.h"
#include "support/str.h"

typedef struct target {
  const char *name;     /* "x86_64-linux": what --target takes and lib/gael has a directory for */
  const char *aliases;  /* further names, separated by spaces */
  const char *triple;   /* normalised */
  const char *cpu;      /* baseline */
  const char *features; /* LLVM's spelling; NULL: the CPU's own */
  const char *linker;   /* its name among lld's, and its options */
  const char *link;     /* what it links, in order; `*`: the program */
  const char *runs;     /* where its programs run */
  bool bare;            /* without an operating system: no files, no clock, no capabilities */
  bool c_libraries;     /* it has what libraries for C programs are linked from */
  bool alike;           /* LLVM guarantees tail calls only between functions of one type: cg_alike.c */
} target;

uint32_t target_count(void);
const target *target_at(uint32_t i);
const target *target_find(str name); /* by name, alias or triple, in any case; NULL: none */
const target *target_host(void);

/* What the code is for decides relocation and code model: the JIT's may lie far from the runtime, a linked program's
   may not; a library's may lie anywhere. */
typedef enum target_use { TARGET_JIT, TARGET_LINKED, TARGET_LIBRARY } target_use;

/* The machine for a module; `cpu` NULL is the baseline, "native" the host's CPU with all its features (costs 0.7 ms),
   anything else a CPU that LLVM knows. `level` 0…3 is the code generator's effort, 0 selects FastISel. NULL and
   *error when there is no such CPU. */
LLVMTargetMachineRef target_machine_new(arena *home, const target *t, target_use use, const char *cpu, unsigned level,
                                        str *error);

/* Gives a fresh module the machine's triple and data layout; before anything is built in it. */
void target_module_setup(LLVMModuleRef m, LLVMTargetMachineRef machine);

#endif
