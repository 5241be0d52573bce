/* Primitives: one row each. A row is a lowering function and what it needs to know, or a function of the runtime
   with the pattern of its arguments:

     a  the next scalar operand              e  descriptor of the elements of the domain's first part
     m  the next part, by address            t  descriptor of the domain's first part
     0  NULL                                 r  descriptor of the result
     s  the site                             o  the address of the result

   What may fail gives whether it failed.

   Bulk operations have no row: ir/apply has made loops of them. */

#include "backend/cg.h"

#include <string.h>

#include "ir/layout.h"
#include "ir/op_type.h"
#include "support/bug.h"

static cg_lower lower_print, lower_find_str, lower_some, lower_none, lower_is_some, lower_unwrap,
    lower_fail_text, lower_fail;

#define RUNTIME(name, pattern) {cg_op_runtime, CG_##name, pattern}
#define INTRINSIC(lower, name) {lower, CG_INTRINSIC_##name, NULL}

static const cg_op OPS[OP_COUNT] = {
    /* Int */
    [OP_iadd] = INTRINSIC(cg_op_checked, sadd),
    [OP_isub] = INTRINSIC(cg_op_checked, ssub),
    [OP_imul] = INTRINSIC(cg_op_checked, smul),
    [OP_idiv] = {cg_op_divide, 0, NULL},
    [OP_imod] = {cg_op_modulo, 0, NULL},
    [OP_ipow] = RUNTIME(gl_int_pow, "aaso"),
    [OP_ineg] = {cg_op_negate, 0, NULL},
    [OP_iabs] = {cg_op_abs, 0, NULL},
    [OP_band] = {cg_op_binary, LLVMAnd, NULL},
    [OP_bor] = {cg_op_binary, LLVMOr, NULL},
    [OP_xor] = {cg_op_binary, LLVMXor, NULL},
    [OP_shl] = {cg_op_shl, 0, NULL},
    [OP_shr] = {cg_op_shr, 0, NULL},
    [OP_popcount] = {cg_op_popcount, 0, NULL},
    [OP_isqrt] = RUNTIME(gl_int_sqrt, "aso"),
    [OP_gcd] = RUNTIME(gl_int_gcd, "aaso"),
    [OP_powmod] = RUNTIME(gl_int_powmod, "aaaso"),
    [OP_prime] = RUNTIME(gl_int_prime, "a"),
    /* Float */
    [OP_fadd] = {cg_op_binary, LLVMFAdd, NULL},
    [OP_fsub] = {cg_op_binary, LLVMFSub, NULL},
    [OP_fmul] = {cg_op_binary, LLVMFMul, NULL},
    [OP_fdiv] = {cg_op_fdiv, 0, NULL},
    [OP_fidiv] = {cg_op_fidiv, 0, NULL},
    [OP_fmod] = {cg_op_fmod, 0, NULL},
    [OP_fpow] = RUNTIME(gl_float_pow, "aaso"),
    [OP_fneg] = {cg_op_fneg, 0, NULL},
    [OP_fabs] = INTRINSIC(cg_op_intrinsic, fabs),
    [OP_sqrt] = {cg_op_sqrt, 0, NULL},
    [OP_cbrt] = RUNTIME(gl_cbrt, "a"),
    [OP_exp] = RUNTIME(gl_exp, "a"),
    [OP_log] = {cg_op_log, CG_gl_log, NULL},
    [OP_log2] = {cg_op_log, CG_gl_log2, NULL},
    [OP_log10] = {cg_op_log, CG_gl_log10, NULL},
    [OP_sin] = RUNTIME(gl_sin, "a"),
    [OP_cos] = RUNTIME(gl_cos, "a"),
    [OP_tan] = RUNTIME(gl_tan, "a"),
    [OP_asin] = {cg_op_arc, CG_gl_asin, NULL},
    [OP_acos] = {cg_op_arc, CG_gl_acos, NULL},
    [OP_atan] = RUNTIME(gl_atan, "a"),
    [OP_atan2] = RUNTIME(gl_atan2, "aa"),
    [OP_sinh] = RUNTIME(gl_sinh, "a"),
    [OP_cosh] = RUNTIME(gl_cosh, "a"),
    [OP_tanh] = RUNTIME(gl_tanh, "a"),
    [OP_hypot] = RUNTIME(gl_hypot, "aa"),
    [OP_ffloor] = {cg_op_whole, CG_gl_floor, NULL},
    [OP_fceil] = {cg_op_whole, CG_gl_ceil, NULL},
    [OP_ftrunc] = {cg_op_whole, CG_gl_trunc, NULL},
    [OP_fround] = {cg_op_whole, CG_gl_round_even, NULL},
    [OP_froundto] = RUNTIME(gl_float_round_to, "aa"),
    [OP_isnan] = {cg_op_isnan, 0, NULL},
    /* conversions */
    [OP_int_float] = {cg_op_int_float, 0, NULL},
    [OP_bool_int] = {cg_op_widen, 0, NULL},
    [OP_char_int] = {cg_op_widen, 0, NULL},
    [OP_int_char] = {cg_op_int_char, 0, NULL},
    [OP_show] = RUNTIME(gl_show, "mt"),
    [OP_source] = RUNTIME(gl_source, "mt"),
    [OP_parse_int] = RUNTIME(gl_parse_int, "aaso"),
    [OP_parse_float] = RUNTIME(gl_parse_float, "aso"),
    [OP_format] = RUNTIME(gl_format, "mtaso"),
    /* booleans, comparison */
    [OP_not] = {cg_op_not, 0, NULL},
    [OP_eq] = {cg_op_equal, false, NULL},
    [OP_ne] = {cg_op_equal, true, NULL},
    [OP_lt] = {cg_op_less, false, NULL},
    [OP_le] = {cg_op_less, true, NULL},
    [OP_compare] = {cg_op_compare, 0, NULL},
    [OP_compare_mixed] = {cg_op_compare_mixed, 0, NULL},
    /* options */
    [OP_some] = {lower_some, 0, NULL},
    [OP_none] = {lower_none, 0, NULL},
    [OP_is_some] = {lower_is_some, 0, NULL},
    [OP_unwrap] = {lower_unwrap, 0, NULL},
    /* lists */
    [OP_list] = {cg_op_list, 0, NULL},
    [OP_len] = {cg_op_len, 0, NULL},
    [OP_index] = {cg_op_index, 0, NULL},
    [OP_slice] = {cg_op_slice, CG_gl_list_slice, "aaaaaaaeso"},
    [OP_part] = RUNTIME(gl_list_part, "aaae"),
    [OP_append] = RUNTIME(gl_list_append, "aae"),
    [OP_push] = {cg_op_push, CG_gl_list_push_value, "ame"},
    [OP_put] = {cg_op_put, CG_gl_list_put, "aameso"},
    [OP_repeat] = RUNTIME(gl_list_repeat, "aae"),
    [OP_windows] = RUNTIME(gl_list_windows, "aaeso"),
    [OP_chunks] = RUNTIME(gl_list_chunks, "aaeso"),
    [OP_rev] = RUNTIME(gl_list_rev, "ae"),
    [OP_elem] = RUNTIME(gl_list_elem, "mat"),
    [OP_sort] = RUNTIME(gl_list_sort, "ae"),
    [OP_order] = RUNTIME(gl_list_order, "ae"),
    [OP_uniq] = RUNTIME(gl_list_uniq, "ae"),
    [OP_transpose] = RUNTIME(gl_list_transpose, "ae"),
    /* text */
    [OP_split] = RUNTIME(gl_str_split, "aaso"),
    [OP_words] = RUNTIME(gl_str_words, "a"),
    [OP_lines] = RUNTIME(gl_str_lines, "a"),
    [OP_join] = RUNTIME(gl_str_join, "aa"),
    [OP_text_new] = RUNTIME(gl_text_new, ""),
    [OP_find_str] = {lower_find_str, 0, NULL},
    [OP_find_from] = RUNTIME(gl_str_find_from, "aaa"),
    [OP_count_str] = RUNTIME(gl_str_count, "aa"),
    [OP_replace_str] = RUNTIME(gl_str_replace, "aaa"),
    [OP_starts_str] = RUNTIME(gl_str_starts, "aa"),
    [OP_ends_str] = RUNTIME(gl_str_ends, "aa"),
    [OP_upper] = RUNTIME(gl_str_upper, "a"),
    [OP_lower] = RUNTIME(gl_str_lower, "a"),
    [OP_title] = RUNTIME(gl_str_title, "a"),
    [OP_swapcase] = RUNTIME(gl_str_swapcase, "a"),
    [OP_upper_char] = RUNTIME(gl_char_upper, "a"),
    [OP_lower_char] = RUNTIME(gl_char_lower, "a"),
    [OP_isalpha] = RUNTIME(gl_char_is_alpha, "a"),
    [OP_isdigit] = RUNTIME(gl_char_is_digit, "a"),
    [OP_isupper] = RUNTIME(gl_char_is_upper, "a"),
    [OP_islower] = RUNTIME(gl_char_is_lower, "a"),
    [OP_isspace] = RUNTIME(gl_char_is_space, "a"),
    [OP_space_end] = RUNTIME(gl_str_space_end, "aa"),
    [OP_word_end] = RUNTIME(gl_str_word_end, "aa"),
    [OP_line_end] = RUNTIME(gl_str_line_end, "aa"),
    [OP_line_next] = RUNTIME(gl_str_line_next, "aa"),
    /* Dyn */
    [OP_dyn] = RUNTIME(gl_dyn_new, "mt"),
    [OP_cast] = {cg_op_cast, 0, NULL},
    [OP_dyn_none] = RUNTIME(gl_dyn_none, ""),
    [OP_dyn_is_none] = RUNTIME(gl_dyn_is_none, "a"),
    [OP_dyn_at] = RUNTIME(gl_dyn_at, "aaso"),
    [OP_dyn_kind] = RUNTIME(gl_dyn_kind, "a"),
    [OP_dyn_order] = RUNTIME(gl_dyn_order, "aaso"),
    /* dictionaries and sets */
    [OP_dict] = RUNTIME(gl_dict_of, "ar"),
    [OP_dict_get] = {cg_op_dict_get, 0, NULL},
    [OP_dict_at] = {cg_op_dict_at, 0, NULL},
    [OP_dict_put] = {cg_op_dict_put, CG_gl_dict_put, "ammt"},
    [OP_dict_remove] = RUNTIME(gl_dict_remove, "amtso"),
    [OP_dict_has] = {cg_op_dict_has, 0, NULL},
    [OP_dict_len] = RUNTIME(gl_dict_len, "a"),
    [OP_dict_keys] = RUNTIME(gl_dict_keys, "at"),
    [OP_dict_values] = RUNTIME(gl_dict_values, "at"),
    [OP_dict_items] = RUNTIME(gl_dict_items, "at"),
    [OP_dict_merge] = RUNTIME(gl_dict_merge, "aat"),
    [OP_dict_group] = RUNTIME(gl_dict_group, "ar"),
    [OP_dict_counts] = RUNTIME(gl_dict_counts, "ar"),
    [OP_dict_count] = {cg_op_dict_count, CG_gl_dict_count, "amt"},
    [OP_dict_count_part] = RUNTIME(gl_dict_count_part, "aaaat"),
    [OP_dict_gather] = RUNTIME(gl_dict_gather, "ammt"),
    [OP_set] = RUNTIME(gl_dict_of, "ar"),
    [OP_set_has] = {cg_op_dict_has, 0, NULL},
    [OP_set_len] = RUNTIME(gl_dict_len, "a"),
    [OP_set_items] = RUNTIME(gl_dict_keys, "at"),
    [OP_set_put] = {cg_op_dict_put, CG_gl_dict_put, "am0t"},
    [OP_set_remove] = RUNTIME(gl_dict_remove, "amtso"),
    /* Big */
    [OP_big] = RUNTIME(gl_big_of, "a"),
    [OP_big_int] = RUNTIME(gl_big_int, "aso"),
    [OP_big_float] = RUNTIME(gl_big_float, "a"),
    [OP_parse_big] = RUNTIME(gl_parse_big, "aaso"),
    [OP_big_text] = RUNTIME(gl_big_text, "aaso"),
    [OP_big_add] = RUNTIME(gl_big_add, "aa"),
    [OP_big_sub] = RUNTIME(gl_big_sub, "aa"),
    [OP_big_mul] = RUNTIME(gl_big_mul, "aa"),
    [OP_big_idiv] = RUNTIME(gl_big_idiv, "aaso"),
    [OP_big_mod] = RUNTIME(gl_big_mod, "aaso"),
    [OP_big_pow] = RUNTIME(gl_big_pow, "aaso"),
    [OP_big_neg] = RUNTIME(gl_big_neg, "a"),
    [OP_big_abs] = RUNTIME(gl_big_abs, "a"),
    [OP_big_gcd] = RUNTIME(gl_big_gcd, "aa"),
    [OP_big_powmod] = RUNTIME(gl_big_powmod, "aaaso"),
    [OP_big_isqrt] = RUNTIME(gl_big_isqrt, "aso"),
    /* regular expressions, JSON, hashes */
    [OP_re_match] = RUNTIME(gl_re_match, "aaso"),
    [OP_re_all] = RUNTIME(gl_re_all, "aaso"),
    [OP_re_sub] = RUNTIME(gl_re_sub, "aaaso"),
    [OP_re_split] = RUNTIME(gl_re_split, "aaso"),
    [OP_json] = RUNTIME(gl_json, "aso"),
    [OP_tojson] = RUNTIME(gl_tojson, "mtso"),
    [OP_md5] = RUNTIME(gl_md5, "a"),
    [OP_sha256] = RUNTIME(gl_sha256, "a"),
    [OP_mix] = {cg_op_mix, 0, NULL},
    /* world and failure */
    [OP_print] = {lower_print, CG_gl_print, NULL},
    [OP_eprint] = {lower_print, CG_gl_eprint, NULL},
    [OP_stdin] = RUNTIME(gl_stdin, "so"),
    [OP_stdin_part] = RUNTIME(gl_stdin_part, "so"),
    [OP_args] = RUNTIME(gl_args, ""),
    [OP_read] = RUNTIME(gl_read, "aso"),
    [OP_write] = RUNTIME(gl_write, "aas"),
    [OP_env] = RUNTIME(gl_env, "aso"),
    [OP_now] = RUNTIME(gl_now, "so"),
    [OP_entropy] = RUNTIME(gl_entropy, "so"),
    [OP_fail] = {lower_fail_text, 0, NULL},
    [OP_fail_search] = {lower_fail, CG_CODE_fail_search, NULL},
    [OP_fail_empty] = {lower_fail, CG_CODE_fail_empty, NULL},
    [OP_fail_match] = {lower_fail, CG_CODE_fail_match, NULL},
    [OP_zipsame] = {lower_fail, CG_CODE_fail_length, NULL}, /* stands where the lengths differ */
};

