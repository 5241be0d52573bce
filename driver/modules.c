#include "driver/modules.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "backend/jit_cache.h"

void gael_modules(gael_session *s, const char *directory) {
  s->modules = directory ? str_printf(s->home, "%s", directory).ptr : NULL;
}

gael_session *modules_open(str name, str text) {
  gael_session *s = gael_open(name.ptr, text.ptr, text.len);
  const char *slash = strrchr(name.ptr, '/');
  s->modules = slash ? str_printf(s->home, "%.*s", (int)(slash - name.ptr + 1), name.ptr).ptr : "";
  return s;
}

static bool load(void *context, str name, uint32_t *file, str *why) {
  gael_session *s = context;
  if (!s->modules) return false;
  bool separate = *s->modules && s->modules[strlen(s->modules) - 1] != '/';
  str path = str_printf(s->home, "%s%s" STR_FMT ".gael", s->modules, separate ? "/" : "", STR_ARG(name)), text;
  if (!source_read_file(s->home, path.ptr, &text)) {
    *why = str_printf(s->home, STR_FMT ": %s", STR_ARG(path), strerror(errno));
    return false;
  }
  if (text.len >= UINT32_MAX) {
    *why = str_printf(s->home, STR_FMT " is larger than 4 GiB", STR_ARG(path));
    return false;
  }
  *file = source_add(s->sources, path, text);
  return true;
}

module_loader modules_loader(gael_session *s) { return (module_loader){load, s}; }

/* ---- what a cached program depends on: lines of 32 digits and a path ---- */

enum { HASH_DIGITS = 32 };

static str hashed(arena *home, str text) {
  jit_key key = jit_key_of(text, STR("module"));
  return str_printf(home, "%016" PRIx64 "%016" PRIx64, key.high, key.low);
}

str modules_manifest(gael_session *s) {
  strbuf lines = strbuf_new(s->home);
  for (uint32_t i = 0; s->core && i < s->core->use_count; i++) {
    uint32_t file = s->core->uses[i]->file;
    strbuf_printf(&lines, STR_FMT " " STR_FMT "\n", STR_ARG(hashed(s->home, source_text(s->sources, file))),
                  STR_ARG(source_name(s->sources, file)));
  }
  return strbuf_str(&lines);
}

bool modules_unchanged(arena *scratch, str manifest) {
  const char *at = manifest.ptr, *end = manifest.ptr + manifest.len;
  while (at < end) {
    const char *line_end = memchr(at, '\n', (size_t)(end - at));
    if (!line_end || line_end - at <= HASH_DIGITS) return false;
    str path = str_printf(scratch, "%.*s", (int)(line_end - at - HASH_DIGITS - 1), at + HASH_DIGITS + 1), text;
    if (!source_read_file(scratch, path.ptr, &text)) return false;
    if (memcmp(hashed(scratch, text).ptr, at, HASH_DIGITS) != 0) return false;
    at = line_end + 1;
  }
  return true;
}
