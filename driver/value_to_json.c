#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "driver/value_json.h"
#include "driver/value_type.h"

typedef struct writing {
  strbuf *out;
  bool plain; /* tuples as arrays */
} writing;

typedef void write_kind(const writing *w, const void *value, const gl_type *t);

static void write_value(const writing *w, const void *value, const gl_type *t);

/* ---- texts, numbers ---- */

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

/* A text of the runtime's own making. */
static void write_made(const writing *w, gl_list *text) {
  strbuf_add(w->out, utf8_of(w->out->home, text));
  gl_drop_value(&text, value_str_type());
}

static void write_int(const writing *w, const void *value, const gl_type *t) {
  (void)t;
  int64_t i;
  memcpy(&i, value, sizeof i);
  strbuf_printf(w->out, "%" PRId64, i);
}

static void write_float(const writing *w, const void *value, const gl_type *t) {
  double f;
  memcpy(&f, value, sizeof f);
  if (isfinite(f)) write_made(w, gl_source(&f, t));
  else strbuf_printf(w->out, "{\"$float\":\"%s\"}", isnan(f) ? "nan" : f < 0 ? "-inf" : "inf");
}

static void write_bool(const writing *w, const void *value, const gl_type *t) {
  (void)t;
  strbuf_add(w->out, *(const uint8_t *)value ? STR("true") : STR("false"));
}

static void write_char(const writing *w, const void *value, const gl_type *t) {
  (void)t;
  uint32_t c;
  memcpy(&c, value, sizeof c);
  strbuf text = strbuf_new(w->out->home);
  strbuf_utf8(&text, c);
  json_quote(w->out, strbuf_str(&text));
}

/* Shown, it has no n behind it. */
static void write_big(const writing *w, const void *value, const gl_type *t) { write_made(w, gl_show(value, t)); }

/* Units, functions: nothing that JSON could hold. */
static void write_null(const writing *w, const void *value, const gl_type *t) {
  (void)value;
  (void)t;
  strbuf_add(w->out, STR("null"));
}

/* ---- lists, tuples, options ---- */

/* Element i; the characters of a Str are of one or four bytes. */
static const void *item_at(const gl_list *list, int64_t i, const gl_type *e, uint32_t *c) {
  if (e->kind != GL_CHAR) return list->data + (size_t)i * e->size;
  *c = list->width == 1 ? list->data[i] : ((const uint32_t *)(const void *)list->data)[i];
  return c;
}

static void write_item(const writing *w, const gl_list *list, int64_t i, const gl_type *e) {
  uint32_t c;
  write_value(w, item_at(list, i, e, &c), e);
}

static void write_items(const writing *w, const gl_list *list, const gl_type *e) {
  strbuf_byte(w->out, '[');
  for (int64_t i = 0; i < list->len; i++) {
    if (i) strbuf_byte(w->out, ',');
    write_item(w, list, i, e);
  }
  strbuf_byte(w->out, ']');
}

static void write_list(const writing *w, const void *value, const gl_type *t) {
  gl_list *list;
  memcpy(&list, value, sizeof list);
  if (t->parts[0]->kind == GL_CHAR) json_quote(w->out, utf8_of(w->out->home, list));
  else write_items(w, list, t->parts[0]);
}

static void write_row(const writing *w, const void *value, uint32_t n, const gl_type *const *parts,
                      const uint32_t *offsets, const char *const *labels) {
  strbuf_byte(w->out, labels ? '{' : '[');
  for (uint32_t i = 0; i < n; i++) {
    if (i) strbuf_byte(w->out, ',');
    if (labels) json_quote(w->out, str_of(labels[i]));
    if (labels) strbuf_byte(w->out, ':');
    write_value(w, (const uint8_t *)value + offsets[i], parts[i]);
  }
  strbuf_byte(w->out, labels ? '}' : ']');
}

static void write_tuple(const writing *w, const void *value, const gl_type *t) {
  if (!w->plain) strbuf_add(w->out, STR("{\"$tuple\":"));
  write_row(w, value, t->count, t->parts, t->offsets, NULL);
  if (!w->plain) strbuf_byte(w->out, '}');
}

static void write_option(const writing *w, const void *value, const gl_type *t) {
  const uint8_t *at = value;
  if (at[t->offsets[0]]) write_value(w, at + t->offsets[1], t->parts[0]);
  else strbuf_add(w->out, STR("null"));
}

/* ---- declared types ---- */

