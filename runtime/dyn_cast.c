/* A Dyn's value at a wanted type. Types fit when they are the same, or when they differ only where one says Dyn (or an
   option) and the other something else; numbers never turn into each other, and a Str is no other list. The value is
   converted part by part then; a part may not fit although the types allow it, since its own type is its Dyn's. */

#include "runtime/alloc.h"
#include "runtime/dyn.h"
#include "runtime/list.h"
#include "runtime/pair.h"

static bool convert(const void *value, const gl_type *have, const gl_type *want, void *out);

/* Elements of a list of one type as those of another; NULL: one does not fit. */
static gl_list *convert_list(const gl_list *a, const gl_type *have, const gl_type *want) {
  gl_list *all = gl_list_new(a->len, want);
  void *element = rt_alloc(want->size);
  bool good = true;
  for (int64_t i = 0; good && i < a->len; i++) {
    good = convert(a->data + (size_t)i * have->size, have, want, element);
    if (good) gl_list_push(all, element, want);
  }
  rt_free(element, want->size);
  if (good) return all;
  gl_drop_list(all, want);
  return NULL;
}

static bool lists_convert(const void *value, const gl_type *have, const gl_type *want, void *out) {
  if (rt_is_str(have) || rt_is_str(want)) return false;
  gl_list *all = convert_list(*(gl_list *const *)value, have->parts[0], want->parts[0]);
  if (all) *(gl_list **)out = all;
  return all != NULL;
}

static bool tuples_convert(const void *value, const gl_type *have, const gl_type *want, void *out) {
  if (have->count != want->count) return false;
  for (uint32_t i = 0; i < want->count; i++) {
    if (convert(rt_part(value, have, i), have->parts[i], want->parts[i], (char *)out + want->offsets[i])) continue;
    while (i--) gl_drop_value(rt_part(out, want, i), want->parts[i]);
    return false;
  }
  return true;
}

/* By the list of items, which sets and dictionaries turn into and are made of. */
static bool dicts_convert(const void *value, const gl_type *have, const gl_type *want, void *out) {
  rt_pair_type have_pair, want_pair;
  const gl_type *have_item = rt_item_type(&have_pair, have), *want_item = rt_item_type(&want_pair, want);
  gl_list *items = have->walk->dict->items(*(gl_dict *const *)value, have);
  gl_list *all = convert_list(items, have_item, want_item);
  gl_drop_list(items, have_item);
  if (all) *(gl_dict **)out = want->walk->dict->of(all, want);
  return all != NULL;
}

static bool to_option(rt_any v, const gl_type *want, void *out) {
  uint8_t *tag = (uint8_t *)out + want->offsets[0];
  *tag = v.t != NULL;
  return !v.t || convert(v.value, v.t, want->parts[0], (char *)out + want->offsets[1]);
}

static bool by_kind(rt_any v, const gl_type *want, void *out) {
  if (v.t->kind != want->kind) return false;
  switch (want->kind) {
  case GL_LIST: return lists_convert(v.value, v.t, want, out);
  case GL_TUPLE: return tuples_convert(v.value, v.t, want, out);
  case GL_DICT:
  case GL_SET: return dicts_convert(v.value, v.t, want, out);
  }
  return false;
}

static bool copy(const void *value, const gl_type *t, void *out) {
  gl_dup_value(value, t);
  rt_copy(out, value, t->size);
  return true;
}

static bool convert(const void *value, const gl_type *have, const gl_type *want, void *out) {
  if (rt_same_type(have, want)) return copy(value, want, out);
  rt_any v = rt_any_of(value, have);
  if (want->kind == GL_OPTION) return to_option(v, want, out);
  if (want->kind == GL_DYN) {
    if (v.t) gl_dup_value(v.value, v.t);
    *(gl_dyn **)out = v.t ? gl_dyn_new(v.value, v.t) : gl_dyn_none();
    return true;
  }
  if (!v.t) return false;
  return rt_same_type(v.t, want) ? copy(v.value, want, out) : by_kind(v, want, out);
}

bool gl_dyn_cast(gl_dyn *v, const gl_type *want, void *out) { return convert(&v, &rt_type_dyn, want, out); }
