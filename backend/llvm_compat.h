#ifndef GAEL_BACKEND_LLVM_COMPAT_H
#define GAEL_BACKEND_LLVM_COMPAT_H

/* The one place that knows LLVM's version. 19 is the version whose tail calls were checked on every target (22 passes
   wrong stack arguments on x86-64); a difference between versions gets its shim here and nowhere else. */

#include <llvm-c/Core.h>
#include <llvm-c/Types.h>
#include <llvm/Config/llvm-config.h>

_Static_assert(LLVM_VERSION_MAJOR == 19, "musttail was verified with LLVM 19 only");

#endif
