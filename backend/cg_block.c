/* Memory of objects. Small blocks come from and go to the thread's free lists in place (runtime/block.def); the runtime
   is called for what is larger, for an empty list, and where the runtime checks every block itself. Links are read and
   written without aliasing tags: a block's words have had, and will have, all kinds of content. */

#include "backend/cg.h"

#include <string.h>

enum {
#define X(name, value) name = value,
#include "runtime/block.def"
#undef X
};

#ifdef GAEL_RT_CHECK
enum { CHECKED = 1 };
#else
enum { CHECKED = 0 };
#endif

static bool in_place(const cg *c, uint32_t size) {
  bool checked = CHECKED && c->job->use != TARGET_LINKED;
  bool lists_near = c->job->use != TARGET_LIBRARY; /* whose thread's data is found by a call */
  return size <= SMALL && !checked && lists_near && transform_among(c->flat->how, TRANSFORM_freelist);
}

/* Where the list of blocks of that size begins. */
static LLVMValueRef list_of(cg *c, uint32_t size) {
  static const char name[] = "gl_free_lists";
  LLVMValueRef lists = LLVMGetNamedGlobal(c->module, name);
  if (!lists) {
    lists = LLVMAddGlobal(c->module, LLVMArrayType2(c->t.ptr, SMALL / GRAIN + 1), name);
    if (!c->job->target->bare) LLVMSetThreadLocalMode(lists, LLVMLocalExecTLSModel);
  }
  return cg_at(c, lists, (size + GRAIN - 1) / GRAIN * c->pointer_size);
}

/* Of any small size that is a multiple of the grain. */
static LLVMValueRef list_at(cg *c, LLVMValueRef size) {
  return LLVMBuildInBoundsGEP2(c->build, c->t.i8, list_of(c, 0), &size, 1, "");
}

/* Links are as wide as the grain. */
bool cg_block_lists(const cg *c) { return in_place(c, 0) && c->pointer_size == GRAIN && !cg_fast(c); }

int64_t cg_block_elements(uint32_t step) { return LIST_INLINE / step; }

LLVMValueRef cg_block_list_size(const cg *c, LLVMValueRef bytes, uint32_t header) {
  LLVMValueRef all = LLVMBuildNUWAdd(c->build, bytes, cg_int(c, header + GRAIN - 1), "");
  return LLVMBuildAnd(c->build, all, cg_int(c, -(int64_t)GRAIN), "");
}

LLVMValueRef cg_block_take(cg_fun *f, LLVMValueRef size, LLVMBasicBlockRef empty) {
  cg *c = f->c;
  LLVMBasicBlockRef taken = cg_block(f);
  LLVMValueRef list = list_at(c, size), first = LLVMBuildLoad2(c->build, c->t.ptr, list, "");
  cg_branch(f, LLVMBuildIsNotNull(c->build, first, ""), taken, empty, CG_THEN);
  cg_block_enter(f, taken);
  LLVMBuildStore(c->build, LLVMBuildLoad2(c->build, c->t.ptr, first, ""), list);
  return first;
}

void cg_block_give(cg *c, LLVMValueRef block, LLVMValueRef size) {
  LLVMValueRef list = list_at(c, size);
  LLVMBuildStore(c->build, LLVMBuildLoad2(c->build, c->t.ptr, list, ""), block);
  LLVMBuildStore(c->build, block, list);
}

LLVMValueRef cg_block_new(cg_fun *f, uint32_t size) {
  cg *c = f->c;
  if (!in_place(c, size)) return CG_RT(c, gl_block_new, cg_int(c, size));
  LLVMBasicBlockRef taken = cg_block(f), empty = cg_block(f), done = cg_block(f);
  LLVMValueRef list = list_of(c, size), first = LLVMBuildLoad2(c->build, c->t.ptr, list, "");
  cg_branch(f, LLVMBuildIsNotNull(c->build, first, ""), taken, empty, CG_THEN);
  cg_block_enter(f, taken);
  LLVMBuildStore(c->build, LLVMBuildLoad2(c->build, c->t.ptr, first, ""), list);
  LLVMBuildBr(c->build, done);
  cg_block_cold(f, empty);
  LLVMValueRef fresh = cg_quiet_call(c, CG_gl_block_new, "gael.block", cg_int(c, size));
  LLVMBuildBr(c->build, done);
  cg_block_enter(f, done);
  LLVMValueRef block = LLVMBuildPhi(c->build, c->t.ptr, "");
  LLVMAddIncoming(block, (LLVMValueRef[]){first, fresh}, (LLVMBasicBlockRef[]){taken, empty}, 2);
  return block;
}

void cg_block_free(cg_fun *f, LLVMValueRef block, uint32_t size) {
  cg *c = f->c;
  if (!in_place(c, size)) {
    CG_RT(c, gl_block_free, block, cg_int(c, size));
    return;
  }
  LLVMValueRef list = list_of(c, size);
  LLVMBuildStore(c->build, LLVMBuildLoad2(c->build, c->t.ptr, list, ""), block);
  LLVMBuildStore(c->build, block, list);
}