void cg_lower_prim(cg_fun *f, const flat_instr *i) {
  const cg_op *op = &OPS[i->prim];
  if (!op->lower) gael_bug("%s has no code of its own", op_name(i->prim));
  op->lower(f, i, op);
}

/* ---- functions of the runtime ---- */

static const ir_type *part_type(const flat_instr *i, uint32_t k) {
  return op_parts(i->prim, i->type, i->result) == 1 ? i->type : i->type->args[k];
}

enum { PATTERN_ROOM = 16 };

/* What the pattern has consumed of the operands. */
typedef struct operand_cursor {
  uint32_t scalar, part;
} operand_cursor;

static LLVMValueRef next_part(cg_fun *f, const flat_instr *i, operand_cursor *at) {
  const ir_type *t = part_type(i, at->part);
  uint32_t n = flat_scalar_count(t);
  LLVMValueRef *scalars = ARENA_ARRAY(f->c->home, LLVMValueRef, n);
  for (uint32_t k = 0; k < n; k++) scalars[k] = cg_arg(f, i, at->scalar++);
  return cg_spill(f, t, scalars);
}

static LLVMValueRef pattern_argument(cg_fun *f, const flat_instr *i, char what, operand_cursor *at) {
  cg *c = f->c;
  if (what == 'a') return cg_arg(f, i, at->scalar++);
  if (what == 'm') return next_part(f, i, at);
  if (what == 's') return cg_site_number(c, i->site);
  if (what == '0') return LLVMConstNull(c->t.ptr);
  if (what == 'r') return cg_type(c, i->result);
  if (what == 'o') return cg_slot_take(f, layout_of(i->result, c->pointer_size).size);
  const ir_type *first = part_type(i, 0);
  return cg_type(c, what == 't' ? first : first->args[0]);
}

