/* Values out of text, by type: what show.c writes, with white space wherever it may stand. */

#include "runtime/literal.h"

#include "runtime/alloc.h"
#include "runtime/list.h"
#include "runtime/number_text.h"
#include "runtime/pair.h"
#include "runtime/value.h"

static bool read_char(rt_reader *r, uint32_t *out) {
  gl_list *s;
  if (!rt_read_quoted(r, &s)) return false;
  bool one = s->len == 1;
  if (one) *out = rt_char_at(s, 0);
  rt_list_free_shell(s, s->width);
  return one;
}

static bool read_int(rt_reader *r, int64_t *out) {
  size_t n = rt_read_number(r);
  if (rt_int_parse(r->at, n, 0, out) != RT_NUMBER) return false;
  r->at += n;
  return true;
}

static bool read_float(rt_reader *r, double *out) {
  size_t n = rt_read_number(r);
  if (!rt_float_parse(r->at, n, out)) return false;
  r->at += n;
  return true;
}

/* With or without its n. */
static bool read_big(rt_reader *r, const gl_type *t, gl_big **out) {
  size_t n = rt_read_number(r), digits = n && r->at[n - 1] == 'n' ? n - 1 : n;
  gl_big *b = t->walk->big->parse(r->at, digits, 0);
  if (!b) return false;
  *out = b;
  r->at += n;
  return true;
}

static bool read_bool(rt_reader *r, uint8_t *out) {
  *out = rt_read_word(r, "true");
  return *out || rt_read_word(r, "false");
}

static bool read_option(rt_reader *r, const gl_type *t, void *out) {
  bool none = rt_read_word(r, "none");
  *((uint8_t *)out + t->offsets[0]) = !none;
  if (none) return true;
  (void)rt_read_word(r, "some");
  return rt_read_value(r, t->parts[0], (char *)out + t->offsets[1]);
}

/* ---- lists, sets, dictionaries ---- */

static bool read_pair(rt_reader *r, const gl_type *pair, void *out) {
  if (!rt_read_value(r, pair->parts[0], out)) return false;
  if (rt_read_byte(r, ':') && rt_read_value(r, pair->parts[1], (char *)out + pair->offsets[1])) return true;
  gl_drop_value(out, pair->parts[0]);
  return false;
}

typedef bool element_reader(rt_reader *r, const gl_type *e, void *out);

/* Elements between commas, up to and with the closing bracket. */
static bool read_elements(rt_reader *r, const gl_type *e, element_reader *read, uint8_t close, gl_list **out) {
  gl_list *a = gl_list_new(-1, e);
  void *element = rt_alloc(e->size);
  bool good = true;
  if (!rt_read_byte(r, close)) {
    do {
      good = read(r, e, element);
      if (good) gl_list_push(a, element, e);
    } while (good && rt_read_byte(r, ','));
    good = good && rt_read_byte(r, close);
  }
  rt_free(element, e->size);
  *out = a;
  if (!good) gl_drop_list(a, e);
  return good;
}

static bool read_list(rt_reader *r, const gl_type *t, gl_list **out) {
  return rt_read_byte(r, '[') && read_elements(r, t->parts[0], rt_read_value, ']', out);
}

static bool read_set(rt_reader *r, const gl_type *t, gl_dict **out) {
  gl_list *elements;
  if (!rt_read_word(r, "set") || !read_list(r, t, &elements)) return false;
  *out = t->walk->dict->of(elements, t);
  return true;
}

static bool read_dict(rt_reader *r, const gl_type *t, gl_dict **out) {
  rt_pair_type pair;
  rt_pair_type_set(&pair, t->parts);
  gl_list *pairs;
  if (!rt_read_byte(r, '{') || !read_elements(r, &pair.type, read_pair, '}', &pairs)) return false;
  *out = t->walk->dict->of(pairs, t);
  return true;
}

/* ---- fields ---- */

/* Of a tuple or a constructor; what lies where. */
typedef struct fields {
  uint32_t count;
  const gl_type *const *parts;
  const uint32_t *offsets;
  const char *const *labels; /* NULL: none */
} fields;

static void drop_field(void *out, const fields *f, uint32_t i) {
  gl_drop_value((char *)out + f->offsets[i], f->parts[i]);
}

