/* Values as text, by descriptor. `some v` is written as v: options do not nest, and where an option is wanted v reads
   back as one. Fields of a chain of values are written by a loop, which counts the brackets that are still to be closed. */

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

/* What is left to write: the last part of a value, and the bracket behind it; 0: there is none. */
typedef struct rest {
  const void *value;
  const gl_type *t; /* NULL: nothing is left */
  char close;
} rest;

typedef struct fields {
  const char *name, *const *labels; /* NULL: none */
  uint32_t count;
  const gl_type *const *parts;
  const uint32_t *offsets;
} fields;

/* All but the last part. */
static rest fields_source(rt_sink *s, const void *value, const fields *f) {
  char open = f->labels ? '{' : '(', close = f->labels ? '}' : ')';
  if (f->name) rt_sink_text(s, f->name);
  if (f->count || !f->name || f->labels) rt_sink_byte(s, (uint8_t)open);
  for (uint32_t i = 0; i < f->count; i++) {
    const void *part = (const char *)value + f->offsets[i];
    if (i) rt_sink_byte(s, ',');
    if (f->labels) {
      rt_sink_text(s, f->labels[i]);
      rt_sink_byte(s, ':');
    }
    if (i + 1 == f->count) return (rest){part, f->parts[i], close};
    rt_source(s, part, f->parts[i]);
  }
  if (!f->name || f->labels) rt_sink_byte(s, (uint8_t)close);
  return (rest){NULL, NULL, 0};
}

static rest tuple_source(rt_sink *s, const void *value, const gl_type *t) {
  fields f = {NULL, NULL, t->count, t->parts, t->offsets};
  return fields_source(s, value, &f);
}

static rest record_source(rt_sink *s, const void *value, const gl_type *t) {
  fields f = {t->cons->name, t->cons->labels, t->count, t->parts, t->offsets};
  return fields_source(s, value, &f);
}

static rest object_source(rt_sink *s, const gl_object *o, const gl_type *t) {
  const gl_con *con = rt_con(o, t);
  fields f = {con->name, con->labels, con->count, con->parts, con->offsets};
  return fields_source(s, o, &f);
}

static rest none_source(rt_sink *s) {
  rt_sink_text(s, "none");
  return (rest){NULL, NULL, 0};
}

static rest option_source(rt_sink *s, const void *value, const gl_type *t) {
  return rt_option_some(value, t) ? (rest){rt_part(value, t, 1), t->parts[0], 0} : none_source(s);
}

static rest dyn_source(rt_sink *s, const gl_dyn *v) {
  return v->type ? (rest){rt_dyn_value(v), v->type, 0} : none_source(s);
}

/* Functions print only where a type checker is not asked: in a Dyn, operands of a failure, a debugger. */
static void name_source(rt_sink *s, const gl_type *t) {
  rt_sink_byte(s, '<');
  rt_sink_text(s, t->name ? t->name : "value");
  rt_sink_byte(s, '>');
}

static void any_list_source(rt_sink *s, const gl_list *a, const gl_type *e) {
  switch (e->kind) {
  case GL_CHAR: str_source(s, a); return;
  case GL_INT: ints_source(s, a); return;
  }
  list_source(s, a, e);
}

static rest step(rt_sink *s, const void *value, const gl_type *t) {
  switch (t->kind) {
  case GL_INT: rt_sink_int(s, *(const int64_t *)value); break;
  case GL_FLOAT: float_source(s, *(const double *)value); break;
  case GL_BOOL: rt_sink_text(s, *(const uint8_t *)value ? "true" : "false"); break;
  case GL_CHAR: char_source(s, *(const uint32_t *)value); break;
  case GL_UNIT: rt_sink_text(s, "()"); break;
  case GL_LIST: any_list_source(s, *(gl_list *const *)value, t->parts[0]); break;
  case GL_ENUM: rt_sink_text(s, t->cons[*(const int64_t *)value].name); break;
  case GL_TUPLE: return tuple_source(s, value, t);
  case GL_RECORD: return record_source(s, value, t);
  case GL_NAMED: return object_source(s, *(gl_object *const *)value, t);
  case GL_OPTION: return option_source(s, value, t);
  case GL_DYN: return dyn_source(s, *(gl_dyn *const *)value);
  case GL_DICT:
  case GL_SET:
  case GL_BIG: t->walk->source(s, value, t); break;
  default: name_source(s, t);
  }
  return (rest){NULL, NULL, 0};
}

static void close_all(rt_sink *s, char close, int64_t times) {
  while (times-- > 0 && !s->full) rt_sink_byte(s, (uint8_t)close);
}

/* A bracket of another sort than those that wait is left to a call of its own. */
void rt_source(rt_sink *s, const void *value, const gl_type *t) {
  char close = 0;
  int64_t open = 0;
  for (rest last; !s->full; value = last.value, t = last.t) {
    last = step(s, value, t);
    if (!last.t) break;
    if (last.close && close && last.close != close) {
      rt_source(s, last.value, last.t);
      rt_sink_byte(s, (uint8_t)last.close);
      break;
    }
    if (last.close) close = last.close;
    open += last.close != 0;
  }
  close_all(s, close, open);
}

void rt_print(rt_sink *s, const void *value, const gl_type *t) {
  rt_any top = rt_any_top(value, t);
  if (rt_is_str(top.t)) {
    rt_sink_str(s, *(gl_list *const *)top.value);
  } else {
    rt_source(s, top.value, top.t);
  }
}

void rt_show(rt_sink *s, const void *value, const gl_type *t) {
  enum { DECIMAL = 10 };
  rt_any top = rt_any_top(value, t);
  if (top.t->kind == GL_BIG) {
    top.t->walk->big->digits(s, *(gl_big *const *)top.value, DECIMAL);
  } else {
    rt_print(s, top.value, top.t);
  }
}

/* ---- as Str ---- */

static gl_list *ascii_str(const uint8_t *text, const uint8_t *end) {
  gl_list *str = rt_str_new(end - text, 1);
  str->len = end - text;
  rt_copy(str->data, text, (size_t)str->len);
  return str;
}

static gl_list *int_str(int64_t value) {
  uint8_t text[21], *at = text;
  if (value < 0) *at++ = '-';
  return ascii_str(text, rt_digits(at, value < 0 ? 0 - (uint64_t)value : (uint64_t)value));
}

static gl_list *float_str(double d) {
  uint8_t text[RT_FLOAT_ROOM];
  return ascii_str(text, text + rt_float_shortest((char *)text, d));
}

gl_list *gl_show(const void *value, const gl_type *t) {
  if (rt_is_str(t)) {
    gl_list *str = *(gl_list *const *)value;
    gl_dup(str);
    return str;
  }
  if (t->kind == GL_INT) return int_str(*(const int64_t *)value);
  if (t->kind == GL_FLOAT) return float_str(*(const double *)value);
  rt_builder b;
  rt_builder_init(&b);
  rt_show(&b.sink, value, t);
  return rt_builder_str(&b);
}

gl_list *gl_source(const void *value, const gl_type *t) {
  rt_builder b;
  rt_builder_init(&b);
  rt_source(&b.sink, value, t);
  return rt_builder_str(&b);
}
