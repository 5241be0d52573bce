#include "driver/value_json.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/source.h"

/* ---- from JSON ---- */

typedef struct reading {
  arena *home;
  str error;
} reading;

static bool read_value(reading *r, const json_t *json, const gl_type *t, uint8_t *out);

/* The beginning of a text that is too long to be shown whole; letters stay whole. */
static str shortened(arena *home, str text) {
  enum { MOST = 60, DOTS = 3 };
  if (text.len <= MOST) return text;
  size_t n = MOST - DOTS;
  while (n && ((unsigned char)text.ptr[n] & 0xC0) == 0x80) n--;
  return str_printf(home, "%.*s...", (int)n, text.ptr);
}

static bool misfit(reading *r, const json_t *json, const gl_type *t) {
  char *text = json_dumps(json, JSON_ENCODE_ANY | JSON_COMPACT);
  str shown = shortened(r->home, str_of(text ? text : ""));
  r->error = str_printf(r->home, STR_FMT " is no %s", STR_ARG(shown), t->name ? t->name : "such value");
  free(text);
  return false;
}

static bool read_float(reading *r, const json_t *json, const gl_type *t, double *out) {
  const char *special = json_string_value(json_object_get(json, "$float"));
  if (json_is_number(json))
    *out = json_number_value(json);
  else if (special && !strcmp(special, "nan"))
    *out = NAN;
  else if (special && (!strcmp(special, "inf") || !strcmp(special, "-inf")))
    *out = *special == '-' ? -INFINITY : INFINITY;
  else
    return misfit(r, json, t);
  return true;
}

static bool read_char(reading *r, const json_t *json, const gl_type *t, uint32_t *out) {
  const char *at = json_string_value(json);
  size_t n = json_string_length(json);
  if (!at || !n) return misfit(r, json, t);
  const char *end = at + n;
  *out = utf8_next(&at, end);
  return at == end || misfit(r, json, t);
}

static const json_t *items_of(const json_t *json) {
  const json_t *tuple = json_object_get(json, "$tuple");
  return tuple ? tuple : json;
}

static bool read_list(reading *r, const json_t *json, const gl_type *t, gl_list **out) {
  const gl_type *e = t->parts[0];
  if (e->kind == GL_CHAR && json_is_string(json)) {
    *out = gl_str_new(json_string_value(json), json_string_length(json));
    return true;
  }
  const json_t *items = items_of(json);
  if (!json_is_array(items)) return misfit(r, json, t);
  size_t n = json_array_size(items);
  gl_list *list = gl_list_new((int64_t)n, e);
  uint8_t *slot = arena_zalloc(r->home, e->size + 8, 16);
  for (size_t i = 0; i < n; i++) {
    if (!read_value(r, json_array_get(items, i), e, slot)) {
      gl_drop_list(list, e);
      return false;
    }
    if (e->kind == GL_CHAR) {
      uint32_t c;
      memcpy(&c, slot, sizeof c);
      gl_chars_push(list, c);
    } else {
      gl_list_push(list, slot, e);
    }
  }
  *out = list;
  return true;
}

static bool read_tuple(reading *r, const json_t *json, const gl_type *t, uint8_t *out) {
  const json_t *items = items_of(json);
  if (!json_is_array(items) || json_array_size(items) != t->count) return misfit(r, json, t);
  for (uint32_t i = 0; i < t->count; i++) {
    if (read_value(r, json_array_get(items, i), t->parts[i], out + t->offsets[i])) continue;
    while (i-- > 0) gl_drop_value(out + t->offsets[i], t->parts[i]);
    return false;
  }
  return true;
}

static bool read_value(reading *r, const json_t *json, const gl_type *t, uint8_t *out) {
  switch ((gl_kind)t->kind) {
  case GL_INT: {
    int64_t i = json_integer_value(json);
    if (!json_is_integer(json)) return misfit(r, json, t);
    memcpy(out, &i, sizeof i);
    return true;
  }
  case GL_FLOAT: {
    double f = 0;
    if (!read_float(r, json, t, &f)) return false;
    memcpy(out, &f, sizeof f);
    return true;
  }
  case GL_BOOL:
    if (!json_is_boolean(json)) return misfit(r, json, t);
    *out = json_is_true(json);
    return true;
  case GL_CHAR: {
    uint32_t c = 0;
    if (!read_char(r, json, t, &c)) return false;
    memcpy(out, &c, sizeof c);
    return true;
  }
  case GL_UNIT: return json_is_null(json) || misfit(r, json, t);
  case GL_LIST: {
    gl_list *list = NULL;
    if (!read_list(r, json, t, &list)) return false;
    memcpy(out, &list, sizeof list);
    return true;
  }
  case GL_TUPLE: return read_tuple(r, json, t, out);
  case GL_OPTION:
    out[t->offsets[0]] = !json_is_null(json);
    return json_is_null(json) || read_value(r, json, t->parts[0], out + t->offsets[1]);
  case GL_FUN:
  case GL_DICT:
  case GL_SET:
  case GL_DYN:
  case GL_BIG:
  case GL_NAMED:
  case GL_RECORD:
  case GL_ENUM: break;
  }
  return misfit(r, json, t);
}

