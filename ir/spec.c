/* A copy is found by its key: the words that a walk over the function and its arguments writes (kinds, types, terms;
   variables only as "one more"). The same walk builds the template, the value in which variable i is the copy's
   parameter i, and collects the caller's variables. Only what the body needs is walked: the rest becomes holes.

   Recursion that makes its own function arguments bigger at every turn would never end. So functions within functions
   are walked to a depth only, below it they are objects; and a term with too many copies gets no functions nor
   constants at all. The keys of a term are then finite. */

#include "ir/spec.h"

#include "ir/passes.h"
#include "ir/stream.h"
#include "support/bug.h"

enum { DEPTH = 8, COPIES = 24 };

typedef enum spec_kind { SPEC_CALL, SPEC_CLOSURE, SPEC_GLOBAL } spec_kind;

struct spec {
  spec_kind kind;
  uint32_t fun;
  const val *callee; /* templates */
  uint32_t n;
  const val *const *args;
  uint32_t def; /* GLOBAL */
  uint32_t leaf_count;
  const flat_var_info *leaves;
  uint32_t key_count;
  const uint32_t *key;
  spec *next; /* same hash */
};

struct spec_table {
  arena *home;
  map by_hash;      /* of the key -> chain */
  map copies;       /* term id -> copies made */
  uint32_t *global; /* per definition: its global + 1 */
  VEC(spec *) queue;
  uint32_t done;
};

spec_table *spec_table_new(arena *home, uint32_t def_count) {
  spec_table *t = ARENA_NEW(home, spec_table);
  *t = (spec_table){.home = home, .by_hash = map_new(home), .copies = map_new(home)};
  t->global = ARENA_ARRAY(home, uint32_t, def_count);
  return t;
}

uint32_t spec_fun(const spec *s) { return s->fun; }

/* ---- the walk ---- */

typedef struct walk {
  apply *a;
  emit_vars leaves;
  VEC(flat_var_info) infos;
  VEC(uint32_t) key;
  map seen; /* pointers of value and need -> template and its place in the key */
  map vars; /* of environments: variable -> leaf + 1 */
  uint32_t depth;
  bool exact; /* functions and constants are part of the key */
  bool in_env;
} walk;

typedef struct walked {
  const val *v;
  const need *d;
  const val *template;
  uint32_t place;
} walked;

enum key_word { KEY_HOLE = 1, KEY_BACK, KEY_LEAF, KEY_SAME, KEY_CONST, KEY_ABSENT, KEY_PARTS, KEY_FUN, KEY_RANGE };

static void key(walk *w, uint32_t word) { vec_push(w->a->home, &w->key, word); }

static const val *walk_leaf(walk *w, const ir_type *type, flat_var var) {
  uint64_t known;
  if (w->in_env && map_get(&w->vars, var, &known)) {
    key(w, KEY_SAME);
    key(w, (uint32_t)known);
    return val_var(w->a->home, type, (flat_var)known);
  }
  flat_var_info info = w->a->e.fun->vars.items[var];
  key(w, KEY_LEAF);
  key(w, info.heap ? info.heap->id + 8 : info.scalar);
  if (w->in_env) map_set(&w->vars, var, w->leaves.len);
  vec_push(w->a->home, &w->leaves, var);
  vec_push(w->a->home, &w->infos, info);
  return val_var(w->a->home, type, w->leaves.len - 1);
}

/* As an object or scalars, whatever it is. */
static const val *walk_forced(walk *w, const val *v) {
  const val *forced = apply_forced(w->a, v);
  if (forced->kind == VAL_VAR) return walk_leaf(w, v->type, forced->var);
  const val **parts = ARENA_ARRAY(w->a->home, const val *, forced->n);
  for (uint32_t i = 0; i < forced->n; i++) parts[i] = walk_forced(w, forced->parts[i]);
  return val_parts(w->a->home, forced->kind, forced->type, forced->n, parts);
}

static const val *walk_value(walk *w, const val *v, const need *d);

static const val *walk_parts(walk *w, const val *v, const need *d) {
  const val **parts = ARENA_ARRAY(w->a->home, const val *, v->n);
  key(w, KEY_PARTS);
  key(w, v->type->id);
  for (uint32_t i = 0; i < v->n; i++)
    parts[i] = walk_value(w, v->parts[i], v->kind == VAL_TUPLE ? need_part(&w->a->up->need, d, i) : d);
  return val_parts(w->a->home, v->kind, v->type, v->n, parts);
}

static const val *walk_const(walk *w, const val *v) {
  if (!w->exact || !w->in_env || v->type->kind == IRT_LIST) return walk_forced(w, v);
  key(w, KEY_CONST);
  key(w, v->type->id);
  key(w, (uint32_t)(uint64_t)v->literal->i);
  key(w, (uint32_t)((uint64_t)v->literal->i >> 32));
  return v;
}

