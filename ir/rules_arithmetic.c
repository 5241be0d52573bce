/* Laws of numbers. On Int only those under which no overflow is lost or won, on Float only those that are exact for
   every operand, -0.0, inf and nan included. */

#include "ir/interp.h"
#include "ir/op_type.h"
#include "ir/rule.h"

/* ---- constant folding ---- */

enum { FOLD_FUEL = 1000, FOLD_BYTES = 64 };

/* Operations whose result on literals is the same on every machine; functions of the C library are not among them. */
static bool folds(ir_op op) {
  static const ir_op ops[] = {
      OP_iadd,   OP_isub,     OP_imul,   OP_idiv,      OP_imod,     OP_ipow,     OP_ineg,
      OP_iabs,   OP_band,     OP_bor,    OP_xor,       OP_shl,      OP_shr,      OP_popcount,
      OP_isqrt,  OP_gcd,      OP_fadd,   OP_fsub,      OP_fmul,     OP_fdiv,     OP_fneg,
      OP_fabs,   OP_sqrt,     OP_isnan,  OP_int_float, OP_bool_int, OP_char_int, OP_not,
      OP_eq,     OP_ne,       OP_lt,     OP_le,        OP_compare,  OP_len,      OP_index,
      OP_append, OP_int_char, OP_ffloor, OP_fceil,     OP_ftrunc,   OP_fround,   OP_compare_mixed,
  };
  for (uint32_t i = 0; i < sizeof ops / sizeof *ops; i++)
    if (ops[i] == op) return true;
  return false;
}

static bool all_constant(const comb *f) {
  if (f->kind != COMB_TUPLE) return f->kind == COMB_CONST;
  for (uint32_t i = 0; i < f->n; i++)
    if (f->parts[i]->kind != COMB_CONST) return false;
  return true;
}

static bool literal_of(arena *home, interp_value v, const ir_type *t, comb_literal *out) {
  *out = (comb_literal){.type = t};
  strbuf b = strbuf_new(home);
  switch (t->kind) {
    case IRT_INT:
    case IRT_BOOL:
    case IRT_CHAR: out->i = v.i; return true;
    case IRT_FLOAT: out->f = v.f; return true;
    case IRT_LIST:
      if (!irt_is_str(t)) return false;
      interp_show(&b, v, t, false);
      out->s = strbuf_str(&b);
      return out->s.len <= FOLD_BYTES;
    case IRT_UNIT:
    case IRT_TUPLE:
    case IRT_OPTION:
    case IRT_FUN:
    case IRT_DICT:
    case IRT_SET:
    case IRT_DYN:
    case IRT_BIG:
    case IRT_NAMED: return false;
  }
  return false;
}

/* op on literals is its result; what fails stays, to fail when and where it is evaluated. */
static const comb *fold_constants(comb_store *s, const comb *first, const comb *second) {
  if (!second || second->kind != COMB_PRIM || !folds((ir_op)second->n) || !all_constant(first)) return NULL;
  interp_result result;
  comb_literal k;
  const comb *whole = comb_comp(s, first, second);
  interp_apply(comb_arena(s), s, whole, (interp_value){.i = 0}, FOLD_FUEL, &result);
  if (result.status != INTERP_VALUE || !literal_of(comb_arena(s), result.value, second->cod, &k)) return NULL;
  return comb_const(s, first->dom, k);
}

static const rule rules[] = {
    {"fold_constants", "(op (K ?a) ..)", "(K the result)", "the operation does not fail on them", fold_constants},
    /* Int */
    {"iadd_zero", "(iadd ?x (K 0))", "?x", NULL, NULL},
    {"zero_iadd", "(iadd (K 0) ?x)", "?x", NULL, NULL},
    {"isub_zero", "(isub ?x (K 0))", "?x", NULL, NULL},
    {"isub_self", "(isub ?x ?x)", "(K 0)", "total x", NULL},
    {"imul_one", "(imul ?x (K 1))", "?x", NULL, NULL},
    {"one_imul", "(imul (K 1) ?x)", "?x", NULL, NULL},
    {"imul_zero", "(imul ?x (K 0))", "(K 0)", "total x", NULL},
    {"zero_imul", "(imul (K 0) ?x)", "(K 0)", "total x", NULL},
    {"idiv_one", "(idiv ?x (K 1))", "?x", NULL, NULL},
    {"imod_one", "(imod ?x (K 1))", "(K 0)", "total x", NULL},
    {"ipow_one", "(ipow ?x (K 1))", "?x", NULL, NULL},
    {"ipow_zero", "(ipow ?x (K 0))", "(K 1)", "total x", NULL},
    {"shl_zero", "(shl ?x (K 0))", "?x", NULL, NULL},
    {"shr_zero", "(shr ?x (K 0))", "?x", NULL, NULL},
    {"iabs_iabs", "(iabs (iabs ?x))", "(iabs ?x)", NULL, NULL},
    {"iabs_square", "(iabs (imul@s ?x ?x))", "(imul@s ?x ?x)", NULL, NULL},
    {"band_self", "(band ?x ?x)", "?x", "total x", NULL},
    {"bor_self", "(bor ?x ?x)", "?x", "total x", NULL},
    /* Float */
    {"fsub_zero", "(fsub ?x (K 0.0))", "?x", NULL, NULL},
    {"fmul_one", "(fmul ?x (K 1.0))", "?x", NULL, NULL},
    {"one_fmul", "(fmul (K 1.0) ?x)", "?x", NULL, NULL},
    {"fdiv_one", "(fdiv ?x (K 1.0))", "?x", NULL, NULL},
    {"fneg_fneg", "(fneg (fneg ?x))", "?x", NULL, NULL},
    {"fabs_fneg", "(fabs (fneg ?x))", "(fabs ?x)", NULL, NULL},
    {"fabs_fabs", "(fabs (fabs ?x))", "(fabs ?x)", NULL, NULL},
    {"fsub_fneg", "(fsub ?x (fneg ?y))", "(fadd ?x ?y)", NULL, NULL},
    {"fadd_fneg", "(fadd ?x (fneg ?y))", "(fsub ?x ?y)", NULL, NULL},
    /* conversions */
    {"char_of_code", "(int_char (char_int ?x))", "?x", NULL, NULL},
    {"eq_codes", "(eq (char_int ?x) (char_int ?y))", "(eq ?x ?y)", NULL, NULL},
    {"lt_codes", "(lt (char_int ?x) (char_int ?y))", "(lt ?x ?y)", NULL, NULL},
    {"le_codes", "(le (char_int ?x) (char_int ?y))", "(le ?x ?y)", NULL, NULL},
};

const rule_family RULES_ARITHMETIC = {"arithmetic", rules, sizeof rules / sizeof *rules};
