/* The command line's arguments: GAEL literals, read at the type that the program wants. Reading recurses as deep as the
   type is nested. */

#include <stdlib.h>
#include <string.h>

#include "runtime/alloc.h"
#include "runtime/list.h"
#include "runtime/number_text.h"
#include "runtime/out.h"
#include "runtime/utf8.h"
#include "runtime/value.h"

typedef struct reader {
  const uint8_t *at, *end;
} reader;

/* Each reads one value of type t to *out; false: there is none, and nothing to drop. */
static bool read_value(reader *r, const gl_type *t, void *out);

/* ---- tokens ---- */

static void skip_space(reader *r) {
  while (r->at < r->end && (*r->at == ' ' || (*r->at >= '\t' && *r->at <= '\r'))) r->at++;
}

static bool take(reader *r, uint8_t byte) {
  skip_space(r);
  if (r->at == r->end || *r->at != byte) return false;
  r->at++;
  return true;
}

static bool is_word(uint8_t c) {
  uint8_t letter = c | 32;
  return (c >= '0' && c <= '9') || (letter >= 'a' && letter <= 'z') || c == '_';
}

static bool take_word(reader *r, const char *word) {
  skip_space(r);
  size_t n = strlen(word);
  if ((size_t)(r->end - r->at) < n || memcmp(r->at, word, n) != 0) return false;
  if (r->at + n < r->end && is_word(r->at[n])) return false;
  r->at += n;
  return true;
}

/* The characters that can belong to a number from here on. */
static size_t number_length(const reader *r) {
  const uint8_t *p = r->at;
  for (; p < r->end; p++) {
    bool sign = (*p == '-' || *p == '+') && (p == r->at || (p[-1] | 32) == 'e');
    if (!sign && !is_word(*p) && *p != '.') break;
  }
  return (size_t)(p - r->at);
}

/* ---- text ---- */

static int hex_digit(uint8_t c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 32;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_unicode(reader *r, uint32_t *scalar) {
  if (r->at == r->end || *r->at++ != '{') return false;
  *scalar = 0;
  for (; r->at < r->end && hex_digit(*r->at) >= 0 && *scalar < 0x110000; r->at++) {
    *scalar = *scalar * 16 + (uint32_t)hex_digit(*r->at);
  }
  if (*scalar > 0x10FFFF || (*scalar >= 0xD800 && *scalar < 0xE000)) return false;
  return r->at < r->end && *r->at++ == '}';
}

static bool read_escape(reader *r, uint32_t *scalar) {
  static const char LETTERS[] = "ntr0\\\"'", VALUES[] = "\n\t\r\0\\\"'";
  if (r->at == r->end) return false;
  uint8_t letter = *r->at++;
  if (letter == 'u') return read_unicode(r, scalar);
  const char *found = letter ? strchr(LETTERS, letter) : NULL;
  if (!found) return false;
  *scalar = (uint8_t)VALUES[found - LETTERS];
  return true;
}

static bool read_quoted(reader *r, gl_list **out) {
  skip_space(r);
  if (r->at == r->end || (*r->at != '"' && *r->at != '\'')) return false;
  uint8_t quote = *r->at++;
  gl_list *s = rt_str_new((int64_t)(r->end - r->at), 1);
  bool good = true;
  while (good && r->at < r->end && *r->at != quote) {
    uint32_t scalar = rt_utf8_next(&r->at, r->end);
    good = scalar != '\\' || read_escape(r, &scalar);
    if (good) gl_chars_push(s, scalar);
  }
  *out = s;
  if (good && r->at < r->end) {
    r->at++;
    return true;
  }
  rt_list_free_shell(s, s->width);
  return false;
}

static bool read_char(reader *r, uint32_t *out) {
  gl_list *s;
  if (!read_quoted(r, &s)) return false;
  bool one = s->len == 1;
  if (one) *out = rt_char_at(s, 0);
  rt_list_free_shell(s, s->width);
  return one;
}

/* ---- by kind ---- */

static bool read_int(reader *r, int64_t *out) {
  size_t n = number_length(r);
  if (rt_int_parse(r->at, n, 0, out) != RT_NUMBER) return false;
  r->at += n;
  return true;
}

static bool read_float(reader *r, double *out) {
  size_t n = number_length(r);
  if (!rt_float_parse(r->at, n, out)) return false;
  r->at += n;
  return true;
}

static bool read_list(reader *r, const gl_type *t, gl_list **out) {
  const gl_type *e = t->parts[0];
  if (!take(r, '[')) return false;
  gl_list *a = gl_list_new(-1, e);
  void *element = rt_alloc(e->size);
  bool good = true;
  if (!take(r, ']')) {
    do {
      good = read_value(r, e, element);
      if (good) gl_list_push(a, element, e);
    } while (good && take(r, ','));
    good = good && take(r, ']');
  }
  rt_free(element, e->size);
  *out = a;
  if (!good) gl_drop_list(a, e);
  return good;
}

static bool read_tuple(reader *r, const gl_type *t, void *out) {
  bool good = take(r, '(');
  uint32_t done = 0;
  while (good && done < t->count) {
    good = (!done || take(r, ',')) && read_value(r, t->parts[done], (char *)out + t->offsets[done]);
    done += good;
  }
  if (good && take(r, ')')) return true;
  while (done--) gl_drop_value(rt_part(out, t, done), t->parts[done]);
  return false;
}

static bool read_option(reader *r, const gl_type *t, void *out) {
  bool none = take_word(r, "none");
  *((uint8_t *)out + t->offsets[0]) = !none;
  if (none) return true;
  (void)take_word(r, "some");
  return read_value(r, t->parts[0], (char *)out + t->offsets[1]);
}

static bool read_bool(reader *r, uint8_t *out) {
  *out = take_word(r, "true");
  return *out || take_word(r, "false");
}

static bool read_value(reader *r, const gl_type *t, void *out) {
  skip_space(r);
  switch (t->kind) {
  case GL_INT: return read_int(r, out);
  case GL_FLOAT: return read_float(r, out);
  case GL_BOOL: return read_bool(r, out);
  case GL_CHAR: return read_char(r, out);
  case GL_UNIT: return take(r, '(') && take(r, ')');
  case GL_LIST: return rt_is_str(t) ? read_quoted(r, out) : read_list(r, t, out);
  case GL_TUPLE: return read_tuple(r, t, out);
  case GL_OPTION: return read_option(r, t, out);
  }
  return false; /* functions cannot be written down */
}

/* ---- arguments ---- */

/* A parameter of type Str takes the text as it is, a Char one character; everything else is a literal. */
static bool read_text(const char *text, const gl_type *t, void *out) {
  size_t length = strlen(text);
  reader r = {(const uint8_t *)text, (const uint8_t *)text + length};
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
    return read_text(text, t->parts[0], (char *)out + t->offsets[1]);
  }
  if (!read_value(&r, t, out)) return false;
  skip_space(&r);
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

bool gl_args_read(const gl_type *args, char **texts, void *out) {
  for (uint32_t i = 0; i < args->count; i++) {
    if (read_text(texts[i], args->parts[i], (char *)out + args->offsets[i])) continue;
    say_unreadable(i + 1, texts[i], args->parts[i]);
    while (i--) gl_drop_value(rt_part(out, args, i), args->parts[i]);
    return true;
  }
  return false;
}