bool value_of_json(arena *home, const json_t *json, const gl_type *t, void *out, str *error) {
  reading r = {.home = home};
  bool done = read_value(&r, json, t, out);
  *error = r.error;
  return done;
}

/* ---- to JSON ---- */

void json_quote(strbuf *out, str text) {
  strbuf_byte(out, '"');
  for (size_t i = 0; i < text.len; i++) {
    unsigned char c = (unsigned char)text.ptr[i];
    if (c == '"' || c == '\\') {
      strbuf_byte(out, '\\');
      strbuf_byte(out, (char)c);
    } else if (c == '\n') {
      strbuf_add(out, STR("\\n"));
    } else if (c < 0x20) {
      strbuf_printf(out, "\\u%04x", c);
    } else {
      strbuf_byte(out, (char)c);
    }
  }
  strbuf_byte(out, '"');
}

static str utf8_of(arena *home, const gl_list *s) {
  size_t n = gl_str_utf8(s, NULL, 0);
  char *text = arena_alloc(home, n + 1, 1);
  gl_str_utf8(s, text, n);
  return (str){text, n};
}

static void write_str(strbuf *out, const gl_list *s) { json_quote(out, utf8_of(out->home, s)); }

static const gl_type char_type = {.kind = GL_CHAR, .size = 4, .name = "Char"};

static void write_float(strbuf *out, double f, const gl_type *t) {
  if (isfinite(f)) {
    gl_list *text = gl_source(&f, t);
    strbuf_add(out, utf8_of(out->home, text));
    gl_drop_list(text, &char_type);
  } else {
    strbuf_printf(out, "{\"$float\":\"%s\"}", isnan(f) ? "nan" : f < 0 ? "-inf" : "inf");
  }
}

static void write_list(strbuf *out, const gl_list *list, const gl_type *e, bool plain) {
  if (e->kind == GL_CHAR) {
    write_str(out, list);
    return;
  }
  strbuf_byte(out, '[');
  for (int64_t i = 0; i < list->len; i++) {
    if (i) strbuf_byte(out, ',');
    value_to_json(out, list->data + (size_t)i * e->size, e, plain);
  }
  strbuf_byte(out, ']');
}

static void write_tuple(strbuf *out, const uint8_t *value, const gl_type *t, bool plain) {
  strbuf_add(out, plain ? STR("[") : STR("{\"$tuple\":["));
  for (uint32_t i = 0; i < t->count; i++) {
    if (i) strbuf_byte(out, ',');
    value_to_json(out, value + t->offsets[i], t->parts[i], plain);
  }
  strbuf_add(out, plain ? STR("]") : STR("]}"));
}

void value_to_json(strbuf *out, const void *value, const gl_type *t, bool plain) {
  const uint8_t *at = value;
  gl_list *list;
  switch ((gl_kind)t->kind) {
  case GL_INT: {
    int64_t i;
    memcpy(&i, value, sizeof i);
    strbuf_printf(out, "%" PRId64, i);
    return;
  }
  case GL_FLOAT: {
    double f;
    memcpy(&f, value, sizeof f);
    write_float(out, f, t);
    return;
  }
  case GL_BOOL: strbuf_add(out, *at ? STR("true") : STR("false")); return;
  case GL_CHAR: {
    uint32_t c;
    memcpy(&c, value, sizeof c);
    strbuf text = strbuf_new(out->home);
    strbuf_utf8(&text, c);
    json_quote(out, strbuf_str(&text));
    return;
  }
  case GL_UNIT: strbuf_add(out, STR("null")); return;
  case GL_LIST:
    memcpy(&list, value, sizeof list);
    write_list(out, list, t->parts[0], plain);
    return;
  case GL_TUPLE: write_tuple(out, at, t, plain); return;
  case GL_OPTION:
    if (at[t->offsets[0]])
      value_to_json(out, at + t->offsets[1], t->parts[0], plain);
    else
      strbuf_add(out, STR("null"));
    return;
  case GL_FUN:
  case GL_DICT:
  case GL_SET:
  case GL_DYN:
  case GL_BIG:
  case GL_NAMED:
  case GL_RECORD:
  case GL_ENUM: break;
  }
  strbuf_add(out, STR("null"));
}
