/* The tuple (key,value) of a dictionary, as the compiler lays it out (docs/runtime-abi.md). */

#include "runtime/pair.h"

static uint32_t align_of(const gl_type *t);

static uint32_t widest(const gl_type *t, uint32_t least) {
  for (uint32_t i = 0; i < t->count; i++) {
    uint32_t align = align_of(t->parts[i]);
    if (align > least) least = align;
  }
  return least;
}

static uint32_t align_of(const gl_type *t) {
  switch (t->kind) {
  case GL_INT:
  case GL_FLOAT:
  case GL_ENUM: return 8;
  case GL_CHAR: return 4;
  case GL_BOOL:
  case GL_UNIT: return 1;
  case GL_TUPLE:
  case GL_RECORD:
  case GL_OPTION: return widest(t, 1);
  }
  return sizeof(void *);
}

static uint32_t align_up(uint32_t offset, uint32_t align) { return (offset + align - 1) & ~(align - 1); }

void rt_pair_type_set(rt_pair_type *pair, const gl_type *const *parts) {
  pair->type = (gl_type){.kind = GL_TUPLE, .count = 2, .parts = parts, .offsets = pair->offsets, .name = "pair"};
  pair->type.pointers = parts[0]->pointers || parts[1]->pointers;
  pair->offsets[0] = 0;
  pair->offsets[1] = align_up(parts[0]->size, align_of(parts[1]));
  pair->type.size = align_up(pair->offsets[1] + parts[1]->size, widest(&pair->type, 1));
}

const gl_type *rt_item_type(rt_pair_type *pair, const gl_type *t) {
  if (t->kind == GL_SET) return t->parts[0];
  rt_pair_type_set(pair, t->parts);
  return &pair->type;
}
