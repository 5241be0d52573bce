#ifndef GAEL_RT_HELD_H
#define GAEL_RT_HELD_H

/* Where a call of a host's cannot end: while the C library may hold a lock of its own, and while what was got has no owner yet. A
   limit that comes meanwhile waits for the end of the place (runtime/home.c). In programs of their own a limit ends the
   process, and nothing needs to be held. */

#include <stdbool.h>

#ifdef GAEL_HOSTED
void rt_hold(void);        /* nests; the C library has stack enough behind it, or this is the stack's limit */
void rt_let(void);         /* does not return when a limit waited */
bool rt_limit_waits(void); /* for who waits himself: time is over */
void rt_hold_file(int fd); /* to be closed if the call ends here after all, for want of memory; -1: none */
#else
static inline void rt_hold(void) {}
static inline void rt_let(void) {}
static inline bool rt_limit_waits(void) { return false; }
static inline void rt_hold_file(int fd) { (void)fd; }
#endif

#endif
