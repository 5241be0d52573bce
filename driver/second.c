#include "driver/second.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "backend/jit_cache.h"
#include "backend/tier.h"
#include "driver/modules.h"

enum { STACK = 256 << 20 }; /* of address space: the compiler nests as deep as programs do */

static const double AFTER = 2.5; /* milliseconds: docs/decisions/050-tiers.md has the measurements */

typedef struct second {
  const program_source *source;
  jit_code *first;
  second_how how;
  int64_t asked;
  double start;
  bool done;
} second;

/* What a watched program calls has no other way to know. */
static second *the_watched;

/* ---- how ---- */

static bool word_is(str word, const char *name) { return str_eq(word, str_of(name)); }

static void read_word(second_how *how, str word) {
  if (word_is(word, "off")) how->off = true;
  if (word_is(word, "trace")) how->trace = true;
  if (str_starts(word, STR("after="))) how->after = strtod(word.ptr + 6, NULL);
  if (str_starts(word, STR("at="))) how->at = strtoll(word.ptr + 3, NULL, 10);
}

second_how second_read(const program_source *source) {
  transforms how_first = {0, 0};
  if (source->without) transforms_read(source->without, &how_first.without);
  second_how how = {.off = !transform_among(how_first, TRANSFORM_tier), .after = AFTER, .at = -1};
  const char *list = getenv("GAEL_TIER");
  for (str word; list && str_word(&list, ',', &word);) read_word(&how, word);
  return how;
}

/* ---- watching ---- */

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void *work(void *context);

/* False: there is no thread to be had, and the program runs as it is. */
static bool start_thread(second *s, void *(*run)(void *context), pthread_t *thread) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, STACK);
  return pthread_create(thread, &attributes, run, s) == 0;
}

/* In a thread of its own as ever, but waited for. */
static void work_now(second *s) {
  pthread_t thread;
  if (start_thread(s, work, &thread)) pthread_join(thread, NULL);
}

static void on_ask(void) {
  second *s = the_watched;
  if (s && s->how.at >= 0 && ++s->asked == s->how.at) work_now(s);
}

static void on_enter(const char *symbol) {
  second *s = the_watched;
  if (s && s->how.trace) fprintf(stderr, "gael: entered %s\n", symbol);
}

static const tier_watch WATCH = {on_ask, on_enter};

static const tier_watch *watch_of(second_how how) { return second_watches(how) ? &WATCH : NULL; }

jit_code *second_load_first(arena *home, str object, second_how how, str *problem) {
  return tier_load_first(home, object, watch_of(how), problem);
}

/* ---- making it ---- */

static void keep(arena *home, const program_source *source, gael_session *session, str object) {
  if (source->watched || diag_count(session->diags)) return;
  jit_cache *cache = jit_cache_open(home);
  jit_cache_put(cache, jit_key_of(source->text, program_flags(home, source)), object, modules_manifest(session));
  jit_cache_close(cache);
}

static bool make(arena *home, second *s, tier_counts *counts, str *problem) {
  program_source source = *s->source;
  source.part = PIPELINE_SECOND;
  gael_session *session;
  str object;
  if (program_object(home, &source, &session, &object, problem) != GAEL_OK) return false;
  jit_code *code = tier_load_second(home, object, watch_of(s->how), s->first, problem);
  if (!code) return false;
  *counts = tier_switch(s->first, code);
  keep(home, &source, session, object);
  return true;
}

static void *work(void *context) {
  second *s = context;
  arena *home = arena_new("second version");
  tier_counts counts;
  str problem = {0};
  double begun = now();
  bool made = make(home, s, &counts, &problem);
  if (!s->how.trace) return NULL;
  if (made)
    fprintf(stderr, "gael: %u functions and %u loops optimised, %.1f ms after the start, in %.1f ms\n", counts.functions,
            counts.loops, now() - s->start, now() - begun);
  else
    fprintf(stderr, "gael: no second version: " STR_FMT "\n", STR_ARG(problem));
  return NULL;
}

static void *wait_and_work(void *context) {
  second *s = context;
  long nanoseconds = (long)(s->how.after * 1e6);
  nanosleep(&(struct timespec){nanoseconds / 1000000000, nanoseconds % 1000000000}, NULL);
  return work(s);
}

/* Signals are the program's: its limits' and its faults' handlers run where it does. */
static void begin_thread(second *s) {
  sigset_t all, before;
  pthread_t thread;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  if (start_thread(s, wait_and_work, &thread)) pthread_detach(thread);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void second_begin(arena *home, const program_source *source, jit_code *first, second_how how) {
  second *s = ARENA_NEW(home, second);
  program_source *kept = ARENA_NEW(home, program_source);
  *kept = *source;
  *s = (second){.source = kept, .first = first, .how = how, .start = now()};
  if (second_watches(how)) the_watched = s;
  if (how.at == 0) work_now(s);
  else if (how.at < 0) begin_thread(s);
}
