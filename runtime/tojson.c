/* Any value as JSON, by descriptor: tuples and sets are arrays, dictionaries and records objects, variants
   {"$":name,"args":[…]}, none and () null, a Char a string, a Big an integer. A Float that is no number has no JSON, nor
   has a function. */

#include "runtime/fail.h"
#include "runtime/list.h"
#include "runtime/pair.h"
#include "runtime/show.h"
#include "runtime/value.h"

typedef struct json_writer {
  rt_sink *sink;
  uint32_t site;
} json_writer;

/* All give true when they failed, as the functions that programs call. */
static bool write_any(const json_writer *w, const void *value, const gl_type *t);

/* ---- strings ---- */

static void write_char(rt_sink *s, uint32_t c) {
  static const char LETTERS[] = "\"\\bfnrt", MEANINGS[] = "\"\\\b\f\n\r\t", HEX[] = "0123456789abcdef";
  const char *escaped = c && (c < ' ' || c == '"' || c == '\\') ? strchr(MEANINGS, (int)c) : NULL;
  if (escaped) {
    rt_sink_byte(s, '\\');
    rt_sink_byte(s, (uint8_t)LETTERS[escaped - MEANINGS]);
  } else if (c < ' ') {
    rt_sink_text(s, "\\u00");
    rt_sink_byte(s, (uint8_t)HEX[c >> 4]);
    rt_sink_byte(s, (uint8_t)HEX[c & 15]);
  } else {
    rt_sink_scalar(s, c);
  }
}

static void write_str(rt_sink *s, const gl_list *text) {
  rt_sink_byte(s, '"');
  for (int64_t i = 0; i < text->len; i++) write_char(s, rt_char_at(text, i));
  rt_sink_byte(s, '"');
}

static void write_name(rt_sink *s, const char *name) {
  rt_sink_byte(s, '"');
  rt_sink_text(s, name);
  rt_sink_byte(s, '"');
}

/* ---- numbers ---- */

static bool write_float(const json_writer *w, const double *value) {
  if (*value - *value == 0) {
    rt_source(w->sink, value, &rt_type_float);
    return false;
  }
  return rt_fail(RT_FAIL_DOMAIN, w->site, "%0 has no JSON", 1, &(rt_operand){value, &rt_type_float});
}

/* ---- what has parts ---- */

static bool write_list(const json_writer *w, const gl_list *a, const gl_type *e) {
  rt_sink_byte(w->sink, '[');
  for (int64_t i = 0; i < a->len; i++) {
    if (i) rt_sink_byte(w->sink, ',');
    if (write_any(w, a->data + (size_t)i * e->size, e)) return true;
  }
  rt_sink_byte(w->sink, ']');
  return false;
}

static bool write_parts(const json_writer *w, const void *value, uint32_t count, const gl_type *const *parts,
                        const uint32_t *offsets) {
  rt_sink_byte(w->sink, '[');
  for (uint32_t i = 0; i < count; i++) {
    if (i) rt_sink_byte(w->sink, ',');
    if (write_any(w, (const char *)value + offsets[i], parts[i])) return true;
  }
  rt_sink_byte(w->sink, ']');
  return false;
}

static bool write_fields(const json_writer *w, const void *value, const char *const *labels, uint32_t count,
                         const gl_type *const *parts, const uint32_t *offsets) {
  rt_sink_byte(w->sink, '{');
  for (uint32_t i = 0; i < count; i++) {
    if (i) rt_sink_byte(w->sink, ',');
    write_name(w->sink, labels[i]);
    rt_sink_byte(w->sink, ':');
    if (write_any(w, (const char *)value + offsets[i], parts[i])) return true;
  }
  rt_sink_byte(w->sink, '}');
  return false;
}

/* A value of a declared type, whose fields lie at the offsets. */
static bool write_con(const json_writer *w, const void *value, const gl_con *con, uint32_t count,
                      const gl_type *const *parts, const uint32_t *offsets) {
  if (con->labels) return write_fields(w, value, con->labels, count, parts, offsets);
  rt_sink_text(w->sink, "{\"$\":");
  write_name(w->sink, con->name);
  rt_sink_text(w->sink, ",\"args\":");
  if (write_parts(w, value, count, parts, offsets)) return true;
  rt_sink_byte(w->sink, '}');
  return false;
}

