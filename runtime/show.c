/* Values as text, by descriptor. `some v` is written as v: options do not nest, and where an option is wanted v reads
   back as one. */

#include "runtime/show.h"

#include "runtime/float_text.h"
#include "runtime/list.h"
#include "runtime/value.h"

/* ---- quoted text ---- */

/* The letter behind the backslash; 0: the character stands for itself. */
static char escape_of(uint32_t c, uint8_t quote) {
  switch (c) {
  case '\n': return 'n';
  case '\t': return 't';
  case '\r': return 'r';
  case 0: return '0';
  case '\\': return '\\';
  }
  return c == quote ? (char)quote : 0;
}

/* Controls, and the two line ends that editors break at. */
static bool is_invisible(uint32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029; }

static void quoted_char(rt_sink *s, uint32_t c, uint8_t quote) {
  char escape = escape_of(c, quote);
  if (escape) {
    rt_sink_byte(s, '\\');
    rt_sink_byte(s, (uint8_t)escape);
  } else if (is_invisible(c)) {
    rt_sink_text(s, "\\u{");
    rt_sink_hex(s, c);
    rt_sink_byte(s, '}');
  } else {
    rt_sink_scalar(s, c);
  }
}

static void char_source(rt_sink *s, uint32_t c) {
  rt_sink_byte(s, '\'');
  quoted_char(s, c, '\'');
  rt_sink_byte(s, '\'');
}

static void str_source(rt_sink *s, const gl_list *str) {
  rt_sink_byte(s, '"');
  for (int64_t i = 0; i < str->len && !s->full; i++) quoted_char(s, rt_char_at(str, i), '"');
  rt_sink_byte(s, '"');
}

/* ---- by kind ---- */

static void float_source(rt_sink *s, double d) {
  uint8_t *at = rt_sink_reserve(s, RT_FLOAT_ROOM);
  s->at = at + rt_float_shortest((char *)at, d);
}

static void list_source(rt_sink *s, const gl_list *a, const gl_type *e) {
  rt_sink_byte(s, '[');
  for (int64_t i = 0; i < a->len && !s->full; i++) {
    if (i) rt_sink_byte(s, ',');
    rt_source(s, a->data + (size_t)i * e->size, e);
  }
  rt_sink_byte(s, ']');
}

static void ints_source(rt_sink *s, const gl_list *a) {
  const int64_t *values = (const int64_t *)a->data;
  rt_sink_byte(s, '[');
  for (int64_t i = 0; i < a->len && !s->full; i++) {
    if (i) rt_sink_byte(s, ',');
    rt_sink_int(s, values[i]);
  }
  rt_sink_byte(s, ']');
}

static void tuple_source(rt_sink *s, const void *value, const gl_type *t) {
  rt_sink_byte(s, '(');
  for (uint32_t i = 0; i < t->count; i++) {
    if (i) rt_sink_byte(s, ',');
    rt_source(s, rt_part(value, t, i), t->parts[i]);
  }
  rt_sink_byte(s, ')');
}

/* Functions print only where a type checker is not asked: operands of a failure, a debugger. */
static void name_source(rt_sink *s, const gl_type *t) {
  rt_sink_byte(s, '<');
  rt_sink_text(s, t->name ? t->name : "value");
  rt_sink_byte(s, '>');
}

void rt_source(rt_sink *s, const void *value, const gl_type *t) {
  switch (t->kind) {
  case GL_INT: rt_sink_int(s, *(const int64_t *)value); return;
  case GL_FLOAT: float_source(s, *(const double *)value); return;
  case GL_BOOL: rt_sink_text(s, *(const uint8_t *)value ? "true" : "false"); return;
  case GL_CHAR: char_source(s, *(const uint32_t *)value); return;
  case GL_UNIT: rt_sink_text(s, "()"); return;
  case GL_LIST:
    switch (t->parts[0]->kind) {
    case GL_CHAR: str_source(s, *(gl_list *const *)value); return;
    case GL_INT: ints_source(s, *(gl_list *const *)value); return;
    }
    list_source(s, *(gl_list *const *)value, t->parts[0]);
    return;
  case GL_TUPLE: tuple_source(s, value, t); return;
  case GL_OPTION:
    if (rt_option_some(value, t)) {
      rt_source(s, rt_part(value, t, 1), t->parts[0]);
    } else {
      rt_sink_text(s, "none");
    }
    return;
  }
  name_source(s, t);
}

void rt_show(rt_sink *s, const void *value, const gl_type *t) {
  if (rt_is_str(t)) {
    rt_sink_str(s, *(gl_list *const *)value);
  } else {
    rt_source(s, value, t);
  }
}

/* ---- as Str ---- */

gl_list *gl_show(const void *value, const gl_type *t) {
  if (rt_is_str(t)) {
    gl_list *str = *(gl_list *const *)value;
    gl_dup(str);
    return str;
  }
  return gl_source(value, t);
}

gl_list *gl_source(const void *value, const gl_type *t) {
  rt_builder b;
  rt_builder_init(&b);
  rt_source(&b.sink, value, t);
  return rt_builder_str(&b);
}
