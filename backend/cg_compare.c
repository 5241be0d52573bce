/* Comparison. Values without pointers are compared where they are, scalar by scalar; others by the runtime, which
   gets their addresses. */

#include "backend/cg.h"

#include "support/bug.h"

/* ---- scalars ---- */

static LLVMValueRef not(const cg *c, LLVMValueRef v) { return LLVMBuildNot(c->build, v, ""); }

static LLVMValueRef equal_scalar(const cg *c, flat_scalar s, LLVMValueRef a, LLVMValueRef b) {
  if (s == FLAT_BOOL) return not(c, LLVMBuildXor(c->build, a, b, ""));
  if (s == FLAT_F64) return LLVMBuildFCmp(c->build, LLVMRealOEQ, a, b, "");
  return LLVMBuildICmp(c->build, LLVMIntEQ, a, b, "");
}

static LLVMValueRef less_scalar(const cg *c, flat_scalar s, bool or_equal, LLVMValueRef a, LLVMValueRef b) {
  if (s == FLAT_BOOL)
    return or_equal ? LLVMBuildOr(c->build, not(c, a), b, "") : LLVMBuildAnd(c->build, not(c, a), b, "");
  if (s == FLAT_F64) return LLVMBuildFCmp(c->build, or_equal ? LLVMRealOLE : LLVMRealOLT, a, b, "");
  if (s == FLAT_CHAR) return LLVMBuildICmp(c->build, or_equal ? LLVMIntULE : LLVMIntULT, a, b, "");
  return LLVMBuildICmp(c->build, or_equal ? LLVMIntSLE : LLVMIntSLT, a, b, "");
}

/* The scalar that the whole type is; false: it is none, or a pointer. */
static bool single_scalar(const ir_type *t, flat_scalar *s) {
  bool base = t->kind == IRT_INT || t->kind == IRT_FLOAT || t->kind == IRT_BOOL || t->kind == IRT_CHAR;
  if (!base && !irt_is_enum(t)) return false;
  flat_var_info info;
  flat_scalars(t, &info, 1);
  *s = info.scalar;
  return true;
}

/* ---- values of several scalars ---- */

typedef struct both {
  const LLVMValueRef *a, *b;
} both;

static LLVMValueRef equal_parts(const cg *c, uint32_t n, const ir_type *const *parts, both *at);

static LLVMValueRef equal_value(const cg *c, const ir_type *t, both *at) {
  flat_scalar s;
  if (single_scalar(t, &s)) return equal_scalar(c, s, *at->a++, *at->b++);
  flat_product p;
  if (flat_product_of(t, &p)) return equal_parts(c, p.count, p.parts, at);
  LLVMValueRef tag = *at->a, tags = equal_scalar(c, FLAT_BOOL, *at->a++, *at->b++);
  LLVMValueRef contents = LLVMBuildOr(c->build, not(c, tag), equal_parts(c, t->count, t->args, at), "");
  return LLVMBuildAnd(c->build, tags, contents, "");
}

static LLVMValueRef equal_parts(const cg *c, uint32_t n, const ir_type *const *parts, both *at) {
  LLVMValueRef all = LLVMConstInt(c->t.i1, 1, false);
  for (uint32_t i = 0; i < n; i++) {
    LLVMValueRef part = equal_value(c, parts[i], at);
    all = i ? LLVMBuildAnd(c->build, all, part, "") : part;
  }
  return all;
}

/* ---- the operations ---- */

/* Operands side by side: both parts of the domain have the same type. */
static both operands(const cg_fun *f, const flat_instr *i) {
  LLVMValueRef *all = ARENA_ARRAY(f->c->home, LLVMValueRef, i->arg_count);
  for (uint32_t k = 0; k < i->arg_count; k++) all[k] = cg_arg(f, i, k);
  return (both){all, all + i->arg_count / 2};
}

static LLVMValueRef by_runtime(cg_fun *f, const flat_instr *i, cg_rt which) {
  const ir_type *t = i->type->args[0];
  both at = operands(f, i);
  LLVMValueRef a = cg_spill(f, t, at.a), b = cg_spill(f, t, at.b);
  LLVMValueRef args[] = {a, b, cg_type(f->c, t)};
  return cg_rt_call(f->c, which, args, 3);
}

