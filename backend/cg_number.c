/* Int and Float. Ints overflow into a failure; division floors; what IEEE 754 answers with nan or inf of finite
   operands fails where op.def says so. */

#include "backend/cg.h"

static LLVMValueRef compare_int(const cg *c, LLVMIntPredicate p, LLVMValueRef a, int64_t b) {
  return LLVMBuildICmp(c->build, p, a, cg_int(c, b), "");
}

static LLVMValueRef compare_float(const cg *c, LLVMRealPredicate p, LLVMValueRef a, double b) {
  return LLVMBuildFCmp(c->build, p, a, LLVMConstReal(c->t.f64, b), "");
}

/* ---- Int ---- */

static LLVMValueRef checked(cg_fun *f, cg_intrinsic which, LLVMValueRef a, LLVMValueRef b) {
  cg *c = f->c;
  LLVMValueRef both = cg_intrinsic_call(c, which, (LLVMValueRef[]){a, b}, 2);
  LLVMValueRef result = LLVMBuildExtractValue(c->build, both, 0, "");
  cg_fail_if(f, LLVMBuildExtractValue(c->build, both, 1, ""), CG_CODE_fail_overflow);
  return result;
}

/* What surely does not overflow, LLVM may suppose not to. */
static LLVMValueRef exact(const cg *c, cg_intrinsic which, LLVMValueRef a, LLVMValueRef b) {
  if (which == CG_INTRINSIC_sadd) return LLVMBuildNSWAdd(c->build, a, b, "");
  if (which == CG_INTRINSIC_ssub) return LLVMBuildNSWSub(c->build, a, b, "");
  return LLVMBuildNSWMul(c->build, a, b, "");
}

void cg_op_checked(cg_fun *f, const flat_instr *i, const cg_op *op) {
  LLVMValueRef a = cg_arg(f, i, 0), b = cg_arg(f, i, 1);
  cg_intrinsic which = (cg_intrinsic)op->code;
  cg_set(f, i, 0, i->safe ? exact(f->c, which, a, b) : checked(f, which, a, b));
}

void cg_op_binary(cg_fun *f, const flat_instr *i, const cg_op *op) {
  cg_set(f, i, 0, LLVMBuildBinOp(f->c->build, (LLVMOpcode)op->code, cg_arg(f, i, 0), cg_arg(f, i, 1), ""));
}

void cg_op_negate(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  LLVMValueRef zero = cg_int(f->c, 0), a = cg_arg(f, i, 0);
  cg_set(f, i, 0, i->safe ? exact(f->c, CG_INTRINSIC_ssub, zero, a) : checked(f, CG_INTRINSIC_ssub, zero, a));
}

void cg_op_abs(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  cg *c = f->c;
  LLVMValueRef a = cg_arg(f, i, 0), negative = compare_int(c, LLVMIntSLT, a, 0);
  cg_fail_if(f, compare_int(c, LLVMIntEQ, a, INT64_MIN), CG_CODE_fail_overflow);
  cg_set(f, i, 0, LLVMBuildSelect(c->build, negative, LLVMBuildNSWNeg(c->build, a, ""), a, ""));
}

/* Does a nonzero rest lie on the other side of zero than the divisor? */
static LLVMValueRef wants_floor(const cg *c, LLVMValueRef rest, LLVMValueRef divisor) {
  LLVMValueRef some = compare_int(c, LLVMIntNE, rest, 0);
  LLVMValueRef apart = compare_int(c, LLVMIntSLT, LLVMBuildXor(c->build, rest, divisor, ""), 0);
  return LLVMBuildAnd(c->build, some, apart, "");
}

/* Of operands that are not negative flooring is truncating; where they have 32 bits, the shorter division is the faster
   one. */
static LLVMValueRef divide_plain(const cg *c, LLVMOpcode op, uint8_t bits, LLVMValueRef a, LLVMValueRef b) {
  if (bits > 32 || cg_fast(c)) return LLVMBuildBinOp(c->build, op, a, b, "");
  LLVMValueRef short_a = LLVMBuildTrunc(c->build, a, c->t.i32, ""), short_b = LLVMBuildTrunc(c->build, b, c->t.i32, "");
  return LLVMBuildZExt(c->build, LLVMBuildBinOp(c->build, op, short_a, short_b, ""), c->t.i64, "");
}

