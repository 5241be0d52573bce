#include "ir/layout.h"

#include "support/bug.h"

static uint32_t align_up(uint32_t offset, uint32_t align) { return (offset + align - 1) / align * align; }

/* An option is a struct of its tag and its content: all structs are walked as `part_count` parts. */
static uint32_t part_count(const ir_type *t) {
  flat_product p;
  return t->kind == IRT_OPTION ? 2 : flat_product_of(t, &p) ? p.count : 0;
}

static layout part_layout(const ir_type *t, uint32_t i, uint32_t pointer_size) {
  flat_product p;
  if (flat_product_of(t, &p)) return layout_of(p.parts[i], pointer_size);
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
  ir_repr repr = irt_decl(t)->repr;
  if (repr == IR_REPR_FLAT) return struct_layout(t, pointer_size);
  return repr == IR_REPR_ENUM ? (layout){8, 8} : (layout){pointer_size, pointer_size};
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
  flat_product p;
  if (t->kind == IRT_OPTION) {
    *out++ = base;
    return scalar_offsets(t->args[0], pointer_size, base + layout_part(t, 1, pointer_size), out);
  }
  if (!flat_product_of(t, &p)) {
    *out++ = base;
    return out;
  }
  for (uint32_t i = 0; i < p.count; i++)
    out = scalar_offsets(p.parts[i], pointer_size, base + layout_part(t, i, pointer_size), out);
  return out;
}

void layout_offsets(const ir_type *t, uint32_t pointer_size, uint32_t *out) {
  scalar_offsets(t, pointer_size, 0, out);
}

layout_entry layout_of_entry(const ir_type *t, uint32_t pointer_size) {
  uint32_t key = layout_of(t->args[0], pointer_size).size;
  uint32_t value = t->kind == IRT_SET ? 0 : layout_of(t->args[1], pointer_size).size;
  uint32_t key_align = key % 8 ? 4 : 8, value_align = value % 8 ? 4 : 8;
  layout_entry e = {.key_at = key_align, .value_at = align_up(key_align + key, value_align)};
  e.step = align_up(e.value_at + value, key_align > value_align ? key_align : value_align);
  return e;
}

uint32_t layout_object(const ir_con *con, uint32_t pointer_size, uint32_t *offsets) {
  enum { HEADER = 8, GRAIN = 8 }; /* gl_object */
  uint32_t size = HEADER;
  for (uint32_t i = 0; i < con->count; i++) {
    layout field = layout_of(con->fields[i], pointer_size);
    size = align_up(size, field.align);
    if (offsets) offsets[i] = size;
    size += field.size;
  }
  return align_up(size, GRAIN);
}

uint64_t layout_object_sizes(const ir_con *con) {
  return (uint64_t)layout_object(con, 8, NULL) << 32 | layout_object(con, 4, NULL);
}
