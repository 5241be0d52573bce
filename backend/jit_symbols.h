#ifndef GAEL_BACKEND_JIT_SYMBOLS_H
#define GAEL_BACKEND_JIT_SYMBOLS_H

/* Everything compiled code may refer to in this process: what the runtime defines and uses (read from its objects at
   build time, so that an inlined body never meets an unknown name), and the functions of jit_symbols.def that LLVM
   calls on its own. NULL: not among them. O(log n). */
void *jit_symbols_find(const char *name);

#endif
