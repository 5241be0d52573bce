/* One signature for all. Where LLVM guarantees tail calls only between functions of the same type, those that may call each other last are made of the
   same type: so many words and Floats, which registers hold on every such machine, and the result by its address. Arguments beyond these
   wait in cg_beyond.c's places. */

#include "backend/cg.h"

enum { WORDS = 6, FLOATS = 4, FIXED = 2 }; /* with the closure and the result's address all registers of RISC-V's calls */

LLVMTypeRef cg_alike_type(const cg *c, bool flag) {
  LLVMTypeRef types[CG_ALIKE_PARAMS] = {c->t.ptr, c->t.ptr};
  for (uint32_t i = 0; i < WORDS + FLOATS; i++) types[FIXED + i] = i < WORDS ? c->t.i64 : c->t.f64;
  return LLVMFunctionType(flag ? c->t.i1 : c->t.none, types, CG_ALIKE_PARAMS, false);
}

/* Where the next argument goes. */
typedef struct places {
  uint32_t words, floats, beyond;
} places;

/* The parameter's number; CG_ALIKE_PARAMS and more: in a place of the thread's. */
static uint32_t next_place(places *p, bool is_float) {
  if (is_float && p->floats < FLOATS) return FIXED + WORDS + p->floats++;
  if (!is_float && p->words < WORDS) return FIXED + p->words++;
  return CG_ALIKE_PARAMS + p->beyond++;
}

static LLVMValueRef word_of(const cg *c, LLVMValueRef v) {
  LLVMTypeRef type = LLVMTypeOf(v);
  if (type == c->t.ptr) return LLVMBuildPtrToInt(c->build, v, c->t.i64, "");
  return type == c->t.i64 ? v : LLVMBuildZExt(c->build, v, c->t.i64, "");
}

static LLVMValueRef of_word(const cg *c, LLVMValueRef word, LLVMTypeRef type) {
  if (type == c->t.ptr) return LLVMBuildIntToPtr(c->build, word, type, "");
  return type == c->t.i64 ? word : LLVMBuildTrunc(c->build, word, type, "");
}

void cg_alike_pass(cg *c, uint32_t n, const LLVMValueRef *scalars, LLVMValueRef *all) {
  places p = {0};
  for (uint32_t i = FIXED; i < CG_ALIKE_PARAMS; i++) all[i] = LLVMGetUndef(i < FIXED + WORDS ? c->t.i64 : c->t.f64);
  for (uint32_t i = 0; i < n; i++) {
    bool is_float = LLVMTypeOf(scalars[i]) == c->t.f64;
    uint32_t place = next_place(&p, is_float);
    if (place >= CG_ALIKE_PARAMS) cg_beyond_pass(c, place - CG_ALIKE_PARAMS, scalars[i]);
    else all[place] = is_float ? scalars[i] : word_of(c, scalars[i]);
  }
}

void cg_alike_take(cg_fun *f, uint32_t n, const flat_var *params) {
  cg *c = f->c;
  places p = {0};
  for (uint32_t i = 0; i < n; i++) {
    flat_scalar scalar = f->flat->vars.items[params[i]].scalar;
    uint32_t place = next_place(&p, scalar == FLAT_F64);
    if (place < CG_ALIKE_PARAMS) {
      LLVMValueRef given = LLVMGetParam(f->value, place);
      f->vars[params[i]] = scalar == FLAT_F64 ? given : of_word(c, given, cg_scalar(c, scalar));
    } else {
      f->vars[params[i]] = cg_beyond_take(c, place - CG_ALIKE_PARAMS, cg_scalar(c, scalar));
    }
  }
}
