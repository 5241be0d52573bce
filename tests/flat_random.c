#include "tests/flat_random.h"

#include "support/vec.h"

typedef struct maker {
  arena *home;
  comb_store *store;
  ir_types *types;
  uint64_t state;
  const uint8_t *choices; /* before chance decides */
  size_t choice_count;
  const ir_type *unit, *integer, *boolean, *text, *pair, *option, *ints, *pairs, *texts, *rows, *function, *binary,
      *word, *functions, *mixed, *tree, *point, *color, *trees, *table, *set, *dyn, *big,
      *act, *acts, *handlers;
  uint32_t defs;  /* that may be referred to */
  uint32_t loops; /* fixes around this point */
} maker;

static uint32_t below(maker *m, uint32_t n) {
  if (m->choice_count) {
    m->choice_count--;
    return *m->choices++ % n;
  }
  m->state ^= m->state << 13;
  m->state ^= m->state >> 7;
  m->state ^= m->state << 17;
  return (uint32_t)((m->state >> 11) % n);
}

static const comb *make(maker *m, const ir_type *env, const ir_type *t, uint32_t depth);

static const comb *literal(maker *m, const ir_type *env, const ir_type *t, int64_t i) {
  return comb_const(m->store, env, (comb_literal){.type = t, .i = i});
}

/* ---- variables ---- */

static const comb *variable(maker *m, const ir_type *env, const ir_type *t) {
  const comb *found = NULL, *path = comb_id(m->store, env);
  uint32_t seen = 0;
  for (; env->kind == IRT_TUPLE; env = env->args[0]) {
    if (env->args[1] == t && below(m, ++seen) == 0) found = comb_comp(m->store, path, comb_proj(m->store, env, 1));
    path = comb_comp(m->store, path, comb_proj(m->store, env, 0));
  }
  return found;
}

/* ---- plumbing ---- */

static const comb *bind(maker *m, const comb *value, const comb *rest) {
  return comb_comp(m->store, comb_pair(m->store, comb_id(m->store, value->dom), value), rest);
}

static const comb *make_let(maker *m, const ir_type *env, const ir_type *t, uint32_t depth) {
  const ir_type *const kinds[] = {m->integer, m->ints,   m->ints, m->texts, m->function,  m->pair,
                                  m->option,  m->rows, m->text, m->word,  m->functions, m->mixed,
                                  m->tree,    m->point, m->color, m->trees, m->table,   m->set,   m->dyn, m->big,
                                  m->act,     m->acts,  m->handlers};
  const comb *value = make(m, env, kinds[below(m, sizeof kinds / sizeof *kinds)], depth);
  return bind(m, value, make(m, irt_pair(m->types, env, value->cod), t, depth));
}

/* ---- declared types ---- */

/* One level of t, chosen among its constructors; at depth 0 the first, which has nothing of t in it. */
static const comb *make_data(maker *m, const ir_type *env, const ir_type *t, uint32_t depth) {
  uint32_t k = depth ? below(m, irt_decl(t)->count) : 0;
  const ir_con *con = &irt_decl(t)->cons[k];
  const comb *parts[3], *fields = comb_const(m->store, env, (comb_literal){.type = m->unit});
  for (uint32_t i = 0; i < con->count; i++) parts[i] = make(m, env, con->fields[i], depth ? depth - 1 : 0);
  if (con->count) fields = con->count == 1 ? parts[0] : comb_tuple(m->store, con->count, parts);
  const comb *pair = comb_pair(m->store, fields, literal(m, env, m->integer, k));
  return comb_comp(m->store, pair, comb_prim(m->store, OP_make, pair->cod, t, 0));
}