/* What of its arguments the function's body needs: args[i] of those it has from the first on. */
static void arg_needs(need_table *t, const val *fun, uint32_t n, const need **needs) {
  const need *d = need_of(t, fun->term->a);
  for (uint32_t i = fun->term->n; i > 0; i--) {
    if (i <= n) needs[i - 1] = need_part(t, d, 1);
    d = need_part(t, d, 0);
  }
}

static const val *walk_fun(walk *w, const val *v) {
  if (!w->exact || w->depth >= DEPTH) return walk_leaf(w, v->type, spec_closure(w->a, v));
  arena *home = w->a->home;
  bool was_in_env = w->in_env;
  key(w, KEY_FUN);
  key(w, v->term->id);
  key(w, v->n);
  w->depth++;
  w->in_env = true;
  const val *env = walk_value(w, v->env, need_of_env(&w->a->up->need, v->term));
  const val *copy = val_fun(home, v->term, env, v->def);
  const need **needs = ARENA_ARRAY(home, const need *, v->n);
  arg_needs(&w->a->up->need, v, v->n, needs);
  for (uint32_t i = 0; i < v->n; i++) copy = val_given(home, copy, walk_value(w, v->parts[i], needs[i]));
  w->in_env = was_in_env;
  w->depth--;
  return val_closed(home, copy, v->shared);
}

static const val *walk_stream(walk *w, const val *v) {
  const stream *s = v->stream;
  if (s->kind != STREAM_RANGE) return walk_forced(w, v);
  stream *copy = arena_copy(w->a->home, s, sizeof *s, alignof(stream));
  key(w, KEY_RANGE);
  key(w, s->open);
  key(w, s->back);
  need whole = {.whole = NEED_MANY};
  copy->lo = walk_value(w, s->lo, &whole);
  copy->hi = walk_value(w, s->hi, &whole);
  return val_closed(w->a->home, val_stream(w->a->home, v->type, copy), false);
}

static const val *walk_form(walk *w, const val *v, const need *d) {
  switch (v->kind) {
    case VAL_VAR: return walk_leaf(w, v->type, v->var);
    case VAL_CONST: return walk_const(w, v);
    case VAL_ABSENT:
      if (!w->in_env) return walk_forced(w, v);
      key(w, KEY_ABSENT);
      key(w, v->type->id);
      return v;
    case VAL_TUPLE: return walk_parts(w, v, d);
    case VAL_OPTION: return w->in_env ? walk_parts(w, v, d) : walk_forced(w, v);
    case VAL_LIST: return walk_forced(w, v);
    case VAL_DATA: return walk_forced(w, v);
    case VAL_FUN: return walk_fun(w, v);
    case VAL_STREAM: return walk_stream(w, v);
    case VAL_HOLE: break;
  }
  gael_bug("a hole where a value is needed");
}

/* Environments share their parts: what was walked is referred to. */
static const val *walk_value(walk *w, const val *v, const need *d) {
  if (need_total(d) == NEED_NONE) {
    key(w, KEY_HOLE);
    return val_hole(w->a->home, v->type);
  }
  bool composite = w->in_env && (v->kind == VAL_TUPLE || v->kind == VAL_FUN);
  if (!composite) return walk_form(w, v, d);
  uint64_t hash = hash_mix(map_ptr_key(v), v->kind == VAL_FUN ? 0 : map_ptr_key(d));
  const walked *known = map_get_ptr(&w->seen, hash);
  if (known && known->v == v && (v->kind == VAL_FUN || known->d == d)) {
    key(w, KEY_BACK);
    key(w, known->place);
    return known->template;
  }
  uint32_t place = w->key.len;
  walked *entry = ARENA_NEW(w->a->home, walked);
  *entry = (walked){v, d, walk_form(w, v, d), place};
  map_set_ptr(&w->seen, hash, entry);
  return entry->template;
}

/* ---- finding and making copies ---- */

static uint32_t copies_of(spec_table *t, const comb *term) {
  uint64_t n = 0;
  map_get(&t->copies, term->id, &n);
  return (uint32_t)n;
}

static walk walk_start(apply *a, spec_kind kind, const val *fun, uint32_t n) {
  walk w = {.a = a, .seen = map_new(a->home), .vars = map_new(a->home), .in_env = true};
  w.exact = copies_of(a->up->specs, fun->term) < COPIES && transform_on(a->up->m, TRANSFORM_specialise);
  key(&w, kind);
  key(&w, n);
  return w;
}

