/* What instructions give, of what their operands can be. Operations without a row give anything their type has. */

#include "ir/range.h"

/* What a row sees and tells. */
typedef struct step {
  const range_graph *g;
  const flat_instr *i;
  uint32_t dest;
  const range *in;
  bool exact; /* told: no operands of these ranges make it fail */
} step;

typedef range step_fn(step *s);

enum { MOST_ROOT_BITS = 32, MOST_SHIFT = 63 };
static const range lengths = {0, RANGE_LENGTH_MOST};

static range fit(step *s, range_span r) { return range_fit(r, &s->exact); }

/* ---- Int ---- */

static range step_add(step *s) { return fit(s, range_add(s->in[0], s->in[1])); }
static range step_sub(step *s) { return fit(s, range_sub(s->in[0], s->in[1])); }

static range step_mul(step *s) {
  range r = fit(s, range_mul(s->in[0], s->in[1]));
  bool square = s->i->args[0] == s->i->args[1];
  return square ? range_meet(r, (range){0, INT64_MAX}) : r;
}

static range step_neg(step *s) { return fit(s, range_sub(range_of(0), s->in[0])); }

static range_span size_of(range a) {
  range_span r = {a.lo, a.hi};
  if (a.lo >= 0) return r;
  range_wide least = -(range_wide)a.lo, most = -(range_wide)a.hi;
  if (a.hi <= 0) return (range_span){most, least};
  return (range_span){0, least > r.hi ? least : r.hi};
}

static range step_abs(step *s) { return fit(s, size_of(s->in[0])); }

static bool holds(range r, int64_t v) { return r.lo <= v && v <= r.hi; }

static range step_div(step *s) {
  bool fits;
  range r = range_fit(range_div(s->in[0], s->in[1]), &fits);
  s->exact = !holds(s->in[1], 0) && !(holds(s->in[0], INT64_MIN) && holds(s->in[1], -1));
  return r;
}

static range step_mod(step *s) {
  s->exact = !holds(s->in[1], 0);
  return range_mod(s->in[0], s->in[1]);
}

/* As many bits as the operands have. */
static range bits_below(int64_t a, int64_t b) {
  int64_t m = a | b;
  for (uint32_t k = 1; k < 64; k *= 2) m |= m >> k;
  return (range){0, m};
}

static range step_and(step *s) {
  const range *in = s->in;
  int64_t most = INT64_MAX;
  if (in[0].lo < 0 && in[1].lo < 0) return RANGE_ANY;
  if (in[0].lo >= 0) most = in[0].hi;
  if (in[1].lo >= 0 && in[1].hi < most) most = in[1].hi;
  return (range){0, most};
}

static range step_or(step *s) {
  return s->in[0].lo < 0 || s->in[1].lo < 0 ? RANGE_ANY : bits_below(s->in[0].hi, s->in[1].hi);
}

static range step_shl(step *s) {
  s->exact = false;
  if (s->in[1].lo < 0 || s->in[1].hi >= MOST_SHIFT) return RANGE_ANY;
  range factor = {INT64_C(1) << s->in[1].lo, INT64_C(1) << s->in[1].hi};
  return fit(s, range_mul(s->in[0], factor));
}

static range step_shr(step *s) {
  s->exact = s->in[1].lo >= 0;
  return (range){s->in[0].lo < 0 ? s->in[0].lo : 0, s->in[0].hi < 0 ? -1 : s->in[0].hi};
}

static range step_popcount(step *s) { return (void)s, (range){0, 64}; }

static range step_isqrt(step *s) {
  s->exact = s->in[0].lo >= 0;
  range root = {0, INT64_C(3037000499)};
  return s->in[0].hi < root.hi ? range_meet(root, (range){0, s->in[0].hi}) : root;
}

static range step_gcd(step *s) {
  s->exact = s->in[0].lo > INT64_MIN && s->in[1].lo > INT64_MIN;
  return (range){0, INT64_MAX};
}

/* ---- comparison ---- */