/* The runtime's small integers are Ints here. */
static LLVMValueRef as_result(cg *c, LLVMValueRef v, const ir_type *t) {
  return t->kind == IRT_INT && LLVMTypeOf(v) == c->t.i32 ? LLVMBuildSExt(c->build, v, c->t.i64, "") : v;
}

void cg_op_runtime(cg_fun *f, const flat_instr *i, const cg_op *op) {
  cg *c = f->c;
  uint32_t n = (uint32_t)strlen(op->pattern);
  LLVMValueRef args[PATTERN_ROOM] = {NULL}, out = NULL;
  operand_cursor at = {0, 0};
  for (uint32_t k = 0; k < n; k++) {
    args[k] = pattern_argument(f, i, op->pattern[k], &at);
    at.part += op->pattern[k] == 'm' || op->pattern[k] == 'a';
    if (op->pattern[k] == 'o') out = args[k];
  }
  LLVMValueRef given = cg_rt_call(c, (cg_rt)op->code, args, n);
  if (op_flags(i->prim) & OP_FAILS) cg_fail_when(f, given, false);
  else if (i->dest_count) cg_set(f, i, 0, as_result(c, given, i->result));
  if (!out) return;
  LLVMValueRef result;
  cg_load_value(c, i->result, out, &result);
  cg_set(f, i, 0, result);
}

