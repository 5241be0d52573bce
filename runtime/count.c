/* Reference counts. Lists, tuples, dictionaries are freed at once with what they hold: they nest as deep as their type
   is written. Values of declared types, closures and Dyns may form chains and trees as large as memory: a dead one waits
   in a grave with others of its sort, linked through its own header, while another of that sort is being freed. A grave
   stands in the C stack of whoever frees its first; so the stack holds one a sort at most, and a sort is a constructor,
   or all closures, or all Dyns. */

#include "runtime/alloc.h"
#include "runtime/list.h"
#include "runtime/value.h"

enum { CAPTURES = (sizeof(gl_closure) + 7) & ~7u };

struct rt_grave {
  const void *sort; /* a gl_con, or one of the two below */
  void *first;
  rt_grave *outer;
};

static const char CLOSURES, DYNS;

/* At INT32_MAX the count turns negative, immortal: a leak, never a dangling pointer. */
void gl_dup(void *object) {
  int32_t *rc = object;
  if (*rc > 0) *rc = (int32_t)((uint32_t)*rc + 1);
}

void gl_dup_value(const void *value, const gl_type *t) {
  if (!t->pointers) return;
  switch (t->kind) {
  case GL_OPTION:
    if (rt_option_some(value, t)) gl_dup_value(rt_part(value, t, 1), t->parts[0]);
    return;
  case GL_TUPLE:
  case GL_RECORD:
    for (uint32_t i = 0; i < t->count; i++) gl_dup_value(rt_part(value, t, i), t->parts[i]);
    return;
  }
  gl_dup(*(void *const *)value);
}

/* ---- making ---- */

static size_t closure_size(const gl_closure *c) { return CAPTURES + (c->captures ? c->captures->size : 0); }

gl_closure *gl_closure_new(void *code, const gl_type *captures) {
  gl_closure *c = rt_object_alloc(CAPTURES + (captures ? captures->size : 0));
  *c = (gl_closure){.rc = 1, .code = code, .captures = captures};
  return c;
}

void *gl_block_new(int64_t bytes) { return rt_object_alloc((size_t)bytes); }
void gl_block_free(void *block, int64_t bytes) { rt_object_free(block, (size_t)bytes); }

/* Constructors without fields are immortal, whatever their types, as they are in generated code; NULL: their numbers
   beyond these are not. */
static gl_object *nullary(uint32_t tag) {
#define FOUR(n) {0, n}, {0, n + 1}, {0, n + 2}, {0, n + 3}
#define SIXTEEN(n) FOUR(n), FOUR(n + 4), FOUR(n + 8), FOUR(n + 12)
#define MANY(n) SIXTEEN(n), SIXTEEN(n + 16), SIXTEEN(n + 32), SIXTEEN(n + 48)
  static const gl_object objects[] = {MANY(0), MANY(64), MANY(128), MANY(192)};
#undef FOUR
#undef SIXTEEN
#undef MANY
  return tag < sizeof objects / sizeof *objects ? (gl_object *)(uintptr_t)&objects[tag] : NULL;
}

gl_object *gl_object_new(uint32_t tag, int64_t bytes) {
  gl_object *known = bytes == sizeof(gl_object) ? nullary(tag) : NULL;
  if (known) return known;
  gl_object *o = rt_object_alloc((size_t)bytes);
  o->rc = 1;
  o->tag = tag;
  return o;
}

/* ---- graves ---- */

static void fields_free(gl_object *o, const gl_con *con, rt_grave *graves) {
  for (uint32_t i = 0; i < con->count; i++) {
    if (con->parts[i]->pointers) rt_drop_into((const char *)o + con->offsets[i], con->parts[i], graves);
  }
  rt_object_free(o, con->size);
}

static void closure_free(gl_closure *c, rt_grave *graves) {
  if (c->captures) rt_drop_into((const char *)c + CAPTURES, c->captures, graves);
  rt_object_free(c, closure_size(c));
}

static void dyn_free(gl_dyn *v, rt_grave *graves) {
  rt_drop_into(rt_dyn_value(v), v->type, graves);
  rt_object_free(v, GL_DYN_VALUE + v->type->size);
}

