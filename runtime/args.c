/* The command line's arguments: GAEL literals, read at the type that the program wants. */

#include <string.h>

#include "runtime/list.h"
#include "runtime/literal.h"
#include "runtime/out.h"
#include "runtime/utf8.h"
#include "runtime/value.h"

typedef bool dyn_reader(rt_reader *r, gl_dyn **out);

/* A parameter of type Str takes the text as it is, a Char one character; everything else is a literal. */
static bool read_text(const char *text, const gl_type *t, dyn_reader *dyn, void *out) {
  size_t length = strlen(text);
  rt_reader r = {(const uint8_t *)text, (const uint8_t *)text + length, dyn};
  if (rt_is_str(t)) {
    *(gl_list **)out = gl_str_new(text, length);
    return true;
  }
  if (t->kind == GL_CHAR && length) {
    *(uint32_t *)out = rt_utf8_next(&r.at, r.end);
    if (r.at == r.end) return true;
    r.at = (const uint8_t *)text;
  }
  if (t->kind == GL_OPTION && rt_is_str(t->parts[0]) && strcmp(text, "none") != 0) {
    *((uint8_t *)out + t->offsets[0]) = 1;
    return read_text(text, t->parts[0], dyn, (char *)out + t->offsets[1]);
  }
  if (!rt_read_value(&r, t, out)) return false;
  rt_read_space(&r);
  if (r.at == r.end) return true;
  gl_drop_value(out, t);
  return false;
}

static void say_unreadable(uint32_t position, const char *text, const gl_type *t) {
  rt_err err;
  rt_err_init(&err);
  rt_sink_text(&err.sink, "error[GL0502]: argument ");
  rt_sink_int(&err.sink, position);
  rt_sink_text(&err.sink, " should be of type ");
  rt_sink_text(&err.sink, t->name ? t->name : "?");
  rt_sink_text(&err.sink, ", which `");
  rt_sink_text(&err.sink, text);
  rt_sink_text(&err.sink, "` is not\n");
  rt_err_end(&err);
}

static bool read_all(const gl_type *args, char **texts, dyn_reader *dyn, void *out) {
  for (uint32_t i = 0; i < args->count; i++) {
    if (read_text(texts[i], args->parts[i], dyn, (char *)out + args->offsets[i])) continue;
    say_unreadable(i + 1, texts[i], args->parts[i]);
    while (i--) gl_drop_value(rt_part(out, args, i), args->parts[i]);
    return true;
  }
  return false;
}

/* Texts that no literal can be in need nobody who reads them. */
bool gl_args_read_strs(const gl_type *args, char **texts, void *out) {
  for (uint32_t i = 0; i < args->count; i++) {
    *(gl_list **)((char *)out + args->offsets[i]) = gl_str_new(texts[i], strlen(texts[i]));
  }
  return false;
}

bool gl_args_read(const gl_type *args, char **texts, void *out) { return read_all(args, texts, NULL, out); }
bool gl_args_read_dyn(const gl_type *args, char **texts, void *out) { return read_all(args, texts, rt_read_dyn, out); }
