/* certify [-e] FILE…: every program of the files is compiled with all transformations and with none, -e: with each
   one left out, too; behind every pass its blocks are verified: structure, and counts that balance on every path.
   Nothing is run.

   A file is a program; each `#> expression` in it is another one, of its definitions and the expression. What needs
   arguments takes them at the types that a native binary would. Closing line: `N programs in M ways, N not compiled`. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver/entry.h"
#include "driver/modules.h"
#include "runtime/gael_rt.h"
#include "support/vec.h"

typedef VEC(str) texts;

typedef struct certifying {
  char **files;
  uint32_t ways, programs, refused;
} certifying;

enum { LEVEL = 2, WAYS_LEAST = 2, WAYS_MOST = WAYS_LEAST + TRANSFORM_COUNT };

/* Way 0 leaves nothing out, way 1 everything, each other one. */
static uint64_t left_out(uint32_t way) {
  const uint64_t none = 0;
  return way == 0 ? none : way == 1 ? ~none : UINT64_C(1) << (way - WAYS_LEAST);
}

static bool compile(str name, str text, uint32_t way) {
  gael_session *s = modules_open(name, text);
  entry_request typed = {.typed_only = true};
  pipeline_target t = {
      .target = target_host(), .use = TARGET_JIT, .level = LEVEL, .certify = true, .without = left_out(way)};
  pipeline_entry entry;
  str out, problem;
  bool done = entry_choose(s, &typed, &entry, &problem) == GAEL_OK &&
              pipeline_compile(s, entry, &t, GAEL_STAGE_RC, &out) == GAEL_OK;
  gael_close(s);
  return done;
}

static str line_at(str text, size_t at) {
  size_t end = at;
  while (end < text.len && text.ptr[end] != '\n') end++;
  return (str){text.ptr + at, end - at};
}

/* The library's own texts hold what only the library may; its examples stand for themselves. */
static bool is_library(const char *path) { return strncmp(path, "stdlib/", 7) == 0; }

static void split(arena *home, const char *path, str text, texts *out) {
  strbuf definitions = strbuf_new(home);
  texts examples = {0};
  for (size_t at = 0; at < text.len;) {
    str line = line_at(text, at);
    at += line.len + 1;
    if (str_starts(line, STR("#> "))) vec_push(home, &examples, ((str){line.ptr + 3, line.len - 3}));
    if (line.len == 0 || *line.ptr == '#' || is_library(path)) continue;
    strbuf_add(&definitions, line);
    strbuf_byte(&definitions, '\n');
  }
  if (!is_library(path)) vec_push(home, out, text);
  for (uint32_t k = 0; k < examples.len; k++) {
    str whole = str_printf(home, STR_FMT STR_FMT "\n", STR_ARG(strbuf_str(&definitions)), STR_ARG(examples.items[k]));
    vec_push(home, out, whole);
  }
}

static void certify_file(certifying *c, const char *path) {
  arena *home = arena_new("file");
  str text;
  texts programs = {0};
  if (!source_read_file(home, path, &text)) {
    fprintf(stderr, "cannot read %s\n", path);
    exit(GAEL_USAGE);
  }
  split(home, path, text, &programs);
  for (uint32_t k = 0; k < programs.len; k++) {
    bool valid = compile(str_of(path), programs.items[k], 0);
    c->programs += valid;
    c->refused += !valid;
    for (uint32_t way = 1; way < c->ways && valid; way++) compile(str_of(path), programs.items[k], way);
  }
  arena_free(home);
}

static bool certify_all(void *context) {
  certifying *c = context;
  for (char **file = c->files; *file; file++) certify_file(c, *file);
  printf("%u programs in %u ways, %u not compiled\n", c->programs, c->ways, c->refused);
  return false;
}

int main(int argc, char **argv) {
  bool each = argc > 1 && !strcmp(argv[1], "-e");
  certifying c = {.files = argv + 1 + each, .ways = each ? WAYS_MOST : WAYS_LEAST};
  if (!*c.files) return GAEL_USAGE;
  gl_deep_call(certify_all, &c);
  return c.programs ? 0 : 1;
}
