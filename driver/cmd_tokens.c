#include <errno.h>
#include <string.h>

#include "density/report.h"
#include "driver/command.h"
#include "driver/output.h"

static bool read_text(arena *home, const char *path, tokens_text *out) {
  out->name = str_of(path);
  if (source_read_file(home, path, &out->text)) return true;
  output_error(DIAG_unreadable_file, "cannot read %s: %s", path, strerror(errno));
  return false;
}

int cmd_tokens(const options *o, int argc, char **argv) {
  arena *home = arena_new("tokens");
  uint32_t count = o->expression ? 1 : (uint32_t)(argc - o->operands);
  tokens_text *texts = ARENA_ARRAY(home, tokens_text, count + 1), reference;
  if (o->expression) {
    texts[0] = (tokens_text){STR("-e"), str_of(o->expression)};
  } else if (count == 0) {
    output_error(DIAG_usage, "`gael tokens` wants a FILE");
    return GAEL_USAGE;
  }
  for (uint32_t i = 0; !o->expression && i < count; i++)
    if (!read_text(home, argv[o->operands + (int)i], &texts[i])) return GAEL_USAGE;
  if (o->against && !read_text(home, o->against, &reference)) return GAEL_USAGE;
  str problem = {0}, culprit = {0};
  vocab *v = vocab_open(home, o->vocab ? str_of(o->vocab) : VOCAB_DEFAULT, &problem);
  if (!v) {
    output_error(DIAG_usage, STR_FMT, STR_ARG(problem));
    return GAEL_USAGE;
  }
  tokens_table table;
  if (!tokens_report(v, home, texts, count, o->against ? &reference : NULL, &table, &culprit, &problem)) {
    output_error(DIAG_usage, STR_FMT ": " STR_FMT, STR_ARG(culprit), STR_ARG(problem));
    return GAEL_USAGE;
  }
  strbuf out = strbuf_new(home);
  if (o->json)
    tokens_table_json(&out, &table);
  else
    tokens_table_text(&out, &table);
  output_result(strbuf_str(&out));
  return GAEL_OK;
}
