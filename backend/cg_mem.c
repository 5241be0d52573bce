/* Values in memory, laid out by ir/layout, and the stack memory that single instructions need for a moment:
   addresses of operands and of results. Such a slot serves one instruction after the other, so that deep recursion
   pays for few of them. */

#include <string.h>

#include "backend/cg.h"
#include "ir/layout.h"

enum { SLOT_GRAIN = 8 };

static void tag(const cg *c, LLVMValueRef access, cg_memory kind) {
  static const char name[] = "tbaa";
  if (c->tags[kind])
    LLVMSetMetadata(access, LLVMGetMDKindIDInContext(c->context, name, sizeof name - 1), c->tags[kind]);
}

LLVMValueRef cg_load(const cg *c, LLVMTypeRef type, LLVMValueRef address, cg_memory kind) {
  LLVMValueRef v = LLVMBuildLoad2(c->build, type, address, "");
  tag(c, v, kind);
  return v;
}

void cg_store(const cg *c, LLVMValueRef value, LLVMValueRef address, cg_memory kind) {
  tag(c, LLVMBuildStore(c->build, value, address), kind);
}

LLVMValueRef cg_at(const cg *c, LLVMValueRef base, uint32_t offset) {
  if (offset == 0) return base;
  LLVMValueRef by = LLVMConstInt(c->t.word, offset, false);
  return LLVMBuildInBoundsGEP2(c->build, c->t.i8, base, &by, 1, "");
}

static LLVMValueRef load_scalar(const cg *c, flat_scalar s, LLVMValueRef at, cg_memory kind) {
  if (s != FLAT_BOOL) return cg_load(c, cg_scalar(c, s), at, kind);
  return LLVMBuildTrunc(c->build, cg_load(c, c->t.i8, at, kind), c->t.i1, "");
}

static void store_scalar(const cg *c, flat_scalar s, LLVMValueRef value, LLVMValueRef at, cg_memory kind) {
  if (s == FLAT_BOOL) value = LLVMBuildZExt(c->build, value, c->t.i8, "");
  cg_store(c, value, at, kind);
}

LLVMValueRef cg_load_scalar(const cg *c, flat_scalar s, LLVMValueRef base, uint32_t offset) {
  return load_scalar(c, s, cg_at(c, base, offset), CG_PAYLOAD + (cg_memory)s);
}

void cg_store_scalar(const cg *c, flat_scalar s, LLVMValueRef value, LLVMValueRef base, uint32_t offset) {
  store_scalar(c, s, value, cg_at(c, base, offset), CG_PAYLOAD + (cg_memory)s);
}

/* ---- whole values ---- */

typedef struct placed {
  uint32_t n;
  flat_var_info *scalars;
  uint32_t *offsets;
  bool field; /* of an object */
} placed;

static cg_memory kind_of(const placed *p, uint32_t at) {
  return p->field ? CG_FIELD : CG_PAYLOAD + (cg_memory)p->scalars[at].scalar;
}

static placed place(const cg *c, const ir_type *t, bool field) {
  placed p = {.n = flat_scalar_count(t), .field = field};
  p.scalars = ARENA_ARRAY(c->home, flat_var_info, p.n);
  p.offsets = ARENA_ARRAY(c->home, uint32_t, p.n);
  flat_scalars(t, p.scalars, p.n);
  layout_offsets(t, c->pointer_size, p.offsets);
  return p;
}

/* ---- pointers ---- */

/* Of a list and of a closure the header; of others the count, and what is surely with it. */
cg_object cg_object_of(const cg *c, ir_type_kind kind) {
  if (kind == IRT_LIST) return (cg_object){16 + 2 * c->pointer_size, 8};
  if (kind == IRT_FUN) return (cg_object){8 + 2 * c->pointer_size, c->pointer_size};
  return (cg_object){8, c->pointer_size};
}

