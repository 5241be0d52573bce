#ifndef GAEL_RT_STACK_H
#define GAEL_RT_STACK_H

/* Gives the thread's deep stack back (gl_deep_call makes another one), for threads that end before their process. */
void rt_stack_release(void);

#endif