/* The divisor, where it is a constant above 0; else 0. */
static int64_t divisor_known(LLVMValueRef b) {
  int64_t value = LLVMIsAConstantInt(b) ? LLVMConstIntGetSExtValue(b) : 0;
  return value > 0 ? value : 0;
}

static bool is_power_of_two(int64_t v) { return (v & (v - 1)) == 0; }

/* All ones where v is negative, else 0. */
static LLVMValueRef sign_of(const cg *c, LLVMValueRef v) {
  return LLVMBuildAShr(c->build, v, cg_int(c, 63), "");
}

/* Shifting floors. Else the truncated quotient is too large by one where the rest is negative. */
static LLVMValueRef divide_by(const cg *c, LLVMValueRef a, LLVMValueRef b, int64_t by) {
  if (is_power_of_two(by)) return LLVMBuildAShr(c->build, a, cg_int(c, __builtin_ctzll((uint64_t)by)), "");
  LLVMValueRef quotient = LLVMBuildSDiv(c->build, a, b, "");
  LLVMValueRef rest = LLVMBuildNSWSub(c->build, a, LLVMBuildNSWMul(c->build, quotient, b, ""), "");
  return LLVMBuildNSWAdd(c->build, quotient, sign_of(c, rest), "");
}

static LLVMValueRef modulo_by(const cg *c, LLVMValueRef a, LLVMValueRef b, int64_t by) {
  if (is_power_of_two(by)) return LLVMBuildAnd(c->build, a, cg_int(c, by - 1), "");
  LLVMValueRef rest = LLVMBuildSRem(c->build, a, b, "");
  return LLVMBuildNSWAdd(c->build, rest, LLVMBuildAnd(c->build, sign_of(c, rest), b, ""), "");
}

void cg_op_divide(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  cg *c = f->c;
  LLVMBuilderRef build = c->build;
  LLVMValueRef a = cg_arg(f, i, 0), b = cg_arg(f, i, 1);
  cg_fail_if(f, compare_int(c, LLVMIntEQ, b, 0), CG_CODE_fail_divide);
  if (i->bits) {
    cg_set(f, i, 0, divide_plain(c, LLVMUDiv, i->bits, a, b));
    return;
  }
  int64_t known = divisor_known(b);
  if (known) {
    cg_set(f, i, 0, divide_by(c, a, b, known));
    return;
  }
  LLVMValueRef least = compare_int(c, LLVMIntEQ, a, INT64_MIN), minus = compare_int(c, LLVMIntEQ, b, -1);
  cg_fail_if(f, LLVMBuildAnd(build, least, minus, ""), CG_CODE_fail_overflow);
  LLVMValueRef quotient = LLVMBuildSDiv(build, a, b, ""), rest = LLVMBuildSRem(build, a, b, "");
  LLVMValueRef lower = LLVMBuildZExt(build, wants_floor(c, rest, b), c->t.i64, "");
  cg_set(f, i, 0, LLVMBuildSub(build, quotient, lower, ""));
}

/* Dividing by 1 instead of -1 leaves the same rest, 0, and cannot trap. */
void cg_op_modulo(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  cg *c = f->c;
  LLVMBuilderRef build = c->build;
  LLVMValueRef a = cg_arg(f, i, 0), b = cg_arg(f, i, 1);
  cg_fail_if(f, compare_int(c, LLVMIntEQ, b, 0), CG_CODE_fail_divide);
  if (i->bits) {
    cg_set(f, i, 0, divide_plain(c, LLVMURem, i->bits, a, b));
    return;
  }
  int64_t known = divisor_known(b);
  if (known) {
    cg_set(f, i, 0, modulo_by(c, a, b, known));
    return;
  }
  LLVMValueRef by = LLVMBuildSelect(build, compare_int(c, LLVMIntEQ, b, -1), cg_int(c, 1), b, "");
  LLVMValueRef rest = LLVMBuildSRem(build, a, by, "");
  LLVMValueRef up = LLVMBuildSelect(build, wants_floor(c, rest, b), b, cg_int(c, 0), "");
  cg_set(f, i, 0, LLVMBuildAdd(build, rest, up, ""));
}

