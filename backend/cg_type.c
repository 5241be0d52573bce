/* Type descriptors (gl_type), constants emitted when something first needs them, once a type. */

#include "backend/cg.h"
#include "ir/layout.h"

/* gl_kind: as ir_type_kind, and named types by what their values are. */
enum { KIND_TUPLE = IRT_TUPLE, KIND_NAMED = IRT_NAMED, KIND_RECORD, KIND_ENUM };

typedef struct described {
  uint32_t kind;
  uint32_t count, size;
  uint32_t pointers;
  LLVMValueRef parts, offsets, constructors;
  str name;
} described;

/* Kinds of values that are counted pointers themselves. */
static bool is_pointer(const ir_type *t) {
  switch (t->kind) {
    case IRT_LIST:
    case IRT_FUN:
    case IRT_DICT:
    case IRT_SET:
    case IRT_DYN:
    case IRT_BIG: return true;
    case IRT_NAMED: return irt_decl(t)->repr == IR_REPR_BOXED;
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

/* What may lie within a value side by side. */
static flat_product parts_of(const ir_type *t) {
  flat_product p;
  if (!flat_product_of(t, &p)) p = t->kind == IRT_NAMED ? (flat_product){0, NULL} : (flat_product){t->count, t->args};
  return p;
}

bool cg_has_pointers(const ir_type *t) {
  if (is_pointer(t)) return true;
  flat_product p = parts_of(t);
  for (uint32_t i = 0; i < p.count; i++)
    if (cg_has_pointers(p.parts[i])) return true;
  return false;
}

/* `seen`: types that are being asked already. */
static bool holds(const ir_type *t, cg_wanted *wanted, const ir_type *with, map *seen) {
  if (wanted(t, with)) return true;
  if (map_get_ptr(seen, t->id)) return false;
  map_set_ptr(seen, t->id, seen);
  for (uint32_t i = 0; i < t->count; i++)
    if (holds(t->args[i], wanted, with, seen)) return true;
  const ir_decl *decl = t->kind == IRT_NAMED ? irt_decl(t) : NULL;
  for (uint32_t k = 0; decl && k < decl->count; k++)
    for (uint32_t i = 0; i < decl->cons[k].count; i++)
      if (holds(decl->cons[k].fields[i], wanted, with, seen)) return true;
  return false;
}

bool cg_holds(const cg *c, const ir_type *t, cg_wanted *wanted, const ir_type *with) {
  map seen = map_new(c->home);
  return holds(t, wanted, with, &seen);
}

/* A NaN is not equal to itself; a function is not compared; a Dyn may hold either. */
static bool is_unequal_to_itself(const ir_type *t, const ir_type *with) {
  (void)with;
  return t->kind == IRT_FLOAT || t->kind == IRT_FUN || t->kind == IRT_DYN;
}

/* gl_type.pointers */
static uint32_t pointers_of(const cg *c, const ir_type *t) {
  enum { NONE, SOME, SELF_EQUAL };
  if (!cg_has_pointers(t)) return NONE;
  return cg_holds(c, t, is_unequal_to_itself, NULL) ? SOME : SELF_EQUAL;
}

/* ---- tables ---- */

static LLVMValueRef table(cg *c, LLVMTypeRef of, LLVMValueRef *entries, uint32_t n, const char *name) {
  return n ? cg_constant_object(c, LLVMConstArray2(of, entries, n), name) : LLVMConstNull(c->t.ptr);
}

static LLVMValueRef parts_table(cg *c, uint32_t n, const ir_type *const *parts) {
  LLVMValueRef *entries = ARENA_ARRAY(c->home, LLVMValueRef, n);
  for (uint32_t i = 0; i < n; i++) entries[i] = cg_type(c, parts[i]);
  return table(c, c->t.ptr, entries, n, "parts");
}

static LLVMValueRef offsets_table(cg *c, uint32_t n, const uint32_t *offsets) {
  LLVMValueRef *entries = ARENA_ARRAY(c->home, LLVMValueRef, n);
  for (uint32_t i = 0; i < n; i++) entries[i] = cg_u32(c, offsets[i]);
  return table(c, c->t.i32, entries, n, "offsets");
}

static LLVMValueRef labels_table(cg *c, uint32_t n, const str *labels) {
  if (!labels) return LLVMConstNull(c->t.ptr);
  LLVMValueRef *entries = ARENA_ARRAY(c->home, LLVMValueRef, n);
  for (uint32_t i = 0; i < n; i++) entries[i] = cg_text(c, labels[i]);
  return table(c, c->t.ptr, entries, n, "labels");
}

static LLVMValueRef part_offsets(cg *c, const ir_type *t) {
  flat_product p;
  if (t->kind != IRT_OPTION && !flat_product_of(t, &p)) return LLVMConstNull(c->t.ptr);
  uint32_t n = t->kind == IRT_OPTION ? 2 : p.count;
  uint32_t *offsets = ARENA_ARRAY(c->home, uint32_t, n);
  for (uint32_t i = 0; i < n; i++) offsets[i] = layout_part(t, i, c->pointer_size);
  return offsets_table(c, n, offsets);
}

/* ---- constructors ---- */

/* Of a FLAT type the fields lie as in a tuple, of a BOXED one in an object. */
static LLVMValueRef constructor(cg *c, const ir_type *t, const ir_con *con) {
  uint32_t *offsets = ARENA_ARRAY(c->home, uint32_t, con->count);
  bool flat = irt_decl(t)->repr == IR_REPR_FLAT;
  uint32_t size = flat ? layout_of(t, c->pointer_size).size : layout_object(con, c->pointer_size, offsets);
  for (uint32_t i = 0; flat && i < con->count; i++) offsets[i] = layout_part(t, i, c->pointer_size);
  LLVMValueRef fields[] = {
      cg_text(c, con->name),
      cg_u32(c, con->count),
      cg_u32(c, size),
      parts_table(c, con->count, con->fields),
      offsets_table(c, con->count, offsets),
      labels_table(c, con->count, con->labels),
  };
  return LLVMConstNamedStruct(c->t.con, fields, sizeof fields / sizeof *fields);
}

static LLVMValueRef constructors(cg *c, const ir_type *t) {
  if (t->kind != IRT_NAMED) return LLVMConstNull(c->t.ptr);
  const ir_decl *d = irt_decl(t);
  LLVMValueRef *entries = ARENA_ARRAY(c->home, LLVMValueRef, d->count);
  for (uint32_t i = 0; i < d->count; i++) entries[i] = constructor(c, t, &d->cons[i]);
  return table(c, c->t.con, entries, d->count, "constructors");
}

/* ---- descriptors ---- */

static uint32_t kind_of(const ir_type *t) {
  if (t->kind != IRT_NAMED) return t->kind;
  ir_repr repr = irt_decl(t)->repr;
  return repr == IR_REPR_FLAT ? KIND_RECORD : repr == IR_REPR_ENUM ? KIND_ENUM : KIND_NAMED;
}

/* The runtime's walks over values of a kind, when only some programs have it. */
static LLVMValueRef walk_of(cg *c, uint32_t kind) {
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
      d->constructors,
      walk_of(c, d->kind),
  };
  return LLVMConstNamedStruct(c->t.type, fields, sizeof fields / sizeof *fields);
}

static LLVMValueRef describe(cg *c, const ir_type *t) {
  strbuf name = strbuf_new(c->home);
  irt_print(&name, t);
  uint32_t kind = kind_of(t);
  flat_product parts = parts_of(t);
  bool counts_constructors = kind == KIND_NAMED || kind == KIND_ENUM;
  described d = {
      .kind = kind,
      .count = counts_constructors ? irt_decl(t)->count : parts.count,
      .size = layout_of(t, c->pointer_size).size,
      .pointers = pointers_of(c, t),
      .parts = parts_table(c, parts.count, parts.parts),
      .offsets = part_offsets(c, t),
      .constructors = constructors(c, t),
      .name = strbuf_str(&name),
  };
  return descriptor(c, &d);
}

/* Types lead back to themselves: known before it is described. */
LLVMValueRef cg_type(cg *c, const ir_type *t) {
  LLVMValueRef known = map_get_ptr(&c->descriptors, t->id);
  if (known) return known;
  known = cg_constant_declare(c, c->t.type, "type");
  map_set_ptr(&c->descriptors, t->id, known);
  LLVMSetInitializer(known, describe(c, t));
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
      .kind = KIND_TUPLE, .count = n, .size = cg_tuple_offsets(c, n, parts, offsets), .name = STR("arguments"),
      .constructors = LLVMConstNull(c->t.ptr)};
  for (uint32_t i = 0; i < n; i++) d.pointers = d.pointers || cg_has_pointers(parts[i]);
  d.parts = parts_table(c, n, parts);
  d.offsets = offsets_table(c, n, offsets);
  return cg_constant_object(c, descriptor(c, &d), "type");
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
