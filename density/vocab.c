#include "density/vocab.h"

#include <errno.h>
#include <string.h>

#include "density/vocab_json.h"
#include "density/vocab_o200k.h"
#include "support/source.h"

static const struct {
  const char *name;
  bool (*load)(vocab *v, str *problem);
} EMBEDDED[] = {
    {"o200k", vocab_o200k_load},
};

enum { EMBEDDED_COUNT = sizeof EMBEDDED / sizeof EMBEDDED[0] };

const char *vocab_name(uint32_t i) { return i < EMBEDDED_COUNT ? EMBEDDED[i].name : NULL; }

static bool vocab_file_load(arena *home, vocab *v, str *problem) {
  str path = str_copy(home, v->name), json;
  if (source_read_file(home, path.ptr, &json)) return vocab_json_load(home, json, v, problem);
  *problem = str_printf(home, "no vocabulary has this name, and as a file it cannot be read: %s", strerror(errno));
  return false;
}

vocab *vocab_open(arena *home, str name, str *problem) {
  vocab *v = ARENA_NEW(home, vocab);
  *v = (vocab){.name = str_copy(home, name), .merges = bpe_new(home), .splitter = pretok_new(home)};
  for (uint32_t i = 0; i < EMBEDDED_COUNT; i++)
    if (str_eq(name, str_of(EMBEDDED[i].name))) return EMBEDDED[i].load(v, problem) ? v : NULL;
  return vocab_file_load(home, v, problem) ? v : NULL;
}