static bool comparable(const step *s) {
  flat_scalar kind = s->g->f->vars.items[s->i->args[0]].scalar;
  return s->i->arg_count == 2 && kind != FLAT_F64 && kind != FLAT_PTR;
}

static range truth(bool surely, bool never) { return (range){surely, !never}; }

static range step_lt(step *s) {
  if (!comparable(s)) return truth(false, false);
  return truth(s->in[0].hi < s->in[1].lo, s->in[0].lo >= s->in[1].hi);
}

static range step_le(step *s) {
  if (!comparable(s)) return truth(false, false);
  return truth(s->in[0].hi <= s->in[1].lo, s->in[0].lo > s->in[1].hi);
}

static range step_eq(step *s) {
  if (!comparable(s)) return truth(false, false);
  range both = range_meet(s->in[0], s->in[1]);
  bool one = s->in[0].lo == s->in[0].hi && range_same(s->in[0], s->in[1]);
  return truth(one, range_none(both));
}

static range step_not(step *s) { return (range){1 - s->in[0].hi, 1 - s->in[0].lo}; }

static range step_ne(step *s) {
  range r = step_eq(s);
  return (range){1 - r.hi, 1 - r.lo};
}

static range step_order(step *s) { return (void)s, (range){-1, 1}; }
/* Ints of 53 bits are Floats, too. */
static range step_order_mixed(step *s) {
  s->exact = s->in[0].lo >= -(INT64_C(1) << 53) && s->in[0].hi <= INT64_C(1) << 53;
  return (range){-1, 2};
}

/* A divisor that is written, or was an Int, may be known not to be zero. */
static bool is_zero_never(const step *s, flat_var v) {
  const flat_instr *i = s->g->maker[v];
  if (!i) return false;
  if (i->op == FLAT_CONST) return i->literal.f != 0;
  if (i->op != FLAT_PRIM || i->prim != OP_int_float) return false;
  range from = s->g->nodes.items[range_node_of(s->g, v)->ins[0]].is;
  return from.lo > 0 || from.hi < 0;
}

static range step_fdiv(step *s) {
  s->exact = is_zero_never(s, s->i->args[1]);
  return RANGE_ANY;
}

/* ---- conversion, counting ---- */

static range step_same(step *s) { return s->in[0]; }

static range step_int_char(step *s) {
  s->exact = s->in[0].lo >= 0 && s->in[0].hi < 0xD800;
  return s->in[0];
}

static range step_length(step *s) { return (void)s, lengths; }
static range step_list_length(step *s) { return range_most_length(s->g->f->vars.items[s->i->args[0]].heap); }

static range step_found(step *s) { return s->dest == 0 ? (range){0, 1} : (range){-1, RANGE_LENGTH_MOST}; }

/* ---- data: the numbers that lie within ---- */

static range join_from(const step *s, uint32_t from) {
  range r = RANGE_NONE;
  for (uint32_t k = from; k < s->i->arg_count; k++)
    if (s->g->f->vars.items[s->i->args[k]].scalar != FLAT_F64) r = range_join(r, s->in[k]);
  return r;
}

/* Of the first operand alone. */
static range step_within(step *s) { return s->i->arg_count ? s->in[0] : RANGE_NONE; }

/* An option of it: whether there is one, and a zero where there is none. */
static range step_option_within(step *s) {
  return s->dest == 0 ? range_natural(FLAT_BOOL) : range_join(step_within(s), range_of(0));
}
static range step_all(step *s) { return join_from(s, 0); }
static range step_put(step *s) { return range_join(s->in[0], join_from(s, 2)); }

