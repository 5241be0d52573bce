/* What is known of variables while a function is written: by what made them, and by the branches that control has
   taken. */

#include "ir/apply_emit.h"

enum { LOOK_BACK = 400 }; /* entries of the stack of numbers: looking is no more than a constant's work */

static uint32_t stack_end(const emitter *e) { return e->numbers.len > LOOK_BACK ? e->numbers.len - LOOK_BACK : 0; }

static const flat_instr *maker_of(const emitter *e, flat_var var) {
  return var < e->made.len ? e->made.items[var] : NULL;
}

static bool is_length(const emitter *e, flat_var var, flat_var list) {
  const flat_instr *i = maker_of(e, var);
  bool length = i && (i->op == FLAT_LIST_LEN || (i->op == FLAT_PRIM && i->prim == OP_len));
  return length && i->args[0] == list;
}

bool emit_is_constant(const emitter *e, flat_var var, int64_t *n) {
  const flat_instr *i = maker_of(e, var);
  if (!i || i->op != FLAT_CONST || i->literal.type->kind != IRT_INT) return false;
  *n = i->literal.i;
  return true;
}

/* The least length of the list of which the comparison, being true or not, speaks; 0: of none. */
static int64_t least_length(const emitter *e, const flat_instr *test, bool truth, flat_var list) {
  int64_t n;
  if (!test || test->op != FLAT_PRIM || test->arg_count != 2) return 0;
  flat_var p = test->args[0], q = test->args[1];
  bool len_left = is_length(e, p, list) && emit_is_constant(e, q, &n);
  bool len_right = !len_left && is_length(e, q, list) && emit_is_constant(e, p, &n);
  if (!len_left && !len_right) return 0;
  if (test->prim == OP_eq) return truth ? n : 0;
  if (n == INT64_MAX) return 0;
  if (test->prim == OP_le) return len_right == truth ? (truth ? n : n + 1) : 0;
  return test->prim == OP_lt && len_right == truth ? (truth ? n + 1 : n) : 0;
}

bool emit_has_element(const emitter *e, flat_var list, int64_t k) {
  for (uint32_t at = e->numbers.len; at > stack_end(e); at--) {
    const emit_number *fact = &e->numbers.items[at - 1];
    if (!fact->instr && least_length(e, maker_of(e, fact->var), fact->truth, list) > k) return true;
  }
  return false;
}

/* ---- signs ---- */

enum { SIGN_DEPTH = 4 };

/* `var < 0` is known to be false, or `0 <= var` true, or the like. */
static bool sign_was_asked(const emitter *e, flat_var var) {
  for (uint32_t at = e->numbers.len; at > stack_end(e); at--) {
    const emit_number *fact = &e->numbers.items[at - 1];
    const flat_instr *test = fact->instr ? NULL : maker_of(e, fact->var);
    if (!test || test->op != FLAT_PRIM || test->arg_count != 2) continue;
    bool left = test->args[0] == var, less = test->prim == OP_lt;
    if ((!left && test->args[1] != var) || (!less && test->prim != OP_le)) continue;
    if (left == fact->truth) continue; /* says how big it is at most */
    int64_t n;
    if (emit_is_constant(e, test->args[left], &n) && n >= (left != less ? -1 : 0)) return true;
  }
  return false;
}

/* Is it known that p is at most q? */
static bool was_ordered(const emitter *e, flat_var p, flat_var q) {
  for (uint32_t at = e->numbers.len; at > stack_end(e); at--) {
    const emit_number *fact = &e->numbers.items[at - 1];
    const flat_instr *test = fact->instr ? NULL : maker_of(e, fact->var);
    if (!test || test->op != FLAT_PRIM || (test->prim != OP_lt && test->prim != OP_le)) continue;
    if (test->args[!fact->truth] == p && test->args[fact->truth] == q) return true;
  }
  return false;
}

/* When is an operation's result, which is one when it does not fail, 0 or more? */
typedef enum sign_rule {
  SIGN_OPEN, SIGN_ALWAYS, SIGN_BOTH, SIGN_EITHER, SIGN_FIRST, SIGN_SECOND,
  SIGN_ORDER /* the second is known to be at most the first */
} sign_rule;

