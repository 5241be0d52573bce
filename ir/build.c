#include "ir/build.h"

#include "ir/op_type.h"
#include "support/vec.h"

enum { BUILD_DEPTH = 20000 };

static void *build_fail(builder *b, const syntax *t, const char *error) {
  if (!b->error) {
    b->error = error;
    b->error_at = t->at;
  }
  return NULL;
}

const build_binding *build_find(const builder *b, str name) {
  for (uint32_t i = 0; i < b->binding_count; i++)
    if (str_eq(b->bindings[i].name, name)) return &b->bindings[i];
  return NULL;
}

/* ---- types and sites ---- */

/* One type at the front of *text, which moves behind it: a type, or a variable of a pattern. */
static const ir_type *build_type(builder *b, const syntax *t, str *text) {
  size_t used = 0;
  const ir_type *type = NULL;
  if (text->len && text->ptr[0] == '?') {
    for (used = 1; used < text->len && text->ptr[used] != ','; used++) continue;
    const build_binding *bound = build_find(b, (str){text->ptr + 1, used - 1});
    type = bound ? bound->type : NULL;
  } else {
    type = irt_read(comb_types(b->store), *text, &used);
  }
  *text = (str){text->ptr + used, text->len - used};
  return type ? type : build_fail(b, t, "a type that cannot be read");
}

static const ir_type *build_whole_type(builder *b, const syntax *t, str text) {
  const ir_type *type = build_type(b, t, &text);
  if (type && text.len) return build_fail(b, t, "a type that goes on");
  return type;
}

static bool build_site(builder *b, const syntax *t, ir_site *out) {
  uint64_t site = 0;
  const build_binding *bound = build_find(b, t->site);
  if (bound && bound->is_site) site = bound->site;
  else
    for (size_t i = 0; i < t->site.len; i++) {
      if (t->site.ptr[i] < '0' || t->site.ptr[i] > '9') return build_fail(b, t, "a site that is no number");
      site = site * 10 + (uint64_t)(t->site.ptr[i] - '0');
      if (site > UINT32_MAX) break;
    }
  *out = (ir_site)site;
  return site < comb_site_count(b->store) || build_fail(b, t, "a site that the table does not have");
}

/* ---- the forms ---- */

static const comb *build_chain(builder *b, const syntax *t, const ir_type *dom) {
  arena *home = comb_arena(b->store);
  const comb **parts = ARENA_ARRAY(home, const comb *, t->count);
  for (uint32_t i = 0; i < t->count; i++) {
    parts[i] = build_term(b, t->parts[i], dom);
    if (!parts[i]) return NULL;
    dom = parts[i]->cod;
  }
  const comb *whole = parts[t->count - 1];
  for (uint32_t i = t->count - 1; i > 0; i--) whole = comb_comp(b->store, parts[i - 1], whole);
  return whole;
}

static const comb *build_tuple(builder *b, const syntax *t, const ir_type *dom) {
  const comb **parts = ARENA_ARRAY(comb_arena(b->store), const comb *, t->count);
  for (uint32_t i = 0; i < t->count; i++) {
    parts[i] = build_term(b, t->parts[i], dom);
    if (!parts[i]) return NULL;
  }
  return comb_tuple(b->store, t->count, parts);
}

static const comb *build_const(builder *b, const syntax *t, const ir_type *dom) {
  if (t->name.len) {
    const build_binding *bound = build_find(b, t->name);
    if (!bound || !bound->literal) return build_fail(b, t, "a literal's variable that is not bound");
    return comb_const(b->store, dom, *bound->literal);
  }
  ir_types *types = comb_types(b->store);
  comb_literal k = {.i = t->literal.i};
  if (t->literal.kind == IRT_FLOAT) k.f = t->literal.f;
  if (t->literal.kind == IRT_LIST) k.s = t->literal.s;
  k.type = t->literal.kind == IRT_LIST ? irt_str(types) : irt_base(types, t->literal.kind);
  return comb_const(b->store, dom, k);
}