static step_fn *const prims[OP_COUNT] = {
    [OP_iadd] = step_add,          [OP_isub] = step_sub,           [OP_imul] = step_mul,
    [OP_ineg] = step_neg,          [OP_iabs] = step_abs,           [OP_idiv] = step_div,
    [OP_imod] = step_mod,          [OP_band] = step_and,           [OP_bor] = step_or,
    [OP_xor] = step_or,            [OP_shl] = step_shl,            [OP_shr] = step_shr,
    [OP_popcount] = step_popcount, [OP_isqrt] = step_isqrt,        [OP_gcd] = step_gcd,
    [OP_lt] = step_lt,             [OP_le] = step_le,              [OP_eq] = step_eq,
    [OP_ne] = step_ne,             [OP_not] = step_not,            [OP_compare] = step_order,
    [OP_compare_mixed] = step_order_mixed, [OP_fdiv] = step_fdiv,    [OP_fidiv] = step_fdiv,
    [OP_fmod] = step_fdiv,
    [OP_bool_int] = step_same,     [OP_char_int] = step_same,      [OP_int_char] = step_int_char,
    [OP_len] = step_list_length,        [OP_dict_len] = step_length,    [OP_set_len] = step_length,
    [OP_count_str] = step_length,  [OP_order] = step_list_length,       [OP_find_str] = step_found,
    [OP_index] = step_within,      [OP_slice] = step_within,       [OP_repeat] = step_within,
    [OP_windows] = step_within,    [OP_chunks] = step_within,      [OP_rev] = step_within,
    [OP_sort] = step_within,       [OP_uniq] = step_within,        [OP_transpose] = step_within,
    [OP_append] = step_all,        [OP_push] = step_all,           [OP_list] = step_all,
    [OP_put] = step_put,           [OP_dict] = step_within,        [OP_dict_put] = step_all,
    [OP_dict_get] = step_option_within, [OP_dict_at] = step_within, [OP_dict_keys] = step_within,
    [OP_dict_values] = step_within, [OP_dict_items] = step_within, [OP_dict_remove] = step_within,
    [OP_dict_merge] = step_all,    [OP_dict_group] = step_within,  [OP_set] = step_within,
    [OP_set_items] = step_within,  [OP_set_put] = step_all,        [OP_set_remove] = step_within,
    [OP_zipsame] = step_length,
};

static range step_prim(step *s) { return prims[s->i->prim] ? prims[s->i->prim](s) : RANGE_ANY; }

/* ---- other instructions ---- */

static bool is_text(const ir_type *t) { return t->kind == IRT_LIST && t->args[0]->kind == IRT_CHAR; }

/* A text's characters may be any. */
static range literal_range(const comb_literal *k) {
  if (is_text(k->type) || k->type->kind == IRT_FLOAT) return RANGE_ANY;
  if (k->type->kind != IRT_LIST && k->type->kind != IRT_TUPLE) return range_of(k->i);
  range r = RANGE_NONE;
  for (size_t n = 0; n < k->parts.count; n++) r = range_join(r, literal_range(&k->parts.items[n]));
  return r;
}

static range step_const(step *s) { return literal_range(&s->i->literal); }

static range step_absent(step *s) { return (void)s, range_of(0); }

static range result_of(const step *s, uint32_t fun) { return s->g->known[fun].results[s->dest]; }
static range step_call(step *s) { return result_of(s, s->i->target); }
static range step_global(step *s) { return result_of(s, s->g->m->globals.items[s->i->target].fun); }

static range step_tag(step *s) { return (range){0, (int64_t)irt_decl(s->i->type)->count - 1}; }

/* Counters go round; what does is anything. */
static range or_anything(step *s, range r) { return s->exact ? r : RANGE_ANY; }
static range step_counter_add(step *s) { return or_anything(s, step_add(s)); }
static range step_counter_sub(step *s) { return or_anything(s, step_sub(s)); }

static step_fn *const steps[FLAT_DROP + 1] = {
    [FLAT_CONST] = step_const,       [FLAT_ABSENT] = step_absent,   [FLAT_ADD] = step_counter_add,
    [FLAT_SUB] = step_counter_sub,   [FLAT_PRIM] = step_prim,       [FLAT_CALL] = step_call,
    [FLAT_GLOBAL] = step_global,     [FLAT_LIST_LEN] = step_list_length, [FLAT_LIST_GET] = step_within,
    [FLAT_TAG] = step_tag,
};