/* A program that prints nothing but texts and Ints needs no more of the runtime than that. */
static cg_rt printer(cg_rt general, const ir_type *t) {
  if (general == CG_gl_eprint) return irt_is_str(t) ? CG_gl_eprint_str : CG_gl_eprint;
  return cg_printer(t);
}

cg_rt cg_printer(const ir_type *t) {
  if (irt_is_str(t)) return CG_gl_print_str;
  return t->kind == IRT_INT ? CG_gl_print_int : t->kind == IRT_FLOAT ? CG_gl_print_float : CG_gl_print;
}

static void lower_print(cg_fun *f, const flat_instr *i, const cg_op *op) {
  operand_cursor at = {0, 0};
  LLVMValueRef value = next_part(f, i, &at);
  LLVMValueRef args[] = {value, cg_type(f->c, i->type)};
  cg_rt_call(f->c, printer((cg_rt)op->code, i->type), args, 2);
}

static void lower_find_str(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  cg *c = f->c;
  LLVMValueRef at = CG_RT(c, gl_str_find, cg_arg(f, i, 0), cg_arg(f, i, 1));
  cg_set(f, i, 0, LLVMBuildICmp(c->build, LLVMIntSGE, at, cg_int(c, 0), ""));
  cg_set(f, i, 1, at);
}

