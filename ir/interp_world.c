/* Showing, printing, what lies outside the program, and failing on purpose. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ir/interp_run.h"
#include "support/source.h"

/* A step a byte. */
static bool show(interp *in, strbuf *to, interp_value v, const ir_type *t, bool source) {
  size_t start = to->len;
  interp_show_most(to, v, t, source, in->fuel);
  return interp_spend(in, to->len - start);
}

static bool give_shown(interp *in, const interp_call *c, bool source, interp_value *out) {
  strbuf b = strbuf_new(in->home);
  return show(in, &b, c->args[0], c->dom, source) && interp_give(out, interp_str_of(in->home, strbuf_str(&b)));
}

bool interp_op_show(interp *in, const interp_call *c, interp_value *out) { return give_shown(in, c, false, out); }

bool interp_op_source(interp *in, const interp_call *c, interp_value *out) { return give_shown(in, c, true, out); }

static bool print_line(interp *in, strbuf *to, const interp_call *c, interp_value *out) {
  interp_value v = c->args[0];
  const ir_type *t = c->dom->kind == IRT_DYN ? interp_strip(&v, c->dom) : c->dom;
  if (!show(in, to, v, t, !irt_is_str(t))) return false;
  strbuf_byte(to, '\n');
  return interp_give_int(out, 0);
}

bool interp_op_print(interp *in, const interp_call *c, interp_value *out) { return print_line(in, &in->out, c, out); }

bool interp_op_eprint(interp *in, const interp_call *c, interp_value *out) { return print_line(in, &in->err, c, out); }

/* ---- outside ---- */

/* By bit of what is allowed. */
static const struct {
  const char *sentence;
  uint32_t operands; /* in the report */
} denials[] = {
    {"reading %0 is not allowed without --allow read", 1},
    {"writing %0 is not allowed without --allow write", 1},
    {"reading the environment is not allowed without --allow env", 0},
    {"reading the clock is not allowed without --allow clock", 0},
    {"asking for chance is not allowed without --allow random", 0},
};

static bool allowed(interp *in, const interp_call *c, uint32_t what) {
  if (in->world->allowed & what) return true;
  uint32_t bit = (uint32_t)__builtin_ctz(what);
  if (denials[bit].operands) return interp_fail_arg(in, c, FAIL_DENIED, denials[bit].sentence, 0);
  interp_call bare = *c;
  bare.argc = 0;
  return interp_fail(in, &bare, FAIL_DENIED, denials[bit].sentence);
}

/* A byte that is no UTF-8 reads as U+FFFD. */
static str repaired(arena *home, str text) {
  if (utf8_valid(text, NULL)) return text;
  strbuf b = strbuf_new(home);
  for (size_t i = 0, n; i < text.len; i += n) {
    unsigned char lead = (unsigned char)text.ptr[i];
    n = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    str scalar = {text.ptr + i, n < text.len - i ? n : text.len - i};
    bool good = utf8_valid(scalar, NULL);
    if (good) strbuf_add(&b, scalar);
    else strbuf_utf8(&b, 0xFFFD);
    n = good ? scalar.len : 1;
  }
  return strbuf_str(&b);
}

static bool give_text(interp *in, str text, interp_value *out) {
  return interp_spend(in, text.len) && interp_give(out, interp_str_of(in->home, repaired(in->home, text)));
}

bool interp_op_stdin(interp *in, const interp_call *c, interp_value *out) {
  (void)c;
  str input = in->world->input, rest = {input.ptr + in->stdin_read, input.len - in->stdin_read};
  in->stdin_read = input.len;
  return give_text(in, rest, out);
}

/* One line at a time. */
bool interp_op_stdin_part(interp *in, const interp_call *c, interp_value *out) {
  (void)c;
  str input = in->world->input;
  size_t from = in->stdin_read, to = from;
  while (to < input.len && input.ptr[to++] != '\n');
  in->stdin_read = to;
  return give_text(in, (str){input.ptr + from, to - from}, out);
}

bool interp_op_args(interp *in, const interp_call *c, interp_value *out) {
  (void)c;
  interp_value *items = ARENA_ARRAY(in->home, interp_value, in->world->argc + 1);
  for (uint32_t i = 0; i < in->world->argc; i++) items[i] = interp_str_of(in->home, in->world->args[i]);
  return interp_give(out, interp_list_of(in->home, items, in->world->argc));
}

static bool fail_file(interp *in, const interp_call *c, int error) {
  str said = str_printf(in->home, "%%0: %s", strerror(error));
  return interp_fail_arg(in, c, FAIL_IO, said.ptr, 0);
}

bool interp_op_read(interp *in, const interp_call *c, interp_value *out) {
  if (!allowed(in, c, INTERP_READ)) return false;
  str path = interp_utf8(in->home, c->args[0].list), text;
  errno = 0;
  if (!source_read_file(in->home, str_copy(in->home, path).ptr, &text)) return fail_file(in, c, errno);
  return give_text(in, text, out);
}

bool interp_op_write(interp *in, const interp_call *c, interp_value *out) {
  if (!allowed(in, c, INTERP_WRITE)) return false;
  str path = str_copy(in->home, interp_utf8(in->home, c->args[0].list)), text = interp_utf8(in->home, c->args[1].list);
  errno = 0;
  FILE *file = fopen(path.ptr, "wb");
  bool written = file && fwrite(text.ptr, 1, text.len, file) == text.len;
  if (file && fclose(file)) written = false;
  return written ? interp_give_int(out, 0) : fail_file(in, c, errno);
}

bool interp_op_env(interp *in, const interp_call *c, interp_value *out) {
  if (!allowed(in, c, INTERP_ENV)) return false;
  str wanted = str_printf(in->home, STR_FMT "=", STR_ARG(interp_utf8(in->home, c->args[0].list)));
  for (uint32_t i = 0; i < in->world->env_count; i++) {
    str entry = in->world->env[i];
    if (str_starts(entry, wanted)) return give_text(in, (str){entry.ptr + wanted.len, entry.len - wanted.len}, out);
  }
  return interp_fail(in, c, FAIL_KEY, "the environment has no %0");
}

bool interp_op_now(interp *in, const interp_call *c, interp_value *out) {
  return allowed(in, c, INTERP_CLOCK) && interp_give_float(out, in->world->now);
}

bool interp_op_entropy(interp *in, const interp_call *c, interp_value *out) {
  return allowed(in, c, INTERP_RANDOM) && interp_give_int(out, in->world->entropy);
}

/* ---- failing ---- */

bool interp_op_fail(interp *in, const interp_call *c, interp_value *out) {
  (void)out;
  return interp_fail_text(in, c, interp_utf8(in->home, c->args[0].list));
}

bool interp_op_fail_search(interp *in, const interp_call *c, interp_value *out) {
  (void)out;
  return interp_fail(in, c, FAIL_SEARCH, NULL);
}

bool interp_op_fail_empty(interp *in, const interp_call *c, interp_value *out) {
  (void)out;
  return interp_fail(in, c, FAIL_EMPTY, NULL);
}

bool interp_op_fail_match(interp *in, const interp_call *c, interp_value *out) {
  (void)out;
  return interp_fail(in, c, FAIL_MATCH, NULL);
}
