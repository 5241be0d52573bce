/* What Debian's compiler-rt for WebAssembly was built to find: the guard of protected stacks. */

#include "runtime/machine.h"

#ifdef __wasm__
#include <stdint.h>
#include <stdlib.h>

extern uintptr_t __stack_chk_guard;
_Noreturn void __stack_chk_fail(void);

uintptr_t __stack_chk_guard = 0x9e3779b9;
_Noreturn void __stack_chk_fail(void) { abort(); }
#endif
