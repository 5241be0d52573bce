/* A task that ends for a reason of support/rescue.h ends its thread's work, and then, with all threads back, that of the caller. */

#include "support/parallel.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>

#include "support/rescue.h"

enum { HELPERS = 7, STACK = 256 << 20 }; /* of address space: the compiler nests as deep as programs do */

typedef struct crew {
  parallel_task *task;
  void *context;
  uint32_t count;
  _Atomic uint32_t next;
} crew;

/* A thread at work. */
typedef struct hand {
  crew *crew;
  pthread_t thread;
  rescue_reason reason;
  char words[RESCUE_WORDS];
} hand;

static uint32_t processors(void) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) == 0 ? (uint32_t)CPU_COUNT(&set) : 1;
}

static void take_tasks(void *context) {
  crew *c = context;
  for (uint32_t i; (i = atomic_fetch_add(&c->next, 1)) < c->count;) c->task(c->context, i);
}

static void *work(void *context) {
  hand *h = context;
  h->reason = rescue_run(take_tasks, h->crew, h->words);
  return NULL;
}

/* Signals stay with the threads that were there before. */
static uint32_t hire(hand *hands, uint32_t wanted) {
  pthread_attr_t attributes;
  sigset_t all, before;
  uint32_t n = 0;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, STACK);
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  while (n < wanted && pthread_create(&hands[n].thread, &attributes, work, &hands[n]) == 0) n++;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
  return n;
}

void parallel_run(uint32_t n, parallel_task *task, void *context) {
  crew c = {.task = task, .context = context, .count = n};
  hand hands[HELPERS + 1]; /* the last is the caller */
  for (uint32_t i = 0; i <= HELPERS; i++) hands[i].crew = &c;
  uint32_t most = n > 1 ? processors() : 1, wanted = (n < most ? n : most);
  wanted = wanted ? wanted - 1 : 0;
  uint32_t hired = hire(hands, wanted < HELPERS ? wanted : HELPERS);
  work(&hands[HELPERS]);
  for (uint32_t i = 0; i < hired; i++) pthread_join(hands[i].thread, NULL);
  for (uint32_t i = 0; i <= HELPERS; i++)
    if ((i < hired || i == HELPERS) && hands[i].reason != RESCUE_NONE) rescue_end(hands[i].reason, hands[i].words);
}
