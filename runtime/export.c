/* Calls from C. State is the calling thread's, so threads may call at the same time. */

#include "runtime/export.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/alloc.h"
#include "runtime/list.h"
#include "runtime/machine.h"
#include "runtime/report.h"
#include "runtime/sink.h"
#include "runtime/stack.h"

#ifdef RT_PAGES
#include <pthread.h>
#endif

enum { SAID = 2048 };

static RT_THREAD_LOCAL char said[SAID];

const char *gael_failure(void) { return said; }

/* Items begin behind their array's number of texts, which have to be freed one by one. */
typedef struct items_head {
  _Alignas(16) size_t texts;
} items_head;

static void *items_new(size_t bytes, size_t texts) {
  items_head *head = malloc(sizeof *head + bytes);
  if (!head) gl_limit_hit(GL_LIMIT_MEMORY);
  head->texts = texts;
  return head + 1;
}

void gael_free(const void *items) {
  if (!items) return;
  items_head *head = (items_head *)(uintptr_t)items - 1;
  const gl_c_array *texts = items;
  for (size_t i = 0; i < head->texts; i++) gael_free(texts[i].items);
  free(head);
}

/* ---- threads ---- */

#ifdef RT_PAGES
static pthread_key_t leaving;

static void leave(void *here) {
  (void)here;
  gl_heap_release();
  rt_stack_release();
}

static void make_key(void) { (void)pthread_key_create(&leaving, leave); }

/* What a thread holds goes when it ends. The key's value is of no matter, as long as there is one. */
static void note_thread(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  (void)pthread_once(&once, make_key);
  (void)pthread_setspecific(leaving, said);
}
#else
static void note_thread(void) {}
#endif

/* ---- from C ---- */

static void take(const gl_type *t, uint64_t slot, void *to);

static gl_list *take_list(const gl_type *t, const gl_c_array *from) {
  if (rt_is_str(t)) return gl_str_new(from->items, from->count);
  const gl_type *e = t->parts[0];
  gl_list *list = gl_list_new((int64_t)from->count, e);
  list->len = (int64_t)from->count;
  if (e->kind != GL_LIST) {
    rt_copy(list->data, from->items, from->count * e->size);
    return list;
  }
  const gl_c_array *texts = from->items;
  for (size_t i = 0; i < from->count; i++) take(e, (uint64_t)(uintptr_t)&texts[i], list->data + i * e->size);
  return list;
}

static void take(const gl_type *t, uint64_t slot, void *to) {
  switch (t->kind) {
  case GL_LIST: {
    gl_list *list = take_list(t, (const gl_c_array *)(uintptr_t)slot);
    memcpy(to, &list, sizeof list);
    return;
  }
  case GL_BOOL: *(uint8_t *)to = slot != 0; return;
  case GL_CHAR: {
    uint32_t scalar = (uint32_t)slot;
    memcpy(to, &scalar, sizeof scalar);
    return;
  }
  default: memcpy(to, &slot, sizeof slot); return;
  }
}

/* ---- to C ---- */

static void give(const gl_type *t, const void *value, void *to);

static gl_c_array give_list(const gl_type *t, const gl_list *list) {
  const gl_type *e = t->parts[0];
  size_t count = (size_t)list->len;
  if (rt_is_str(t)) {
    size_t bytes = gl_str_utf8(list, NULL, 0);
    char *text = items_new(bytes + 1, 0);
    (void)gl_str_utf8(list, text, bytes);
    text[bytes] = '\0'; /* for those who forget the count */
    return (gl_c_array){text, bytes};
  }
  if (e->kind != GL_LIST) {
    void *items = items_new(count * e->size, 0);
    rt_copy(items, list->data, count * e->size);
    return (gl_c_array){items, count};
  }
  gl_c_array *texts = items_new(count * sizeof *texts, count);
  for (size_t i = 0; i < count; i++) give(e, list->data + i * e->size, &texts[i]);
  return (gl_c_array){texts, count};
}

static void give(const gl_type *t, const void *value, void *to) {
  if (t->kind != GL_LIST) {
    rt_copy(to, value, t->size);
    return;
  }
  const gl_list *list;
  memcpy(&list, value, sizeof list);
  gl_c_array array = give_list(t, list);
  memcpy(to, &array, sizeof array);
}

/* ---- a call ---- */

typedef struct export_call {
  const gl_program *program;
  const uint64_t *slots;
  void *result;
} export_call;

static bool run(void *context) {
  const export_call *call = context;
  const gl_program *p = call->program;
  uint8_t value[16]; /* scalars and pointers */
  void *args = p->argc ? rt_alloc(p->args->size) : NULL;
  for (uint32_t i = 0; i < p->argc; i++)
    take(p->args->parts[i], call->slots[i], (uint8_t *)args + p->args->offsets[i]);
  bool failed = p->entry(args, value);
  if (!failed) {
    give(p->result, value, call->result);
    gl_drop_value(value, p->result);
  }
  if (args) rt_free(args, p->args->size);
  return failed;
}

bool gl_export(const gl_program *program, const uint64_t *slots, void *result) {
  export_call call = {program, slots, result};
  note_thread();
  bool failed = gl_deep_call(run, &call);
  said[0] = '\0';
  if (failed) {
    rt_cutter text;
    rt_cutter_init(&text, said, sizeof said);
    rt_report(&text.sink, program);
    (void)rt_cutter_end(&text);
  }
  gl_flush();
  return !failed;
}
