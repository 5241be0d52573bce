/* Objects that have lost their last owner, by code of their type's own (count.c in the runtime does the same by
   descriptor). A loop frees one after the other: fields of the same type that die with it go on a chain that is linked
   through their own headers, the tag beside the link, so that no depth of the data costs stack. Of other types those
   that cannot hold this one again have code of their own, too; the rest is the runtime's, which never comes back. */

#include "backend/cg.h"

#include "ir/layout.h"

enum { TAG_SHIFT = 48, RC_BITS = 32, TAGS = 1 << 16 }; /* addresses of user space have at most 48 bits */

static bool may_hold(const ir_type *t, const ir_type *with) {
  return t == with || t->kind == IRT_FUN || t->kind == IRT_DYN;
}

bool cg_drop_has_code(const cg *c, const ir_type *t) {
  return t->kind == IRT_NAMED && c->pointer_size == 8 && irt_decl(t)->count < TAGS &&
         transform_among(c->flat->how, TRANSFORM_drop) && c->job->level > 0;
}

static LLVMValueRef dropper_of(cg *c, const ir_type *t) {
  for (uint32_t i = 0; i < c->droppers.len; i++)
    if (c->droppers.items[i].type == t) return c->droppers.items[i].value;
  LLVMTypeRef type = LLVMFunctionType(c->t.none, &c->t.ptr, 1, false);
  LLVMValueRef value = LLVMAddFunction(c->module, "gael.drop", type);
  LLVMSetLinkage(value, LLVMInternalLinkage);
  cg_attribute(c, value, LLVMAttributeFunctionIndex, "nounwind", 0);
  vec_push(c->home, &c->droppers, ((cg_dropper){t, value}));
  return value;
}

bool cg_drop_last(cg *c, LLVMValueRef object, const ir_type *t) {
  if (!cg_drop_has_code(c, t)) return false;
  LLVMValueRef code = dropper_of(c, t);
  LLVMBuildCall2(c->build, LLVMGlobalGetValueType(code), code, &object, 1, "");
  return true;
}

/* ---- the code ---- */

/* Where control stands with what is left to do: an object that has died, its tag, and the chain of others. */
typedef struct rest {
  LLVMValueRef next, tag, chain;
} rest;

typedef struct loop {
  cg_fun f;
  const ir_type *type;
  LLVMBasicBlockRef start;
  LLVMValueRef object, tag, chain; /* phis of the start */
} loop;

static LLVMValueRef word(const cg *c, uint64_t v) { return LLVMConstInt(c->t.i64, v, false); }
static LLVMValueRef null(const cg *c) { return LLVMConstNull(c->t.ptr); }

static LLVMValueRef phi(const cg *c, LLVMTypeRef type, LLVMValueRef *values, LLVMBasicBlockRef *from, unsigned n) {
  LLVMValueRef p = LLVMBuildPhi(c->build, type, "");
  LLVMAddIncoming(p, values, from, n);
  return p;
}

static void go_on(loop *l, rest r) {
  const cg *c = l->f.c;
  LLVMBasicBlockRef from = LLVMGetInsertBlock(c->build);
  LLVMAddIncoming(l->object, &r.next, &from, 1);
  LLVMAddIncoming(l->tag, &r.tag, &from, 1);
  LLVMAddIncoming(l->chain, &r.chain, &from, 1);
  LLVMBuildBr(c->build, l->start);
}

/* One field of the type itself. The first that dies is next, others go on the chain. */
static rest drop_own(loop *l, LLVMValueRef object, rest r) {
  cg_fun *f = &l->f;
  cg *c = f->c;
  LLVMBasicBlockRef shared = cg_block(f), single = cg_block(f), dead = cg_block(f), first = cg_block(f),
                    other = cg_block(f), done = cg_block(f);
  LLVMValueRef header = LLVMBuildLoad2(c->build, c->t.i64, object, "");
  LLVMValueRef count = LLVMBuildTrunc(c->build, header, c->t.i32, "");
  LLVMValueRef tag = LLVMBuildLShr(c->build, header, word(c, RC_BITS), "");
  cg_branch(f, LLVMBuildICmp(c->build, LLVMIntSGT, count, cg_u32(c, 1), ""), shared, single, CG_EITHER);
  cg_block_enter(f, shared);
  LLVMBuildStore(c->build, LLVMBuildSub(c->build, count, cg_u32(c, 1), ""), object);
  LLVMBuildBr(c->build, done);
  cg_block_enter(f, single);
  cg_branch(f, LLVMBuildICmp(c->build, LLVMIntEQ, count, cg_u32(c, 1), ""), dead, done, CG_EITHER);
  cg_block_enter(f, dead);
  cg_branch(f, LLVMBuildIsNull(c->build, r.next, ""), first, other, CG_EITHER);
  cg_block_enter(f, first);
  LLVMBuildBr(c->build, done);
  cg_block_enter(f, other);
  LLVMValueRef link = LLVMBuildPtrToInt(c->build, r.chain, c->t.i64, "");
  LLVMValueRef at = LLVMBuildShl(c->build, tag, word(c, TAG_SHIFT), "");
  LLVMBuildStore(c->build, LLVMBuildOr(c->build, at, link, ""), object);
  LLVMBuildBr(c->build, done);
  cg_block_enter(f, done);
  LLVMBasicBlockRef from[] = {shared, single, first, other};
  return (rest){
      phi(c, c->t.ptr, (LLVMValueRef[]){r.next, r.next, object, r.next}, from, 4),
      phi(c, c->t.i64, (LLVMValueRef[]){r.tag, r.tag, tag, r.tag}, from, 4),
      phi(c, c->t.ptr, (LLVMValueRef[]){r.chain, r.chain, r.chain, object}, from, 4),
  };
}

