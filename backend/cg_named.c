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

static LLVMValueRef count_at(const cg *c, LLVMValueRef object) {
  return LLVMBuildStructGEP2(c->build, c->t.object, object, OBJECT_COUNT, "");
}

static LLVMValueRef tag_at(const cg *c, LLVMValueRef object) {
  return LLVMBuildStructGEP2(c->build, c->t.object, object, OBJECT_TAG, "");
}

static LLVMValueRef object_new(cg_fun *f, uint32_t tag, uint32_t size) {
  cg *c = f->c;
  if (cg_fast(c)) return CG_RT(c, gl_object_new, cg_u32(c, tag), cg_int(c, size));
  LLVMValueRef object = cg_block_new(f, size);
  cg_store(c, cg_u32(c, 1), count_at(c, object), CG_COUNT);
  cg_store(c, cg_u32(c, tag), tag_at(c, object), CG_HEADER);
  return object;
}

/* Field k stands in `old` as it is. */
static bool is_kept(const flat_instr *make, const flat_instr *old, uint32_t scalar, uint32_t count) {
  if (!old || old->type != make->type || old->target != make->target) return false;
  for (uint32_t k = scalar; k < scalar + count; k++)
    if (make->args[k] != old->dests[k + 1]) return false;
  return true;
}

/* Writes the fields but those that stand there already, of the object that `old` took apart; NULL: of none. */
static void fields_store(cg_fun *f, const flat_instr *i, const fields *p, LLVMValueRef object, const flat_instr *old) {
  cg *c = f->c;
  LLVMValueRef *scalars = ARENA_ARRAY(c->home, LLVMValueRef, i->arg_count);
  uint32_t at = 0;
  for (uint32_t k = 0; k < i->arg_count; k++) scalars[k] = cg_arg(f, i, k);
  for (uint32_t k = 0; k < p->con->count; k++) {
    uint32_t n = flat_scalar_count(p->con->fields[k]);
    if (!is_kept(i, old, at, n)) cg_store_field(c, p->con->fields[k], scalars + at, cg_at(c, object, p->offsets[k]));
    at += n;
  }
}

/* In the token's memory, where there is some: its count is 1 already. */
static void make_reusing(cg_fun *f, const flat_instr *i, const fields *p) {
  cg *c = f->c;
  flat_var token = i->args[flat_field_count(i)];
  const flat_instr *old = f->takes[token];
  LLVMBasicBlockRef again = cg_block(f), fresh = cg_block(f), done = cg_block(f);
  LLVMValueRef left = f->vars[token];
  cg_branch(f, LLVMBuildIsNotNull(c->build, left, ""), again, fresh, CG_EITHER);
  cg_block_enter(f, again);
  if (old->target != i->target) cg_store(c, cg_u32(c, i->target), tag_at(c, left), CG_HEADER);
  fields_store(f, i, p, left, old);
  LLVMBuildBr(c->build, done);
  again = LLVMGetInsertBlock(c->build);
  cg_block_enter(f, fresh);
  LLVMValueRef made = object_new(f, i->target, p->size);
  fields_store(f, i, p, made, NULL);
  LLVMBuildBr(c->build, done);
  fresh = LLVMGetInsertBlock(c->build);
  cg_block_enter(f, done);
  LLVMValueRef object = LLVMBuildPhi(c->build, c->t.ptr, "");
  LLVMAddIncoming(object, (LLVMValueRef[]){left, made}, (LLVMBasicBlockRef[]){again, fresh}, 2);
  cg_set(f, i, 0, object);
}

