#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "backend/link.h"
#include "driver/command.h"
#include "driver/output.h"

/* Bytes of what this installation has for a target; -1: nothing. */
static int64_t installed_size(arena *home, const target *t) {
  int64_t size = 0;
  return link_target_size(home, t, &size) ? size : -1;
}

static void add_line(strbuf *out, arena *home, const target *t) {
  int64_t size = installed_size(home, t);
  strbuf_printf(out, "%-15s ", t->name);
  if (size < 0) strbuf_add(out, STR("     --  "));
  else strbuf_printf(out, "%4.1f MB  ", (double)size / 1e6);
  strbuf_printf(out, "%s\n%27salso: %s\n", t->runs, "", t->aliases);
}

static void add_object(strbuf *out, arena *home, const target *t) {
  int64_t size = installed_size(home, t);
  json_t *names = json_array(), *object;
  const char *at = t->aliases;
  for (str word; str_word(&at, ' ', &word);) json_array_append_new(names, json_stringn(word.ptr, word.len));
  object = json_pack("{s:s, s:o, s:s, s:s, s:s, s:b, s:I}", "target", t->name, "aliases", names, "triple", t->triple,
                     "cpu", t->cpu, "runs", t->runs, "installed", size >= 0, "bytes", (json_int_t)(size < 0 ? 0 : size));
  char *text = json_dumps(object, JSON_COMPACT | JSON_PRESERVE_ORDER);
  strbuf_printf(out, "%s\n", text);
  free(text);
  json_decref(object);
}

int cmd_targets(const options *o, int argc, char **argv) {
  if (o->operands < argc) {
    output_error(DIAG_usage, "`gael targets` takes no operands, so `%s` is one word too many", argv[o->operands]);
    return GAEL_USAGE;
  }
  arena *home = arena_new("targets");
  strbuf out = strbuf_new(home);
  for (uint32_t i = 0; i < target_count(); i++) (o->json ? add_object : add_line)(&out, home, target_at(i));
  output_result(strbuf_str(&out));
  return GAEL_OK;
}