static void write_constructor(const writing *w, const void *fields, const gl_con *c, const gl_type *const *parts,
                              const uint32_t *offsets) {
  if (c->labels) {
    write_row(w, fields, c->count, parts, offsets, c->labels);
    return;
  }
  strbuf_add(w->out, STR("{\"$\":"));
  json_quote(w->out, str_of(c->name));
  strbuf_add(w->out, STR(",\"args\":"));
  write_row(w, fields, c->count, parts, offsets, NULL);
  strbuf_byte(w->out, '}');
}

static void write_record(const writing *w, const void *value, const gl_type *t) {
  write_constructor(w, value, &t->cons[0], t->parts, t->offsets);
}

static void write_enum(const writing *w, const void *value, const gl_type *t) {
  int64_t k;
  memcpy(&k, value, sizeof k);
  write_constructor(w, NULL, &t->cons[k], NULL, NULL);
}

static void write_object(const writing *w, const void *value, const gl_type *t) {
  gl_object *o;
  memcpy(&o, value, sizeof o);
  const gl_con *c = &t->cons[o->tag];
  write_constructor(w, o, c, c->parts, c->offsets);
}

/* ---- dictionaries, sets, Dyn ---- */

static bool is_mark(const gl_list *text, int64_t at, const gl_type *e) {
  uint32_t c = 0;
  return at < text->len && (item_at(text, at, e, &c), c == '$');
}

/* Keys that an object can have: texts and characters, none of which looks like a mark. */
static bool is_plain_object(const gl_list *keys, const gl_type *key) {
  bool text = key->kind == GL_LIST && key->parts[0]->kind == GL_CHAR;
  for (int64_t i = 0; i < keys->len; i++) {
    bool mark = text ? is_mark(((gl_list *const *)(const void *)keys->data)[i], 0, key->parts[0])
                     : key->kind == GL_CHAR && is_mark(keys, i, key);
    if (mark) return false;
  }
  return text || key->kind == GL_CHAR;
}

static void write_entries(const writing *w, const gl_list *keys, const gl_list *values, const gl_type *t) {
  bool object = is_plain_object(keys, t->parts[0]);
  strbuf_add(w->out, object ? STR("{") : STR("{\"$dict\":["));
  for (int64_t i = 0; i < keys->len; i++) {
    if (i) strbuf_byte(w->out, ',');
    if (!object) strbuf_byte(w->out, '[');
    write_item(w, keys, i, t->parts[0]);
    strbuf_byte(w->out, object ? ':' : ',');
    write_item(w, values, i, t->parts[1]);
    if (!object) strbuf_byte(w->out, ']');
  }
  strbuf_add(w->out, object ? STR("}") : STR("]}"));
}

static void write_dict(const writing *w, const void *value, const gl_type *t) {
  gl_dict *d;
  memcpy(&d, value, sizeof d);
  gl_list *keys = gl_dict_keys(d, t), *values = gl_dict_values(d, t);
  write_entries(w, keys, values, t);
  gl_drop_list(keys, t->parts[0]);
  gl_drop_list(values, t->parts[1]);
}

static void write_set(const writing *w, const void *value, const gl_type *t) {
  gl_dict *d;
  memcpy(&d, value, sizeof d);
  gl_list *items = gl_dict_keys(d, t);
  strbuf_add(w->out, STR("{\"$set\":"));
  write_items(w, items, t->parts[0]);
  strbuf_byte(w->out, '}');
  gl_drop_list(items, t->parts[0]);
}

static void write_dyn(const writing *w, const void *value, const gl_type *t) {
  (void)t;
  gl_dyn *d;
  memcpy(&d, value, sizeof d);
  if (d->type) write_value(w, (const uint8_t *)d + GL_DYN_VALUE, d->type);
  else strbuf_add(w->out, STR("null"));
}

static void write_value(const writing *w, const void *value, const gl_type *t) {
  static write_kind *const writers[] = {
      [GL_INT] = write_int,     [GL_FLOAT] = write_float,  [GL_BOOL] = write_bool,     [GL_CHAR] = write_char,
      [GL_UNIT] = write_null,   [GL_LIST] = write_list,    [GL_TUPLE] = write_tuple,   [GL_OPTION] = write_option,
      [GL_FUN] = write_null,    [GL_DICT] = write_dict,    [GL_SET] = write_set,       [GL_DYN] = write_dyn,
      [GL_BIG] = write_big,     [GL_NAMED] = write_object, [GL_RECORD] = write_record, [GL_ENUM] = write_enum,
  };
  writers[t->kind](w, value, t);
}

void value_to_json(strbuf *out, const void *value, const gl_type *t, bool plain) {
  write_value(&(writing){out, plain}, value, t);
}
