#include "driver/target_named.h"

#include <string.h>

#include "frontend/suggest.h"

static void offer_words(suggestion *near, const char *words) {
  for (str word; str_word(&words, ' ', &word);) suggest_offer(near, word);
}

static str all_names(arena *home) {
  strbuf names = strbuf_new(home);
  for (uint32_t i = 0; i < target_count(); i++) {
    if (i) strbuf_add(&names, STR(", "));
    strbuf_add(&names, str_of(target_at(i)->name));
  }
  return strbuf_str(&names);
}

const target *target_named(arena *home, const char *name, str *problem) {
  if (!name || strcmp(name, "host") == 0) return target_host();
  const target *found = target_find(str_of(name));
  if (found) return found;
  suggestion near = suggest_for(str_of(name));
  for (uint32_t i = 0; i < target_count(); i++) {
    offer_words(&near, target_at(i)->name);
    offer_words(&near, target_at(i)->aliases);
  }
  *problem = near.best.len ? str_printf(home, "there is no target `%s`; is `" STR_FMT "` meant? `gael targets` lists them",
                                        name, STR_ARG(near.best))
                           : str_printf(home, "there is no target `%s`; there are " STR_FMT, name,
                                        STR_ARG(all_names(home)));
  return NULL;
}
