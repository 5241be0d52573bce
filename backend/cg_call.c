/* Calls. LLVM returns what fits into registers as a structure; more it would return through memory of the caller's
   frame on its own, and then a tail call would leave a dangling address behind. So whatever does not surely fit
   takes a result address, which tail calls hand on. */

#include "backend/cg.h"

#include "ir/layout.h"
#include "support/bug.h"

/* LLVM's numbers. On 32-bit ARM at level 0 plain tailcc is not safe, its Swift twin is. */
enum { CONVENTION_C = 0, CONVENTION_FAST = 8, CONVENTION_TAIL = 18, CONVENTION_SWIFT_TAIL = 20 };

LLVMTypeRef cg_scalar(const cg *c, flat_scalar s) {
  switch (s) {
    case FLAT_I64: return c->t.i64;
    case FLAT_F64: return c->t.f64;
    case FLAT_BOOL: return c->t.i1;
    case FLAT_CHAR: return c->t.i32;
    case FLAT_PTR:
    case FLAT_PLACE: return c->t.ptr;
  }
  gael_bug("a scalar of kind %d", (int)s);
}

/* ---- signatures ---- */

/* Registers for results that every target has: of words, three on 64-bit machines and four on 32-bit ones; two for
   Floats. None where functions have one type. */
static bool fits_registers(const cg *c, const cg_signature *s) {
  if (s->alike) return s->result_count == 0;
  uint32_t words = s->flag, floats = 0;
  for (uint32_t i = 0; i < s->result_count; i++) {
    flat_scalar scalar = s->results[i].scalar;
    if (scalar == FLAT_F64) floats++;
    else words += scalar == FLAT_I64 ? 8 / c->pointer_size : 1;
  }
  return words <= (c->pointer_size == 8 ? 3 : 4) && floats <= 2;
}

static LLVMTypeRef return_type(const cg *c, const cg_signature *s) {
  LLVMTypeRef *parts = ARENA_ARRAY(c->home, LLVMTypeRef, s->result_count + 1);
  uint32_t n = 0;
  for (uint32_t i = 0; !s->out && i < s->result_count; i++) parts[n++] = cg_scalar(c, s->results[i].scalar);
  if (s->flag) parts[n++] = c->t.i1;
  return n == 0 ? c->t.none : n == 1 ? parts[0] : LLVMStructTypeInContext(c->context, parts, n, false);
}

static unsigned tail_convention(const cg *c) {
  if (c->job->target->alike) return CONVENTION_FAST; /* LLVM has no convention for it there: cg_alike.c */
  return c->pointer_size == 4 ? CONVENTION_SWIFT_TAIL : CONVENTION_TAIL;
}

/* Completes a signature by the scalars that are passed. */
static void signature_close(const cg *c, cg_signature *s, const flat_var_info *params, uint32_t n) {
  s->out = !fits_registers(c, s);
  s->param_count = n;
  if (s->alike) {
    s->type = cg_alike_type(c, s->flag);
    return;
  }
  LLVMTypeRef *types = ARENA_ARRAY(c->home, LLVMTypeRef, n + 2);
  uint32_t at = 0;
  if (s->self) types[at++] = c->t.ptr;
  if (s->out) types[at++] = c->t.ptr;
  s->in_registers = s->convention == tail_convention(c) && c->job->target != target_host() && !c->job->target->alike;
  cg_registers r = {.words = at};
  for (uint32_t i = 0; i < n; i++) {
    LLVMTypeRef type = cg_scalar(c, params[i].scalar);
    if (!s->in_registers || cg_in_register(c, &r, type)) types[at++] = type;
  }
  s->type = LLVMFunctionType(return_type(c, s), types, at, false);
}

/* Between functions of one signature a tail call needs no convention of its own, and at level 0 LLVM's fast selection knows
   only calls that have none. Other machines than the host's have not been measured. The program decides, not the part: parts of one
   program are compiled at several levels, and call each other. */
static unsigned convention_of(const cg *c, const cg_callee *how) {
  bool fast = c->flat->tier || c->flat->how.level == 0;
  if (!how->tail || (how->one_type && fast && c->job->target == target_host())) return CONVENTION_FAST;
  return tail_convention(c);
}

