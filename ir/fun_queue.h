#ifndef GAEL_IR_FUN_QUEUE_H
#define GAEL_IR_FUN_QUEUE_H

/* The functions of a module that something has to be found out about which depends on those that they call: each once, then
   whenever something is found out about one that it calls. So a chain of calls costs its length, in whatever order its
   functions are numbered. */

#include "ir/flat.h"

typedef VEC(uint32_t) fun_list;

typedef struct fun_queue {
  arena *home;
  fun_list *callers; /* function -> those that call it, or read a constant that it computes */
  bool *waits;
  fun_list now, next;
} fun_queue;

/* All functions, the last one first: those that are called mostly stand behind their callers. */
fun_queue fun_queue_of(const flat_module *m, arena *home);
bool fun_queue_take(fun_queue *q, uint32_t *fun); /* false: there is none left */
void fun_queue_put(fun_queue *q, uint32_t fun);
void fun_queue_put_callers(fun_queue *q, uint32_t fun);

#endif
