#include "ir/interp_value.h"

#include <string.h>

#include "support/source.h"

interp_value interp_list_of(arena *home, interp_value *items, int64_t len) {
  interp_list *list = ARENA_NEW(home, interp_list);
  *list = (interp_list){.len = len, .items = items};
  return (interp_value){.list = list};
}

interp_value interp_list_view(arena *home, const interp_list *list, int64_t from, int64_t len) {
  interp_list *view = ARENA_NEW(home, interp_list);
  *view = (interp_list){.len = len, .items = list->items ? list->items + from : NULL, .room = list->room};
  return (interp_value){.list = view};
}

/* Amortised constant time for the usual loop that appends to what it appended to before. */
interp_value interp_list_push(arena *home, const interp_list *list, interp_value last) {
  interp_list *longer = ARENA_NEW(home, interp_list);
  *longer = (interp_list){.len = list->len + 1, .items = list->items, .room = list->room};
  interp_room *room = list->room;
  if (!room || room->items + room->used != list->items + list->len || room->used == room->size) {
    room = longer->room = ARENA_NEW(home, interp_room);
    room->size = list->len * 2 + 4;
    longer->items = room->items = ARENA_ARRAY(home, interp_value, room->size);
    if (list->len) memcpy(room->items, list->items, (size_t)list->len * sizeof *room->items);
    room->used = list->len;
  }
  room->items[room->used++] = last;
  return (interp_value){.list = longer};
}

interp_value interp_str_of(arena *home, str utf8) {
  interp_value *chars = ARENA_ARRAY(home, interp_value, utf8.len);
  int64_t len = 0;
  for (const char *p = utf8.ptr, *end = p + utf8.len; p < end;) chars[len++].i = utf8_next(&p, end);
  return interp_list_of(home, chars, len);
}

str interp_utf8(arena *home, const interp_list *chars) {
  strbuf b = strbuf_new(home);
  for (int64_t i = 0; i < chars->len; i++) strbuf_utf8(&b, (uint32_t)chars->items[i].i);
  return strbuf_str(&b);
}

interp_value interp_tuple_of(arena *home, uint32_t n, const interp_value *parts) {
  return (interp_value){.parts = arena_copy(home, parts, n * sizeof *parts, alignof(interp_value))};
}

interp_value interp_some(arena *home, interp_value content) {
  return (interp_value){.content = arena_copy(home, &content, sizeof content, alignof(interp_value))};
}

interp_value interp_none(void) { return (interp_value){.content = NULL}; }

interp_value interp_object_of(arena *home, uint32_t tag, uint32_t n, const interp_value *fields) {
  interp_object *object = ARENA_NEW(home, interp_object);
  object->tag = tag;
  if (n) object->fields = arena_copy(home, fields, n * sizeof *fields, alignof(interp_value));
  return (interp_value){.object = object};
}

interp_value interp_dyn_of(arena *home, interp_value v, const ir_type *t) {
  t = interp_strip(&v, t);
  if (t->kind == IRT_OPTION || t->kind == IRT_DYN) return (interp_value){.dyn = NULL};
  interp_dyn *dyn = ARENA_NEW(home, interp_dyn);
  *dyn = (interp_dyn){t, v};
  return (interp_value){.dyn = dyn};
}
