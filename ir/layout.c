#include "ir/layout.h"

#include "support/bug.h"

static uint32_t align_up(uint32_t offset, uint32_t align) { return (offset + align - 1) / align * align; }

/* An option is a struct of its tag and its content, a tuple one of its parts: both are walked as `part_count` parts. */
static uint32_t part_count(const ir_type *t) { return t->kind == IRT_OPTION ? 2 : t->count; }

static layout part_layout(const ir_type *t, uint32_t i, uint32_t pointer_size) {
  if (t->kind != IRT_OPTION) return layout_of(t->args[i], pointer_size);
  return i == 0 ? (layout){1, 1} : layout_of(t->args[0], pointer_size);
}

static layout struct_layout(const ir_type *t, uint32_t pointer_size) {
  layout whole = {0, 1};
  for (uint32_t i = 0; i < part_count(t); i++) {
    layout part = part_layout(t, i, pointer_size);
    whole.size = align_up(whole.size, part.align) + part.size;
    if (part.align > whole.align) whole.align = part.align;
  }
  whole.size = align_up(whole.size, whole.align);
  return whole;
}

layout layout_of(const ir_type *t, uint32_t pointer_size) {
  switch (t->kind) {
    case IRT_UNIT: return (layout){0, 1};
    case IRT_BOOL: return (layout){1, 1};
    case IRT_CHAR: return (layout){4, 4};
    case IRT_INT:
    case IRT_FLOAT: return (layout){8, 8};
    case IRT_TUPLE:
    case IRT_OPTION: return struct_layout(t, pointer_size);
    case IRT_LIST:
    case IRT_FUN:
    case IRT_DICT:
    case IRT_SET:
    case IRT_DYN:
    case IRT_BIG:
    case IRT_NAMED: return (layout){pointer_size, pointer_size};
  }
  gael_bug("a type of kind %d", (int)t->kind);
}

uint32_t layout_part(const ir_type *t, uint32_t i, uint32_t pointer_size) {
  if (i >= part_count(t)) gael_bug("part %u of a type that has %u", i, part_count(t));
  uint32_t offset = 0;
  for (uint32_t j = 0;; j++) {
    layout part = part_layout(t, j, pointer_size);
    offset = align_up(offset, part.align);
    if (j == i) return offset;
    offset += part.size;
  }
}

/* Writes the offsets of t's scalars, shifted by `base`; gives the place behind the last one. */
static uint32_t *scalar_offsets(const ir_type *t, uint32_t pointer_size, uint32_t base, uint32_t *out) {
  switch (t->kind) {
    case IRT_UNIT: return out;
    case IRT_TUPLE:
      for (uint32_t i = 0; i < t->count; i++)
        out = scalar_offsets(t->args[i], pointer_size, base + layout_part(t, i, pointer_size), out);
      return out;
    case IRT_OPTION:
      *out++ = base;
      return scalar_offsets(t->args[0], pointer_size, base + layout_part(t, 1, pointer_size), out);
    case IRT_BOOL:
    case IRT_CHAR:
    case IRT_INT:
    case IRT_FLOAT:
    case IRT_LIST:
    case IRT_FUN:
    case IRT_DICT:
    case IRT_SET:
    case IRT_DYN:
    case IRT_BIG:
    case IRT_NAMED: *out++ = base; return out;
  }
  gael_bug("a type of kind %d", (int)t->kind);
}

void layout_offsets(const ir_type *t, uint32_t pointer_size, uint32_t *out) {
  scalar_offsets(t, pointer_size, 0, out);
}
