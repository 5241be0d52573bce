/* Type descriptors (gl_type), constants emitted when something first needs them, once a type. */

#include "backend/cg.h"
#include "ir/layout.h"

typedef struct described {
  ir_type_kind kind;
  uint32_t count, size;
  bool pointers;
  LLVMValueRef parts, offsets;
  str name;
} described;

/* Kinds of values that are counted pointers themselves. */
static bool is_pointer(ir_type_kind kind) {
  switch (kind) {
    case IRT_LIST:
    case IRT_FUN:
    case IRT_DICT:
    case IRT_SET:
    case IRT_DYN:
    case IRT_BIG:
    case IRT_NAMED: return true;
    case IRT_INT:
    case IRT_FLOAT:
    case IRT_BOOL:
    case IRT_CHAR:
    case IRT_UNIT:
    case IRT_TUPLE:
    case IRT_OPTION: return false;
  }
  return false;
}

bool cg_has_pointers(const ir_type *t) {
  if (is_pointer(t->kind)) return true;
  for (uint32_t i = 0; i < t->count; i++)
    if (cg_has_pointers(t->args[i])) return true;
  return false;
}

/* The runtime's walks over values of a kind, when only some programs have it. */
static LLVMValueRef walk_of(cg *c, ir_type_kind kind) {
  static const char *const WALKS[] = {
#define X(kind, walk) [IRT_##kind] = #walk,
#include "runtime/walk.def"
#undef X
  };
  const char *name = kind < sizeof WALKS / sizeof *WALKS ? WALKS[kind] : NULL;
  if (!name) return LLVMConstNull(c->t.ptr);
  LLVMValueRef walk = LLVMGetNamedGlobal(c->module, name);
  if (walk) return walk;
  walk = LLVMAddGlobal(c->module, c->t.ptr, name);
  LLVMSetGlobalConstant(walk, true);
  return walk;
}

static LLVMValueRef descriptor(cg *c, const described *d) {
  LLVMValueRef fields[] = {
      LLVMConstInt(c->t.i8, d->kind, false),
      LLVMConstInt(c->t.i8, d->pointers, false),
      LLVMConstInt(c->t.i16, d->count, false),
      cg_u32(c, d->size),
      d->parts,
      d->offsets,
      cg_text(c, d->name),
      LLVMConstNull(c->t.ptr), /* constructors */
      walk_of(c, d->kind),
  };
  return cg_constant_object(c, LLVMConstNamedStruct(c->t.type, fields, sizeof fields / sizeof *fields), "type");
}

static LLVMValueRef parts_table(cg *c, uint32_t n, const ir_type *const *parts) {
  if (!n) return LLVMConstNull(c->t.ptr);
  LLVMValueRef *table = ARENA_ARRAY(c->home, LLVMValueRef, n);
  for (uint32_t i = 0; i < n; i++) table[i] = cg_type(c, parts[i]);
  return cg_constant_object(c, LLVMConstArray2(c->t.ptr, table, n), "parts");
}

static LLVMValueRef offsets_table(cg *c, uint32_t n, const uint32_t *offsets) {
  LLVMValueRef *table = ARENA_ARRAY(c->home, LLVMValueRef, n);
  for (uint32_t i = 0; i < n; i++) table[i] = cg_u32(c, offsets[i]);
  return cg_constant_object(c, LLVMConstArray2(c->t.i32, table, n), "offsets");
}

static LLVMValueRef part_offsets(cg *c, const ir_type *t) {
  if (t->kind != IRT_TUPLE && t->kind != IRT_OPTION) return LLVMConstNull(c->t.ptr);
  uint32_t n = t->kind == IRT_OPTION ? 2 : t->count;
  uint32_t *offsets = ARENA_ARRAY(c->home, uint32_t, n);
  for (uint32_t i = 0; i < n; i++) offsets[i] = layout_part(t, i, c->pointer_size);
  return offsets_table(c, n, offsets);
}

static LLVMValueRef describe(cg *c, const ir_type *t) {
  strbuf name = strbuf_new(c->home);
  irt_print(&name, t);
  described d = {
      .kind = t->kind,
      .count = t->count,
      .size = layout_of(t, c->pointer_size).size,
      .pointers = cg_has_pointers(t),
      .parts = parts_table(c, t->count, t->args),
      .offsets = part_offsets(c, t),
      .name = strbuf_str(&name),
  };
  return descriptor(c, &d);
}

LLVMValueRef cg_type(cg *c, const ir_type *t) {
  LLVMValueRef known = map_get_ptr(&c->descriptors, t->id);
  if (known) return known;
  known = describe(c, t);
  map_set_ptr(&c->descriptors, t->id, known);
  return known;
}

/* ---- tuples of any length ---- */

static uint32_t align_up(uint32_t offset, uint32_t align) { return (offset + align - 1) / align * align; }

uint32_t cg_tuple_offsets(const cg *c, uint32_t n, const ir_type *const *parts, uint32_t *offsets) {
  uint32_t size = 0, widest = 1;
  for (uint32_t i = 0; i < n; i++) {
    layout part = layout_of(parts[i], c->pointer_size);
    offsets[i] = align_up(size, part.align);
    size = offsets[i] + part.size;
    if (part.align > widest) widest = part.align;
  }
  return align_up(size, widest);
}

static LLVMValueRef describe_tuple(cg *c, uint32_t n, const ir_type *const *parts) {
  uint32_t *offsets = ARENA_ARRAY(c->home, uint32_t, n);
  described d = {
      .kind = IRT_TUPLE, .count = n, .size = cg_tuple_offsets(c, n, parts, offsets), .name = STR("arguments")};
  for (uint32_t i = 0; i < n; i++) d.pointers = d.pointers || cg_has_pointers(parts[i]);
  d.parts = parts_table(c, n, parts);
  d.offsets = offsets_table(c, n, offsets);
  return descriptor(c, &d);
}

LLVMValueRef cg_type_tuple(cg *c, uint32_t n, const ir_type *const *parts) {
  if (n != 1) return describe_tuple(c, n, parts);
  LLVMValueRef known = map_get_ptr(&c->tuples, parts[0]->id);
  if (known) return known;
  known = describe_tuple(c, n, parts);
  map_set_ptr(&c->tuples, parts[0]->id, known);
  return known;
}

const ir_type *cg_type_of(const cg *c, flat_var_info info) {
  static const ir_type_kind kinds[] = {
      [FLAT_I64] = IRT_INT, [FLAT_F64] = IRT_FLOAT, [FLAT_BOOL] = IRT_BOOL, [FLAT_CHAR] = IRT_CHAR};
  return info.heap ? info.heap : irt_base(comb_types(c->flat->store), kinds[info.scalar]);
}
