#include "backend/llvm_err.h"

str llvm_err_take(arena *home, LLVMErrorRef error) {
  char *text = LLVMGetErrorMessage(error);
  str copy = str_copy(home, str_of(text));
  LLVMDisposeErrorMessage(text);
  return copy;
}

str llvm_err_message(arena *home, char *message) {
  if (message == NULL) return STR("");
  str copy = str_copy(home, str_of(message));
  LLVMDisposeMessage(message);
  return copy;
}

static void on_diagnostic(LLVMDiagnosticInfoRef info, void *context) {
  if (LLVMGetDiagInfoSeverity(info) != LLVMDSError) return;
  strbuf *into = context;
  char *text = LLVMGetDiagInfoDescription(info);
  strbuf_add(into, str_of(text));
  strbuf_byte(into, '\n');
  LLVMDisposeMessage(text);
}

void llvm_err_capture(LLVMContextRef context, strbuf *into) {
  LLVMContextSetDiagnosticHandler(context, on_diagnostic, into);
}
