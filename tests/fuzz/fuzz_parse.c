/* Any bytes: reading them ends, what is reported lies inside the text, and a program without errors keeps its tree in both
   faces, which are stable. */

#include <stddef.h>
#include <stdint.h>

#include "frontend/fmt.h"
#include "frontend/parse.h"
#include "support/bug.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { REPORTED_MAX = 20, SOURCE_MAX = 1 << 16 };

typedef struct bench {
  arena *home;
  intern *names;
  source_set *sources;
  diag_sink *sink;
} bench;

static ast_module *read(bench *b, const char *name, str text) {
  uint32_t file = source_add(b->sources, str_of(name), text);
  return parse_module(b->home, b->names, b->sources, file, b->sink);
}

static void check_reports(bench *b, size_t size) {
  GAEL_ASSERT(diag_count(b->sink) <= 2 * REPORTED_MAX);
  for (uint32_t i = 0; i < diag_count(b->sink); i++) {
    span where = diag_at(b->sink, i)->where;
    GAEL_ASSERT(where.start <= where.end && where.end <= size);
  }
  strbuf text = strbuf_new(b->home);
  diag_render_text(&text, b->sink, b->sources, false);
}

static void check_face(bench *b, const ast_module *m, fmt_face face) {
  strbuf once = strbuf_new(b->home), twice = strbuf_new(b->home);
  fmt_module(&once, m, b->names, b->sources, face);
  ast_module *again = read(b, "formatted", strbuf_str(&once));
  GAEL_ASSERT(diag_error_count(b->sink) == 0);
  GAEL_ASSERT(ast_same(m, again, b->names));
  fmt_module(&twice, again, b->names, b->sources, face);
  GAEL_ASSERT(str_eq(strbuf_str(&once), strbuf_str(&twice)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > SOURCE_MAX) return -1;
  arena *home = arena_new("fuzzing");
  bench b = {home, intern_new(home), source_set_new(home), diag_sink_new(home, REPORTED_MAX)};
  ast_module *m = read(&b, "input", (str){(const char *)data, size});
  strbuf dump = strbuf_new(home);
  ast_dump(&dump, m, b.names);
  if (diag_error_count(b.sink)) {
    check_reports(&b, size);
  } else {
    check_face(&b, m, FMT_DENSE);
    check_face(&b, m, FMT_READABLE);
  }
  arena_free(home);
  return 0;
}
