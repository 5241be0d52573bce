/* Where a host's programs live: a heap and a stack of their own, and limits that end a call instead of the process. The call ends
   by a jump to where it began, from wherever the program is, and nothing of it is left: its heap is cleared as a whole. What
   is not the heap's is not touched outside of rt_hold (runtime/held.h), where limits wait.

   Time is told by a timer a thread, whose signal goes to that thread alone. */

#include "runtime/gael_rt.h"
#include "runtime/held.h"
#include "runtime/heap.h"
#include "runtime/leave.h"
#include "runtime/machine.h"
#include "runtime/stack.h"

#ifdef GAEL_HOSTED
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#endif

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

struct gl_home {
  rt_heap *heap;
  rt_stack stack;
  int64_t limit; /* bytes; 0: none */
  bool watched, timed;
};

/* A call under way. */
typedef struct calling {
  void *place[5]; /* __builtin_setjmp's */
  int32_t hit;
  bool timed;
  sigset_t mask; /* timed: as it was before */
  struct calling *outer;
} calling;

static RT_THREAD_LOCAL calling *current;
static RT_THREAD_LOCAL uint32_t held;
static RT_THREAD_LOCAL volatile sig_atomic_t waiting; /* GL_LIMIT_TIME, when it came while held */
static RT_THREAD_LOCAL int held_file = -1;

/* ---- holding ---- */

void rt_hold(void) {
  if (rt_stack_is_low() && current) gl_limit_hit(GL_LIMIT_STACK);
  held++;
}

void rt_let(void) {
  if (--held == 0 && waiting && current) gl_limit_hit((int32_t)waiting);
}

bool rt_limit_waits(void) { return waiting; }
void rt_hold_file(int fd) { held_file = fd; }

/* ---- the end of a call ---- */

/* The handler of limits. Of the C library's jumps AddressSanitizer would think that they leave the thread's own stack. */
static void end_call(int32_t code) {
  calling *c = current;
  c->hit = code;
  held = 0;
  waiting = 0;
  if (held_file >= 0) (void)close(held_file);
  held_file = -1;
#ifdef __SANITIZE_ADDRESS__
  __asan_handle_no_return();
#endif
  __builtin_longjmp(c->place, 1);
}

/* ---- what a thread needs ---- */

enum { SIGNAL_STACK = 16 << 10 };

static RT_THREAD_LOCAL struct {
  void *signal_stack;
  bool known; /* there is a signal stack, ours or another's */
  bool timer_made;
  timer_t timer;
  int timer_signal;
  pid_t timer_process;
} thread;

static void leave(void) {
  if (thread.signal_stack) {
    (void)sigaltstack(&(stack_t){.ss_flags = SS_DISABLE}, NULL);
    (void)munmap(thread.signal_stack, SIGNAL_STACK);
  }
  if (thread.timer_made) (void)timer_delete(thread.timer);
  thread.signal_stack = NULL;
  thread.known = thread.timer_made = false;
}
RT_LEAVES(leave)

