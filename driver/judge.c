/* The judge: JSON lines in, JSON lines out, never a missing line, in the order of the requests. Each program runs in a
   child forked from this process, which holds LLVM ready and the objects compiled so far; the child can neither see nor
   stop another. */

#include "driver/judge.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "backend/llvm_init.h"
#include "driver/call.h"
#include "driver/json_text.h"

typedef struct task {
  struct task *later; /* in order of arrival */
  arena *home;
  judge_request request;
  strbuf frames, results;
  str whole; /* the answer when it is not results */
  uint32_t results_count;
  pid_t pid;
  int pipe;
  uint32_t first; /* the call that the child under way began with */
  double deadline;
  bool done, overdue;
} task;

typedef struct judge {
  arena *home;
  judge_cache *cache;
  int in, out;
  uint32_t jobs, running;
  judge_limits otherwise;
  task *first, *last;
  char *line; /* what was read of stdin and is not a whole line yet */
  size_t line_len, line_cap;
  bool ended, broken;
} judge;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* ---- requests ---- */

static str id_text(task *t) {
  const json_t *id = json_object_get(t->request.json, "id");
  const char *digits = json_string_value(json_object_get(id, "$big"));
  if (digits) return str_of(digits);
  char *text = id ? json_dumps(id, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
  str copy = text ? str_copy(t->home, str_of(text)) : STR("null");
  free(text);
  return copy;
}

static void refuse(task *t, const char *message) {
  strbuf out = strbuf_new(t->home);
  strbuf_add(&out, STR("\"ok\":false,\"error\":{\"kind\":\"usage\",\"message\":"));
  json_quote(&out, str_of(message));
  strbuf_byte(&out, '}');
  t->whole = strbuf_str(&out);
  t->done = true;
}

static void read_request(task *t, const char *line, size_t length, judge_limits otherwise) {
  judge_request *r = &t->request;
  json_error_t where;
  r->json = json_text_load(t->home, (str){line, length}, JSON_ALLOW_NUL, &where);
  if (!r->json) {
    refuse(t, str_printf(t->home, "the request is not JSON: %s", where.text).ptr);
    return;
  }
  const json_t *source = json_object_get(r->json, "source"), *limits = json_object_get(r->json, "limits");
  const json_t *seconds = json_object_get(limits, "seconds"), *bytes = json_object_get(limits, "bytes");
  if (!json_is_string(source)) {
    refuse(t, "the request has no \"source\"");
    return;
  }
  r->source = (str){json_string_value(source), json_string_length(source)};
  r->seconds = json_is_number(seconds) && json_number_value(seconds) > 0 ? json_number_value(seconds) : otherwise.seconds;
  r->bytes = json_is_integer(bytes) && json_integer_value(bytes) > 0 ? json_integer_value(bytes) : otherwise.bytes;
  r->plain = json_is_true(json_object_get(r->json, "plain"));
  r->calls = json_object_get(r->json, "calls");
  if (!r->calls) r->calls = json_pack("[{s:[]}]", "args");
  if (!json_is_array(r->calls)) {
    refuse(t, "\"calls\" is not an array");
    return;
  }
  r->count = (uint32_t)json_array_size(r->calls);
}

static void add_task(judge *j, const char *line, size_t length) {
  arena *home = arena_new("request");
  task *t = ARENA_NEW(home, task);
  *t = (task){.home = home, .frames = strbuf_new(home), .results = strbuf_new(home), .pipe = -1};
  read_request(t, line, length, j->otherwise);
  *(j->last ? &j->last->later : &j->first) = t;
  j->last = t;
}

/* ---- children ---- */

static void start(judge *j, task *t) {
  int ends[2];
  if (pipe(ends)) {
    refuse(t, "the system has no pipe left");
    return;
  }
  pid_t pid = fork();
  if (pid == 0) {
    close(ends[0]);
    close(j->out);
    judge_child(&t->request, j->cache, ends[1]);
  }
  close(ends[1]);
  if (pid < 0) {
    close(ends[0]);
    refuse(t, "the system has no process left");
    return;
  }
  uint32_t calls = t->request.count - t->request.next;
  t->pid = pid;
  t->pipe = ends[0];
  t->frames.len = 0;
  t->first = t->request.next;
  t->overdue = false;
  t->deadline = now() + (t->request.seconds + JUDGE_COMPILE_SECONDS) * (calls + 1) + 2;
  j->running++;
}

static void add_result(task *t, str result) {
  if (t->results_count++) strbuf_byte(&t->results, ',');
  strbuf_add(&t->results, result);
  if (++t->request.next >= t->request.count) t->done = true;
}

static void add_failure(task *t, const char *kind, const char *code, str message) {
  strbuf out = strbuf_new(t->home);
  call_error(&out, kind, code, message, 0, 0);
  add_result(t, strbuf_str(&out));
}

typedef struct limit_name {
  const char *digits, *code, *text;
} limit_name;

static const limit_name *limit_of(str digits) {
  static const limit_name limits[] = {
      {"602", "GL0602", "the memory limit"}, {"603", "GL0603", "the stack limit"}, {"601", "GL0601", "the time limit"}};
  size_t i = 0;
  while (i < 2 && !str_eq(digits, str_of(limits[i].digits))) i++;
  return &limits[i];
}

static void add_limit(task *t, str digits) {
  const limit_name *l = limit_of(digits);
  add_failure(t, "limit", l->code, str_of(l->text));
}

static void refuse_compiling(task *t, str digits) {
  const limit_name *l = limit_of(digits);
  t->whole = str_printf(
      t->home,
      "\"ok\":false,\"diagnostics\":[{\"code\":\"%s\",\"severity\":\"error\",\"message\":\"compiling hit %s\"}]",
      l->code, l->text);
  t->done = true;
}

static void take_frame(judge *j, task *t, char letter, str payload) {
  jit_key key;
  switch (letter) {
  case 'O':
    memcpy(&key, payload.ptr, sizeof key);
    judge_cache_put(j->cache, key, (str){payload.ptr + sizeof key, payload.len - sizeof key});
    break;
  case 'R': add_result(t, payload); break;
  case 'L': add_limit(t, payload); break;
  case 'D':
    t->whole = str_printf(t->home, "\"ok\":false,\"diagnostics\":" STR_FMT, STR_ARG(payload));
    t->done = true;
    break;
  default: refuse_compiling(t, payload); break;
  }
}

static void take_frames(judge *j, task *t) {
  size_t at = 0;
  while (t->frames.len - at >= JUDGE_FRAME_HEAD) {
    char digits[9] = {0};
    memcpy(digits, t->frames.ptr + at + 1, 8);
    size_t length = strtoul(digits, NULL, 16);
    if (t->frames.len - at - JUDGE_FRAME_HEAD < length) break;
    take_frame(j, t, t->frames.ptr[at], (str){t->frames.ptr + at + JUDGE_FRAME_HEAD, length});
    at += JUDGE_FRAME_HEAD + length;
  }
  if (!at) return;
  memmove(t->frames.ptr, t->frames.ptr + at, t->frames.len - at);
  t->frames.len -= at;
}

/* The child ended without a word about the call it was at. */
static void add_death(task *t, int status) {
  if (t->overdue)
    add_limit(t, STR("601"));
  else if (WIFSIGNALED(status))
    add_failure(t, "crash", "GL0604", str_printf(t->home, "the program was ended by signal %d", WTERMSIG(status)));
  else
    add_failure(t, "crash", "GL0604", str_printf(t->home, "the program ended with status %d", WEXITSTATUS(status)));
}

/* The child is gone. One that left of itself after some answers has a successor for the other calls; else the call at
   hand is to blame. */
static void finish(judge *j, task *t) {
  int status;
  while (waitpid(t->pid, &status, 0) < 0 && errno == EINTR) continue;
  take_frames(j, t);
  close(t->pipe);
  t->pipe = -1;
  j->running--;
  bool clean = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  if (clean && t->request.count == 0) t->done = true;
  if (!t->done && !(clean && t->request.next > t->first)) add_death(t, status);
}

static void receive(judge *j, task *t) {
  char bytes[65536];
  ssize_t n = read(t->pipe, bytes, sizeof bytes);
  if (n > 0) {
    strbuf_add(&t->frames, (str){bytes, (size_t)n});
    take_frames(j, t);
  } else if (n == 0 || errno != EINTR) {
    finish(j, t);
  }
}

/* ---- answers ---- */

static bool put_all(int fd, const char *bytes, size_t n) {
  while (n) {
    ssize_t done = write(fd, bytes, n);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    bytes += done;
    n -= (size_t)done;
  }
  return true;
}

static void answer(judge *j, task *t) {
  strbuf line = strbuf_new(t->home);
  strbuf_printf(&line, "{\"id\":" STR_FMT ",", STR_ARG(id_text(t)));
  if (t->whole.len) {
    strbuf_add(&line, t->whole);
  } else {
    strbuf_add(&line, STR("\"ok\":true,\"results\":["));
    strbuf_add(&line, strbuf_str(&t->results));
    strbuf_byte(&line, ']');
  }
  strbuf_add(&line, STR("}\n"));
  if (!put_all(j->out, line.ptr, line.len)) j->broken = true;
}

static void flush_answers(judge *j) {
  while (j->first && j->first->done && j->first->pipe < 0) {
    task *t = j->first;
    answer(j, t);
    j->first = t->later;
    if (!j->first) j->last = NULL;
    if (t->request.json && !json_object_get(t->request.json, "calls")) json_decref(t->request.calls);
    json_decref(t->request.json);
    arena_free(t->home);
  }
}

/* ---- the loop ---- */

static void read_lines(judge *j) {
  if (j->line_cap - j->line_len < 65536) {
    size_t cap = j->line_cap * 2 + 131072;
    char *bigger = arena_alloc(j->home, cap, 1);
    if (j->line_len) memcpy(bigger, j->line, j->line_len);
    j->line = bigger;
    j->line_cap = cap;
  }
  ssize_t n = read(j->in, j->line + j->line_len, j->line_cap - j->line_len);
  if (n < 0 && errno == EINTR) return;
  j->ended = n <= 0;
  j->line_len += n > 0 ? (size_t)n : 0;
  size_t at = 0;
  for (;;) {
    char *end = memchr(j->line + at, '\n', j->line_len - at);
    size_t length = end ? (size_t)(end - j->line) - at : j->line_len - at;
    if (!end && !(j->ended && length)) break;
    if (length) add_task(j, j->line + at, length);
    at += length + (end != NULL);
    if (!end) break;
  }
  memmove(j->line, j->line + at, j->line_len - at);
  j->line_len -= at;
}

static void start_waiting(judge *j) {
  for (task *t = j->first; t && j->running < j->jobs; t = t->later)
    if (!t->done && t->pipe < 0) start(j, t);
}

static void wait_for_something(judge *j) {
  enum { WATCHED = 257, WAITING_MOST = 64 };
  struct pollfd fds[WATCHED];
  task *owners[WATCHED];
  nfds_t n = 0;
  uint32_t queued = 0;
  double soonest = now() + 60;
  for (task *t = j->first; t; t = t->later) queued++;
  if (!j->ended && queued < WAITING_MOST + j->jobs) {
    fds[n] = (struct pollfd){.fd = j->in, .events = POLLIN};
    owners[n++] = NULL;
  }
  for (task *t = j->first; t && n < WATCHED; t = t->later) {
    if (t->pipe < 0) continue;
    fds[n] = (struct pollfd){.fd = t->pipe, .events = POLLIN};
    owners[n++] = t;
    if (t->deadline < soonest) soonest = t->deadline;
  }
  double left = soonest - now();
  if (poll(fds, n, left > 0 ? (int)(left * 1000) + 1 : 0) < 0) return;
  for (nfds_t i = 0; i < n; i++) {
    if (!fds[i].revents) continue;
    if (owners[i])
      receive(j, owners[i]);
    else
      read_lines(j);
  }
  for (task *t = j->first; t; t = t->later)
    if (t->pipe >= 0 && now() > t->deadline) t->overdue = kill(t->pid, SIGKILL) == 0;
}

int judge_serve(int in, int out, uint32_t jobs, judge_limits otherwise) {
  arena *home = arena_new("judge");
  judge j = {.home = home, .cache = judge_cache_new(home), .in = in, .out = out, .jobs = jobs < 256 ? jobs : 256,
             .otherwise = otherwise};
  llvm_init();
  signal(SIGPIPE, SIG_IGN);
  while ((!j.ended || j.first) && !j.broken) {
    start_waiting(&j);
    flush_answers(&j);
    if (j.ended && !j.first) break;
    wait_for_something(&j);
  }
  arena_free(home);
  return 0;
}
