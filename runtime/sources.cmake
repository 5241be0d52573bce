# Sources that hold thread state: linked as objects only, never into the bitcode.
set(GAEL_RUNTIME_OUTLINE alloc.c fail.c out.c stack.c CACHE INTERNAL "")
