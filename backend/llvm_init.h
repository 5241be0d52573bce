#ifndef GAEL_BACKEND_LLVM_INIT_H
#define GAEL_BACKEND_LLVM_INIT_H

/* LLVM's constructors are taken out of the program's start (cmake/Llvm.cmake renames their section), so that only who compiles
   pays for them. Every function of this room that needs LLVM calls llvm_init first; code that touches LLVM before any of them
   (a context, a module) must call it itself. Idempotent, safe from several threads, 0.5 ms the first time. */
void llvm_init(void);

#endif
