/* Reference counts. A dead list frees its elements at once: lists nest as deep as their type. Closures may hold
   closures of their own type, chains as long as memory: a dead one waits on a worklist that is linked through its code
   pointer. */

#include "runtime/alloc.h"
#include "runtime/list.h"
#include "runtime/value.h"

enum { CAPTURES = (sizeof(gl_closure) + 7) & ~7u };

static void drop_into(const void *value, const gl_type *t, gl_closure **dead);

/* At INT32_MAX the count turns negative, immortal: a leak, never a dangling pointer. */
void gl_dup(void *object) {
  int32_t *rc = object;
  if (*rc > 0) *rc = (int32_t)((uint32_t)*rc + 1);
}

void gl_dup_value(const void *value, const gl_type *t) {
  if (!t->pointers) return;
  switch (t->kind) {
  case GL_LIST:
  case GL_FUN: gl_dup(*(void *const *)value); return;
  case GL_OPTION:
    if (rt_option_some(value, t)) gl_dup_value(rt_part(value, t, 1), t->parts[0]);
    return;
  case GL_TUPLE:
    for (uint32_t i = 0; i < t->count; i++) gl_dup_value(rt_part(value, t, i), t->parts[i]);
    return;
  }
}

static size_t closure_size(const gl_closure *c) { return CAPTURES + (c->captures ? c->captures->size : 0); }

gl_closure *gl_closure_new(void *code, const gl_type *captures) {
  gl_closure *c = rt_object_alloc(CAPTURES + (captures ? captures->size : 0));
  *c = (gl_closure){.rc = 1, .code = code, .captures = captures};
  return c;
}

static void closure_bury(gl_closure *c, gl_closure **dead) {
  c->code = *dead;
  *dead = c;
}

static void list_free(gl_list *a, const gl_type *e, gl_closure **dead) {
  while (a->view) {
    gl_list *owner = a->u.owner;
    rt_object_free(a, a->block);
    if (owner->rc <= 0 || --owner->rc > 0) return;
    a = owner;
  }
  if (e->pointers) {
    for (int64_t i = 0; i < a->len; i++) drop_into(a->data + (size_t)i * e->size, e, dead);
  }
  rt_list_free_shell(a, rt_list_step(a, e));
}

static void drop_into(const void *value, const gl_type *t, gl_closure **dead) {
  if (!t->pointers) return;
  switch (t->kind) {
  case GL_LIST: {
    gl_list *a = *(gl_list *const *)value;
    if (a->rc > 0 && --a->rc == 0) list_free(a, t->parts[0], dead);
    return;
  }
  case GL_FUN: {
    gl_closure *c = *(gl_closure *const *)value;
    if (c->rc > 0 && --c->rc == 0) closure_bury(c, dead);
    return;
  }
  case GL_OPTION:
    if (rt_option_some(value, t)) drop_into(rt_part(value, t, 1), t->parts[0], dead);
    return;
  case GL_TUPLE:
    for (uint32_t i = 0; i < t->count; i++) drop_into(rt_part(value, t, i), t->parts[i], dead);
    return;
  }
}

static void drain(gl_closure *dead) {
  while (dead) {
    gl_closure *c = dead;
    dead = c->code;
    if (c->captures) drop_into((const char *)c + CAPTURES, c->captures, &dead);
    rt_object_free(c, closure_size(c));
  }
}

void rt_list_free(gl_list *a, const gl_type *e) {
  gl_closure *dead = NULL;
  list_free(a, e, &dead);
  drain(dead);
}

void gl_drop_list(gl_list *list, const gl_type *e) {
  if (list->rc > 0 && --list->rc == 0) rt_list_free(list, e);
}

void gl_drop_closure(gl_closure *closure) {
  if (closure->rc <= 0 || --closure->rc > 0) return;
  closure->code = NULL;
  drain(closure);
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

void gl_drop_value(const void *value, const gl_type *t) {
  gl_closure *dead = NULL;
  drop_into(value, t, &dead);
  drain(dead);
}
