/* A judge's child: one program, one process. It compiles what the cache does not hold and answers call after call; a
   limit or a crash ends it, and the parent sends another for what is left. */

#include <fcntl.h>
#include <signal.h> /* sig_atomic_t */
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "driver/call.h"
#include "driver/judge.h"
#include "driver/program.h"

typedef struct child {
  const judge_request *request;
  const judge_cache *cache;
  arena *home;
  jit_key loaded_key; /* the last call's program: most calls of a request are of one */
  program loaded;
} child;

/* Read by signal handlers, which have no other way to know. */
static int frame_out;
static volatile sig_atomic_t compiling;

static void put_all(const char *bytes, size_t n) {
  while (n) {
    ssize_t done = write(frame_out, bytes, n);
    if (done <= 0) _exit(0);
    bytes += done;
    n -= (size_t)done;
  }
}

static void frame(char letter, str payload) {
  char head[JUDGE_FRAME_HEAD];
  head[0] = letter;
  for (int i = 0; i < 8; i++) head[8 - i] = "0123456789abcdef"[(payload.len >> (4 * i)) & 15];
  put_all(head, sizeof head);
  put_all(payload.ptr, payload.len);
}

static void on_limit(int32_t code) {
  char digits[3] = {(char)('0' + code / 100), (char)('0' + code / 10 % 10), (char)('0' + code % 10)};
  frame(compiling ? 'C' : 'L', (str){digits, sizeof digits});
  _exit(0);
}

static void confine(const judge_request *r) {
  struct rlimit none = {0, 0}, space = {(rlim_t)r->bytes + ((rlim_t)4 << 30), (rlim_t)r->bytes + ((rlim_t)4 << 30)};
  setrlimit(RLIMIT_CORE, &none);
#ifdef GAEL_DEBUG
  (void)space; /* AddressSanitizer's shadow alone takes terabytes of addresses */
#else
  setrlimit(RLIMIT_AS, &space);
#endif
  int empty = open("/dev/null", O_RDWR);
  if (empty >= 0) {
    dup2(empty, STDIN_FILENO);
    dup2(empty, STDOUT_FILENO);
    if (empty > STDERR_FILENO) close(empty);
  }
  gl_on_limit(on_limit);
}

/* The first error of a session as a call's own. */
static void call_refused(strbuf *out, gael_session *s, gael_status status, str problem) {
  if (status == GAEL_USAGE) {
    call_error(out, "usage", "GL0503", problem, 0, 0);
    return;
  }
  for (uint32_t i = 0; i < diag_count(s->diags); i++) {
    const diag *d = diag_at(s->diags, i);
    if (d->severity != DIAG_ERROR) continue;
    source_pos at = source_pos_of(s->sources, d->where.file, d->where.start);
    call_error(out, "type", diag_code_text(d->code), d->message, at.line, at.column);
    return;
  }
  call_error(out, "type", NULL, problem, 0, 0);
}

/* Diagnostics as a JSON array. */
static _Noreturn void program_refused(child *c, gael_session *s) {
  strbuf lines = strbuf_new(c->home), all = strbuf_new(c->home);
  diag_render_json(&lines, s->diags, s->sources);
  str text = strbuf_str(&lines);
  strbuf_byte(&all, '[');
  for (size_t i = 0; i < text.len; i++) {
    bool last = i + 1 == text.len;
    if (text.ptr[i] != '\n')
      strbuf_byte(&all, text.ptr[i]);
    else if (!last)
      strbuf_byte(&all, ',');
  }
  strbuf_byte(&all, ']');
  frame('D', strbuf_str(&all));
  _exit(0);
}

static bool object_for(child *c, const program_source *source, jit_key key, str *object, strbuf *refusal) {
  if (judge_cache_get(c->cache, key, object)) return true;
  gael_session *s;
  str problem = {0};
  compiling = 1;
  gl_time_limit(JUDGE_COMPILE_SECONDS);
  gael_status status = program_object(c->home, source, &s, object, &problem);
  gl_time_limit(0);
  compiling = 0;
  if (status == GAEL_INVALID && !s->valid) program_refused(c, s);
  if (status != GAEL_OK) {
    call_refused(refusal, s, status, problem);
    return false;
  }
  strbuf keyed = strbuf_new(c->home);
  strbuf_add(&keyed, (str){(const char *)&key, sizeof key});
  strbuf_add(&keyed, *object);
  frame('O', strbuf_str(&keyed));
  return true;
}

static bool load(child *c, const program_source *source, strbuf *refusal) {
  jit_key key = jit_key_of(source->text, program_flags(c->home, source));
  str object, problem;
  if (c->loaded.meta && key.low == c->loaded_key.low && key.high == c->loaded_key.high) return true;
  if (!object_for(c, source, key, &object, refusal)) return false;
  c->loaded_key = key;
  if (program_link(c->home, object, &c->loaded, &problem)) return true;
  call_error(refusal, "crash", NULL, problem, 0, 0);
  return false;
}

static const char *misshapen(const json_t *call) {
  const json_t *args = json_object_get(call, "args"), *fn = json_object_get(call, "fn");
  if (!json_is_object(call)) return "a call is an object";
  if (args && !json_is_array(args)) return "\"args\" is not an array";
  return fn && !json_is_string(fn) ? "\"fn\" is not a string" : NULL;
}

/* False: what a failure left behind would count against the calls to come. */
static bool answer(child *c, const json_t *call) {
  const json_t *args = json_object_get(call, "args"), *fn = json_object_get(call, "fn");
  const char *complaint = misshapen(call);
  uint32_t n = (uint32_t)json_array_size(args);
  const shape **shapes = ARENA_ARRAY(c->home, const shape *, n + 1);
  for (uint32_t i = 0; i < n; i++) shapes[i] = shape_of_json(c->home, json_array_get(args, i));
  entry_request q = {.definition = json_string_value(fn), .shapes = shapes, .count = n};
  program_source source = {.name = STR("program"), .text = c->request->source, .request = &q, .level = 0};
  strbuf out = strbuf_new(c->home);
  bool clean = true;
  if (complaint) {
    call_error(&out, "usage", "GL0501", str_of(complaint), 0, 0);
  } else if (load(c, &source, &out)) {
    dup2(STDOUT_FILENO, STDERR_FILENO); /* nobody hears it */
    gl_time_limit(c->request->seconds);
    clean = call_json(c->loaded.meta, args, c->request->plain, &out) || gl_live() == 0;
    gl_time_limit(0);
  }
  frame('R', strbuf_str(&out));
  return clean;
}

static void check(child *c) {
  gael_session *s = gael_open("program", c->request->source.ptr, c->request->source.len);
  compiling = 1;
  gl_time_limit(JUDGE_COMPILE_SECONDS);
  if (gael_check(s) != GAEL_OK) program_refused(c, s);
}

static bool run(void *context) {
  child *c = context;
  const judge_request *r = c->request;
  if (r->count == 0) check(c);
  for (uint32_t i = r->next; i < r->count && answer(c, json_array_get(r->calls, i)); i++) continue;
  return false;
}

void judge_child(const judge_request *r, const judge_cache *cache, int out) {
  child c = {.request = r, .cache = cache, .home = arena_new("judge child")};
  frame_out = out;
  confine(r);
  gl_memory_limit(r->bytes); /* the stack's size, too */
  gl_deep_call(run, &c);
  _exit(0);
}
