#ifndef GAEL_RT_OUT_H
#define GAEL_RT_OUT_H

/* The standard streams by write(2). What is printed collects in a buffer of the thread, small at first, and leaves it
   when the buffer is full, at every line on a terminal, before anything goes to stderr, and at gl_flush. A reader that
   has gone away ends the program silently with status 0; a failing write ends it with a message and status 1. */

#include "runtime/sink.h"

rt_sink *rt_out(void);      /* stdout; rt_out_line ends every print */
void rt_out_line(void);

typedef struct rt_err { /* stderr: used on the stack, written at the end and whenever full */
  rt_sink sink;
  uint8_t buffer[512];
} rt_err;
void rt_err_init(rt_err *e); /* flushes stdout, so that the two streams keep their order */
void rt_err_end(rt_err *e);

#endif
