#ifndef GAEL_RT_LIST_H
#define GAEL_RT_LIST_H

/* Lists from the inside. A root list owns its elements, in a block of their own or, when they are few, behind the
   header in the same block; a view shares a root's elements. A list whose count is 1 and that is a root is unique: it
   may be changed in place, nobody can tell. Lists of Char have a width; width 1 promises ASCII, width 4 promises
   nothing. */

#include <string.h>

#include "runtime/gael_rt.h"

enum {
  RT_INLINE = 96,    /* bytes of elements that may stand behind the header */
  RT_VIEW_LEAST = 17 /* a part of fewer bytes is copied instead of shared */
};

static inline size_t rt_list_step(const gl_list *a, const gl_type *e) { return a->width ? a->width : e->size; }
static inline bool rt_list_unique(const gl_list *a) { return a->rc == 1 && !a->view; }
/* Are the elements in the header's block? What lies behind a header alone is another block, maybe this list's own or one that it views. */
static inline bool rt_list_inline(const gl_list *a) {
  return a->data == (const uint8_t *)(a + 1) && a->block > sizeof(gl_list);
}
static inline bool rt_is_str(const gl_type *t) { return t->kind == GL_LIST && t->parts[0]->kind == GL_CHAR; }

static inline void rt_copy(void *to, const void *from, size_t bytes) {
  if (bytes) memcpy(to, from, bytes);
}

static inline uint32_t rt_char_at(const gl_list *s, int64_t i) {
  return s->width == 1 ? s->data[i] : ((const uint32_t *)s->data)[i];
}

/* Texts of 8 to 16 bytes by two words that may overlap, shorter ones byte by byte. */
static inline bool rt_few_equal(const uint8_t *a, const uint8_t *b, size_t n) {
  enum { WORD = 8 };
  uint64_t words[4];
  if (n < WORD) {
    for (size_t i = 0; i < n; i++) {
      if (a[i] != b[i]) return false;
    }
    return true;
  }
  memcpy(&words[0], a, WORD);
  memcpy(&words[1], b, WORD);
  memcpy(&words[2], a + n - WORD, WORD);
  memcpy(&words[3], b + n - WORD, WORD);
  return words[0] == words[1] && words[2] == words[3];
}

static inline bool rt_str_equal(bor const gl_list *a, bor const gl_list *b) {
  enum { FEW = 16 };
  if (a == b) return true;
  if (a->len != b->len) return false;
  if (a->width == 1 && b->width == 1)
    return a->len <= FEW ? rt_few_equal(a->data, b->data, (size_t)a->len) : !memcmp(a->data, b->data, (size_t)a->len);
  for (int64_t i = 0; i < a->len; i++) {
    if (rt_char_at(a, i) != rt_char_at(b, i)) return false;
  }
  return true;
}

/* Address of element i; a narrow Char is put into *scalar. */
static inline const void *rt_list_at(const gl_list *a, int64_t i, const gl_type *e, uint32_t *scalar) {
  if (a->width != 1) return a->data + (size_t)i * (a->width ? a->width : e->size);
  *scalar = a->data[i];
  return scalar;
}

gl_list *rt_list_new(int64_t room, size_t step, uint8_t width); /* a root, empty */
gl_list *rt_str_new(int64_t room, uint8_t width);
/* A Str that takes over a block of cap * width bytes. */
gl_list *rt_list_adopt(own uint8_t *data, int64_t len, intptr_t cap, uint8_t width);
/* Gives back room that it does not need; its data stand in a block of their own. */
void rt_list_shrink(gl_list *a, size_t step);
void rt_list_reserve(bor gl_list *a, int64_t room, size_t step); /* a is unique */
void rt_list_widen(bor gl_list *s, int64_t room);                /* a unique Str becomes four bytes wide */

/* Elements lo .. lo+n-1 as a list of their own: a view, or a copy when small. */
gl_list *rt_list_part(bor gl_list *a, int64_t lo, int64_t n, const gl_type *e);
/* The same elements in a unique list with room for `more` others. */
gl_list *rt_list_own(own gl_list *a, int64_t more, const gl_type *e);
/* Copies elements, each with its owner counted. */
void rt_list_copy(uint8_t *to, bor const gl_list *from, int64_t lo, int64_t n, size_t step, const gl_type *e);

void rt_list_free_shell(own gl_list *a, size_t step); /* a unique list whose elements have moved elsewhere */
void rt_list_free(own gl_list *a, const gl_type *e);  /* what gl_drop_list does at 0 */

#endif
