#include "driver/value_json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "driver/value_type.h"
#include "support/source.h"

typedef struct reading {
  arena *home;
  str error;
} reading;

typedef bool read_kind(reading *r, const json_t *json, const gl_type *t, void *out);

static bool read_value(reading *r, const json_t *json, const gl_type *t, void *out);

static void *slot_for(const reading *r, const gl_type *t) { return arena_zalloc(r->home, t->size + 8, 16); }

/* The beginning of a text that is too long to be shown whole; letters stay whole. */
static str shortened(arena *home, str text) {
  enum { MOST = 60, DOTS = 3 };
  if (text.len <= MOST) return text;
  size_t n = MOST - DOTS;
  while (n && ((unsigned char)text.ptr[n] & 0xC0) == 0x80) n--;
  return str_printf(home, "%.*s...", (int)n, text.ptr);
}

static bool misfit(reading *r, const json_t *json, const gl_type *t) {
  const char *digits = json_string_value(json_object_get(json, "$big"));
  char *text = json_dumps(json, JSON_ENCODE_ANY | JSON_COMPACT);
  str shown = shortened(r->home, str_of(digits ? digits : text ? text : ""));
  r->error = str_printf(r->home, STR_FMT " is no %s", STR_ARG(shown), t->name ? t->name : "such value");
  free(text);
  return false;
}

static bool misfit_any(reading *r, const json_t *json, const gl_type *t, void *out) {
  (void)out;
  return misfit(r, json, t);
}

/* ---- numbers, characters ---- */

static bool read_int(reading *r, const json_t *json, const gl_type *t, void *out) {
  int64_t i = json_integer_value(json);
  memcpy(out, &i, sizeof i);
  return json_is_integer(json) || misfit(r, json, t);
}

static bool read_float(reading *r, const json_t *json, const gl_type *t, void *out) {
  const char *special = json_string_value(json_object_get(json, "$float"));
  const char *digits = json_string_value(json_object_get(json, "$big"));
  double f = digits ? strtod(digits, NULL) : json_number_value(json);
  bool nan = special && !strcmp(special, "nan"), inf = special && (!strcmp(special, "inf") || !strcmp(special, "-inf"));
  if (!json_is_number(json) && !digits && !nan && !inf) return misfit(r, json, t);
  if (nan) f = NAN;
  if (inf) f = *special == '-' ? -INFINITY : INFINITY;
  memcpy(out, &f, sizeof f);
  return true;
}

static bool read_bool(reading *r, const json_t *json, const gl_type *t, void *out) {
  *(uint8_t *)out = json_is_true(json);
  return json_is_boolean(json) || misfit(r, json, t);
}

static bool read_char(reading *r, const json_t *json, const gl_type *t, void *out) {
  const char *at = json_string_value(json);
  size_t n = json_string_length(json);
  if (!at || !n) return misfit(r, json, t);
  const char *end = at + n;
  uint32_t c = utf8_next(&at, end);
  memcpy(out, &c, sizeof c);
  return at == end || misfit(r, json, t);
}

static bool read_unit(reading *r, const json_t *json, const gl_type *t, void *out) {
  (void)out;
  return json_is_null(json) || misfit(r, json, t);
}

/* What JSON's reader has no room for comes as its digits. */
static bool read_big(reading *r, const json_t *json, const gl_type *t, void *out) {
  const char *digits = json_string_value(json_object_get(json, "$big"));
  gl_big *big = NULL;
  if (json_is_integer(json)) big = gl_big_of(json_integer_value(json));
  else if (!digits) return misfit(r, json, t);
  if (digits) {
    gl_list *text = gl_str_new(digits, strlen(digits));
    bool failed = gl_parse_big(text, 10, 0, &big);
    gl_drop_value(&text, value_str_type());
    if (failed) {
      gl_fail_clear();
      return misfit(r, json, t);
    }
  }
  memcpy(out, &big, sizeof big);
  return true;
}

/* ---- lists, tuples, options ---- */

/* An array, or one marked as what it is. */
static const json_t *items_of(const json_t *json, const char *mark) {
  const json_t *marked = json_object_get(json, mark);
  return marked ? marked : json;
}

static json_t *keys_of_pairs(const json_t *pairs) {
  json_t *keys = json_array();
  for (size_t i = 0; i < json_array_size(pairs); i++)
    json_array_append(keys, json_array_get(items_of(json_array_get(pairs, i), "$tuple"), 0));
  return keys;
}

/* NULL: the object is one that says what it is. */
static json_t *names_of(const json_t *object) {
  json_t *names = json_array(), *value;
  const char *name;
  json_object_foreach((json_t *)(uintptr_t)object, name, value) {
    if (*name == '$') {
      json_decref(names);
      return NULL;
    }
    json_array_append_new(names, json_string(name));
  }
  return names;
}

