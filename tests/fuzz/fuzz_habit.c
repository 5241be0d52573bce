/* Any bytes: reading them by the habits of other languages ends, the text as GAEL is a source, and what is told lies inside
   the text as written. */

#include <stddef.h>
#include <stdint.h>

#include "frontend/habit.h"
#include "frontend/parse.h"
#include "support/bug.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { REPORTED_MAX = 20, SOURCE_MAX = 1 << 12 };

static void check_reports(const diag_sink *told, uint32_t file, size_t size) {
  for (uint32_t i = 0; i < diag_count(told); i++) {
    const diag *d = diag_at(told, i);
    GAEL_ASSERT(d->where.file == file && d->where.start <= d->where.end && d->where.end <= size);
    for (uint32_t k = 0; k < d->fix_count; k++)
      for (uint32_t n = 0; n < d->fixes[k].count; n++) {
        span edit = d->fixes[k].edits[n].where;
        GAEL_ASSERT(edit.file == file && edit.start <= edit.end && edit.end <= size);
      }
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > SOURCE_MAX) return -1;
  arena *home = arena_new("fuzz");
  source_set *sources = source_set_new(home);
  intern *names = intern_new(home);
  uint32_t file = source_add(sources, STR("input"), (str){(const char *)data, size});
  habit *h = habit_read(home, names, sources, file);
  if (h) {
    diag_sink *found = diag_sink_new(home, REPORTED_MAX), *told = diag_sink_new(home, REPORTED_MAX);
    parse_module(home, names, sources, habit_file(h), found);
    habit_retell(h, found, told);
    check_reports(told, file, size);
    strbuf text = strbuf_new(home);
    diag_render_text(&text, told, sources, false);
  }
  arena_free(home);
  return 0;
}