/* What is done with constructor k of the value that was bound last: its fields are bound one by one. */
static const comb *make_arm(maker *m, const ir_type *env, const ir_type *t, uint32_t k, uint32_t depth) {
  const ir_type *data = env->args[1], *held = irt_con_fields(m->types, data, k);
  const comb *pair = comb_pair(m->store, comb_proj(m->store, env, 1), literal(m, env, m->integer, k));
  const comb *fields = comb_comp(m->store, pair, comb_prim(m->store, OP_fields, pair->cod, held, 0));
  const ir_type *inner = irt_pair(m->types, env, held);
  if (held->kind != IRT_TUPLE) return bind(m, fields, make(m, inner, t, depth));
  const comb *first = comb_comp(m->store, comb_proj(m->store, inner, 1), comb_proj(m->store, held, 0));
  return bind(m, fields, bind(m, first, make(m, irt_pair(m->types, inner, held->args[0]), t, depth)));
}

static const comb *make_match(maker *m, const ir_type *env, const ir_type *t, uint32_t depth) {
  const ir_type *const kinds[] = {m->tree, m->tree, m->point, m->color, m->act}, *data = kinds[below(m, 5)];
  const comb *subject = make(m, env, data, depth);
  const ir_type *inner = irt_pair(m->types, env, data);
  uint32_t last = irt_decl(data)->count - 1;
  const comb *arms = make_arm(m, inner, t, last, depth);
  for (uint32_t k = last; k-- > 0;) {
    const comb *value = comb_proj(m->store, inner, 1);
    const comb *tag = comb_comp(m->store, value, comb_prim(m->store, OP_tag, data, m->integer, 0));
    const comb *both = comb_pair(m->store, tag, literal(m, inner, m->integer, k));
    const comb *test = comb_comp(m->store, both, comb_prim(m->store, OP_eq, m->pair, m->boolean, 0));
    arms = comb_choice(m->store, test, make_arm(m, inner, t, k, depth), arms);
  }
  return bind(m, subject, arms);
}

static const comb *make_print(maker *m, const ir_type *env, const ir_type *t, uint32_t depth) {
  const comb *print = comb_prim(m->store, OP_print, m->integer, m->unit, 0);
  const comb *value = comb_comp(m->store, make(m, env, m->integer, depth), print);
  return bind(m, value, make(m, irt_pair(m->types, env, m->unit), t, depth));
}

static const comb *make_option(maker *m, const ir_type *env, const ir_type *t, uint32_t depth) {
  const ir_type *option = below(m, 2) ? m->option : m->word;
  const comb *scrutinee = make(m, env, option, depth), *none = make(m, env, t, depth);
  const comb *some = make(m, irt_pair(m->types, env, option->args[0]), t, depth);
  return comb_option(m->store, scrutinee, none, some);
}

static const comb *tuple_of(maker *m, uint32_t n, const comb *const *parts) {
  return n == 1 ? parts[0] : comb_tuple(m->store, n, parts);
}

static const comb *call(maker *m, const comb *fun, uint32_t n, const comb *const *args) {
  const comb *parts[4] = {fun};
  for (uint32_t i = 0; i < n; i++) parts[i + 1] = args[i];
  const comb *tuple = comb_tuple(m->store, n + 1, parts);
  return comb_comp(m->store, tuple, comb_apply(m->store, n, tuple->cod, comb_site_add(m->store, SPAN_NONE, 0)));
}

static const comb *make_call(maker *m, const ir_type *env, const ir_type *t, uint32_t depth) {
  const comb *fun = make(m, env, irt_fun(m->types, m->integer, t), depth);
  const comb *arg = make(m, env, m->integer, depth);
  return call(m, fun, 1, &arg);
}