static const uint8_t sign_rules[OP_COUNT] = {
    [OP_len] = SIGN_ALWAYS,   [OP_dict_len] = SIGN_ALWAYS, [OP_set_len] = SIGN_ALWAYS, [OP_popcount] = SIGN_ALWAYS,
    [OP_isqrt] = SIGN_ALWAYS, [OP_gcd] = SIGN_ALWAYS,      [OP_iabs] = SIGN_ALWAYS,    [OP_bool_int] = SIGN_ALWAYS,
    [OP_char_int] = SIGN_ALWAYS, [OP_iadd] = SIGN_BOTH,    [OP_imul] = SIGN_BOTH,      [OP_idiv] = SIGN_BOTH,
    [OP_band] = SIGN_EITHER,  [OP_shr] = SIGN_FIRST,       [OP_imod] = SIGN_SECOND,
    [OP_isub] = SIGN_ORDER,
};

static bool is_natural(const emitter *e, flat_var var, uint32_t depth);

static bool is_natural_prim(const emitter *e, const flat_instr *i, uint32_t depth) {
  switch ((sign_rule)sign_rules[i->prim]) {
    case SIGN_OPEN: return false;
    case SIGN_ALWAYS: return true;
    case SIGN_BOTH: return is_natural(e, i->args[0], depth) && is_natural(e, i->args[1], depth);
    case SIGN_EITHER: return is_natural(e, i->args[0], depth) || is_natural(e, i->args[1], depth);
    case SIGN_FIRST: return is_natural(e, i->args[0], depth);
    case SIGN_SECOND: return is_natural(e, i->args[1], depth);
    case SIGN_ORDER: return was_ordered(e, i->args[1], i->args[0]);
  }
  return false;
}

static bool is_natural(const emitter *e, flat_var var, uint32_t depth) {
  int64_t n;
  if (var < e->natural.len && e->natural.items[var]) return true;
  if (emit_is_constant(e, var, &n)) return n >= 0;
  const flat_instr *i = maker_of(e, var);
  if (i && i->op == FLAT_LIST_LEN) return true;
  if (i && i->op == FLAT_PRIM && depth < SIGN_DEPTH && is_natural_prim(e, i, depth + 1)) return true;
  return sign_was_asked(e, var);
}

bool emit_is_natural(const emitter *e, flat_var var) { return is_natural(e, var, 0); }

void emit_assume_natural(emitter *e, flat_var var) {
  while (e->natural.len <= var) vec_push(e->home, &e->natural, false);
  e->natural.items[var] = true;
}

bool emit_can_step(const emitter *e, flat_var var, bool down) {
  for (uint32_t k = e->numbers.len; k > stack_end(e); k--) {
    const emit_number *fact = &e->numbers.items[k - 1];
    const flat_instr *test = fact->instr || !fact->truth ? NULL : maker_of(e, fact->var);
    if (test && test->op == FLAT_PRIM && test->prim == OP_lt && test->args[down] == var) return true;
  }
  return down && emit_is_natural(e, var);
}

static bool is_below_length(const emitter *e, flat_var list, flat_var at) {
  for (uint32_t k = e->numbers.len; k > stack_end(e); k--) {
    const emit_number *fact = &e->numbers.items[k - 1];
    const flat_instr *test = fact->instr || !fact->truth ? NULL : maker_of(e, fact->var);
    if (!test || test->op != FLAT_PRIM || test->prim != OP_lt || test->args[0] != at) continue;
    if (is_length(e, test->args[1], list)) return true;
  }
  const flat_instr *i = maker_of(e, at);
  bool less = i && i->op == FLAT_PRIM && i->prim == OP_isub && emit_is_natural(e, i->args[1]);
  return less && is_below_length(e, list, i->args[0]);
}

bool emit_is_inside(const emitter *e, flat_var list, flat_var at) {
  return is_below_length(e, list, at) && emit_is_natural(e, at);
}
