#ifndef GAEL_BACKEND_LLVM_INIT_H
#define GAEL_BACKEND_LLVM_INIT_H

/* LLVM's constructors are taken out of the program's start (cmake/llvm_lazy.sh renames their sections), so that only
   who compiles pays for them, and only who optimises pays for all. Every function of this room that needs LLVM calls
   one of these first; code that touches LLVM before any of them (a context, a module) must call llvm_init itself.
   Idempotent, safe from several threads. */

void llvm_init(void);     /* what code generation for the host at level 0 needs: 0.8 ms the first time */
void llvm_init_all(void); /* … and passes, other targets, the linker: 0.4 ms more */

#endif