cg_signature cg_signature_of(cg *c, const flat_fun *f, const cg_callee *how) {
  cg_signature s = {
      .result = f->result, .results = f->results, .result_count = f->result_count,
      .convention = convention_of(c, how), .self = f->closure, .flag = how->flag,
      .alike = how->tail && c->job->target->alike,
  };
  uint32_t captures = f->closure ? f->capture_count : 0, n = f->param_count - captures;
  flat_var_info *params = ARENA_ARRAY(c->home, flat_var_info, n);
  for (uint32_t i = 0; i < n; i++) params[i] = f->vars.items[f->params[captures + i]];
  signature_close(c, &s, params, n);
  return s;
}

cg_signature cg_signature_closure(cg *c, const ir_type *function) {
  const ir_type *param = function->args[0], *result = function->args[1];
  cg_signature s = {.result = result, .result_count = flat_scalar_count(result), .convention = tail_convention(c),
                    .self = true, .flag = true, .alike = c->job->target->alike};
  flat_var_info *results = ARENA_ARRAY(c->home, flat_var_info, s.result_count);
  uint32_t n = flat_scalar_count(param);
  flat_var_info *params = ARENA_ARRAY(c->home, flat_var_info, n);
  flat_scalars(result, results, s.result_count);
  flat_scalars(param, params, n);
  s.results = results;
  signature_close(c, &s, params, n);
  return s;
}

cg_signature cg_signature_entry(cg *c, const flat_fun *f) {
  LLVMTypeRef types[] = {c->t.ptr, c->t.ptr};
  return (cg_signature){
      .type = LLVMFunctionType(c->t.i1, types, 2, false), .result = f->result, .results = f->results,
      .result_count = f->result_count, .convention = CONVENTION_C, .out = true, .flag = true,
  };
}

/* ---- calls ---- */

static LLVMValueRef emit_alike_call(cg *c, const cg_signature *s, LLVMValueRef callee, const cg_arguments *a) {
  LLVMValueRef all[CG_ALIKE_PARAMS], none = LLVMGetUndef(c->t.ptr);
  all[0] = s->self ? a->self : none;
  all[1] = s->out ? a->out : none;
  cg_alike_pass(c, s->param_count, a->scalars, all);
  LLVMValueRef call = LLVMBuildCall2(c->build, s->type, callee, all, CG_ALIKE_PARAMS, "");
  LLVMSetInstructionCallConv(call, s->convention);
  return call;
}

static LLVMValueRef emit_call(cg *c, const cg_signature *s, LLVMValueRef callee, const cg_arguments *a) {
  if (s->alike) return emit_alike_call(c, s, callee, a);
  LLVMValueRef *all = ARENA_ARRAY(c->home, LLVMValueRef, s->param_count + 2);
  uint32_t n = 0, beyond = 0;
  if (s->self) all[n++] = a->self;
  if (s->out) all[n++] = a->out;
  cg_registers r = {.words = n};
  for (uint32_t i = 0; i < s->param_count; i++) {
    bool held = !s->in_registers || cg_in_register(c, &r, LLVMTypeOf(a->scalars[i]));
    if (held) all[n++] = a->scalars[i];
    else cg_beyond_pass(c, beyond++, a->scalars[i]);
  }
  LLVMValueRef call = LLVMBuildCall2(c->build, s->type, callee, all, n, "");
  LLVMSetInstructionCallConv(call, s->convention);
  if (c->once) cg_call_attribute(c, call, LLVMAttributeFunctionIndex, "noinline");
  return call;
}

/* Results and flag of a call, out of its structure or from memory; gives the flag. */
static LLVMValueRef take_results(cg *c, const cg_signature *s, LLVMValueRef call, LLVMValueRef out,
                                 LLVMValueRef *results) {
  uint32_t n = (s->out ? 0 : s->result_count) + s->flag;
  LLVMValueRef flag = NULL;
  for (uint32_t i = 0; i < n; i++) {
    LLVMValueRef part = n == 1 ? call : LLVMBuildExtractValue(c->build, call, i, "");
    if (s->flag && i == n - 1) flag = part;
    else results[i] = part;
  }
  if (s->out && results) cg_load_value(c, s->result, out, results);
  return flag;
}

LLVMValueRef cg_call(cg *c, const cg_signature *s, LLVMValueRef callee, const cg_arguments *a, LLVMValueRef *results) {
  return take_results(c, s, emit_call(c, s, callee, a), a->out, results);
}

/* What the instruction calls. */
typedef struct callee {
  cg_signature signature;
  LLVMValueRef code;
  cg_arguments arguments;
  bool may_fail;
} callee;

static const LLVMValueRef *scalars_of(cg_fun *f, const flat_instr *i, uint32_t from) {
  LLVMValueRef *scalars = ARENA_ARRAY(f->c->home, LLVMValueRef, i->arg_count);
  for (uint32_t k = from; k < i->arg_count; k++) scalars[k - from] = cg_arg(f, i, k);
  return scalars;
}

