/* Objects of named types: gl_object, the fields behind its header at the places that ir/layout says. Types whose values
   are scalars side by side, or one, have none: ir/apply has taken them apart. */

#include "backend/cg.h"

#include "ir/layout.h"

enum { OBJECT_COUNT, OBJECT_TAG }; /* fields of gl_object */

typedef struct fields {
  const ir_con *con;
  uint32_t *offsets;
  uint32_t size; /* of the object */
} fields;

static fields fields_of(const cg *c, const flat_instr *i) {
  fields f = {.con = &irt_decl(i->type)->cons[i->target]};
  f.offsets = ARENA_ARRAY(c->home, uint32_t, f.con->count);
  f.size = layout_object(f.con, c->pointer_size, f.offsets);
  return f;
}

/* Constructors without fields: one immortal object for all of that number, whatever their types. */
static LLVMValueRef nullary(cg *c, uint32_t tag) {
  LLVMValueRef known = map_get_ptr(&c->nullaries, tag);
  if (known) return known;
  LLVMValueRef parts[] = {cg_u32(c, 0), cg_u32(c, tag)};
  known = cg_constant_object(c, LLVMConstNamedStruct(c->t.object, parts, 2), "constructor");
  map_set_ptr(&c->nullaries, tag, known);
  return known;
}

static void header_set(const cg *c, LLVMValueRef object, uint32_t tag) {
  cg_store(c, cg_u32(c, 1), LLVMBuildStructGEP2(c->build, c->t.object, object, OBJECT_COUNT, ""), CG_COUNT);
  cg_store(c, cg_u32(c, tag), LLVMBuildStructGEP2(c->build, c->t.object, object, OBJECT_TAG, ""), CG_HEADER);
}

static LLVMValueRef object_new(cg_fun *f, uint32_t tag, uint32_t size) {
  cg *c = f->c;
  if (cg_fast(c)) return CG_RT(c, gl_object_new, cg_u32(c, tag), cg_int(c, size));
  LLVMValueRef object = cg_block_new(f, size);
  header_set(c, object, tag);
  return object;
}

void cg_lower_make(cg_fun *f, const flat_instr *i) {
  cg *c = f->c;
  fields p = fields_of(c, i);
  if (p.con->count == 0) {
    cg_set(f, i, 0, nullary(c, i->target));
    return;
  }
  LLVMValueRef object = object_new(f, i->target, p.size);
  LLVMValueRef *scalars = ARENA_ARRAY(c->home, LLVMValueRef, i->arg_count), *at = scalars;
  for (uint32_t k = 0; k < i->arg_count; k++) scalars[k] = cg_arg(f, i, k);
  for (uint32_t k = 0; k < p.con->count; k++) {
    cg_store_field(c, p.con->fields[k], at, cg_at(c, object, p.offsets[k]));
    at += flat_scalar_count(p.con->fields[k]);
  }
  cg_set(f, i, 0, object);
}

/* Tests of one object's tag become a switch; that no other number comes tells it when it needs no default. */
static void set_range(const cg *c, LLVMValueRef load, uint32_t end) {
  if (cg_fast(c)) return;
  LLVMMetadataRef parts[] = {LLVMValueAsMetadata(cg_u32(c, 0)), LLVMValueAsMetadata(cg_u32(c, end))};
  LLVMSetMetadata(load, LLVMGetMDKindIDInContext(c->context, "range", 5),
                  LLVMMetadataAsValue(c->context, LLVMMDNodeInContext2(c->context, parts, 2)));
}

void cg_lower_tag(cg_fun *f, const flat_instr *i) {
  cg *c = f->c;
  LLVMValueRef place = LLVMBuildStructGEP2(c->build, c->t.object, cg_arg(f, i, 0), OBJECT_TAG, "");
  LLVMValueRef tag = cg_load(c, c->t.i32, place, CG_HEADER);
  set_range(c, tag, irt_decl(i->type)->count);
  cg_set(f, i, 0, LLVMBuildZExt(c->build, tag, c->t.i64, ""));
}

void cg_lower_fields(cg_fun *f, const flat_instr *i) {
  cg *c = f->c;
  fields p = fields_of(c, i);
  LLVMValueRef *scalars = ARENA_ARRAY(c->home, LLVMValueRef, i->dest_count), *at = scalars;
  for (uint32_t k = 0; k < p.con->count; k++) {
    cg_load_field(c, p.con->fields[k], cg_at(c, cg_arg(f, i, 0), p.offsets[k]), at);
    at += flat_scalar_count(p.con->fields[k]);
  }
  for (uint32_t k = 0; k < i->dest_count; k++) cg_set(f, i, k, scalars[k]);
}
