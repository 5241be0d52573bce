#include "backend/tier.h"

#include <stdlib.h>
#include <string.h>

#include "backend/tier_table.h"

/* A function's address as the loader takes one. */
static void *address_of_ask(const tier_watch *w) { return (void *)(uintptr_t)w->ask; }
static void *address_of_enter(const tier_watch *w) { return (void *)(uintptr_t)w->enter; }

static uint32_t watch_symbols(const tier_watch *w, jit_symbol out[2]) {
  if (!w) return 0;
  out[0] = (jit_symbol){TIER_ASK_SYMBOL, address_of_ask(w)};
  out[1] = (jit_symbol){TIER_ENTER_SYMBOL, address_of_enter(w)};
  return 2;
}

static const tier_table *table_of(const jit_code *code) { return jit_find(code, TIER_TABLE_SYMBOL); }

/* A constant of that number behind the prefix. */
static void *constant(const char *name, const char *prefix, const tier_table *t, void *const *places) {
  size_t length = strlen(prefix);
  if (strncmp(name, prefix, length) != 0) return NULL;
  unsigned long number = strtoul(name + length, NULL, 10);
  return number < t->constant_count ? places[number] : NULL;
}

static void *of_first(void *context, const char *name) {
  const tier_table *t = context;
  void *found = constant(name, TIER_CONSTANT_PREFIX, t, t->constants);
  return found ? found : constant(name, TIER_VALUE_PREFIX, t, t->values);
}

jit_code *tier_load_first(arena *home, str object, const tier_watch *watch, str *error) {
  jit_symbol extra[2];
  jit_ties ties = {.extra = extra, .extra_count = watch_symbols(watch, extra), .redirects = true};
  return jit_load_tied(home, object, &ties, error);
}

jit_code *tier_load_second(arena *home, str object, const tier_watch *watch, const jit_code *first, str *error) {
  const tier_table *theirs = table_of(first);
  if (!theirs) return *error = STR("the program has one version only"), NULL;
  jit_symbol extra[2];
  jit_ties ties = {.extra = extra, .extra_count = watch_symbols(watch, extra), .preempt = of_first,
                   .preempt_context = (void *)theirs};
  jit_code *code = jit_load_tied(home, object, &ties, error);
  if (!code) return NULL;
  const tier_table *ours = table_of(code);
  if (ours && ours->print == theirs->print && ours->entry_count == theirs->entry_count &&
      ours->loop_count == theirs->loop_count)
    return code;
  jit_unload(code);
  *error = STR("the source has changed");
  return NULL;
}

tier_counts tier_switch(jit_code *first, const jit_code *second) {
  const tier_table *from = table_of(first), *to = table_of(second);
  for (uint32_t k = 0; k < from->entry_count; k++) jit_redirect(first, from->entries[k], to->entries[k]);
  for (uint32_t k = 0; k < from->loop_count; k++)
    __atomic_store_n(&from->loops[k], ((void *const *)to->loops)[k], __ATOMIC_RELEASE);
  return (tier_counts){from->entry_count, from->loop_count};
}