/* What a list may be given as: an array, a tuple, a set's elements, a dictionary's keys. A new reference, or NULL. */
static json_t *elements_of(const json_t *json) {
  const json_t *set = json_object_get(json, "$set"), *items = set ? set : items_of(json, "$tuple");
  const json_t *pairs = json_object_get(items, "$dict");
  if (json_is_array(items)) return json_incref((json_t *)(uintptr_t)items);
  if (json_is_array(pairs)) return keys_of_pairs(pairs);
  return json_is_object(items) ? names_of(items) : NULL;
}

static bool read_elements(reading *r, const json_t *items, const gl_type *e, gl_list *list) {
  uint8_t *slot = slot_for(r, e);
  for (size_t i = 0; i < json_array_size(items); i++) {
    if (!read_value(r, json_array_get(items, i), e, slot)) return false;
    if (e->kind == GL_CHAR) {
      uint32_t c;
      memcpy(&c, slot, sizeof c);
      gl_chars_push(list, c);
    } else {
      gl_list_push(list, slot, e);
    }
  }
  return true;
}

static bool read_list(reading *r, const json_t *json, const gl_type *t, void *out) {
  const gl_type *e = t->parts[0];
  if (e->kind == GL_CHAR && json_is_string(json)) {
    gl_list *text = gl_str_new(json_string_value(json), json_string_length(json));
    memcpy(out, &text, sizeof text);
    return true;
  }
  json_t *items = elements_of(json);
  if (!items) return misfit(r, json, t);
  gl_list *list = gl_list_new((int64_t)json_array_size(items), e);
  bool fine = read_elements(r, items, e, list);
  json_decref(items);
  if (fine) memcpy(out, &list, sizeof list);
  else gl_drop_list(list, e);
  return fine;
}

/* Values that lie side by side: where they come from, what they are, where they go. */
typedef struct row {
  uint32_t count;
  const json_t *items;       /* an array; or an object, by labels */
  const char *const *labels; /* NULL: an array */
  const gl_type *const *parts;
  const uint32_t *offsets;
} row;

static const json_t *row_item(const row *w, uint32_t i) {
  return w->labels ? json_object_get(w->items, w->labels[i]) : json_array_get(w->items, i);
}

static bool row_fits(const row *w) {
  if (!w->labels) return w->count ? json_is_array(w->items) && json_array_size(w->items) == w->count
                                  : !w->items || (json_is_array(w->items) && !json_array_size(w->items));
  for (uint32_t i = 0; i < w->count; i++)
    if (!row_item(w, i)) return false;
  return json_is_object(w->items);
}

static bool read_row(reading *r, const row *w, uint8_t *out) {
  for (uint32_t i = 0; i < w->count; i++) {
    if (read_value(r, row_item(w, i), w->parts[i], out + w->offsets[i])) continue;
    while (i-- > 0) gl_drop_value(out + w->offsets[i], w->parts[i]);
    return false;
  }
  return true;
}

static bool read_tuple(reading *r, const json_t *json, const gl_type *t, void *out) {
  row w = {.count = t->count, .items = items_of(json, "$tuple"), .parts = t->parts, .offsets = t->offsets};
  return row_fits(&w) ? read_row(r, &w, out) : misfit(r, json, t);
}

static bool read_option(reading *r, const json_t *json, const gl_type *t, void *out) {
  uint8_t *to = out;
  to[t->offsets[0]] = !json_is_null(json);
  return json_is_null(json) || read_value(r, json, t->parts[0], to + t->offsets[1]);
}

/* ---- declared types ---- */

/* {"$":"Node","args":[..]}; a record is an object that has all its fields. */
static const gl_con *constructor_of(const json_t *json, const gl_type *t, row *w) {
  const char *name = json_string_value(json_object_get(json, "$"));
  uint32_t n = t->kind == GL_RECORD ? 1 : t->count;
  for (uint32_t k = 0; k < n; k++) {
    const gl_con *c = &t->cons[k];
    bool record = c->labels && !name;
    if (!record && (!name || strcmp(name, c->name))) continue;
    *w = (row){.count = c->count, .parts = c->parts, .offsets = c->offsets};
    w->items = record ? json : json_object_get(json, "args");
    w->labels = record ? c->labels : NULL;
    return row_fits(w) ? c : NULL;
  }
  return NULL;
}

static bool read_enum(reading *r, const json_t *json, const gl_type *t, void *out) {
  row w;
  const gl_con *c = constructor_of(json, t, &w);
  int64_t index = c ? c - t->cons : 0;
  memcpy(out, &index, sizeof index);
  return c || misfit(r, json, t);
}

static bool read_record(reading *r, const json_t *json, const gl_type *t, void *out) {
  row w;
  if (!constructor_of(json, t, &w)) return misfit(r, json, t);
  w.parts = t->parts;
  w.offsets = t->offsets;
  return read_row(r, &w, out);
}