void cg_lower_make(cg_fun *f, const flat_instr *i) {
  cg *c = f->c;
  fields p = fields_of(c, i);
  if (p.con->count == 0) {
    cg_set(f, i, 0, nullary(c, i->target));
    return;
  }
  if (i->reuses) {
    make_reusing(f, i, &p);
    return;
  }
  LLVMValueRef object = object_new(f, i->target, p.size);
  fields_store(f, i, &p, object, NULL);
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

static void fields_load(cg_fun *f, const flat_instr *i, LLVMValueRef *scalars) {
  cg *c = f->c;
  fields p = fields_of(c, i);
  for (uint32_t k = 0; k < p.con->count; k++) {
    cg_load_field(c, p.con->fields[k], cg_at(c, cg_arg(f, i, 0), p.offsets[k]), scalars);
    scalars += flat_scalar_count(p.con->fields[k]);
  }
}

void cg_lower_fields(cg_fun *f, const flat_instr *i) {
  LLVMValueRef *scalars = ARENA_ARRAY(f->c->home, LLVMValueRef, i->dest_count);
  fields_load(f, i, scalars);
  for (uint32_t k = 0; k < i->dest_count; k++) cg_set(f, i, k, scalars[k]);
}

/* ---- taking apart ---- */

/* Others own it too: what is found in it gets one owner more, and it one less, unless it is immortal. */
static void take_shared(cg_fun *f, const flat_instr *i, LLVMValueRef count) {
  cg *c = f->c;
  for (uint32_t k = 1; k < i->dest_count; k++)
    if (f->flat->vars.items[i->dests[k]].scalar == FLAT_PTR) cg_quiet_call(c, CG_gl_dup, "gael.dup", f->vars[i->dests[k]]);
  LLVMBasicBlockRef counted = cg_block(f), left = cg_block(f);
  cg_branch(f, LLVMBuildICmp(c->build, LLVMIntSGT, count, cg_u32(c, 0), ""), counted, left, CG_THEN);
  cg_block_enter(f, counted);
  LLVMValueRef less = LLVMBuildSub(c->build, count, cg_u32(c, 1), "");
  cg_store(c, less, count_at(c, cg_arg(f, i, 0)), CG_COUNT);
  LLVMBuildBr(c->build, left);
  cg_block_enter(f, left);
}

void cg_lower_take(cg_fun *f, const flat_instr *i) {
  cg *c = f->c;
  LLVMValueRef object = cg_arg(f, i, 0), *scalars = ARENA_ARRAY(c->home, LLVMValueRef, i->dest_count);
  fields_load(f, i, scalars);
  for (uint32_t k = 1; k < i->dest_count; k++) cg_set(f, i, k, scalars[k - 1]);
  LLVMValueRef count = cg_load(c, c->t.i32, count_at(c, object), CG_COUNT);
  LLVMBasicBlockRef last = LLVMGetInsertBlock(c->build), shared = cg_block(f), done = cg_block(f);
  cg_branch(f, LLVMBuildICmp(c->build, LLVMIntEQ, count, cg_u32(c, 1), ""), done, shared, CG_THEN);
  cg_block_enter(f, shared);
  take_shared(f, i, count);
  shared = LLVMGetInsertBlock(c->build);
  LLVMBuildBr(c->build, done);
  cg_block_enter(f, done);
  LLVMValueRef token = LLVMBuildPhi(c->build, c->t.ptr, ""), values[] = {object, LLVMConstNull(c->t.ptr)};
  LLVMAddIncoming(token, values, (LLVMBasicBlockRef[]){last, shared}, 2);
  f->takes[i->dests[0]] = i;
  cg_set(f, i, 0, token);
}

void cg_token_free(cg_fun *f, flat_var token) {
  cg *c = f->c;
  fields p = fields_of(c, f->takes[token]);
  LLVMBasicBlockRef some = cg_block(f), done = cg_block(f);
  cg_branch(f, LLVMBuildIsNotNull(c->build, f->vars[token], ""), some, done, CG_EITHER);
  cg_block_enter(f, some);
  cg_block_free(f, f->vars[token], p.size);
  LLVMBuildBr(c->build, done);
  cg_block_enter(f, done);
}

/* ---- places ---- */

/* The scalars of a constructor lie where those of its fields do. */
void cg_lower_field_at(cg_fun *f, const flat_instr *i) {
  cg *c = f->c;
  fields p = fields_of(c, i);
  uint32_t k = 0, field = i->field;
  for (; field >= flat_scalar_count(p.con->fields[k]); k++) field -= flat_scalar_count(p.con->fields[k]);
  uint32_t *within = ARENA_ARRAY(c->home, uint32_t, flat_scalar_count(p.con->fields[k]));
  layout_offsets(p.con->fields[k], c->pointer_size, within);
  cg_set(f, i, 0, cg_at(c, cg_arg(f, i, 0), p.offsets[k] + within[field]));
}

void cg_lower_fill(cg_fun *f, const flat_instr *i) { cg_store(f->c, cg_arg(f, i, 1), cg_arg(f, i, 0), CG_FIELD); }