static void set_fact(const cg *c, LLVMValueRef load, const char *name, LLVMValueRef value) {
  LLVMMetadataRef parts[] = {value ? LLVMValueAsMetadata(value) : NULL};
  LLVMMetadataRef node = LLVMMDNodeInContext2(c->context, parts, value != NULL);
  LLVMSetMetadata(load, LLVMGetMDKindIDInContext(c->context, name, (unsigned)strlen(name)),
                  LLVMMetadataAsValue(c->context, node));
}

/* A pointer in memory leads to an object with at least its header: loads of that may leave loops. */
void cg_pointer_facts(const cg *c, LLVMValueRef load, const ir_type *heap) {
  if (cg_fast(c)) return;
  set_fact(c, load, "nonnull", NULL);
  cg_object object = cg_object_of(c, heap->kind);
  set_fact(c, load, "dereferenceable", cg_int(c, object.size));
  set_fact(c, load, "align", cg_int(c, object.align));
}

void cg_pointer_suppose(const cg *c, LLVMValueRef pointer, const ir_type *heap) {
  cg_object object = cg_object_of(c, heap->kind);
  static const char deref[] = "dereferenceable", align[] = "align";
  LLVMValueRef size[] = {pointer, cg_int(c, object.size)}, grain[] = {pointer, cg_int(c, object.align)};
  LLVMOperandBundleRef facts[] = {LLVMCreateOperandBundle(deref, sizeof deref - 1, size, 2),
                                  LLVMCreateOperandBundle(align, sizeof align - 1, grain, 2)};
  unsigned id = LLVMLookupIntrinsicID("llvm.assume", 11);
  LLVMValueRef assume = LLVMGetIntrinsicDeclaration(c->module, id, NULL, 0), yes = LLVMConstInt(c->t.i1, 1, false);
  LLVMTypeRef type = LLVMIntrinsicGetType(c->context, id, NULL, 0);
  LLVMBuildCallWithOperandBundles(c->build, type, assume, &yes, 1, facts, 2, "");
  for (uint32_t k = 0; k < 2; k++) LLVMDisposeOperandBundle(facts[k]);
}

/* ---- options ---- */

/* In memory the content of a none may be anything; in variables its pointers are those of FLAT_ABSENT and may be
   counted. */
static LLVMValueRef guarded(cg *c, flat_scalar s, LLVMValueRef value, LLVMValueRef guard) {
  if (!guard || (s != FLAT_PTR && s != FLAT_BOOL)) return value;
  if (s == FLAT_BOOL) return LLVMBuildAnd(c->build, guard, value, "");
  return LLVMBuildSelect(c->build, guard, value, cg_absent(c), "");
}

static LLVMValueRef load_guarded(cg *c, const placed *p, uint32_t at, LLVMValueRef base, LLVMValueRef guard) {
  flat_scalar s = p->scalars[at].scalar;
  LLVMValueRef value = load_scalar(c, s, cg_at(c, base, p->offsets[at]), kind_of(p, at));
  if (s == FLAT_PTR && !guard) cg_pointer_facts(c, value, p->scalars[at].heap);
  return guarded(c, s, value, guard);
}

/* Loads a value of type t to scalars[at] and on, where `guard` says whether it is there at all; gives the place
   behind. */
static uint32_t load_parts(cg *c, const ir_type *t, const placed *p, uint32_t at, LLVMValueRef base, LLVMValueRef guard,
                           LLVMValueRef *scalars) {
  flat_product product;
  if (flat_product_of(t, &product)) {
    for (uint32_t i = 0; i < product.count; i++)
      at = load_parts(c, product.parts[i], p, at, base, guard, scalars);
    return at;
  }
  scalars[at] = load_guarded(c, p, at, base, guard);
  return t->kind == IRT_OPTION ? load_parts(c, t->args[0], p, at + 1, base, scalars[at], scalars) : at + 1;
}

static void load_value(cg *c, const ir_type *t, LLVMValueRef base, LLVMValueRef *scalars, bool field) {
  placed p = place(c, t, field);
  load_parts(c, t, &p, 0, base, NULL, scalars);
}

