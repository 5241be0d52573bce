/* gael test: every `#> expression` / `#= value` pair in a file's comments is a program of the file's definitions and
   the expression; its value, as GAEL source, must be the text behind #=. An expression that should fail says `#=
   fails`. */

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "driver/call.h"
#include "driver/command.h"
#include "driver/modules.h"
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

/* One file, and what is said of its examples. */
typedef struct test_text {
  testing *all;
  str name, text, definitions;
  source_set *sources;
  diag_sink *diags;
  uint32_t file;
} test_text;

typedef struct example {
  str expression, value; /* slices of the file's text */
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
  for (size_t at = 0; at < text.len;) {
    const char *end = memchr(text.ptr + at, '\n', text.len - at);
    size_t stop = end ? (size_t)(end - text.ptr) : text.len;
    str line = trim((str){text.ptr + at, stop - at});
    at = stop + 1;
    if (str_starts(line, STR("#>"))) pending = rest_of(line, 2);
    if (str_starts(line, STR("#=")) && pending.ptr) {
      vec_push(home, &found, ((example){pending, rest_of(line, 2)}));
      pending = (str){0};
    }
  }
  return found;
}

/* The library's own texts hold primitives, which only the library may: their examples run against the embedded library
   alone. */
static bool is_library_text(str path) {
  for (uint32_t i = 0; i < library_file_count; i++) {
    str name = str_of(library_files[i].name), folder = STR("stdlib/");
    size_t tail = folder.len + name.len;
    if (path.len < tail || (path.len > tail && path.ptr[path.len - tail - 1] != '/')) continue;
    const char *at = path.ptr + path.len - tail;
    if (!memcmp(at, folder.ptr, folder.len) && !memcmp(at + folder.len, name.ptr, name.len)) return true;
  }
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

static str value_of(arena *home, const gl_program *p, double seconds) {
  static const gl_type char_type = {.kind = GL_CHAR, .size = 4, .name = "Char"};
  evaluation e = {p, arena_zalloc(home, p->result->size + 8, 16)};
  gl_time_limit(seconds);
  bool failed = gl_deep_call(evaluate, &e);
  gl_time_limit(0);
  if (failed) {
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

static span slice_span(const test_text *t, str slice) {
  uint32_t start = (uint32_t)(slice.ptr - t->text.ptr);
  return (span){start, start + (uint32_t)slice.len, t->file};
}

static void differs(test_text *t, const example *e, str found) {
  diag *d = diag_report(t->diags, DIAG_example_failed, slice_span(t, e->value),
                        "`" STR_FMT "` gives " STR_FMT ", not " STR_FMT, STR_ARG(e->expression), STR_ARG(found),
                        STR_ARG(e->value));
  diag_expected(t->diags, d, e->value, str_copy(diag_arena(t->diags), found));
}

static void refused(test_text *t, const example *e, str problem) {
  diag *d = diag_report(t->diags, DIAG_example_failed, slice_span(t, e->expression),
                        "this example does not run: " STR_FMT, STR_ARG(problem));
  diag_expected(t->diags, d, e->value, (str){0});
}

static str first_message(const gael_session *s, str otherwise) {
  for (uint32_t i = 0; i < diag_count(s->diags); i++)
    if (diag_at(s->diags, i)->severity == DIAG_ERROR) return diag_at(s->diags, i)->message;
  return otherwise;
}

static bool run_example(test_text *t, const example *e) {
  arena *home = arena_new("example");
  str source = str_printf(home, STR_FMT "\n" STR_FMT "\n", STR_ARG(t->definitions), STR_ARG(e->expression));
  entry_request q = {0};
  program_source from = {.name = t->name, .text = source, .request = &q, .modules = true};
  str object, problem = {0};
  program p = {0};
  gael_session *s;
  bool passed = false;
  if (program_object(home, &from, &s, &object, &problem) != GAEL_OK) {
    refused(t, e, first_message(s, problem));
  } else if (!program_link(home, object, &p, &problem)) {
    refused(t, e, problem);
  } else {
    str found = value_of(home, p.meta, t->all->o->seconds);
    passed = str_eq(found, e->value);
    if (!passed) differs(t, e, found);
    jit_unload(p.code);
  }
  gael_close(s);
  arena_free(home);
  return passed;
}

static void say_passed(const test_text *t, const example *e, arena *home) {
  source_pos at = source_pos_of(t->sources, t->file, slice_span(t, e->expression).start);
  output_result(str_printf(home, "ok " STR_FMT ":%u\n", STR_ARG(t->name), at.line));
}

static void say_failures(const test_text *t, arena *home) {
  strbuf out = strbuf_new(home);
  if (t->all->o->json)
    diag_render_json(&out, t->diags, t->sources);
  else
    diag_render_text(&out, t->diags, t->sources, options_color(t->all->o));
  (t->all->o->json ? output_result : output_text)(strbuf_str(&out));
}

/* Examples of what does not compile would all say the same. */
static bool compiles(test_text *t) {
  gael_session *s = modules_open(t->name, t->definitions);
  bool valid = gael_check(s) == GAEL_OK;
  if (!valid) {
    command_diagnostics(t->all->o, s);
    t->all->status = GAEL_INVALID;
  }
  gael_close(s);
  return valid;
}

static void test_source(testing *all, arena *home, str name, str text) {
  test_text t = {.all = all,
                 .name = name,
                 .text = text,
                 .sources = source_set_new(home),
                 .diags = diag_sink_new(home, UINT32_MAX)};
  t.file = source_add(t.sources, name, text);
  t.definitions = is_library_text(name) ? STR("") : definitions_of(home, name, text);
  if (!compiles(&t)) return;
  examples found = find_examples(home, text);
  for (uint32_t i = 0; i < found.len; i++) {
    bool passed = run_example(&t, &found.items[i]);
    *(passed ? &all->passed : &all->failed) += 1;
    if (passed && all->o->verbose) say_passed(&t, &found.items[i], home);
  }
  say_failures(&t, home);
}

static void test_file(testing *t, const char *path) {
  arena *home = arena_new("test");
  str text;
  if (source_read_file(home, path, &text)) {
    test_source(t, home, str_of(path), text);
  } else {
    output_error(DIAG_unreadable_file, "cannot read %s: %s", path, strerror(errno));
    t->status = GAEL_USAGE;
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
  if (t->o->operands >= t->argc && !t->o->expression) {
    output_error(DIAG_usage, "`gael test` wants a FILE or a folder");
    t->status = GAEL_USAGE;
    return false;
  }
  if (t->o->expression) test_source(t, arena_new("test"), STR("-e"), str_of(t->o->expression));
  for (int i = t->o->operands; !t->o->expression && i < t->argc; i++) test_path(t, t->argv[i]);
  char line[64];
  const char *form = t->o->json ? "{\"passed\":%u,\"failed\":%u}\n" : "%u passed, %u failed\n";
  int n = snprintf(line, sizeof line, form, t->passed, t->failed);
  output_result((str){line, (size_t)n});
  if (t->status == GAEL_OK && t->failed) t->status = GAEL_FAILED;
  return false;
}

int cmd_test(const options *o, int argc, char **argv) {
  testing t = {.o = o, .argc = argc, .argv = argv};
  gl_allow(o->allow);
  if (o->bytes) gl_memory_limit(o->bytes);
  gl_deep_call(test, &t);
  return t.status;
}