/* fix \n. n<1 ? base : step, where step may call itself with n-1; started low. */
static const comb *make_loop(maker *m, const ir_type *env, const ir_type *t, uint32_t depth) {
  const ir_type *self = irt_fun(m->types, m->integer, t);
  const ir_type *inner = irt_pair(m->types, irt_pair(m->types, env, self), m->integer);
  const comb *n = comb_proj(m->store, inner, 1), *one = literal(m, inner, m->integer, 1);
  const comb *less = comb_prim(m->store, OP_lt, m->pair, m->boolean, 0);
  const comb *minus = comb_prim(m->store, OP_isub, m->pair, m->integer, comb_site_add(m->store, SPAN_NONE, 0));
  const comb *again = comb_comp(m->store, comb_proj(m->store, inner, 0), comb_proj(m->store, inner->args[0], 1));
  const comb *fewer = comb_comp(m->store, comb_pair(m->store, n, one), minus);
  m->loops++;
  const comb *step = call(m, again, 1, &fewer);
  if (below(m, 2)) step = bind(m, step, make(m, irt_pair(m->types, inner, t), t, depth));
  const comb *base = make(m, inner, t, depth);
  m->loops--;
  const comb *body = comb_choice(m->store, comb_comp(m->store, comb_pair(m->store, n, one), less), base, step);
  const comb *start = literal(m, env, m->integer, below(m, 4));
  return call(m, comb_fix(m->store, 1, body), 1, &start);
}

static const comb *lambda(maker *m, const ir_type *env, uint32_t n, const ir_type *const *params, const ir_type *t,
                          uint32_t depth) {
  for (uint32_t i = 0; i < n; i++) env = irt_pair(m->types, env, params[i]);
  return comb_curry(m->store, n, make(m, env, t, depth));
}

/* ---- primitives: result, op, operands ---- */

typedef struct recipe {
  ir_op op;
  uint8_t result, operands[4];
  bool low; /* Int operands are kept small */
} recipe;

enum {
  END, INT, BOOL, TEXT, PAIR, OPTION, INTS, PAIRS, TEXTS, ROWS, UN, UN_BOOL, BIN, UN_INTS, PAIR_BOOL, PAIR_INT, ROW_INT,
  TEXT_INT, WORD, FUNS, FUN_INT, TEXT_BOOL, FUN_FUN, MIXED, MIXED_STEP, TREE, POINT, COLOR, TREES, TABLE, SET, DYN, BIG, TREE_INT,
  TREE_BOOL, TABLE_STEP, ACT, ACTS, HANDLERS, ACT_INT
};