static bool is_pointer_like(const range_graph *g, flat_var v) {
  flat_scalar s = g->f->vars.items[v].scalar;
  return s == FLAT_PTR || s == FLAT_F64;
}

/* An operand that has no value, a number: the instruction is not reached. */
static bool unreached(const step *s) {
  for (uint32_t k = 0; k < s->i->arg_count; k++)
    if (range_none(s->in[k]) && !is_pointer_like(s->g, s->i->args[k])) return true;
  return false;
}

range range_step(const range_graph *g, const flat_instr *i, uint32_t dest, const range *in, bool *exact) {
  step s = {.g = g, .i = i, .dest = dest, .in = in, .exact = false};
  *exact = false;
  if (unreached(&s)) return RANGE_NONE;
  range r = steps[i->op] ? steps[i->op](&s) : RANGE_ANY;
  *exact = s.exact;
  flat_scalar kind = g->f->vars.items[i->dests[dest]].scalar;
  return kind == FLAT_F64 ? RANGE_ANY : range_meet(r, range_natural(kind));
}

bool range_hands_on(const range_graph *g, const flat_instr *i, uint32_t k) {
  step_fn *f = i->op == FLAT_PRIM ? prims[i->prim] : steps[i->op];
  bool number = g->f->vars.items[i->args[k]].scalar != FLAT_F64;
  if (f == step_within || f == step_same) return k == 0;
  return number && (f == step_all || (f == step_put && k != 1));
}

/* ---- lengths ---- */

static range clip(range_span s) {
  bool fits;
  return range_fit(s, &fits);
}

/* Not positive times gives nothing. */
static range length_repeat(step *s) {
  range times = {s->in[1].lo < 0 ? 0 : s->in[1].lo, s->in[1].hi < 0 ? 0 : s->in[1].hi};
  return clip(range_mul(s->in[0], times));
}

static range length_push(step *s) { return clip(range_add(s->in[0], range_of(1))); }
static range length_append(step *s) { return clip(range_add(s->in[0], s->in[1])); }
static range length_upto(step *s) { return (range){0, s->in[0].hi}; }

static step_fn *const length_prims[OP_COUNT] = {
    [OP_repeat] = length_repeat, [OP_push] = length_push,   [OP_append] = length_append,
    [OP_slice] = length_upto,    [OP_uniq] = length_upto,
};

static range list_length(const flat_instr *i) {
  uint32_t width = flat_scalar_count(i->result->args[0]);
  return width ? range_of(i->arg_count / width) : RANGE_ANY;
}

static range literal_length(const comb_literal *k) {
  size_t n = k->parts.count;
  if (is_text(k->type)) {
    n = 0;
    for (size_t i = 0; i < k->s.len; i++) n += ((uint8_t)k->s.ptr[i] & 0xC0) != 0x80; /* first bytes of characters */
  }
  return range_of((int64_t)n);
}

static range known_length(const range_graph *g, uint32_t fun, uint32_t dest) {
  return g->known[fun].result_lengths[dest];
}

range range_length_step(const range_graph *g, const flat_instr *i, uint32_t dest, const range *in) {
  step s = {.g = g, .i = i, .dest = dest, .in = in};
  if (i->op == FLAT_CALL) return known_length(g, i->target, dest);
  if (i->op == FLAT_GLOBAL) return known_length(g, g->m->globals.items[i->target].fun, dest);
  if (i->op == FLAT_CONST && i->literal.type->kind == IRT_LIST) return literal_length(&i->literal);
  if (i->op != FLAT_PRIM) return RANGE_ANY;
  if (i->prim == OP_list) return list_length(i);
  for (uint32_t k = 0; k < i->arg_count; k++)
    if (range_none(in[k]) && length_prims[i->prim]) return RANGE_NONE;
  return length_prims[i->prim] ? length_prims[i->prim](&s) : RANGE_ANY;
}
