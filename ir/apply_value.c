/* Constructors of symbolic values. */

#include "ir/apply_value.h"

#include "support/bug.h"

static val *val_new(arena *home, val_kind kind, const ir_type *type) {
  val *v = ARENA_NEW(home, val);
  v->kind = kind;
  v->type = type;
  v->def = v->object = FLAT_NONE;
  return v;
}

const val *val_var(arena *home, const ir_type *type, flat_var var) {
  val *v = val_new(home, VAL_VAR, type);
  v->var = var;
  return v;
}

const val *val_literal(arena *home, const comb_literal *k) {
  val *v = val_new(home, VAL_CONST, k->type);
  v->literal = k;
  return v;
}

const val *val_int(arena *home, const ir_type *type, int64_t i) {
  comb_literal *k = ARENA_NEW(home, comb_literal);
  k->type = type;
  k->i = i;
  return val_literal(home, k);
}

const val *val_bool(arena *home, const ir_type *type, bool b) { return val_int(home, type, b); }

const val *val_absent(arena *home, const ir_type *type) { return val_new(home, VAL_ABSENT, type); }

const val *val_hole(arena *home, const ir_type *type) { return val_new(home, VAL_HOLE, type); }

const val *val_parts(arena *home, val_kind kind, const ir_type *type, uint32_t n, const val *const *parts) {
  val *v = val_new(home, kind, type);
  v->n = n;
  v->parts = n ? arena_copy(home, parts, n * sizeof *parts, alignof(val *)) : NULL;
  for (uint32_t i = 0; i < n; i++) {
    v->loose |= parts[i]->loose;
    v->open |= parts[i]->open;
  }
  return v;
}

const val *val_pair(arena *home, const ir_type *type, const val *a, const val *b) {
  return val_parts(home, VAL_TUPLE, type, 2, (const val *[]){a, b});
}

const val *val_data(arena *home, const ir_type *type, uint32_t con, uint32_t n, const val *const *parts) {
  val *v = arena_copy(home, val_parts(home, VAL_DATA, type, n, parts), sizeof *v, alignof(val));
  v->con = con;
  return v;
}

const val *val_fun(arena *home, const comb *term, const val *env, uint32_t def) {
  val *v = val_new(home, VAL_FUN, term->cod);
  v->term = term;
  v->env = env;
  v->def = def;
  v->loose = v->open = true;
  return v;
}

const val *val_given(arena *home, const val *fun, const val *arg) {
  const val **args = ARENA_ARRAY(home, const val *, fun->n + 1);
  for (uint32_t i = 0; i < fun->n; i++) args[i] = fun->parts[i];
  args[fun->n] = arg;
  val *v = arena_copy(home, fun, sizeof *fun, alignof(val));
  v->type = fun->type->args[1];
  v->parts = args;
  v->n = fun->n + 1;
  v->loose = v->open = true;
  return v;
}

const val *val_stream(arena *home, const ir_type *type, stream *s) {
  val *v = val_new(home, VAL_STREAM, type);
  v->stream = s;
  v->loose = v->open = true;
  return v;
}

const val *val_closed(arena *home, const val *v, bool shared) {
  val *copy = arena_copy(home, v, sizeof *v, alignof(val));
  copy->open = false;
  copy->shared = shared;
  return copy;
}

const val *val_opened(arena *home, const val *v) {
  if (!v->loose) return v;
  val *copy = arena_copy(home, v, sizeof *v, alignof(val));
  copy->open = true;
  if (v->kind == VAL_FUN || v->kind == VAL_STREAM) return copy;
  const val **parts = ARENA_ARRAY(home, const val *, v->n);
  for (uint32_t i = 0; i < v->n; i++) parts[i] = val_opened(home, v->parts[i]);
  copy->parts = parts;
  return copy;
}

const val *val_part(arena *home, const val *v, uint32_t i) {
  flat_product p;
  if (v->kind == VAL_TUPLE) return v->parts[i];
  if (!flat_product_of(v->type, &p)) gael_bug("part %u of a value of kind %d", i, (int)v->kind);
  return v->kind == VAL_HOLE ? val_hole(home, p.parts[i]) : val_absent(home, p.parts[i]);
}

static const val *of_vars(arena *home, ir_types *types, const ir_type *t, const flat_var **vars) {
  flat_product p;
  if (flat_product_of(t, &p)) {
    const val **parts = ARENA_ARRAY(home, const val *, p.count);
    for (uint32_t i = 0; i < p.count; i++) parts[i] = of_vars(home, types, p.parts[i], vars);
    return val_parts(home, VAL_TUPLE, t, p.count, parts);
  }
  if (t->kind == IRT_OPTION) {
    const val *tag = val_var(home, irt_base(types, IRT_BOOL), *(*vars)++);
    const val *content = of_vars(home, types, t->args[0], vars);
    return val_parts(home, VAL_OPTION, t, 2, (const val *[]){tag, content});
  }
  return val_var(home, t, *(*vars)++);
}

const val *val_of_vars(arena *home, ir_types *types, const ir_type *t, const flat_var *vars) {
  return of_vars(home, types, t, &vars);
}

bool val_is_int(const val *v, int64_t *i) {
  if (v->kind != VAL_CONST || v->type->kind == IRT_LIST || v->type->kind == IRT_FLOAT) return false;
  *i = v->literal->i;
  return true;
}

bool val_same(const val *p, const val *q) {
  if (p == q) return true;
  if (p->kind != q->kind) return false;
  int64_t i, j;
  if (p->kind == VAL_VAR) return p->var == q->var;
  if (p->kind == VAL_CONST) return p->literal == q->literal || (val_is_int(p, &i) && val_is_int(q, &j) && i == j);
  if (p->kind == VAL_ABSENT) return true;
  bool parts = p->kind == VAL_TUPLE || p->kind == VAL_OPTION || p->kind == VAL_FUN || p->kind == VAL_DATA;
  if (!parts || p->n != q->n || p->con != q->con) return false;
  if (p->kind == VAL_FUN && (p->term != q->term || p->env != q->env)) return false;
  for (uint32_t k = 0; k < p->n; k++)
    if (!val_same(p->parts[k], q->parts[k])) return false;
  return true;
}
