#ifndef GAEL_RT_THREAD_H
#define GAEL_RT_THREAD_H

/* The runtime's state is a thread's own: heap, failure record, output. Files that hold some are listed as GAEL_RUNTIME_OUTLINE in
   sources.cmake and never inlined into generated code. A machine without an operating system has one thread (GAEL_BARE). */

#ifdef GAEL_BARE
#define RT_THREAD_LOCAL
#else
#define RT_THREAD_LOCAL _Thread_local
#endif

#endif