static bool read_object(reading *r, const json_t *json, const gl_type *t, void *out) {
  row w;
  const gl_con *c = constructor_of(json, t, &w);
  if (!c) return misfit(r, json, t);
  gl_object *made = arena_zalloc(r->home, c->size, 16);
  if (!read_row(r, &w, (uint8_t *)made)) return false;
  gl_object *object = gl_object_new((uint32_t)(c - t->cons), c->size);
  enum { HEADER = sizeof(gl_object) };
  memcpy((uint8_t *)object + HEADER, (uint8_t *)made + HEADER, c->size - HEADER);
  memcpy(out, &object, sizeof object);
  return true;
}

/* ---- dictionaries, sets ---- */

static gl_dict *empty_dict(const gl_type *t) { return gl_dict_of(gl_list_new(0, t->parts[0]), t); }

/* One entry; the key is a text of the object's, or any value. */
static bool read_entry(reading *r, const json_t *key, const json_t *value, const gl_type *t, gl_dict **d) {
  void *k = slot_for(r, t->parts[0]), *v = slot_for(r, t->parts[1]);
  if (!read_value(r, key, t->parts[0], k)) return false;
  if (!read_value(r, value, t->parts[1], v)) {
    gl_drop_value(k, t->parts[0]);
    return false;
  }
  *d = gl_dict_put(*d, k, v, t);
  return true;
}

static bool read_pairs(reading *r, const json_t *pairs, const gl_type *t, gl_dict **d) {
  for (size_t i = 0; i < json_array_size(pairs); i++) {
    const json_t *pair = items_of(json_array_get(pairs, i), "$tuple");
    if (!json_is_array(pair) || json_array_size(pair) != 2) return misfit(r, pairs, t);
    if (!read_entry(r, json_array_get(pair, 0), json_array_get(pair, 1), t, d)) return false;
  }
  return json_is_array(pairs) || misfit(r, pairs, t);
}

static bool read_members(reading *r, const json_t *object, const gl_type *t, gl_dict **d) {
  const char *name;
  json_t *value;
  json_object_foreach((json_t *)(uintptr_t)object, name, value) {
    json_t *key = json_string(name);
    bool fine = read_entry(r, key, value, t, d);
    json_decref(key);
    if (!fine) return false;
  }
  return true;
}

static bool read_dict(reading *r, const json_t *json, const gl_type *t, void *out) {
  const json_t *pairs = json_object_get(json, "$dict");
  if (!json_is_object(json)) return misfit(r, json, t);
  gl_dict *d = empty_dict(t);
  bool fine = pairs ? read_pairs(r, pairs, t, &d) : read_members(r, json, t, &d);
  if (fine) memcpy(out, &d, sizeof d);
  else gl_drop_dict(d, t);
  return fine;
}

static bool read_set(reading *r, const json_t *json, const gl_type *t, void *out) {
  const json_t *items = items_of(json, "$set");
  if (!json_is_array(items)) return misfit(r, json, t);
  gl_dict *d = empty_dict(t);
  void *slot = slot_for(r, t->parts[0]);
  for (size_t i = 0; i < json_array_size(items); i++) {
    if (!read_value(r, json_array_get(items, i), t->parts[0], slot)) {
      gl_drop_dict(d, t);
      return false;
    }
    d = gl_dict_put(d, slot, NULL, t);
  }
  memcpy(out, &d, sizeof d);
  return true;
}

/* ---- Dyn ---- */

/* At the type that the JSON has on its own. */
static bool read_dyn(reading *r, const json_t *json, const gl_type *t, void *out) {
  (void)t;
  gl_dyn *d = gl_dyn_none();
  if (!json_is_null(json)) {
    const gl_type *own_type = value_dyn_type(r->home, json);
    void *slot = slot_for(r, own_type);
    if (!read_value(r, json, own_type, slot)) return false;
    d = gl_dyn_new(slot, own_type);
  }
  memcpy(out, &d, sizeof d);
  return true;
}

static bool read_value(reading *r, const json_t *json, const gl_type *t, void *out) {
  static read_kind *const readers[] = {
      [GL_INT] = read_int,       [GL_FLOAT] = read_float,   [GL_BOOL] = read_bool, [GL_CHAR] = read_char,
      [GL_UNIT] = read_unit,     [GL_LIST] = read_list,     [GL_TUPLE] = read_tuple, [GL_OPTION] = read_option,
      [GL_FUN] = misfit_any,     [GL_DICT] = read_dict,     [GL_SET] = read_set,   [GL_DYN] = read_dyn,
      [GL_BIG] = read_big,       [GL_NAMED] = read_object,  [GL_RECORD] = read_record, [GL_ENUM] = read_enum,
  };
  return readers[t->kind](r, json, t, out);
}

bool value_of_json(arena *home, const json_t *json, const gl_type *t, void *out, str *error) {
  reading r = {.home = home};
  bool done = read_value(&r, json, t, out);
  *error = r.error;
  return done;
}