static const recipe recipes[] = {
    {OP_iadd, INT, {INT, INT}, 0},           {OP_isub, INT, {INT, INT}, 0},
    {OP_imul, INT, {INT, INT}, 0},           {OP_idiv, INT, {INT, INT}, 0},
    {OP_imod, INT, {INT, INT}, 0},           {OP_xor, INT, {INT, INT}, 0},
    {OP_band, INT, {INT, INT}, 0},           {OP_len, INT, {INTS}, 0},
    {OP_len, INT, {TEXTS}, 0},               {OP_len, INT, {ROWS}, 0},
    {OP_index, INT, {INTS, INT}, 0},         {OP_fold, INT, {INTS, INT, BIN}, 0},
    {OP_unwrap, INT, {OPTION}, 0},           {OP_parse_int, INT, {TEXT, INT}, 1},
    {OP_iterate, INT, {INT, INT, UN}, 1},    {OP_lt, BOOL, {INT, INT}, 0},
    {OP_eq, BOOL, {INT, INT}, 0},            {OP_eq, BOOL, {INTS, INTS}, 0},
    {OP_eq, BOOL, {OPTION, OPTION}, 0},      {OP_ne, BOOL, {PAIR, PAIR}, 0},
    {OP_not, BOOL, {BOOL}, 0},               {OP_any, BOOL, {INTS, UN_BOOL}, 0},
    {OP_all, BOOL, {INTS, UN_BOOL}, 0},      {OP_any, BOOL, {PAIRS, PAIR_BOOL}, 0},
    {OP_elem, BOOL, {INT, INTS}, 0},         {OP_elem, BOOL, {TEXT, TEXTS}, 0},
    {OP_is_some, BOOL, {OPTION}, 0},         {OP_show, TEXT, {INT}, 0},
    {OP_append, TEXT, {TEXT, TEXT}, 0},      {OP_index, TEXT, {TEXTS, INT}, 0},
    {OP_join, TEXT, {TEXTS, TEXT}, 0},       {OP_find, OPTION, {INTS, UN_BOOL}, 0},
    {OP_position, OPTION, {INTS, UN_BOOL}, 0}, {OP_some, OPTION, {INT}, 0},
    {OP_find_str, OPTION, {TEXT, TEXT}, 0},  {OP_range, INTS, {INT, INT}, 1},
    {OP_range_open, INTS, {INT, INT}, 1},
    {OP_range_by, INTS, {INT, INT, INT}, 1},    {OP_map, INTS, {INTS, UN}, 0},
    {OP_map, INTS, {PAIRS, PAIR_INT}, 0},    {OP_map, INTS, {ROWS, ROW_INT}, 0},
    {OP_map, INTS, {TEXTS, TEXT_INT}, 0},    {OP_filter, INTS, {INTS, UN_BOOL}, 0},
    {OP_scan, INTS, {INTS, BIN}, 0},         {OP_scanl, INTS, {INTS, INT, BIN}, 0},
    {OP_takewhile, INTS, {INTS, UN_BOOL}, 0}, {OP_dropwhile, INTS, {INTS, UN_BOOL}, 0},
    {OP_flatmap, INTS, {INTS, UN_INTS}, 0},  {OP_sort, INTS, {INTS}, 0},
    {OP_rev, INTS, {INTS}, 0},               {OP_uniq, INTS, {INTS}, 0},
    {OP_append, INTS, {INTS, INTS}, 0},      {OP_push, INTS, {INTS, INT}, 0},
    {OP_put, INTS, {INTS, INT, INT}, 1},     {OP_tabulate, INTS, {INT, UN}, 1},
    {OP_slice, INTS, {INTS, OPTION, OPTION, OPTION}, 0}, {OP_index, INTS, {ROWS, INT}, 0},
    {OP_fold, INTS, {ROWS, INTS, END}, 0},   {OP_zip, PAIRS, {INTS, INTS}, 0},
    {OP_zipsame, PAIRS, {INTS, INTS}, 0},    {OP_enum, PAIRS, {INTS}, 0},
    {OP_filter, PAIRS, {PAIRS, PAIR_BOOL}, 0}, {OP_rev, PAIRS, {PAIRS}, 0},
    {OP_windows, ROWS, {INTS, INT}, 1},      {OP_chunks, ROWS, {INTS, INT}, 1},
    {OP_map, ROWS, {INTS, UN_INTS}, 0},      {OP_push, ROWS, {ROWS, INTS}, 0},
    {OP_sort, ROWS, {ROWS}, 0},              {OP_push, TEXTS, {TEXTS, TEXT}, 0},
    {OP_words, TEXTS, {TEXT}, 0},            {OP_rev, TEXTS, {TEXTS}, 0},
    {OP_slice, TEXTS, {TEXTS, OPTION, OPTION, OPTION}, 0}, {OP_find, WORD, {TEXTS, TEXT_BOOL}, 0},
    {OP_unwrap, TEXT, {WORD}, 0},            {OP_filter, TEXTS, {TEXTS, TEXT_BOOL}, 0},
    {OP_eq, BOOL, {WORD, WORD}, 0},          {OP_eq, BOOL, {TEXT, TEXT}, 0},
    {OP_map, FUNS, {INTS, BIN}, 0},          {OP_map, INTS, {FUNS, FUN_INT}, 0},
    {OP_index, UN, {FUNS, INT}, 0},          {OP_push, FUNS, {FUNS, UN}, 0},
    {OP_fold, UN, {INTS, UN, FUN_FUN}, 0},   {OP_fold, MIXED, {TEXTS, MIXED, MIXED_STEP}, 0},
    {OP_rev, FUNS, {FUNS}, 0},               {OP_scanl, FUNS, {INTS, UN, FUN_FUN}, 0},
    {OP_some, WORD, {TEXT}, 0},              {OP_len, INT, {TEXT}, 0},
    {OP_eq, BOOL, {TREE, TREE}, 0},          {OP_lt, BOOL, {TREE, TREE}, 0},
    {OP_ne, BOOL, {POINT, POINT}, 0},        {OP_lt, BOOL, {COLOR, COLOR}, 0},
    {OP_eq, BOOL, {COLOR, COLOR}, 0},        {OP_show, TEXT, {TREE}, 0},
    {OP_show, TEXT, {POINT}, 0},             {OP_push, TREES, {TREES, TREE}, 0},
    {OP_index, TREE, {TREES, INT}, 1},       {OP_sort, TREES, {TREES}, 0},
    {OP_rev, TREES, {TREES}, 0},             {OP_map, INTS, {TREES, TREE_INT}, 0},
    {OP_filter, TREES, {TREES, TREE_BOOL}, 0}, {OP_dict_put, TABLE, {TABLE, INT, TEXT}, 1},
    {OP_dict_get, WORD, {TABLE, INT}, 1},    {OP_dict_at, TEXT, {TABLE, INT}, 1},
    {OP_dict_remove, TABLE, {TABLE, INT}, 1}, {OP_dict_has, BOOL, {TABLE, INT}, 1},
    {OP_dict_len, INT, {TABLE}, 0},          {OP_dict_keys, INTS, {TABLE}, 0},
    {OP_dict_values, TEXTS, {TABLE}, 0},     {OP_dict_merge, TABLE, {TABLE, TABLE}, 0},
    {OP_eq, BOOL, {TABLE, TABLE}, 0},        {OP_fold, TABLE, {INTS, TABLE, TABLE_STEP}, 0},
    {OP_set, SET, {INTS}, 0},                {OP_set_items, INTS, {SET}, 0},
    {OP_set_put, SET, {SET, INT}, 1},        {OP_set_remove, SET, {SET, INT}, 1},
    {OP_set_has, BOOL, {SET, INT}, 1},       {OP_set_len, INT, {SET}, 0},
    {OP_dyn, DYN, {INT}, 0},                 {OP_dyn, DYN, {TREE}, 0},
    {OP_dyn, DYN, {WORD}, 0},                {OP_dyn, DYN, {TABLE}, 0},
    {OP_dyn, DYN, {INTS}, 0},                {OP_cast, OPTION, {DYN}, 0},
    {OP_cast, WORD, {DYN}, 0},               {OP_dyn_is_none, BOOL, {DYN}, 0},
    {OP_dyn_kind, TEXT, {DYN}, 0},           {OP_dyn_at, DYN, {DYN, DYN}, 0},
    {OP_eq, BOOL, {DYN, DYN}, 0},            {OP_show, TEXT, {DYN}, 0},
    {OP_big, BIG, {INT}, 0},                 {OP_big_add, BIG, {BIG, BIG}, 0},
    {OP_big_mod, BIG, {BIG, BIG}, 0},        {OP_big_int, INT, {BIG}, 0},
    {OP_push, ACTS, {ACTS, ACT}, 0},         {OP_index, ACT, {ACTS, INT}, 1},
    {OP_rev, ACTS, {ACTS}, 0},               {OP_map, INTS, {ACTS, ACT_INT}, 0},
    {OP_dict_at, UN, {HANDLERS, INT}, 1},    {OP_dict_put, HANDLERS, {HANDLERS, INT, UN}, 1},
    {OP_dict_remove, HANDLERS, {HANDLERS, INT}, 1}, {OP_dict_merge, HANDLERS, {HANDLERS, HANDLERS}, 0},
    {OP_dict_values, FUNS, {HANDLERS}, 0},
    {OP_lt, BOOL, {BIG, BIG}, 0},            {OP_show, TEXT, {BIG}, 0},
};

