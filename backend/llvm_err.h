#ifndef GAEL_BACKEND_LLVM_ERR_H
#define GAEL_BACKEND_LLVM_ERR_H

/* LLVM reports in three currencies; all become text in an arena. */

#include <llvm-c/Error.h>
#include <stdbool.h>

#include "backend/llvm_compat.h"
#include "support/str.h"

str llvm_err_take(arena *home, LLVMErrorRef error); /* consumes the error */
str llvm_err_message(arena *home, char *message);   /* disposes the message; NULL gives "" */

/* Errors that LLVM raises while it works on modules of the context are appended to *into, a line each, instead of
   ending the process. `into` must outlive the context's use. */
void llvm_err_capture(LLVMContextRef context, strbuf *into);

#endif
