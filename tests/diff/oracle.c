/* The reference interpreter as an engine of the differential test: `oracle [--rewritten] [--allowed] FILE [ARG..]`
   prints what the program prints and ends as it would. With --rewritten the terms go through the rewrite rules first, with
   --allowed the program may do all that there is to allow. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "driver/entry.h"
#include "driver/modules.h"
#include "ir/interp.h"
#include "runtime/gael_rt.h"

typedef struct oracle {
  int argc;
  char **argv;
  int status;
} oracle;

static gael_status finish(gael_session *s, const comb_program *p, const interp_result *r) {
  fwrite(r->out.ptr, 1, r->out.len, stdout);
  fwrite(r->err.ptr, 1, r->err.len, stderr);
  if (r->status == INTERP_LIMIT) {
    fprintf(stderr, "limit: %s\n", r->limit);
    return GAEL_LIMIT;
  }
  if (r->status == INTERP_FAILURE) {
    fprintf(stderr, "error[GL%04d]: " STR_FMT "\n", r->failure.code, STR_ARG(r->failure.message));
    return GAEL_FAILED;
  }
  if (p->result->kind == IRT_UNIT) return GAEL_OK;
  strbuf text = strbuf_new(s->home);
  interp_print(&text, r->value, p->result);
  printf(STR_FMT "\n", STR_ARG(strbuf_str(&text)));
  return GAEL_OK;
}

static str input_text(arena *home) {
  strbuf b = strbuf_new(home);
  for (int c; !isatty(STDIN_FILENO) && (c = getchar()) != EOF;) strbuf_byte(&b, (char)c);
  return strbuf_str(&b);
}

static uint32_t count_texts(char **texts) {
  uint32_t n = 0;
  while (texts[n]) n++;
  return n;
}

static str *texts_of(arena *home, char **texts) {
  str *out = ARENA_ARRAY(home, str, count_texts(texts));
  for (uint32_t i = 0; texts[i]; i++) out[i] = str_of(texts[i]);
  return out;
}

static interp_world world_of(arena *home, char **args, bool allowed) {
  interp_world w = {.input = input_text(home), .argc = count_texts(args), .args = texts_of(home, args)};
  w.env_count = count_texts(environ);
  w.env = texts_of(home, environ);
  w.now = (double)time(NULL);
  w.entropy = (int64_t)time(NULL);
  if (allowed) w.allowed = INTERP_READ | INTERP_WRITE | INTERP_ENV | INTERP_CLOCK | INTERP_RANDOM;
  return w;
}

static gael_status evaluate(gael_session *s, char **words, bool rewritten, bool allowed) {
  pipeline_entry entry;
  comb_program program;
  interp_result result;
  str problem = {0};
  gael_status status = entry_choose(s, &(entry_request){0}, &entry, &problem);
  if (status == GAEL_OK && !pipeline_terms(s, entry, rewritten, &program)) status = GAEL_INVALID;
  if (status != GAEL_OK) {
    fprintf(stderr, STR_FMT "%s", STR_ARG(problem), gael_diagnostics_text(s, false));
    return status;
  }
  interp_world world = world_of(s->home, words, allowed);
  interp_run_in(s->home, &program, &world, NULL, 0, UINT64_C(4000000000), &result);
  return finish(s, &program, &result);
}

static bool run(void *context) {
  oracle *o = context;
  char **words = o->argv + 1;
  bool rewritten = *words && !strcmp(*words, "--rewritten") && words++;
  bool allowed = *words && !strcmp(*words, "--allowed") && words++;
  const char *path = *words ? *words++ : "";
  arena *home = arena_new("oracle");
  str text;
  if (source_read_file(home, path, &text)) {
    gael_session *s = modules_open(str_of(path), text);
    o->status = (int)evaluate(s, words, rewritten, allowed);
    gael_close(s);
  }
  arena_free(home);
  return false;
}

int main(int argc, char **argv) {
  oracle o = {argc, argv, GAEL_USAGE};
  if (argc < 2) return GAEL_USAGE;
  gl_deep_call(run, &o);
  return o.status;
}
