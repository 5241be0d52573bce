/* The end of a host's threads: one key of pthread's, whose value is the thread's list. */

#include "runtime/leave.h"

#ifdef GAEL_HOSTED
#include <pthread.h>

static pthread_key_t the_key;

static void leave(void *first) {
  for (rt_leaver *l = first, *next; l; l = next) {
    next = l->next;
    void (*function)(void) = l->leave;
    *l = (rt_leaver){0}; /* whoever comes back later, in another destructor, begins anew */
    function();
  }
}

static void make_key(void) { (void)pthread_key_create(&the_key, leave); }

void rt_at_thread_end(rt_leaver *l) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  (void)pthread_once(&once, make_key);
  l->next = pthread_getspecific(the_key);
  (void)pthread_setspecific(the_key, l);
}
#else
typedef int rt_leave_is_empty; /* ISO C wants a declaration */
#endif