/* The stack's limit is met where there is no stack left. A thread that has a signal stack keeps it. */
static void need_signal_stack(void) {
  stack_t now;
  if (thread.known) return;
  thread.known = true;
  note_thread();
  if (sigaltstack(NULL, &now) == 0 && !(now.ss_flags & SS_DISABLE)) return;
  void *room = mmap(NULL, SIGNAL_STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (room == MAP_FAILED) return;
  thread.signal_stack = room;
  (void)sigaltstack(&(stack_t){.ss_sp = room, .ss_size = SIGNAL_STACK}, NULL);
}

/* ---- time ---- */

/* The signal of our timers: one of the real-time signals that nobody else has a handler for, while there are homes that
   were timed. */
static struct {
  pthread_mutex_t turn;
  uint32_t users;
  int signal; /* 0: none */
} the_clock = {.turn = PTHREAD_MUTEX_INITIALIZER};

static void on_time(int signal, siginfo_t *info, void *context) {
  (void)signal, (void)context;
  if (info->si_code != SI_TIMER || !current) return;
  if (held) waiting = GL_LIMIT_TIME;
  else gl_limit_hit(GL_LIMIT_TIME);
}

static int free_signal(void) {
  struct sigaction is, ours = {.sa_sigaction = on_time, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
  for (int s = SIGRTMAX; s >= SIGRTMIN; s--)
    if (sigaction(s, NULL, &is) == 0 && !(is.sa_flags & SA_SIGINFO) && is.sa_handler == SIG_DFL)
      return sigaction(s, &ours, NULL) == 0 ? s : 0;
  return 0;
}

static bool clock_take(gl_home *h) {
  if (h->timed) return true;
  (void)pthread_mutex_lock(&the_clock.turn);
  if (!the_clock.signal) the_clock.signal = free_signal();
  h->timed = the_clock.signal != 0;
  the_clock.users += h->timed;
  (void)pthread_mutex_unlock(&the_clock.turn);
  return h->timed;
}

static void clock_leave(gl_home *h) {
  struct sigaction none = {.sa_handler = SIG_DFL}, is;
  if (!h->timed) return;
  (void)pthread_mutex_lock(&the_clock.turn);
  if (--the_clock.users == 0) {
    if (sigaction(the_clock.signal, NULL, &is) == 0 && is.sa_sigaction == on_time) (void)sigaction(the_clock.signal, &none, NULL);
    the_clock.signal = 0;
  }
  (void)pthread_mutex_unlock(&the_clock.turn);
  h->timed = false;
}

/* Timers are not inherited by a fork, and the signal may have changed. */
static bool need_timer(void) {
  if (thread.timer_made && thread.timer_signal == the_clock.signal && thread.timer_process == getpid()) return true;
  if (thread.timer_made && thread.timer_process == getpid()) (void)timer_delete(thread.timer);
  struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = the_clock.signal};
  event.sigev_notify_thread_id = gettid();
  thread.timer_made = timer_create(CLOCK_MONOTONIC, &event, &thread.timer) == 0;
  thread.timer_signal = the_clock.signal;
  thread.timer_process = getpid();
  return thread.timer_made;
}

static void set_timer(double seconds) {
  struct itimerspec t = {.it_value = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)}};
  if (seconds > 0 && t.it_value.tv_sec == 0 && t.it_value.tv_nsec == 0) t.it_value.tv_nsec = 1; /* 0 would be never */
  (void)timer_settime(thread.timer, 0, &t, NULL);
}

bool gl_home_clock(gl_home *h) { return clock_take(h) && need_timer(); }

static void stop_clock(calling *c) {
  set_timer(0);
  (void)pthread_sigmask(SIG_SETMASK, &c->mask, NULL);
  c->timed = false;
}

bool gl_home_timed(double seconds, bool (*run)(void *context), void *context) {
  calling *c = current;
  sigset_t ours;
  sigemptyset(&ours);
  sigaddset(&ours, the_clock.signal);
  (void)pthread_sigmask(SIG_UNBLOCK, &ours, &c->mask);
  c->timed = true;
  set_timer(seconds);
  bool failed = run(context);
  stop_clock(c);
  return failed;
}

/* ---- homes ---- */

gl_home *gl_home_new(void) {
  gl_home *h = calloc(1, sizeof *h);
  if (h) h->heap = rt_heap_new();
  if (h && h->heap) return h;
  free(h);
  return NULL;
}

void gl_home_free(gl_home *h) {
  if (!h) return;
  clock_leave(h);
  if (h->watched) rt_guard_leave();
  rt_stack_unmap(&h->stack);
  rt_heap_free(h->heap);
  free(h);
}

void gl_home_clear(gl_home *h) { rt_heap_clear(h->heap); }

void gl_home_limit(gl_home *h, int64_t bytes) {
  if (bytes != h->limit) rt_stack_unmap(&h->stack);
  h->limit = bytes;
  rt_heap_limit_set(h->heap, bytes);
}

bool gl_home_is_held(void) { return current && held; }

bool gl_home_call(gl_home *h, bool (*run)(void *context), void *context, int32_t *limit) {
  calling here = {.outer = current};
  volatile bool failed = true;
  need_signal_stack();
  if (!h->watched) rt_guard_watch();
  h->watched = true;
  bool deep = h->stack.base || rt_stack_map(&h->stack, h->limit);
  if (!deep) h->stack.active = true; /* then it runs where we are */
  gl_limit_handler *before = gl_on_limit(end_call);
  rt_heap_swap(h->heap);
  rt_stack_swap(&h->stack);
  current = &here;
  if (__builtin_setjmp(here.place) == 0) failed = gl_deep_call(run, context);
  if (here.timed) stop_clock(&here);
  current = here.outer;
  rt_stack_swap(&h->stack);
  rt_heap_swap(h->heap);
  (void)gl_on_limit(before);
  h->stack.active = false;
  *limit = here.hit;
  if (!here.hit) return failed;
  rt_heap_clear(h->heap);
  if (here.hit == GL_LIMIT_STACK) rt_stack_trim(&h->stack);
  return true;
}
#else
typedef int rt_home_is_empty; /* ISO C wants a declaration */
#endif
