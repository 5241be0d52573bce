#include "ir/layout.h"

#include "support/bug.h"

static uint32_t align_up(uint32_t offset, uint32_t align) { return (offset + align - 1) / align * align; }

/* An option is a struct of its tag and its content, a tuple or FLAT type one of its parts. */
static uint32_t part_count(const ir_type *t) {
  uint32_t n;
  irt_parts(t, &n);
  return t->kind == IRT_OPTION ? 2 : n;
}

static layout part_layout(const ir_type *t, uint32_t i, uint32_t pointer_size) {
  uint32_t n;
  if (t->kind != IRT_OPTION) return layout_of(irt_parts(t, &n)[i], pointer_size);
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

static layout named_layout(const ir_type *t, uint32_t pointer_size) {
  switch (irt_decl(t)->repr) {
    case IR_REPR_BOXED: return (layout){pointer_size, pointer_size};
    case IR_REPR_FLAT: return struct_layout(t, pointer_size);
    case IR_REPR_ENUM: return (layout){8, 8};
  }
  gael_bug("a representation of kind %d", (int)t->decl->repr);
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
    case IRT_BIG: return (layout){pointer_size, pointer_size};
    case IRT_NAMED: return named_layout(t, pointer_size);
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
  uint32_t n;
  const ir_type *const *parts = irt_parts(t, &n);
  for (uint32_t i = 0; i < n; i++)
    out = scalar_offsets(parts[i], pointer_size, base + layout_part(t, i, pointer_size), out);
  if (n || t->kind == IRT_UNIT) return out;
  *out++ = base;
  if (t->kind != IRT_OPTION) return out;
  return scalar_offsets(t->args[0], pointer_size, base + layout_part(t, 1, pointer_size), out);
}

void layout_offsets(const ir_type *t, uint32_t pointer_size, uint32_t *out) {
  scalar_offsets(t, pointer_size, 0, out);
}