void cg_op_equal(cg_fun *f, const flat_instr *i, const cg_op *op) {
  const ir_type *t = i->type->args[0];
  both at = operands(f, i);
  LLVMValueRef equal = cg_has_pointers(t) ? by_runtime(f, i, CG_gl_equal) : equal_value(f->c, t, &at);
  cg_set(f, i, 0, op->code ? not(f->c, equal) : equal);
}

void cg_op_less(cg_fun *f, const flat_instr *i, const cg_op *op) {
  flat_scalar s;
  bool scalar = single_scalar(i->type->args[0], &s);
  both at = operands(f, i);
  cg_set(f, i, 0, scalar ? less_scalar(f->c, s, op->code, *at.a, *at.b)
                         : by_runtime(f, i, op->code ? CG_gl_less_equal : CG_gl_less));
}

static LLVMValueRef unordered(const cg *c, LLVMValueRef a) { return LLVMBuildFCmp(c->build, LLVMRealUNO, a, a, ""); }

/* a above b in the total order, where NaN is above all but itself. */
static LLVMValueRef above(const cg *c, flat_scalar s, LLVMValueRef a, LLVMValueRef b) {
  LLVMValueRef plain = less_scalar(c, s, false, b, a);
  if (s != FLAT_F64) return plain;
  LLVMValueRef only_a = LLVMBuildAnd(c->build, unordered(c, a), not(c, unordered(c, b)), "");
  return LLVMBuildOr(c->build, plain, only_a, "");
}

void cg_op_compare(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  cg *c = f->c;
  flat_scalar s;
  if (!single_scalar(i->type->args[0], &s)) {
    cg_set(f, i, 0, LLVMBuildSExt(c->build, by_runtime(f, i, CG_gl_order), c->t.i64, ""));
    return;
  }
  both at = operands(f, i);
  LLVMValueRef greater = LLVMBuildZExt(c->build, above(c, s, *at.a, *at.b), c->t.i64, "");
  LLVMValueRef less = LLVMBuildZExt(c->build, above(c, s, *at.b, *at.a), c->t.i64, "");
  cg_set(f, i, 0, LLVMBuildSub(c->build, greater, less, ""));
}

enum { EXACT_BITS = 53 };

/* Are all Ints up to its size Floats? */
static bool small_constant(LLVMValueRef a) {
  if (!LLVMIsAConstantInt(a)) return false;
  int64_t v = LLVMConstIntGetSExtValue(a), most = (int64_t)1 << EXACT_BITS;
  return -most <= v && v <= most;
}

/* Int a against Float b. Rounding keeps order, and b is a Float already: where a, rounded, is less than b or greater, so is
   a. Where they are equal, b is a whole number up to 2**63, and a, if it was rounded, is compared with that. */
void cg_op_compare_mixed(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  cg *c = f->c;
  LLVMBuilderRef build = c->build;
  LLVMValueRef a = cg_arg(f, i, 0), b = cg_arg(f, i, 1), rounded = LLVMBuildSIToFP(build, a, c->t.f64, "");
  LLVMValueRef less = cg_int(c, -1), equal = cg_int(c, 0), greater = cg_int(c, 1);
  if (!i->safe && !small_constant(a)) {
    LLVMValueRef whole = LLVMBuildFPToSI(build, b, c->t.i64, "");
    LLVMValueRef beyond = LLVMBuildFCmp(build, LLVMRealOEQ, b, LLVMConstReal(c->t.f64, 0x1p63), "");
    LLVMValueRef below = LLVMBuildSelect(build, beyond, LLVMConstInt(c->t.i1, 1, false),
                                         LLVMBuildICmp(build, LLVMIntSLT, a, whole, ""), "");
    LLVMValueRef above_it = LLVMBuildZExt(build, LLVMBuildICmp(build, LLVMIntSGT, a, whole, ""), c->t.i64, "");
    equal = LLVMBuildSelect(build, below, less, above_it, "");
  }
  LLVMValueRef known = LLVMBuildFCmp(build, LLVMRealOEQ, rounded, b, "");
  LLVMValueRef sign = LLVMBuildSelect(build, known, equal, cg_int(c, 2), "");
  sign = LLVMBuildSelect(build, LLVMBuildFCmp(build, LLVMRealOGT, rounded, b, ""), greater, sign, "");
  cg_set(f, i, 0, LLVMBuildSelect(build, LLVMBuildFCmp(build, LLVMRealOLT, rounded, b, ""), less, sign, ""));
}