static void store_value(const cg *c, const ir_type *t, const LLVMValueRef *scalars, LLVMValueRef base, bool field) {
  placed p = place(c, t, field);
  for (uint32_t i = 0; i < p.n; i++)
    store_scalar(c, p.scalars[i].scalar, scalars[i], cg_at(c, base, p.offsets[i]), kind_of(&p, i));
}

void cg_load_value(cg *c, const ir_type *t, LLVMValueRef base, LLVMValueRef *scalars) {
  load_value(c, t, base, scalars, false);
}

void cg_store_value(const cg *c, const ir_type *t, const LLVMValueRef *scalars, LLVMValueRef base) {
  store_value(c, t, scalars, base, false);
}

void cg_load_field(cg *c, const ir_type *t, LLVMValueRef base, LLVMValueRef *scalars) {
  load_value(c, t, base, scalars, true);
}

void cg_store_field(const cg *c, const ir_type *t, const LLVMValueRef *scalars, LLVMValueRef base) {
  store_value(c, t, scalars, base, true);
}

/* The pointers of a value give way to the absent object. */
void cg_store_absent(cg *c, const ir_type *t, LLVMValueRef base) {
  placed p = place(c, t, false);
  for (uint32_t i = 0; i < p.n; i++)
    if (p.scalars[i].scalar == FLAT_PTR) cg_store_scalar(c, FLAT_PTR, cg_absent(c), base, p.offsets[i]);
}

/* What was taken out left the absent object, which is not worth a call. */
void cg_drop_value(cg_fun *f, const ir_type *t, LLVMValueRef base) {
  cg *c = f->c;
  placed p = place(c, t, false);
  LLVMValueRef *scalars = ARENA_ARRAY(c->home, LLVMValueRef, p.n);
  cg_load_value(c, t, base, scalars);
  for (uint32_t i = 0; i < p.n; i++) {
    if (p.scalars[i].scalar != FLAT_PTR) continue;
    LLVMBasicBlockRef there = cg_block(f), done = cg_block(f);
    LLVMValueRef taken = LLVMBuildICmp(c->build, LLVMIntEQ, scalars[i], cg_absent(c), "");
    cg_branch(f, taken, done, there, CG_EITHER);
    cg_block_enter(f, there);
    cg_drop(f, scalars[i], p.scalars[i].heap, true);
    LLVMBuildBr(c->build, done);
    cg_block_enter(f, done);
  }
}

/* ---- slots ---- */

/* Memory of the function's frame belongs into its first block. */
static LLVMValueRef slot_new(cg_fun *f, uint32_t size) {
  const cg *c = f->c;
  LLVMBasicBlockRef here = LLVMGetInsertBlock(c->build);
  LLVMValueRef first = LLVMGetFirstInstruction(f->entry);
  if (first) LLVMPositionBuilderBefore(c->build, first);
  else LLVMPositionBuilderAtEnd(c->build, f->entry);
  LLVMValueRef slot = LLVMBuildAlloca(c->build, LLVMArrayType2(c->t.i64, size / SLOT_GRAIN), "");
  LLVMSetAlignment(slot, SLOT_GRAIN);
  LLVMPositionBuilderAtEnd(c->build, here);
  return slot;
}

LLVMValueRef cg_slot_take(cg_fun *f, uint32_t size) {
  size = (size + SLOT_GRAIN - 1) / SLOT_GRAIN * SLOT_GRAIN;
  for (uint32_t i = 0; i < f->slots.len; i++) {
    cg_slot *slot = &f->slots.items[i];
    if (slot->busy || slot->size != size) continue;
    slot->busy = true;
    return slot->address;
  }
  cg_slot slot = {slot_new(f, size), size, true};
  vec_push(f->c->home, &f->slots, slot);
  return slot.address;
}

LLVMValueRef cg_spill(cg_fun *f, const ir_type *t, const LLVMValueRef *scalars) {
  LLVMValueRef slot = cg_slot_take(f, layout_of(t, f->c->pointer_size).size);
  cg_store_value(f->c, t, scalars, slot);
  return slot;
}

void cg_slots_free(cg_fun *f) {
  for (uint32_t i = 0; i < f->slots.len; i++) f->slots.items[i].busy = false;
}