static const ir_type *kind_type(maker *m, uint8_t kind) {
  const ir_type *const types[] = {
      NULL, m->integer, m->boolean, m->text, m->pair, m->option, m->ints, m->pairs, m->texts, m->rows, m->function,
      irt_fun(m->types, m->integer, m->boolean), m->binary, irt_fun(m->types, m->integer, m->ints),
      irt_fun(m->types, m->pair, m->boolean), irt_fun(m->types, m->pair, m->integer),
      irt_fun(m->types, m->ints, m->integer), irt_fun(m->types, m->text, m->integer), m->word, m->functions,
      irt_fun(m->types, m->function, m->integer), irt_fun(m->types, m->text, m->boolean),
      irt_fun(m->types, m->function, m->binary), m->mixed,
      irt_fun(m->types, m->mixed, irt_fun(m->types, m->text, m->mixed)), m->tree, m->point, m->color, m->trees, m->table,
      m->set, m->dyn, m->big, irt_fun(m->types, m->tree, m->integer), irt_fun(m->types, m->tree, m->boolean),
      irt_fun(m->types, m->table, irt_fun(m->types, m->integer, m->table)), m->act, m->acts, m->handlers,
      irt_fun(m->types, m->act, m->integer),
  };
  return types[kind];
}

static const comb *operand(maker *m, const ir_type *env, const recipe *r, uint32_t i, uint32_t depth) {
  if (r->low && r->operands[i] == INT) return literal(m, env, m->integer, (int64_t)below(m, 8) - 1);
  return make(m, env, kind_type(m, r->operands[i]), depth);
}