static bool read_plain(rt_reader *r, const fields *f, void *out) {
  bool good = rt_read_byte(r, '(');
  uint32_t done = 0;
  while (good && done < f->count) {
    good = (!done || rt_read_byte(r, ',')) && rt_read_value(r, f->parts[done], (char *)out + f->offsets[done]);
    done += good;
  }
  if (good && rt_read_byte(r, ')')) return true;
  while (done--) drop_field(out, f, done);
  return false;
}

static uint32_t read_label(rt_reader *r, const fields *f) {
  uint32_t i = 0;
  while (i < f->count && !rt_read_word(r, f->labels[i])) i++;
  return i;
}

/* One `label:value`, of a label that was not there before. */
static bool read_labelled(rt_reader *r, const fields *f, uint8_t *there, void *out) {
  uint32_t i = read_label(r, f);
  if (i == f->count || there[i] || !rt_read_byte(r, ':')) return false;
  there[i] = rt_read_value(r, f->parts[i], (char *)out + f->offsets[i]);
  return there[i];
}

/* In any order, each once. */
static bool read_record(rt_reader *r, const fields *f, void *out) {
  uint8_t *there = rt_alloc(f->count);
  memset(there, 0, f->count);
  bool good = rt_read_byte(r, '{');
  for (uint32_t i = 0; good && i < f->count; i++) {
    good = (!i || rt_read_byte(r, ',')) && read_labelled(r, f, there, out);
  }
  good = good && rt_read_byte(r, '}');
  for (uint32_t i = 0; !good && i < f->count; i++) {
    if (there[i]) drop_field(out, f, i);
  }
  rt_free(there, f->count);
  return good;
}

static bool read_fields(rt_reader *r, const fields *f, void *out) {
  return f->labels ? read_record(r, f, out) : !f->count || read_plain(r, f, out);
}

/* The index of the constructor whose name stands here; as many as there are: none of them. */
static uint32_t read_con(rt_reader *r, const gl_type *t, uint32_t count) {
  size_t n = rt_read_name(r);
  uint32_t i = 0;
  while (i < count && (strlen(t->cons[i].name) != n || memcmp(t->cons[i].name, r->at, n) != 0)) i++;
  r->at += n;
  return i;
}

static bool read_enum(rt_reader *r, const gl_type *t, int64_t *out) {
  *out = read_con(r, t, t->count);
  return *out < t->count;
}

static bool read_flat(rt_reader *r, const gl_type *t, void *out) {
  fields f = {t->count, t->parts, t->offsets, t->cons->labels};
  return read_con(r, t, 1) == 0 && read_fields(r, &f, out);
}

static bool read_object(rt_reader *r, const gl_type *t, gl_object **out) {
  uint32_t tag = read_con(r, t, t->count);
  if (tag == t->count) return false;
  const gl_con *con = &t->cons[tag];
  gl_object *o = gl_object_new(tag, con->size);
  fields f = {con->count, con->parts, con->offsets, con->labels};
  *out = o;
  if (read_fields(r, &f, o)) return true;
  rt_object_free(o, con->size);
  return false;
}

static bool read_tuple(rt_reader *r, const gl_type *t, void *out) {
  fields f = {t->count, t->parts, t->offsets, NULL};
  return read_plain(r, &f, out);
}

/* ---- by kind ---- */

bool rt_read_value(rt_reader *r, const gl_type *t, void *out) {
  switch (t->kind) {
  case GL_INT: return read_int(r, out);
  case GL_FLOAT: return read_float(r, out);
  case GL_BOOL: return read_bool(r, out);
  case GL_CHAR: return read_char(r, out);
  case GL_UNIT: return rt_read_byte(r, '(') && rt_read_byte(r, ')');
  case GL_LIST: return rt_is_str(t) ? rt_read_quoted(r, out) : read_list(r, t, out);
  case GL_TUPLE: return read_tuple(r, t, out);
  case GL_OPTION: return read_option(r, t, out);
  case GL_DICT: return read_dict(r, t, out);
  case GL_SET: return read_set(r, t, out);
  case GL_DYN: return r->dyn && r->dyn(r, out);
  case GL_BIG: return read_big(r, t, out);
  case GL_NAMED: return read_object(r, t, out);
  case GL_RECORD: return read_flat(r, t, out);
  case GL_ENUM: return read_enum(r, t, out);
  }
  return false; /* functions cannot be written down */
}