/* The function itself is known, whatever the limits say of those in its environment. */
static const val *walk_callee(walk *w, const val *fun) {
  key(w, w->exact);
  key(w, fun->term->id);
  const val *env = walk_value(w, fun->env, need_of_env(&w->a->up->need, fun->term));
  return val_closed(w->a->home, val_fun(w->a->home, fun->term, env, fun->def), fun->shared);
}

static spec *find(spec_table *t, const walk *w, uint64_t hash) {
  for (spec *s = map_get_ptr(&t->by_hash, hash); s; s = s->next) {
    if (s->key_count != w->key.len) continue;
    bool same = true;
    for (uint32_t i = 0; same && i < s->key_count; i++) same = s->key[i] == w->key.items[i];
    if (same) return s;
  }
  return NULL;
}

static str spec_name(apply *a, const val *fun) {
  if (fun->def != FLAT_NONE) return intern_str(comb_names(a->up->store), comb_def_at(a->up->store, fun->def)->name);
  return fun->term->kind == COMB_FIX ? STR("loop") : STR("lambda");
}

static spec *make(apply *a, walk *w, const spec *model, uint64_t hash, const val *fun, const ir_type *result) {
  spec_table *t = a->up->specs;
  spec *s = arena_copy(t->home, model, sizeof *model, alignof(spec));
  s->fun = flat_fun_new(a->up->m, spec_name(a, fun), result);
  flat_fun *f = a->up->m->funs.items[s->fun];
  f->definition = fun->def != FLAT_NONE ? comb_def_at(a->up->store, fun->def)->name : a->e.fun->definition;
  s->leaf_count = w->infos.len;
  s->leaves = w->infos.items;
  s->key_count = w->key.len;
  s->key = w->key.items;
  s->next = map_get_ptr(&t->by_hash, hash);
  map_set_ptr(&t->by_hash, hash, s);
  map_set(&t->copies, fun->term->id, copies_of(t, fun->term) + 1);
  vec_push(t->home, &t->queue, s);
  return s;
}

static spec *find_or_make(apply *a, walk *w, const spec *model, const val *fun, const ir_type *result) {
  uint64_t hash = hash_bytes(w->key.items, w->key.len * sizeof *w->key.items);
  spec *known = find(a->up->specs, w, hash);
  return known ? known : make(a, w, model, hash, fun, result);
}

const spec *spec_call(apply *a, const val *fun, uint32_t n, const val *const *args, emit_vars *leaves) {
  uint32_t all = fun->n + n;
  walk w = walk_start(a, SPEC_CALL, fun, all);
  const val *callee = walk_callee(&w, fun);
  const need **needs = ARENA_ARRAY(a->home, const need *, all);
  const val **templates = ARENA_ARRAY(a->home, const val *, all);
  arg_needs(&a->up->need, fun, all, needs);
  w.in_env = false;
  for (uint32_t i = 0; i < all; i++) {
    const val *arg = i < fun->n ? fun->parts[i] : args[i - fun->n];
    arg = apply_settle_all(a, arg, need_total(needs[i]) ? NEED_MANY : NEED_NONE);
    templates[i] = walk_value(&w, arg, needs[i]);
  }
  spec model = {.kind = SPEC_CALL, .callee = callee, .n = all, .args = templates};
  *leaves = w.leaves;
  return find_or_make(a, &w, &model, fun, fun->term->a->cod);
}

flat_var spec_closure(apply *a, const val *fun) {
  walk w = walk_start(a, SPEC_CLOSURE, fun, fun->n);
  const val *callee = walk_callee(&w, fun);
  const need **needs = ARENA_ARRAY(a->home, const need *, fun->n);
  arg_needs(&a->up->need, fun, fun->n, needs);
  for (uint32_t i = 0; i < fun->n; i++) callee = val_given(a->home, callee, walk_value(&w, fun->parts[i], needs[i]));
  spec model = {.kind = SPEC_CLOSURE, .callee = callee};
  const spec *s = find_or_make(a, &w, &model, fun, fun->type->args[1]);
  flat_instr i = {.op = FLAT_CLOSURE, .target = s->fun, .type = fun->type, .arg_count = w.leaves.len};
  flat_var_info info = {FLAT_PTR, fun->type};
  return *emit_instr(&a->e, i, w.leaves.items, 1, &info);
}

uint32_t spec_global(apply_module *up, uint32_t def) {
  spec_table *t = up->specs;
  if (t->global[def]) return t->global[def] - 1;
  const comb_def *d = comb_def_at(up->store, def);
  str name = intern_str(comb_names(up->store), d->name);
  uint32_t fun = flat_fun_new(up->m, name, d->type);
  up->m->funs.items[fun]->definition = d->name;
  vec_push(up->m->home, &up->m->globals, ((flat_global){.name = name, .type = d->type, .fun = fun}));
  t->global[def] = up->m->globals.len;
  spec *s = ARENA_NEW(t->home, spec);
  *s = (spec){.kind = SPEC_GLOBAL, .fun = fun, .def = def};
  vec_push(t->home, &t->queue, s);
  return t->global[def] - 1;
}