static const comb *make_prim(maker *m, const ir_type *env, const ir_type *t, uint32_t depth) {
  const recipe *found = NULL;
  uint32_t seen = 0, n = 0;
  for (size_t k = 0; k < sizeof recipes / sizeof *recipes; k++)
    if (kind_type(m, recipes[k].result) == t && !(recipes[k].op == OP_fold && !recipes[k].operands[2]) &&
        below(m, ++seen) == 0)
      found = &recipes[k];
  if (!found) return NULL;
  const comb *parts[4];
  for (; n < 4 && found->operands[n]; n++) parts[n] = operand(m, env, found, n, depth);
  const comb *args = tuple_of(m, n, parts);
  ir_site site = op_flags(found->op) & OP_FAILS ? comb_site_add(m->store, SPAN_NONE, 0) : 0;
  return comb_comp(m->store, args, comb_prim(m->store, found->op, args->cod, t, site));
}

/* ---- leaves ---- */

static const comb *list_of(maker *m, const ir_type *env, const ir_type *t, uint32_t n, uint32_t depth) {
  const comb *parts[3];
  for (uint32_t i = 0; i < n; i++) parts[i] = make(m, env, t->args[0], depth);
  const comb *dom = n ? tuple_of(m, n, parts) : comb_const(m->store, env, (comb_literal){.type = m->unit});
  return comb_comp(m->store, dom, comb_prim(m->store, OP_list, dom->cod, t, 0));
}

static const ir_type *pairs_of(maker *m, const ir_type *dict) {
  return irt_list(m->types, irt_pair(m->types, dict->args[0], dict->args[1]));
}

static const comb *made_of(maker *m, ir_op op, const comb *from, const ir_type *t) {
  return comb_comp(m->store, from, comb_prim(m->store, op, from->cod, t, 0));
}