static const comb *build_function(builder *b, const syntax *t, const ir_type *dom) {
  ir_types *types = comb_types(b->store);
  VEC(const ir_type *) params = {0};
  str text = t->type;
  do {
    const ir_type *param = build_type(b, t, &text);
    if (!param) return NULL;
    vec_push(comb_arena(b->store), &params, param);
  } while (text.len && text.ptr[0] == ',' && (text = (str){text.ptr + 1, text.len - 1}, true));
  if (text.len) return build_fail(b, t, "parameters that go on");
  const ir_type *env = dom, *result = NULL;
  if (t->kind == SYNTAX_FIX) {
    result = build_whole_type(b, t, t->result);
    if (!result) return NULL;
    const ir_type *self = result;
    for (uint32_t i = params.len; i > 0; i--) self = irt_fun(types, params.items[i - 1], self);
    env = irt_pair(types, env, self);
  }
  for (uint32_t i = 0; i < params.len; i++) env = irt_pair(types, env, params.items[i]);
  const comb *body = build_term(b, t->parts[0], env);
  if (!body) return NULL;
  if (result && body->cod != result) return build_fail(b, t, "a recursive function whose body gives another type");
  return (t->kind == SYNTAX_FIX ? comb_fix : comb_curry)(b->store, params.len, body);
}

static const comb *build_apply(builder *b, const syntax *t, const ir_type *dom) {
  ir_site site;
  if (!build_site(b, t, &site)) return NULL;
  if (dom->kind != IRT_TUPLE || dom->count != t->n + 1)
    return build_fail(b, t, "a call of a wrong number of arguments");
  const ir_type *fun = dom->args[0];
  for (uint32_t i = 0; i < t->n; i++) {
    if (fun->kind != IRT_FUN || fun->args[0] != dom->args[i + 1])
      return build_fail(b, t, "a call whose arguments do not fit");
    fun = fun->args[1];
  }
  return comb_apply(b->store, t->n, dom, site);
}

static const comb *build_prim(builder *b, const syntax *t, const ir_type *dom) {
  ir_site site;
  if (!build_site(b, t, &site)) return NULL;
  ir_op op = (ir_op)t->n;
  const ir_type *cod = t->type.len ? build_whole_type(b, t, t->type) : op_result(comb_types(b->store), op, dom);
  if (!cod) return build_fail(b, t, "a primitive whose type is not determined, or does not fit");
  return op_fits(op, dom, cod) ? comb_prim(b->store, op, dom, cod, site)
                               : build_fail(b, t, "a primitive that does not fit");
}

/* (list f g ..): the elements decide the type. */
static const comb *build_list(builder *b, const syntax *t, const ir_type *dom) {
  const comb *elements = build_term(b, t->parts[0], dom);
  if (!elements) return NULL;
  bool several = t->parts[0]->kind == SYNTAX_TUPLE;
  ir_types *types = comb_types(b->store);
  const ir_type *cod = irt_list(types, several ? elements->cod->args[0] : elements->cod);
  if (!op_fits(OP_list, elements->cod, cod)) return build_fail(b, t, "a list of different types");
  return comb_comp(b->store, elements, comb_prim(b->store, OP_list, elements->cod, cod, 0));
}

static bool is_open_list(const syntax *t) {
  return t->count == 2 && t->parts[1]->kind == SYNTAX_PRIM && t->parts[1]->n == OP_list && !t->parts[1]->type.len;
}

static const comb *build_choice(builder *b, const syntax *t, const ir_type *dom) {
  const comb *c = build_term(b, t->parts[0], dom);
  if (!c) return NULL;
  if (c->cod->kind != IRT_BOOL) return build_fail(b, t, "a condition that is no Bool");
  const comb *p = build_term(b, t->parts[1], dom);
  const comb *q = p ? build_term(b, t->parts[2], dom) : NULL;
  if (!q) return NULL;
  return p->cod == q->cod ? comb_choice(b->store, c, p, q) : build_fail(b, t, "branches of different types");
}

