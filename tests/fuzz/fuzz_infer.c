/* Any program: inference ends, reports inside the text, and what it accepts has instances that lowering turns into
   well-typed terms. Bytes from 0x80 on stand for whole words, so that most inputs parse. */

#include <stddef.h>
#include <stdint.h>

#include "frontend/lower.h"
#include "frontend/parse.h"
#include "ir/comb.h"
#include "support/bug.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { REPORTED_MAX = 20, SOURCE_MAX = 400, WORDS_FROM = 0x80 };

static const char *const words[] = {
    "a",     "b",         "c",      "x",         "y",       "z",     "p",          "q",         "f",        "g",
    "\nf=",  "\ng p=",    "1",      "0",         "2.5",     "\"a\"", "\"ab\"",     "'a'",       "true",     "none",
    "[]",    "()",        "[1,2]",  "(1,\"a\")", "+",       "-",     "*",          "/",         "//",       "%",
    "**",    ".+",        ".*",     "==",        "<",       "<=",    " in ",       "&&",        "||",       "!",
    "??",    "?",         ":",      "..",        ",",       ";",     "=",          " ",         "(",        ")",
    "[",     "]",         "{",      "}",         "{x}",     "{x+y}", "{x+1}",      "{y-x}",     "(+)",      "(<1)",
    "\\p.",  "\\p q.",    "match ", "|",         "->",      "|_->",  "|[]->",      "|some p->", "|(p,q)->", "[h,*t]",
    "p,q=",  "[p|p<-",    ".map",   ".filter",   ".fold 0", ".fold", ".sum",       ".sort",     ".len",     ".count ",
    ".max",  ".zip ",     ".rev",   ".0",        "[0]",     "[1:]",  ".join \"\"", ".str",      ".int",     ".words",
    ".enum", ".any",      ".scan",  ".first",    ".reduce", ".sqrt", "some ",      "max ",      "id",       "sum",
    "len",   "fail \"\"", "print ", "f\"{",      "}\"",     "(g p=", ";g ",        "\n",
};

typedef struct bench {
  arena *home;
  intern *names;
  source_set *sources;
  diag_sink *sink;
} bench;

static str program(arena *home, const uint8_t *data, size_t size) {
  strbuf text = strbuf_new(home);
  for (size_t i = 0; i < size; i++) {
    if (data[i] < WORDS_FROM) strbuf_byte(&text, (char)data[i]);
    else strbuf_add(&text, str_of(words[(data[i] - WORDS_FROM) % (sizeof words / sizeof *words)]));
  }
  return strbuf_str(&text);
}

static void check_reports(const bench *b) {
  for (uint32_t i = 0; i < diag_count(b->sink); i++) {
    span where = diag_at(b->sink, i)->where;
    GAEL_ASSERT(where.file == SPAN_NONE.file ||
                (where.start <= where.end && where.end <= source_text(b->sources, where.file).len));
  }
  strbuf text = strbuf_new(b->home);
  diag_render_text(&text, b->sink, b->sources, false);
}

/* At the types that defaults choose. */
static void check_instance(const bench *b, infer *in, core_def *d) {
  strbuf text = strbuf_new(b->home);
  infer_print_scheme(&text, in, d);
  type *t = infer_open(in, d);
  if (!infer_settle(in, t, d->where)) return;
  const infer_instance *i = infer_instantiate(in, d, t, d->where);
  if (!i) return;
  comb_store *store = comb_store_new(b->home, ir_types_new(b->home), b->names);
  comb_program out;
  uint32_t argc = d->body->kind == CORE_LAMBDA ? d->body->lambda.count : 0;
  lower_program(b->home, in, i, argc, store, &out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > SOURCE_MAX) return -1;
  arena *home = arena_new("fuzzing");
  bench b = {home, intern_new(home), source_set_new(home), diag_sink_new(home, REPORTED_MAX)};
  uint32_t file = source_add(b.sources, STR("input"), program(home, data, size));
  resolver *r = resolver_new(home, b.names, b.sources, (module_loader){0}, b.sink);
  core_module *m = resolve_module(r, parse_module(home, b.names, b.sources, file, b.sink));
  infer *in = infer_new(home, b.names, r, b.sink);
  bool fine = infer_module(in, m) && diag_error_count(b.sink) == 0;
  for (uint32_t i = 0; i < m->count && fine; i++) check_instance(&b, in, m->defs[i]);
  if (m->main && fine) check_instance(&b, in, m->main);
  check_reports(&b);
  arena_free(home);
  return 0;
}
