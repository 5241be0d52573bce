#ifndef GAEL_RT_LEAVE_H
#define GAEL_RT_LEAVE_H

/* What a thread of a host holds goes when the thread ends. In programs of their own threads end with the process. */

#ifdef GAEL_HOSTED
typedef struct rt_leaver rt_leaver;
struct rt_leaver {
  void (*leave)(void); /* runs in the thread that ends */
  rt_leaver *next;
};
/* `l` is the thread's own and stays; to be added once a thread. */
void rt_at_thread_end(rt_leaver *l);

/* In a file with thread-local data: RT_LEAVES(f) defines note_thread(), which sees to it that f runs at this thread's end. */
#define RT_LEAVES(function)                                   \
  static void note_thread(void) {                             \
    static RT_THREAD_LOCAL rt_leaver leaver;                  \
    if (leaver.leave) return;                                 \
    leaver.leave = function;                                  \
    rt_at_thread_end(&leaver);                                \
  }
#else
#define RT_LEAVES(function) static inline void note_thread(void) {}
#endif

#endif