static bool write_named(const json_writer *w, const gl_object *o, const gl_type *t) {
  const gl_con *con = rt_con(o, t);
  return write_con(w, o, con, con->count, con->parts, con->offsets);
}

/* ---- dictionaries ---- */

static void write_key(rt_sink *s, const void *key, const gl_type *t) {
  gl_list *text = NULL;
  if (t->kind == GL_CHAR) {
    text = rt_str_new(1, 1);
    gl_chars_push(text, *(const uint32_t *)key);
  } else {
    text = gl_show(key, t);
  }
  write_str(s, text);
  gl_drop_list(text, &rt_type_char);
}

static bool write_entry(const json_writer *w, const uint8_t *item, const rt_pair_type *pair) {
  const gl_type *const *parts = pair->type.parts;
  const void *key = item;
  const gl_type *t = parts[0];
  if (t->kind == GL_DYN) {
    const gl_dyn *v = *(gl_dyn *const *)key;
    if (v->type) key = rt_dyn_value(v), t = v->type;
  }
  write_key(w->sink, key, t);
  rt_sink_byte(w->sink, ':');
  return write_any(w, item + pair->offsets[1], parts[1]);
}

static bool write_entries(const json_writer *w, const gl_list *items, const rt_pair_type *pair) {
  rt_sink_byte(w->sink, '{');
  for (int64_t i = 0; i < items->len; i++) {
    if (i) rt_sink_byte(w->sink, ',');
    if (write_entry(w, items->data + (size_t)i * pair->type.size, pair)) return true;
  }
  rt_sink_byte(w->sink, '}');
  return false;
}

static bool write_dict(const json_writer *w, gl_dict *d, const gl_type *t) {
  rt_pair_type pair;
  const gl_type *item = rt_item_type(&pair, t);
  gl_list *items = t->walk->dict->items(d, t);
  bool failed = t->kind == GL_SET ? write_list(w, items, item) : write_entries(w, items, &pair);
  gl_drop_list(items, item);
  return failed;
}

/* ---- by kind ---- */

static bool write_text(const json_writer *w, const char *text) {
  rt_sink_text(w->sink, text);
  return false;
}

static bool write_simple(const json_writer *w, const void *value, const gl_type *t) {
  switch (t->kind) {
  case GL_INT: rt_sink_int(w->sink, *(const int64_t *)value); return false;
  case GL_BOOL: return write_text(w, *(const uint8_t *)value ? "true" : "false");
  case GL_UNIT: return write_text(w, "null");
  case GL_BIG: rt_show(w->sink, value, t); return false;
  case GL_FLOAT: return write_float(w, value);
  case GL_CHAR:
    rt_sink_byte(w->sink, '"');
    write_char(w->sink, *(const uint32_t *)value);
    rt_sink_byte(w->sink, '"');
    return false;
  }
  return rt_fail(RT_FAIL_DOMAIN, w->site, "a function has no JSON", 0, NULL);
}

static bool write_any(const json_writer *w, const void *value, const gl_type *t) {
  switch (t->kind) {
  case GL_LIST:
    if (!rt_is_str(t)) return write_list(w, *(gl_list *const *)value, t->parts[0]);
    write_str(w->sink, *(gl_list *const *)value);
    return false;
  case GL_TUPLE: return write_parts(w, value, t->count, t->parts, t->offsets);
  case GL_RECORD: return write_con(w, value, t->cons, t->count, t->parts, t->offsets);
  case GL_ENUM: return write_con(w, value, &t->cons[*(const int64_t *)value], 0, NULL, NULL);
  case GL_NAMED: return write_named(w, *(gl_object *const *)value, t);
  case GL_DICT:
  case GL_SET: return write_dict(w, *(gl_dict *const *)value, t);
  case GL_OPTION: return rt_option_some(value, t) ? write_any(w, rt_part(value, t, 1), t->parts[0]) : write_text(w, "null");
  case GL_DYN: {
    const gl_dyn *v = *(gl_dyn *const *)value;
    return v->type ? write_any(w, rt_dyn_value(v), v->type) : write_text(w, "null");
  }
  }
  return write_simple(w, value, t);
}

bool gl_tojson(const void *value, const gl_type *t, uint32_t site, gl_list **out) {
  rt_builder b;
  rt_builder_init(&b);
  if (write_any(&(json_writer){&b.sink, site}, value, t)) {
    rt_builder_free(&b);
    return true;
  }
  *out = rt_builder_str(&b);
  return false;
}