static callee callee_of(cg_fun *f, const flat_instr *i) {
  cg *c = f->c;
  if (i->op == FLAT_CALL) {
    const cg_callee *to = &c->callees[i->target];
    return (callee){
        to->signature, to->value, {.scalars = scalars_of(f, i, 0)}, c->flat->funs.items[i->target]->may_fail};
  }
  LLVMValueRef self = cg_arg(f, i, 0);
  LLVMValueRef code =
      cg_load(c, c->t.ptr, LLVMBuildStructGEP2(c->build, c->t.closure, self, CG_CLOSURE_CODE, ""), CG_HEADER);
  return (callee){cg_signature_closure(c, i->type), code, {.self = self, .scalars = scalars_of(f, i, 1)}, true};
}

static void lower_call(cg_fun *f, const flat_instr *i) {
  cg *c = f->c;
  if (i->op == FLAT_CALL && c->flat->funs.items[i->target]->link == FLAT_ELSEWHERE) {
    cg_tier_go_over(f, i);
    return;
  }
  callee to = callee_of(f, i);
  const cg_signature *s = &to.signature;
  if (s->out) to.arguments.out = cg_slot_take(f, layout_of(s->result, c->pointer_size).size);
  LLVMValueRef *results = ARENA_ARRAY(c->home, LLVMValueRef, s->result_count);
  LLVMValueRef flag = cg_call(c, s, to.code, &to.arguments, results);
  if (flag && to.may_fail && f->on_failure) cg_fail_when(f, flag, true);
  for (uint32_t k = 0; k < i->dest_count; k++) cg_set(f, i, k, results[k]);
}

void cg_lower_call(cg_fun *f, const flat_instr *i) { lower_call(f, i); }

void cg_lower_call_closure(cg_fun *f, const flat_instr *i) { lower_call(f, i); }

static void return_call(const cg_fun *f, LLVMValueRef call, LLVMTailCallKind kind) {
  LLVMSetTailCallKind(call, kind);
  if (LLVMGetTypeKind(LLVMTypeOf(call)) == LLVMVoidTypeKind) LLVMBuildRetVoid(f->c->build);
  else LLVMBuildRet(f->c->build, call);
}

/* Calls, and returns what it gave. */
static void call_last(cg_fun *f, callee *to) {
  cg *c = f->c;
  const cg_signature *s = &to->signature;
  if (s->out == f->signature->out && s->flag == f->signature->flag) {
    return_call(f, emit_call(c, s, to->code, &to->arguments), cg_fast(c) ? LLVMTailCallKindNone : LLVMTailCallKindTail);
    return;
  }
  bool handed_on = s->out && f->out; /* the callee's results are where the function's are to be */
  if (s->out && !f->out) to->arguments.out = cg_slot_take(f, layout_of(s->result, c->pointer_size).size);
  LLVMValueRef *results = handed_on ? NULL : ARENA_ARRAY(c->home, LLVMValueRef, s->result_count + 1);
  LLVMValueRef flag = take_results(c, s, emit_call(c, s, to->code, &to->arguments), to->arguments.out, results);
  cg_return(f, results, flag ? flag : LLVMConstInt(c->t.i1, 0, false));
}

/* LLVM 19 turns other calls of the function itself into a loop and then puts a `select` between a musttail call and its
   return. Calls of itself that are the last thing are jumps already; musttail is not touched by the attribute. */
static void keep_tail_calls(const cg_fun *f) {
  static const char name[] = "disable-tail-calls", value[] = "true";
  LLVMAttributeRef attribute =
      LLVMCreateStringAttribute(f->c->context, name, sizeof name - 1, value, sizeof value - 1);
  LLVMAddAttributeAtIndex(f->value, LLVMAttributeFunctionIndex, attribute);
}

void cg_tail_call(cg_fun *f, const flat_instr *i) {
  cg *c = f->c;
  callee to = callee_of(f, i);
  to.arguments.out = f->out;
  if (f->signature->convention == CONVENTION_C || !cg_is_jump(c, c->circle, i)) {
    call_last(f, &to);
    return;
  }
  GAEL_ASSERT(to.signature.convention == f->signature->convention);
  LLVMValueRef call = emit_call(c, &to.signature, to.code, &to.arguments);
  return_call(f, call, LLVMTailCallKindMustTail);
  keep_tail_calls(f);
}