/* ---- writing them ---- */

const val *spec_body_env(arena *home, const val *fun, uint32_t n, const val *const *args) {
  const comb *body = fun->term->a;
  bool fix = fun->term->kind == COMB_FIX;
  uint32_t bound = fun->n + n;
  const ir_type **types = ARENA_ARRAY(home, const ir_type *, bound + 1); /* of the environment with i arguments */
  types[bound] = body->dom;
  for (uint32_t i = bound; i > 0; i--) types[i - 1] = types[i]->args[0];
  const val *env = fun->env;
  if (fix) env = val_pair(home, types[0], env, val_closed(home, val_fun(home, fun->term, env, fun->def), true));
  for (uint32_t i = 0; i < bound; i++)
    env = val_pair(home, types[i + 1], env, i < fun->n ? fun->parts[i] : args[i - fun->n]);
  return env;
}

static void add_params(flat_module *m, flat_fun *f, uint32_t n, const flat_var_info *infos) {
  flat_var *params = ARENA_ARRAY(m->home, flat_var, f->param_count + n);
  for (uint32_t i = 0; i < f->param_count; i++) params[i] = f->params[i];
  for (uint32_t i = 0; i < n; i++) params[f->param_count + i] = flat_var_new(m, f, infos[i]);
  f->params = params;
  f->param_count += n;
  f->borrowed = ARENA_ARRAY(m->home, bool, f->param_count);
}

const flat_var *spec_add_params(flat_module *m, flat_fun *f, const ir_type *type) {
  uint32_t n = flat_scalar_count(type);
  flat_var_info *infos = ARENA_ARRAY(m->home, flat_var_info, n);
  flat_scalars(type, infos, n);
  add_params(m, f, n, infos);
  return f->params + f->param_count - n;
}

/* The variables of the templates are the parameters of a loop's header, so that a tail call of itself can set them. */
static void write_call(apply *a, const spec *s) {
  a->often = s->callee->def == FLAT_NONE || a->up->facts.often[s->callee->def];
  flat_module *m = a->up->m;
  flat_fun *f = a->e.fun;
  emit_vars params = {0};
  for (uint32_t i = 0; i < s->leaf_count; i++) flat_var_new(m, f, s->leaves[i]);
  add_params(m, f, s->leaf_count, s->leaves);
  for (uint32_t i = 0; i < f->param_count; i++) vec_push(a->home, &params, f->params[i]);
  emit_start(&a->e, m, a->home, f);
  a->self = s;
  a->loop = emit_block(&a->e);
  for (uint32_t i = 0; i < s->leaf_count; i++) vec_push(m->home, &f->blocks.items[a->loop].params, i);
  emit_goto(&a->e, a->loop, &params);
  a->e.at = a->loop;
  const val *const *args = apply_settled_args(a, s->callee, s->n, s->args);
  apply_term_last(a, s->callee->term->a, spec_body_env(a->home, s->callee, s->n, args));
}

static void write_closure(apply *a, const spec *s) {
  a->often = true;
  flat_module *m = a->up->m;
  flat_fun *f = a->e.fun;
  add_params(m, f, s->leaf_count, s->leaves);
  f->closure = true;
  f->capture_count = s->leaf_count;
  const ir_type *type = s->callee->type->args[0];
  const val *arg = val_of_vars(a->home, a->up->types, type, spec_add_params(m, f, type));
  emit_start(&a->e, m, a->home, f);
  apply_call(a, s->callee, 1, &arg, 0, true);
}

static void write_global(apply *a, const spec *s) {
  const comb *body = comb_def_at(a->up->store, s->def)->body;
  const val *unit = val_parts(a->home, VAL_TUPLE, body->dom, 0, NULL);
  emit_start(&a->e, a->up->m, a->home, a->e.fun);
  a->often = a->up->facts.often[s->def];
  apply_return(a, apply_term(a, body, unit));
}

void spec_run(apply_module *up) {
  static void (*const write[])(apply *, const spec *) = {
      [SPEC_CALL] = write_call, [SPEC_CLOSURE] = write_closure, [SPEC_GLOBAL] = write_global};
  spec_table *t = up->specs;
  while (t->done < t->queue.len) {
    const spec *s = t->queue.items[t->done++];
    apply a = {.up = up, .home = up->home};
    a.e.fun = up->m->funs.items[s->fun];
    write[s->kind](&a, s);
  }
}
