#include "support/parallel.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>

enum { HELPERS = 7, STACK = 256 << 20 }; /* of address space: the compiler nests as deep as programs do */

typedef struct crew {
  parallel_task *task;
  void *context;
  uint32_t count;
  _Atomic uint32_t next;
} crew;

static uint32_t processors(void) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) == 0 ? (uint32_t)CPU_COUNT(&set) : 1;
}

static void *work(void *context) {
  crew *c = context;
  for (uint32_t i; (i = atomic_fetch_add(&c->next, 1)) < c->count;) c->task(c->context, i);
  return NULL;
}

/* Signals stay with the threads that were there before. */
static uint32_t hire(crew *c, uint32_t wanted, pthread_t *threads) {
  pthread_attr_t attributes;
  sigset_t all, before;
  uint32_t n = 0;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, STACK);
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  while (n < wanted && pthread_create(&threads[n], &attributes, work, c) == 0) n++;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
  return n;
}

void parallel_run(uint32_t n, parallel_task *task, void *context) {
  crew c = {.task = task, .context = context, .count = n};
  pthread_t threads[HELPERS];
  uint32_t most = n > 1 ? processors() : 1, wanted = (n < most ? n : most);
  wanted = wanted ? wanted - 1 : 0;
  uint32_t hired = hire(&c, wanted < HELPERS ? wanted : HELPERS, threads);
  work(&c);
  while (hired) pthread_join(threads[--hired], NULL);
}
