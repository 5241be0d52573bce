#ifndef GAEL_BACKEND_LLD_SHIM_H
#define GAEL_BACKEND_LLD_SHIM_H

#include <llvm-c/TargetMachine.h>
#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef void lld_shim_say(void *context, const char *text, size_t length);

typedef struct lld_shim_result {
  int status;
  bool can_run_again; /* false after a crash inside lld: its globals are in an unknown state */
} lld_shim_result;

/* What LLVM and lld offer to C++ only. */

/* argv[0] is "ld.lld". Not reentrant. */
lld_shim_result lld_shim_link(int argc, const char *const *argv, lld_shim_say *say, void *context);

/* Writes an archive with an index: what stands in the files, objects and archives. False: *failed names the file that could not be read
   or written, and `say` gets the reason. */
bool lld_shim_archive(const char *archive, size_t count, const char *const *files, const char **failed, lld_shim_say *say,
                      void *context);

/* Is there such a CPU? LLVM's own answer to an unknown one is a line on stderr and code for another. */
bool lld_shim_knows_cpu(const char *triple, const char *cpu);

/* The machine writes every jump as a long one, so that the assembler need not find out which may be short: at level 0
   that is a tenth of its work. */
void lld_shim_jump_far(LLVMTargetMachineRef machine);

/* All there are, by name. */
typedef void lld_shim_cpu(void *context, const char *cpu);
void lld_shim_each_cpu(const char *triple, lld_shim_cpu *visit, void *context);

#ifdef __cplusplus
}
#endif

#endif
