/* gael test: every `#> expression` / `#= value` pair in a file's comments is a program of the file's definitions and the expression; its
   value, as GAEL source, must be the text behind #=. An expression that should fail says `#= fails`. */

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "driver/call.h"
#include "driver/command.h"
#include "driver/output.h"
#include "driver/program.h"
#include "stdlib/library.h"

typedef struct testing {
  const options *o;
  int argc;
  char **argv;
  uint32_t passed, failed;
  int status;
} testing;

typedef struct example {
  str expression, value;
  uint32_t line;
} example;

typedef VEC(example) examples;

static str trim(str s) {
  while (s.len && (*s.ptr == ' ' || *s.ptr == '\t')) s.ptr++, s.len--;
  while (s.len && (s.ptr[s.len - 1] == ' ' || s.ptr[s.len - 1] == '\r')) s.len--;
  return s;
}

static str rest_of(str line, size_t n) { return trim((str){line.ptr + n, line.len - n}); }

static examples find_examples(arena *home, str text) {
  examples found = {0};
  str pending = {0};
  uint32_t number = 0;
  for (size_t at = 0; at < text.len;) {
    const char *end = memchr(text.ptr + at, '\n', text.len - at);
    size_t stop = end ? (size_t)(end - text.ptr) : text.len;
    str line = trim((str){text.ptr + at, stop - at});
    at = stop + 1;
    number++;
    if (str_starts(line, STR("#>"))) pending = rest_of(line, 2);
    if (str_starts(line, STR("#=")) && pending.ptr) {
      vec_push(home, &found, ((example){pending, rest_of(line, 2), number}));
      pending = (str){0};
    }
  }
  return found;
}

/* The embedded library's own texts hold primitives, which only the library may: their examples run against the library alone. */
static bool is_library_text(str text) {
  for (uint32_t i = 0; i < library_file_count; i++)
    if (str_eq(text, (str){library_files[i].text, library_files[i].length})) return true;
  return false;
}

/* The file without its main expression. */
static str definitions_of(arena *home, str name, str text) {
  gael_session *s = gael_open(name.ptr, text.ptr, text.len);
  ast_module *m = parse_module(s->home, s->names, s->sources, s->file, s->diags);
  char *copy = arena_strndup(home, text.ptr, text.len);
  for (uint32_t i = 0; i < m->item_count; i++) {
    if (m->items[i].kind != AST_ITEM_MAIN) continue;
    for (uint32_t k = m->items[i].where.start; k < m->items[i].where.end; k++)
      if (copy[k] != '\n') copy[k] = ' ';
  }
  gael_close(s);
  return (str){copy, text.len};
}

typedef struct evaluation {
  const gl_program *program;
  void *result;
} evaluation;

static bool evaluate(void *context) {
  evaluation *e = context;
  return e->program->entry(NULL, e->result);
}

static str utf8_of(arena *home, gl_list *s) {
  size_t n = gl_str_utf8(s, NULL, 0);
  char *text = arena_alloc(home, n + 1, 1);
  gl_str_utf8(s, text, n);
  return (str){text, n};
}

static str value_of(arena *home, const gl_program *p) {
  static const gl_type char_type = {.kind = GL_CHAR, .size = 4, .name = "Char"};
  evaluation e = {p, arena_zalloc(home, p->result->size + 8, 16)};
  if (gl_deep_call(evaluate, &e)) {
    gl_fail_clear();
    return STR("fails");
  }
  gl_list *text = gl_source(e.result, p->result);
  str value = utf8_of(home, text);
  gl_drop_list(text, &char_type);
  gl_drop_value(e.result, p->result);
  if (p->release) p->release();
  return value;
}

static void report(testing *t, str name, const example *e, str found) {
  char head[512];
  int n = snprintf(head, sizeof head, STR_FMT ":%u: ", STR_ARG(name), e->line);
  output_text((str){head, n < 0 ? 0 : (size_t)n < sizeof head ? (size_t)n : sizeof head - 1});
  output_text(e->expression);
  output_text(STR("\n  expected "));
  output_text(e->value);
  output_text(STR("\n  found    "));
  output_text(found);
  output_text(STR("\n"));
  t->failed++;
}

static void run_example(testing *t, str name, str definitions, const example *e) {
  arena *home = arena_new("example");
  str source = str_printf(home, STR_FMT "\n" STR_FMT "\n", STR_ARG(definitions), STR_ARG(e->expression));
  entry_request q = {0};
  program_source from = {name, source, &q, t->o->level < 0 ? 0 : (unsigned)t->o->level, NULL};
  str object, problem = {0};
  program p = {0};
  gael_session *s;
  gael_status status = program_object(home, &from, &s, &object, &problem);
  if (status != GAEL_OK) {
    report(t, name, e, problem.len ? problem : str_of(gael_diagnostics_text(s, options_color(t->o))));
  } else if (!program_link(home, object, &p, &problem)) {
    report(t, name, e, problem);
  } else {
    str found = value_of(home, p.meta);
    if (str_eq(found, e->value)) {
      t->passed++;
      if (t->o->verbose) output_result(str_printf(home, "ok " STR_FMT ":%u\n", STR_ARG(name), e->line));
    } else {
      report(t, name, e, found);
    }
    jit_unload(p.code);
  }
  gael_close(s);
  arena_free(home);
}

static void test_file(testing *t, const char *path) {
  arena *home = arena_new("test");
  str text;
  if (!source_read_file(home, path, &text)) {
    output_message("cannot read %s: %s", path, strerror(errno));
    t->status = GAEL_USAGE;
  } else {
    str name = str_of(path), definitions = is_library_text(text) ? STR("") : definitions_of(home, name, text);
    examples found = find_examples(home, text);
    for (uint32_t i = 0; i < found.len; i++) run_example(t, name, definitions, &found.items[i]);
  }
  arena_free(home);
}

static bool is_gael(const struct dirent *e) {
  size_t n = strlen(e->d_name);
  return n > 5 && !strcmp(e->d_name + n - 5, ".gael");
}

static int is_gael_entry(const struct dirent *e) { return is_gael(e); }

static void test_path(testing *t, const char *path) {
  struct stat is;
  if (stat(path, &is) || !S_ISDIR(is.st_mode)) {
    test_file(t, path);
    return;
  }
  struct dirent **entries;
  int n = scandir(path, &entries, is_gael_entry, alphasort);
  arena *home = arena_new("directory");
  for (int i = 0; i < n; i++) {
    test_file(t, str_printf(home, "%s/%s", path, entries[i]->d_name).ptr);
    free(entries[i]);
  }
  if (n >= 0) free(entries);
  arena_free(home);
}

static bool test(void *context) {
  testing *t = context;
  if (t->o->operands >= t->argc) {
    output_message("`gael test` wants a FILE or a folder");
    t->status = GAEL_USAGE;
    return false;
  }
  for (int i = t->o->operands; i < t->argc; i++) test_path(t, t->argv[i]);
  char line[64];
  int n = snprintf(line, sizeof line, "%u passed, %u failed\n", t->passed, t->failed);
  output_result((str){line, (size_t)n});
  if (t->status == GAEL_OK && t->failed) t->status = GAEL_FAILED;
  return false;
}

int cmd_test(const options *o, int argc, char **argv) {
  testing t = {.o = o, .argc = argc, .argv = argv};
  gl_deep_call(test, &t);
  return t.status;
}