enum { MOST_SHIFT = 63 };

static LLVMValueRef shift_count(const cg *c, LLVMValueRef count, LLVMValueRef too_far) {
  return LLVMBuildSelect(c->build, too_far, cg_int(c, MOST_SHIFT), count, "");
}

void cg_op_shl(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  cg *c = f->c;
  LLVMBuilderRef build = c->build;
  LLVMValueRef a = cg_arg(f, i, 0), count = cg_arg(f, i, 1);
  cg_fail_if(f, compare_int(c, LLVMIntSLT, count, 0), CG_CODE_fail_domain);
  LLVMValueRef too_far = compare_int(c, LLVMIntSGT, count, MOST_SHIFT), by = shift_count(c, count, too_far);
  LLVMValueRef result = LLVMBuildShl(build, a, by, "");
  LLVMValueRef lost = LLVMBuildICmp(build, LLVMIntNE, LLVMBuildAShr(build, result, by, ""), a, "");
  LLVMValueRef gone = LLVMBuildAnd(build, too_far, compare_int(c, LLVMIntNE, a, 0), "");
  cg_fail_if(f, LLVMBuildOr(build, lost, gone, ""), CG_CODE_fail_overflow);
  cg_set(f, i, 0, result);
}

void cg_op_shr(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  cg *c = f->c;
  LLVMValueRef count = cg_arg(f, i, 1);
  cg_fail_if(f, compare_int(c, LLVMIntSLT, count, 0), CG_CODE_fail_domain);
  LLVMValueRef by = shift_count(c, count, compare_int(c, LLVMIntSGT, count, MOST_SHIFT));
  cg_set(f, i, 0, LLVMBuildAShr(c->build, cg_arg(f, i, 0), by, ""));
}

/* The absolute value of the least Int is right as 64 bits without sign. */
void cg_op_popcount(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  cg *c = f->c;
  LLVMValueRef size =
      cg_intrinsic_call(c, CG_INTRINSIC_abs, (LLVMValueRef[]){cg_arg(f, i, 0), LLVMConstNull(c->t.i1)}, 2);
  cg_set(f, i, 0, cg_intrinsic_call(c, CG_INTRINSIC_ctpop, &size, 1));
}

/* splitmix64: a stride, then twice a fold of the high bits into the low ones and a product, then a last fold. */
void cg_op_mix(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  static const struct {
    uint64_t shift, factor;
  } rounds[] = {{30, 0xBF58476D1CE4E5B9u}, {27, 0x94D049BB133111EBu}, {31, 1}};
  cg *c = f->c;
  LLVMValueRef x = LLVMBuildAdd(c->build, cg_arg(f, i, 0), cg_int(c, (int64_t)0x9E3779B97F4A7C15u), "");
  for (uint32_t k = 0; k < sizeof rounds / sizeof *rounds; k++) {
    LLVMValueRef high = LLVMBuildLShr(c->build, x, cg_int(c, (int64_t)rounds[k].shift), "");
    x = LLVMBuildXor(c->build, x, high, "");
    if (rounds[k].factor != 1) x = LLVMBuildMul(c->build, x, cg_int(c, (int64_t)rounds[k].factor), "");
  }
  cg_set(f, i, 0, x);
}

/* ---- Float ---- */

static void fail_on_zero(cg_fun *f, LLVMValueRef divisor) {
  cg_fail_if(f, compare_float(f->c, LLVMRealOEQ, divisor, 0), CG_CODE_fail_divide);
}

void cg_op_fdiv(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  fail_on_zero(f, cg_arg(f, i, 1));
  cg_set(f, i, 0, LLVMBuildFDiv(f->c->build, cg_arg(f, i, 0), cg_arg(f, i, 1), ""));
}

void cg_op_fidiv(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  fail_on_zero(f, cg_arg(f, i, 1));
  cg_set(f, i, 0, CG_RT(f->c, gl_float_floor_div, cg_arg(f, i, 0), cg_arg(f, i, 1)));
}

void cg_op_fmod(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  fail_on_zero(f, cg_arg(f, i, 1));
  cg_set(f, i, 0, CG_RT(f->c, gl_fmod, cg_arg(f, i, 0), cg_arg(f, i, 1)));
}