static void drop_other(loop *l, LLVMValueRef object, const ir_type *t) {
  cg_drop(&l->f, object, t, !cg_holds(l->f.c, t, may_hold, l->type));
}

/* An object of constructor k: its memory goes first, what was in it afterwards. */
static rest drop_fields(loop *l, const ir_con *con, rest r) {
  cg_fun *f = &l->f;
  cg *c = f->c;
  uint32_t n = 0, at = 0, *offsets = ARENA_ARRAY(c->home, uint32_t, con->count);
  uint32_t size = layout_object(con, c->pointer_size, offsets);
  for (uint32_t i = 0; i < con->count; i++) n += flat_scalar_count(con->fields[i]);
  LLVMValueRef *scalars = ARENA_ARRAY(c->home, LLVMValueRef, n);
  flat_var_info *infos = ARENA_ARRAY(c->home, flat_var_info, n);
  for (uint32_t i = 0; i < con->count; i++) {
    cg_load_field(c, con->fields[i], cg_at(c, l->object, offsets[i]), scalars + at);
    flat_scalars(con->fields[i], infos + at, n);
    at += flat_scalar_count(con->fields[i]);
  }
  cg_block_free(f, l->object, size);
  for (uint32_t i = 0; i < n; i++) {
    if (infos[i].scalar != FLAT_PTR) continue;
    if (infos[i].heap == l->type) r = drop_own(l, scalars[i], r);
    else drop_other(l, scalars[i], infos[i].heap);
  }
  return r;
}

static void close_round(loop *l, rest r) {
  cg_fun *f = &l->f;
  cg *c = f->c;
  LLVMBasicBlockRef next = cg_block(f), none = cg_block(f), chained = cg_block(f), done = cg_block(f);
  cg_branch(f, LLVMBuildIsNotNull(c->build, r.next, ""), next, none, CG_EITHER);
  cg_block_enter(f, next);
  go_on(l, r);
  cg_block_enter(f, none);
  cg_branch(f, LLVMBuildIsNotNull(c->build, r.chain, ""), chained, done, CG_EITHER);
  cg_block_enter(f, chained);
  LLVMValueRef link = LLVMBuildLoad2(c->build, c->t.i64, r.chain, "");
  LLVMValueRef address = LLVMBuildAnd(c->build, link, word(c, (UINT64_C(1) << TAG_SHIFT) - 1), "");
  LLVMValueRef tag = LLVMBuildLShr(c->build, link, word(c, TAG_SHIFT), "");
  go_on(l, (rest){r.chain, tag, LLVMBuildIntToPtr(c->build, address, c->t.ptr, "")});
  cg_block_enter(f, done);
  LLVMBuildRetVoid(c->build);
}

static void define(cg *c, const cg_dropper *d) {
  const ir_decl *decl = irt_decl(d->type);
  loop l = {.f = {.c = c, .value = d->value}, .type = d->type};
  cg_fun *f = &l.f;
  LLVMBasicBlockRef entry = cg_block(f), never = cg_block(f);
  l.start = cg_block(f);
  cg_block_enter(f, entry);
  LLVMPositionBuilderAtEnd(c->build, l.start);
  l.object = LLVMBuildPhi(c->build, c->t.ptr, "");
  l.tag = LLVMBuildPhi(c->build, c->t.i64, "");
  l.chain = LLVMBuildPhi(c->build, c->t.ptr, "");
  LLVMPositionBuilderAtEnd(c->build, entry);
  LLVMValueRef object = LLVMGetParam(d->value, 0), header = LLVMBuildLoad2(c->build, c->t.i64, object, "");
  go_on(&l, (rest){object, LLVMBuildLShr(c->build, header, word(c, RC_BITS), ""), null(c)});
  cg_block_enter(f, l.start);
  LLVMValueRef way = LLVMBuildSwitch(c->build, l.tag, never, decl->count);
  for (uint32_t k = 0; k < decl->count; k++) {
    LLVMBasicBlockRef block = cg_block(f);
    LLVMAddCase(way, word(c, k), block);
    cg_block_enter(f, block);
    close_round(&l, drop_fields(&l, &decl->cons[k], (rest){null(c), word(c, 0), l.chain}));
  }
  cg_block_enter(f, never);
  LLVMBuildUnreachable(c->build);
}

/* Each may want others. */
void cg_droppers_define(cg *c) {
  for (uint32_t i = 0; i < c->droppers.len; i++) {
    cg_dropper d = c->droppers.items[i];
    define(c, &d);
  }
}
