#ifndef GAEL_RT_MACHINE_H
#define GAEL_RT_MACHINE_H

/* What lies under a program. GAEL_BARE: no operating system, hence one thread. RT_PAGES: memory by mmap, and signals,
   so that a stack can have a guard. State of the runtime's is the thread's own: heap, failure
   record, output, stack. A file that holds some is never inlined into generated code (sources.cmake). */

#ifdef GAEL_BARE
#define RT_THREAD_LOCAL
#else
#define RT_THREAD_LOCAL _Thread_local
#endif

/* Thread-local data that generated code shares: at one distance from the thread pointer in all threads. */
#if defined(GAEL_BARE) || defined(__wasm__)
#define RT_THREAD_STATIC RT_THREAD_LOCAL
#else
#define RT_THREAD_STATIC RT_THREAD_LOCAL __attribute__((tls_model("initial-exec")))
#endif

#if !defined(GAEL_BARE) && !defined(__wasm__)
#define RT_PAGES
#endif

#endif