/* ---- options: a tag and the content's scalars ---- */

static void lower_some(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  cg_set(f, i, 0, LLVMConstInt(f->c->t.i1, 1, false));
  for (uint32_t k = 0; k < i->arg_count; k++) cg_set(f, i, k + 1, cg_arg(f, i, k));
}

static void lower_none(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  for (uint32_t k = 0; k < i->dest_count; k++) {
    flat_scalar s = f->flat->vars.items[i->dests[k]].scalar;
    cg_set(f, i, k, s == FLAT_PTR ? cg_absent(f->c) : cg_zero(f->c, s));
  }
}

static void lower_is_some(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  cg_set(f, i, 0, cg_arg(f, i, 0));
}

static void lower_unwrap(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  cg_fail_if(f, LLVMBuildNot(f->c->build, cg_arg(f, i, 0), ""), CG_CODE_fail_search);
  for (uint32_t k = 0; k < i->dest_count; k++) cg_set(f, i, k, cg_arg(f, i, k + 1));
}

/* ---- failing on purpose: results are named, but nobody gets them ---- */

static void lower_dead_results(cg_fun *f, const flat_instr *i) {
  for (uint32_t k = 0; k < i->dest_count; k++)
    cg_set(f, i, k, LLVMGetPoison(cg_scalar(f->c, f->flat->vars.items[i->dests[k]].scalar)));
}

static void lower_fail_text(cg_fun *f, const flat_instr *i, const cg_op *op) {
  (void)op;
  cg *c = f->c;
  CG_RT(c, gl_fail_text, cg_u32(c, CG_CODE_fail_user), cg_site_number(c, i->site), cg_arg(f, i, 0));
  cg_fail_when(f, LLVMConstInt(c->t.i1, 1, false), false);
  lower_dead_results(f, i);
}

static void lower_fail(cg_fun *f, const flat_instr *i, const cg_op *op) {
  cg_fail_if(f, LLVMConstInt(f->c->t.i1, 1, false), (cg_code)op->code);
  lower_dead_results(f, i);
}