/* What makes a value of any type, without end only as deep as it has to. */
static const comb *make_plain(maker *m, const ir_type *env, const ir_type *t, uint32_t depth) {
  static const char *const texts[] = {"", "a", "12", "b c", "x"};
  uint32_t less = depth ? depth - 1 : 0;
  switch (t->kind) {
    case IRT_INT: return literal(m, env, t, below(m, 9) ? (int64_t)below(m, 10) - 2 : INT64_MAX - below(m, 2));
    case IRT_BOOL: return literal(m, env, t, below(m, 2));
    case IRT_LIST:
      if (t == m->text) return comb_const(m->store, env, (comb_literal){.type = t, .s = str_of(texts[below(m, 5)])});
      return list_of(m, env, t, depth ? below(m, 4) : 0, less);
    case IRT_TUPLE: return comb_pair(m->store, make(m, env, t->args[0], less), make(m, env, t->args[1], less));
    case IRT_OPTION:
      if (!below(m, 3))
        return comb_comp(m->store, comb_const(m->store, env, (comb_literal){.type = m->unit}),
                         comb_prim(m->store, OP_none, m->unit, t, 0));
      return comb_comp(m->store, make(m, env, t->args[0], less), comb_prim(m->store, OP_some, t->args[0], t, 0));
    case IRT_FUN: {
      const ir_type *params[] = {t->args[0], t->args[1]->kind == IRT_FUN ? t->args[1]->args[0] : NULL};
      bool two = params[1] && below(m, 4);
      return lambda(m, env, two ? 2 : 1, params, two ? t->args[1]->args[1] : t->args[1], less);
    }
    case IRT_NAMED: return make_data(m, env, t, depth);
    case IRT_DICT: return made_of(m, OP_dict, make_plain(m, env, pairs_of(m, t), less), t);
    case IRT_SET: return made_of(m, OP_set, make_plain(m, env, irt_list(m->types, t->args[0]), less), t);
    case IRT_DYN: return made_of(m, OP_dyn, make(m, env, m->integer, less), t);
    case IRT_BIG: return made_of(m, OP_big, make(m, env, m->integer, less), t);
    case IRT_FLOAT:
    case IRT_CHAR:
    case IRT_UNIT: break;
  }
  return comb_const(m->store, env, (comb_literal){.type = t});
}

static const comb *make_ref(maker *m, const ir_type *env, const ir_type *t) {
  for (uint32_t k = 0; k < m->defs; k++)
    if (comb_def_at(m->store, k)->type == t) return comb_ref(m->store, env, k);
  return NULL;
}

static const comb *make(maker *m, const ir_type *env, const ir_type *t, uint32_t depth) {
  const comb *made = NULL;
  if (below(m, 4) == 0) made = variable(m, env, t);
  if (!made && below(m, 6) == 0) made = make_ref(m, env, t);
  if (made) return made;
  if (!depth) {
    made = variable(m, env, t);
    return made ? made : make_plain(m, env, t, 0);
  }
  switch (below(m, 18)) {
    case 0:
    case 1: return make_let(m, env, t, depth - 1);
    case 2:
      return comb_choice(m->store, make(m, env, m->boolean, depth - 1), make(m, env, t, depth - 1),
                         make(m, env, t, depth - 1));
    case 3: return comb_catch(m->store, make(m, env, t, depth - 1), make(m, env, t, depth - 1));
    case 4: return make_option(m, env, t, depth - 1);
    case 5: return make_call(m, env, t, depth - 1);
    case 6: return m->loops < 2 ? make_loop(m, env, t, depth - 1) : make_plain(m, env, t, depth);
    case 8:
    case 9: return make_match(m, env, t, depth - 1);
    case 7: return below(m, 4) ? make_plain(m, env, t, depth) : make_print(m, env, t, depth - 1);
    default: made = make_prim(m, env, t, depth - 1); return made ? made : make_plain(m, env, t, depth);
  }
}

/* One of each representation, and one that holds functions: type Tree=Text(Str)|Leaf|Node(Tree,Int,Tree);
   type P={x:Int,y:Str}; type Color=Red|Blue; type Act=Do(Int->Int)|Both(Act,Act). */