static const comb *build_catch(builder *b, const syntax *t, const ir_type *dom) {
  const comb *l = build_term(b, t->parts[0], dom);
  const comb *r = l ? build_term(b, t->parts[1], dom) : NULL;
  if (!r) return NULL;
  return l->cod == r->cod ? comb_catch(b->store, l, r) : build_fail(b, t, "sides of different types");
}

static const comb *build_option(builder *b, const syntax *t, const ir_type *dom) {
  const comb *s = build_term(b, t->parts[0], dom);
  if (!s) return NULL;
  if (s->cod->kind != IRT_OPTION) return build_fail(b, t, "a scrutinee that is no option");
  const comb *none = build_term(b, t->parts[1], dom);
  const ir_type *env = irt_pair(comb_types(b->store), dom, s->cod->args[0]);
  const comb *some = none ? build_term(b, t->parts[2], env) : NULL;
  if (!some) return NULL;
  return none->cod == some->cod ? comb_option(b->store, s, none, some) : build_fail(b, t, "cases of different types");
}

static const comb *build_ref(builder *b, const syntax *t, const ir_type *dom) {
  uint64_t def;
  sym name = intern_find(comb_names(b->store), t->name);
  if (!b->defs || !name || !map_get(b->defs, name, &def)) return build_fail(b, t, "a reference to no definition");
  return comb_ref(b->store, dom, (uint32_t)def);
}

static const comb *build_shared_term(builder *b, const syntax *t, const ir_type *dom) {
  build_shared *let = b->shared ? map_get_ptr(b->shared, t->n) : NULL;
  if (!let) return build_fail(b, t, "a number that no let names");
  if (!let->term || let->term->dom != dom) let->term = build_term(b, let->body, dom);
  return let->term;
}

static const comb *build_var(builder *b, const syntax *t, const ir_type *dom) {
  const build_binding *bound = build_find(b, t->name);
  if (!bound || !bound->term) return build_fail(b, t, "a variable that is not bound");
  return bound->term->dom == dom ? bound->term : build_fail(b, t, "a variable of another domain");
}

static const comb *build_form(builder *b, const syntax *t, const ir_type *dom) {
  switch (t->kind) {
    case SYNTAX_ID: return comb_id(b->store, dom);
    case SYNTAX_PROJ:
      if (dom->kind != IRT_TUPLE || t->n >= dom->count)
        return build_fail(b, t, "a projection from what has no such part");
      return comb_proj(b->store, dom, t->n);
    case SYNTAX_TUPLE: return build_tuple(b, t, dom);
    case SYNTAX_CHAIN: return is_open_list(t) ? build_list(b, t, dom) : build_chain(b, t, dom);
    case SYNTAX_CONST: return build_const(b, t, dom);
    case SYNTAX_CURRY:
    case SYNTAX_FIX: return build_function(b, t, dom);
    case SYNTAX_APPLY: return build_apply(b, t, dom);
    case SYNTAX_CHOICE: return build_choice(b, t, dom);
    case SYNTAX_CATCH: return build_catch(b, t, dom);
    case SYNTAX_OPTION: return build_option(b, t, dom);
    case SYNTAX_PRIM: return build_prim(b, t, dom);
    case SYNTAX_REF: return build_ref(b, t, dom);
    case SYNTAX_SHARED: return build_shared_term(b, t, dom);
    case SYNTAX_VAR: return build_var(b, t, dom);
  }
  return NULL;
}

const comb *build_term(builder *b, const syntax *t, const ir_type *dom) {
  if (b->depth >= BUILD_DEPTH) return build_fail(b, t, "nesting beyond the limit");
  b->depth++;
  const comb *term = build_form(b, t, dom);
  b->depth--;
  return term;
}
