/* Dyn: a value with its type's descriptor. Made from a value of any type, asked what it is, indexed. Neither options
   nor Dyns stand inside, so that there is one way to say a thing. */

#include "runtime/dyn.h"

#include "runtime/alloc.h"
#include "runtime/fail.h"
#include "runtime/list.h"

const gl_type rt_type_dyn = {
    .kind = GL_DYN, .pointers = 1, .size = sizeof(gl_dyn *), .name = "Dyn", .walk = &gl_walk_dyn};

static const gl_dyn NONE; /* count 0: nobody changes it */

gl_dyn *gl_dyn_none(void) { return (gl_dyn *)&NONE; }
bool gl_dyn_is_none(gl_dyn *v) { return !v->type; }

gl_dyn *gl_dyn_new(const void *value, const gl_type *t) {
  while (t->kind == GL_OPTION) {
    if (!rt_option_some(value, t)) return gl_dyn_none();
    value = rt_part(value, t, 1);
    t = t->parts[0];
  }
  if (t->kind == GL_DYN) return *(gl_dyn *const *)value;
  gl_dyn *v = rt_object_alloc(GL_DYN_VALUE + t->size);
  *v = (gl_dyn){.rc = 1, .type = t};
  rt_copy((char *)v + GL_DYN_VALUE, value, t->size);
  return v;
}

rt_any rt_any_of(const void *value, const gl_type *t) {
  for (;;) {
    if (t->kind == GL_DYN) return rt_any_dyn(*(gl_dyn *const *)value);
    if (t->kind != GL_OPTION) return (rt_any){value, t};
    if (!rt_option_some(value, t)) return (rt_any){NULL, NULL};
    value = rt_part(value, t, 1);
    t = t->parts[0];
  }
}

gl_list *gl_dyn_kind(gl_dyn *v) {
  const char *name = v->type ? v->type->name : "none";
  return gl_str_new(name, strlen(name));
}

/* ---- indexing ---- */

/* A part of a list, Str or tuple, or of a dictionary, as it lies in memory; NULL: failed. `scalar` has room for a Char. */
static const void *list_at(const gl_dyn *v, int64_t i, uint32_t site, uint32_t *scalar, const gl_type **t) {
  gl_list *a = *(gl_list *const *)rt_dyn_value(v);
  *t = v->type->parts[0];
  int64_t at = i < 0 ? i + a->len : i;
  if (at >= 0 && at < a->len) return rt_list_at(a, at, *t, scalar);
  (void)rt_fail_index(site, a, *t, i);
  return NULL;
}

static const void *tuple_at(const gl_dyn *v, int64_t i, uint32_t site, const gl_type **t) {
  const gl_type *tuple = v->type;
  int64_t at = i < 0 ? i + tuple->count : i;
  if (at < 0 || at >= tuple->count) {
    rt_operand operands[] = {{rt_dyn_value(v), tuple}, {&i, &rt_type_int}};
    (void)rt_fail(RT_FAIL_INDEX, site, NULL, 2, operands);
    return NULL;
  }
  *t = tuple->parts[at];
  return rt_part(rt_dyn_value(v), tuple, (uint32_t)at);
}

/* A key that cannot be of the dictionary's type is not there either. */
static const void *dict_at(const gl_dyn *v, gl_dyn *key, uint32_t site, const gl_type **t) {
  gl_dict *d = *(gl_dict *const *)rt_dyn_value(v);
  const gl_type *key_type = v->type->parts[0];
  void *converted = rt_alloc(key_type->size);
  const void *found = NULL;
  if (gl_dyn_cast(key, key_type, converted)) {
    found = v->type->walk->dict->find(d, converted, v->type);
    gl_drop_value(converted, key_type);
  }
  rt_free(converted, key_type->size);
  *t = v->type->parts[1];
  if (found) return found;
  rt_operand operands[] = {{rt_dyn_value(v), v->type}, {&key, &rt_type_dyn}};
  (void)rt_fail(RT_FAIL_KEY, site, NULL, 2, operands);
  return NULL;
}

bool gl_dyn_at(gl_dyn *v, gl_dyn *key, uint32_t site, gl_dyn **out) {
  uint8_t kind = v->type ? v->type->kind : GL_UNIT;
  bool by_int = key->type && key->type->kind == GL_INT;
  int64_t i = by_int ? *(const int64_t *)rt_dyn_value(key) : 0;
  uint32_t scalar;
  const gl_type *t = NULL;
  const void *part;
  if (kind == GL_LIST && by_int) {
    part = list_at(v, i, site, &scalar, &t);
  } else if (kind == GL_TUPLE && by_int) {
    part = tuple_at(v, i, site, &t);
  } else if (kind == GL_DICT) {
    part = dict_at(v, key, site, &t);
  } else {
    rt_operand operands[] = {{&v, &rt_type_dyn}, {&key, &rt_type_dyn}};
    return rt_fail(RT_FAIL_DOMAIN, site, "%0 cannot be indexed by %1", 2, operands);
  }
  if (!part) return true;
  gl_dup_value(part, t);
  *out = gl_dyn_new(part, t);
  return false;
}