static void sort_free(void *object, const void *sort, rt_grave *graves) {
  if (sort == &CLOSURES) {
    closure_free(object, graves);
  } else if (sort == &DYNS) {
    dyn_free(object, graves);
  } else {
    fields_free(object, sort, graves);
  }
}

/* The link takes the place of the count, and on 64-bit machines of the tag, which the sort knows. */
static void *link_of(const void *object) {
  void *next;
  memcpy(&next, object, sizeof next);
  return next;
}
static void link_set(void *object, void *next) { memcpy(object, &next, sizeof next); }

static void bury(void *object, const void *sort, rt_grave *graves) {
  for (rt_grave *g = graves; g; g = g->outer) {
    if (g->sort != sort) continue;
    link_set(object, g->first);
    g->first = object;
    return;
  }
  rt_grave mine = {sort, object, graves};
  link_set(object, NULL);
  while ((object = mine.first) != NULL) {
    mine.first = link_of(object);
    sort_free(object, sort, &mine);
  }
}

/* ---- lists ---- */

static void list_free(gl_list *a, const gl_type *e, rt_grave *graves) {
  if (rt_list_inline(a) && !e->pointers) { /* most lists: one block, a header and elements without owners */
    rt_object_free(a, a->block);
    return;
  }
  while (a->view) {
    gl_list *owner = a->u.owner;
    rt_object_free(a, a->block);
    if (owner->rc <= 0 || --owner->rc > 0) return;
    a = owner;
  }
  if (e->pointers) {
    for (int64_t i = 0; i < a->len; i++) rt_drop_into(a->data + (size_t)i * e->size, e, graves);
  }
  rt_list_free_shell(a, rt_list_step(a, e));
}

void rt_list_free(gl_list *a, const gl_type *e) { list_free(a, e, NULL); }

void gl_drop_list(gl_list *list, const gl_type *e) {
  if (list->rc > 0 && --list->rc == 0) list_free(list, e, NULL);
}

/* ---- values ---- */

static void object_free(void *object, const gl_type *t, rt_grave *graves) {
  switch (t->kind) {
  case GL_LIST: list_free(object, t->parts[0], graves); return;
  case GL_NAMED: bury(object, rt_con(object, t), graves); return;
  case GL_FUN: bury(object, &CLOSURES, graves); return;
  case GL_DYN: bury(object, &DYNS, graves); return;
  }
  t->walk->drop(object, t, graves);
}

void rt_drop_into(const void *value, const gl_type *t, rt_grave *graves) {
  if (!t->pointers) return;
  switch (t->kind) {
  case GL_OPTION:
    if (rt_option_some(value, t)) rt_drop_into(rt_part(value, t, 1), t->parts[0], graves);
    return;
  case GL_TUPLE:
  case GL_RECORD:
    for (uint32_t i = 0; i < t->count; i++) rt_drop_into(rt_part(value, t, i), t->parts[i], graves);
    return;
  }
  int32_t *rc = *(void *const *)value;
  if (*rc > 0 && --*rc == 0) object_free(rc, t, graves);
}

void gl_drop_value(const void *value, const gl_type *t) { rt_drop_into(value, t, NULL); }

void gl_drop_object(gl_object *o, const gl_type *t) {
  if (o->rc > 0 && --o->rc == 0) bury(o, rt_con(o, t), NULL);
}

void gl_drop_dyn(gl_dyn *v) {
  if (v->rc > 0 && --v->rc == 0) bury(v, &DYNS, NULL);
}

void gl_drop_closure(gl_closure *closure) {
  if (closure->rc > 0 && --closure->rc == 0) bury(closure, &CLOSURES, NULL);
}

/* The last owner's captures move, and only the shell is freed. */
void gl_closure_take(gl_closure *closure) {
  if (closure->rc == 1) {
    rt_object_free(closure, closure_size(closure));
    return;
  }
  if (closure->rc > 0) closure->rc--;
  if (closure->captures) gl_dup_value((const char *)closure + CAPTURES, closure->captures);
}