void cg_op_fneg(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  cg_set(f, i, 0, LLVMBuildFNeg(f->c->build, cg_arg(f, i, 0), ""));
}

void cg_op_intrinsic(cg_fun *f, const flat_instr *i, const cg_op *op) {
  LLVMValueRef a = cg_arg(f, i, 0);
  cg_set(f, i, 0, cg_intrinsic_call(f->c, (cg_intrinsic)op->code, &a, 1));
}

/* NaN is in every domain. */
void cg_op_sqrt(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  LLVMValueRef a = cg_arg(f, i, 0);
  cg_fail_if(f, compare_float(f->c, LLVMRealOLT, a, 0), CG_CODE_fail_domain);
  cg_set(f, i, 0, cg_intrinsic_call(f->c, CG_INTRINSIC_sqrt, &a, 1));
}

void cg_op_log(cg_fun *f, const flat_instr *i, const cg_op *op) {
  LLVMValueRef a = cg_arg(f, i, 0);
  cg_fail_if(f, compare_float(f->c, LLVMRealOLE, a, 0), CG_CODE_fail_domain);
  cg_set(f, i, 0, cg_rt_call(f->c, (cg_rt)op->code, &a, 1));
}

void cg_op_arc(cg_fun *f, const flat_instr *i, const cg_op *op) {
  cg *c = f->c;
  LLVMValueRef a = cg_arg(f, i, 0), size = cg_intrinsic_call(c, CG_INTRINSIC_fabs, &a, 1);
  cg_fail_if(f, compare_float(c, LLVMRealOGT, size, 1), CG_CODE_fail_domain);
  cg_set(f, i, 0, cg_rt_call(c, (cg_rt)op->code, &a, 1));
}

/* Float to Int after rounding: nan and inf have no Int, what is finite may be too large. */
void cg_op_whole(cg_fun *f, const flat_instr *i, const cg_op *op) {
  cg *c = f->c;
  LLVMValueRef a = cg_arg(f, i, 0), rounded = cg_rt_call(c, (cg_rt)op->code, &a, 1);
  LLVMValueRef size = cg_intrinsic_call(c, CG_INTRINSIC_fabs, &rounded, 1);
  cg_fail_if(f, compare_float(c, LLVMRealUEQ, size, __builtin_inf()), CG_CODE_fail_domain);
  LLVMValueRef small = compare_float(c, LLVMRealOLT, rounded, -0x1p63),
               large = compare_float(c, LLVMRealOGE, rounded, 0x1p63);
  cg_fail_if(f, LLVMBuildOr(c->build, small, large, ""), CG_CODE_fail_overflow);
  cg_set(f, i, 0, LLVMBuildFPToSI(c->build, rounded, c->t.i64, ""));
}

void cg_op_isnan(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  cg_set(f, i, 0, LLVMBuildFCmp(f->c->build, LLVMRealUNO, cg_arg(f, i, 0), cg_arg(f, i, 0), ""));
}

/* ---- conversions ---- */

void cg_op_int_float(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  cg_set(f, i, 0, LLVMBuildSIToFP(f->c->build, cg_arg(f, i, 0), f->c->t.f64, ""));
}

void cg_op_widen(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  cg_set(f, i, 0, LLVMBuildZExt(f->c->build, cg_arg(f, i, 0), f->c->t.i64, ""));
}

/* Scalar values of Unicode: below 0x110000, without the surrogates. */
void cg_op_int_char(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  cg *c = f->c;
  LLVMValueRef a = cg_arg(f, i, 0), from = LLVMBuildSub(c->build, a, cg_int(c, 0xD800), "");
  LLVMValueRef outside = compare_int(c, LLVMIntUGT, a, 0x10FFFF), surrogate = compare_int(c, LLVMIntULT, from, 0x800);
  cg_fail_if(f, LLVMBuildOr(c->build, outside, surrogate, ""), CG_CODE_fail_domain);
  cg_set(f, i, 0, LLVMBuildTrunc(c->build, a, c->t.i32, ""));
}

void cg_op_not(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  cg_set(f, i, 0, LLVMBuildNot(f->c->build, cg_arg(f, i, 0), ""));
}
