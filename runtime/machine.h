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

/* The descriptor of standard input, output (1) or error (2). */
#ifdef GAEL_BARE
int rt_standard(int which);
/* The C library puts a name of its own before a command line that begins with the program's. */
static inline void rt_command_line(int *argc, char ***argv) {
  if (*argc > 1) --*argc, ++*argv;
}
#else
static inline int rt_standard(int which) { return which; }
static inline void rt_command_line(int *argc, char ***argv) { (void)argc, (void)argv; }
#endif

#endif