static void declare_types(maker *m) {
  m->tree = irt_named(m->types, STR("Tree"), 0, NULL);
  m->point = irt_named(m->types, STR("P"), 0, NULL);
  m->color = irt_named(m->types, STR("Color"), 0, NULL);
  m->act = irt_named(m->types, STR("Act"), 0, NULL);
  const str labels[] = {STR("x"), STR("y")};
  const ir_type *const both[] = {m->act, m->act};
  irt_define(m->types, m->act, false, 2,
             (const ir_con[]){{STR("Do"), 1, &m->function, NULL}, {STR("Both"), 2, both, NULL}});
  const ir_type *const point[] = {m->integer, m->text}, *const node[] = {m->tree, m->integer, m->tree};
  irt_define(m->types, m->tree, false, 3,
             (const ir_con[]){{STR("Text"), 1, &m->text, NULL}, {.name = STR("Leaf")}, {STR("Node"), 3, node, NULL}});
  irt_define(m->types, m->point, true, 1, (const ir_con[]){{STR("P"), 2, point, labels}});
  irt_define(m->types, m->color, false, 2, (const ir_con[]){{.name = STR("Red")}, {.name = STR("Blue")}});
}

static void make_types(maker *m) {
  m->unit = irt_base(m->types, IRT_UNIT);
  m->integer = irt_base(m->types, IRT_INT);
  m->boolean = irt_base(m->types, IRT_BOOL);
  m->text = irt_str(m->types);
  m->function = irt_fun(m->types, m->integer, m->integer);
  declare_types(m);
  m->pair = irt_pair(m->types, m->integer, m->integer);
  m->option = irt_option(m->types, m->integer);
  m->ints = irt_list(m->types, m->integer);
  m->pairs = irt_list(m->types, m->pair);
  m->texts = irt_list(m->types, m->text);
  m->rows = irt_list(m->types, m->ints);
  m->binary = irt_fun(m->types, m->integer, m->function);
  m->word = irt_option(m->types, m->text);
  m->functions = irt_list(m->types, m->function);
  m->mixed = irt_pair(m->types, m->texts, m->word);
  m->trees = irt_list(m->types, m->tree);
  m->acts = irt_list(m->types, m->act);
  m->handlers = irt_dict(m->types, m->integer, m->function);
  m->table = irt_dict(m->types, m->integer, m->text);
  m->set = irt_set(m->types, m->integer);
  m->dyn = irt_base(m->types, IRT_DYN);
  m->big = irt_base(m->types, IRT_BIG);
}

static comb_program make_program(arena *home, maker m) {
  m.home = home;
  m.types = ir_types_new(home);
  intern *names = intern_new(home);
  m.store = comb_store_new(home, m.types, names);
  make_types(&m);
  const ir_type *const defs[] = {m.ints, m.function, m.integer, m.binary, irt_fun(m.types, m.integer, m.ints), m.texts};
  for (uint32_t k = 0; k < sizeof defs / sizeof *defs; k++) {
    const comb *body = make(&m, m.unit, defs[k], 3);
    comb_def_add(m.store, intern_add(names, str_printf(home, "d%u", k)), defs[k], SPAN_NONE, false);
    comb_def_at(m.store, k)->body = body;
    m.defs = k + 1;
  }
  const ir_type *const results[] = {m.integer, m.ints,  m.texts, m.rows,  m.option, m.pairs, m.mixed,
                                    m.text,    m.trees, m.point, m.table, m.set,    m.dyn,   m.big};
  const ir_type *env = irt_pair(m.types, irt_pair(m.types, m.unit, m.integer), m.ints);
  comb_program p = {.store = m.store, .argc = 2, .result = results[below(&m, sizeof results / sizeof *results)]};
  p.args = arena_copy(home, (const ir_type *const[]){m.integer, m.ints}, 2 * sizeof *p.args, alignof(ir_type *));
  p.entry = make(&m, env, p.result, 5);
  return p;
}

comb_program flat_random(arena *home, uint64_t seed) {
  return make_program(home, (maker){.state = seed * 0x9E3779B97F4A7C15u + 1});
}

comb_program flat_random_choices(arena *home, const uint8_t *choices, size_t count) {
  return make_program(home, (maker){.state = count + 1, .choices = choices, .choice_count = count});
}
