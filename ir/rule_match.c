#include "ir/rule_match.h"

#include <string.h>

#include "ir/op_type.h"
#include "support/bug.h"

typedef VEC(const syntax *) syntax_list;

/* ---- reading a rule ---- */

static syntax *read_side(arena *home, const rule *r, const char *text) {
  syntax_reader reader = syntax_reader_new(home, str_of(text));
  syntax *t = syntax_term(&reader);
  if (!t) gael_bug("rule %s: %s at byte %zu", r->name, reader.error, reader.error_at);
  return t;
}

/* A chain in a chain is a longer chain. */
static void flatten(arena *home, const syntax *t, syntax_list *out) {
  if (t->kind != SYNTAX_CHAIN) {
    vec_push(home, out, t);
    return;
  }
  for (uint32_t i = 0; i < t->count; i++) flatten(home, t->parts[i], out);
}

/* Makes every chain below flat, once. */
static void flatten_below(arena *home, syntax *t) {
  for (uint32_t i = 0; t->kind != SYNTAX_PRIM && i < t->count; i++) flatten_below(home, t->parts[i]);
  if (t->kind != SYNTAX_CHAIN) return;
  syntax_list links = {0};
  flatten(home, t, &links);
  t->parts = (syntax **)links.items;
  t->count = links.len;
}

pattern pattern_new(arena *home, const rule *r, uint32_t number) {
  pattern p = {.rule = r, .number = number};
  if (r->compute) return p;
  syntax *left = read_side(home, r, r->left);
  flatten_below(home, left);
  syntax_list links = {0};
  flatten(home, left, &links);
  bool leads = links.len > 1 && links.items[0]->kind == SYNTAX_VAR;
  if (leads) p.leading = links.items[0]->name;
  p.links = links.items + leads;
  p.link_count = links.len - leads;
  return p;
}

/* ---- matching ---- */

static bool match(matcher *m, const syntax *p, const comb *t);

static build_binding *bind(matcher *m, str name) {
  if (m->count == PATTERN_VARIABLES) gael_bug("a rule with more than %d variables", PATTERN_VARIABLES);
  m->bindings[m->count] = (build_binding){.name = name};
  return &m->bindings[m->count++];
}

static const build_binding *bound(const matcher *m, str name) {
  for (uint32_t i = 0; i < m->count; i++)
    if (str_eq(m->bindings[i].name, name)) return &m->bindings[i];
  return NULL;
}

static bool match_var(matcher *m, str name, const comb *t) {
  const build_binding *known = bound(m, name);
  if (known) return known->term == t;
  bind(m, name)->term = t;
  return true;
}

static bool match_site(matcher *m, str name, ir_site site) {
  if (!name.len) return true;
  const build_binding *known = bound(m, name);
  if (known) return known->is_site && known->site == site;
  build_binding *b = bind(m, name);
  b->is_site = true;
  b->site = site;
  return true;
}

static bool match_type(matcher *m, str text, const ir_type *type) {
  if (!text.len) return true;
  if (text.ptr[0] != '?') return irt_read(comb_types(m->store), text, NULL) == type;
  str name = {text.ptr + 1, text.len - 1};
  const build_binding *known = bound(m, name);
  if (known) return known->type == type;
  bind(m, name)->type = type;
  return true;
}

/* Parameters are variables or types without a comma. */
static bool match_params(matcher *m, str text, const comb *t) {
  const ir_type *fun = t->cod;
  for (uint32_t i = 0; i < t->n; i++, fun = fun->args[1]) {
    const char *comma = text.len ? memchr(text.ptr, ',', text.len) : NULL;
    size_t len = comma ? (size_t)(comma - text.ptr) : text.len;
    if (!len || !match_type(m, (str){text.ptr, len}, fun->args[0])) return false;
    text = (str){text.ptr + len + (comma != NULL), text.len - len - (comma != NULL)};
  }
  return !text.len;
}

static bool match_literal(matcher *m, const syntax *p, const comb *t) {
  if (p->name.len) {
    const build_binding *known = bound(m, p->name);
    if (!known) bind(m, p->name)->literal = &t->literal;
    return !known || known->literal == &t->literal;
  }
  const comb_literal *k = &t->literal;
  if (k->type->kind != p->literal.kind) return false;
  if (k->type->kind == IRT_LIST) return str_eq(k->s, p->literal.s);
  if (k->type->kind == IRT_FLOAT) return memcmp(&k->f, &p->literal.f, sizeof k->f) == 0;
  return k->type->kind == IRT_UNIT || k->i == p->literal.i;
}

static bool match_prim(matcher *m, const syntax *p, const comb *t) {
  if (t->n != p->n) return false;
  if (p->n == OP_list && op_parts(OP_list, t->dom, t->cod) != p->count) return false;
  return match_site(m, p->site, t->site) && match_type(m, p->type, t->cod);
}

static bool match_parts(matcher *m, const syntax *p, uint32_t n, const comb *const *parts) {
  if (p->count != n) return false;
  for (uint32_t i = 0; i < n; i++)
    if (!match(m, p->parts[i], parts[i])) return false;
  return true;
}

/* A whole chain: a leading variable takes all links that the others leave, none being id. */
static bool match_chain(matcher *m, const syntax *p, const comb *t) {
  const comb *links[PATTERN_LINKS];
  uint32_t n = 0;
  for (; t->kind == COMB_COMP && n + 1 < PATTERN_LINKS; t = t->b) links[n++] = t->a;
  if (t->kind == COMB_COMP) return false;
  links[n++] = t;
  bool leads = p->parts[0]->kind == SYNTAX_VAR;
  uint32_t fixed = p->count - leads;
  if (leads ? n < fixed : n != fixed) return false;
  uint32_t first = n - fixed;
  for (uint32_t i = 0; i < fixed; i++)
    if (!match(m, p->parts[i + leads], links[first + i])) return false;
  if (!leads) return true;
  const comb *prefix = comb_id(m->store, links[first]->dom);
  for (uint32_t i = first; i > 0; i--) prefix = comb_comp(m->store, links[i - 1], prefix);
  return match_var(m, p->parts[0]->name, prefix);
}

static bool match(matcher *m, const syntax *p, const comb *t) {
  switch (p->kind) {
    case SYNTAX_VAR: return match_var(m, p->name, t);
    case SYNTAX_CHAIN: return match_chain(m, p, t);
    case SYNTAX_ID: return t->kind == COMB_ID;
    case SYNTAX_PROJ: return t->kind == COMB_PROJ && t->n == p->n;
    case SYNTAX_TUPLE: return t->kind == COMB_TUPLE && match_parts(m, p, t->n, t->parts);
    case SYNTAX_CONST: return t->kind == COMB_CONST && match_literal(m, p, t);
    case SYNTAX_CURRY: return t->kind == COMB_CURRY && match_params(m, p->type, t) && match(m, p->parts[0], t->a);
    case SYNTAX_APPLY: return t->kind == COMB_APPLY && t->n == p->n && match_site(m, p->site, t->site);
    case SYNTAX_CHOICE: return t->kind == COMB_CHOICE && match_parts(m, p, 3, (const comb *[]){t->a, t->b, t->c});
    case SYNTAX_CATCH: return t->kind == COMB_CATCH && match_parts(m, p, 2, (const comb *[]){t->a, t->b});
    case SYNTAX_OPTION: return t->kind == COMB_OPTION && match_parts(m, p, 3, (const comb *[]){t->a, t->b, t->c});
    case SYNTAX_PRIM: return t->kind == COMB_PRIM && match_prim(m, p, t);
    case SYNTAX_FIX:
    case SYNTAX_REF:
    case SYNTAX_SHARED: break;
  }
  gael_bug("a form that a pattern cannot have");
}

/* ---- conditions ---- */

static bool is_total(comb_store *s, const comb *f, const comb *g) { return (void)g, comb_effects(s, f) == 0; }

static bool is_safe(comb_store *s, const comb *f, const comb *g) {
  return (void)g, !(comb_effects(s, f) & COMB_MAY_FAIL);
}

static bool is_quiet(comb_store *s, const comb *f, const comb *g) {
  return (void)g, !(comb_effects(s, f) & COMB_MAY_WORLD);
}

static bool are_apart(comb_store *s, const comb *f, const comb *g) {
  uint32_t left = comb_effects(s, f), right = comb_effects(s, g);
  return !left || !right || (left | right) == COMB_MAY_FAIL;
}

/* Equal Floats may differ in sign, equal dictionaries and sets in order. */
static bool type_exact(const ir_type *t) {
  static const bool inexact[] = {[IRT_FLOAT] = true, [IRT_FUN] = true, [IRT_DICT] = true, [IRT_SET] = true,
                                 [IRT_DYN] = true,   [IRT_NAMED] = true};
  if (inexact[t->kind]) return false;
  for (uint32_t i = 0; i < t->count; i++)
    if (!type_exact(t->args[i])) return false;
  return true;
}

static bool is_exact(comb_store *s, const comb *f, const comb *g) { return (void)s, (void)g, type_exact(f->cod); }

static bool is_whole(comb_store *s, const comb *f, const comb *g) {
  (void)s, (void)g;
  return f->cod->kind == IRT_INT || f->cod->kind == IRT_CHAR || f->cod->kind == IRT_BOOL;
}

static bool is_text(comb_store *s, const comb *f, const comb *g) { return (void)s, (void)g, irt_is_str(f->cod); }

static const struct {
  const char *name;
  uint32_t variables;
  bool (*holds)(comb_store *, const comb *, const comb *);
} conditions[] = {{"total", 1, is_total}, {"safe", 1, is_safe},   {"quiet", 1, is_quiet}, {"apart", 2, are_apart},
                  {"exact", 1, is_exact}, {"whole", 1, is_whole}, {"text", 1, is_text}};

static const comb *condition_term(matcher *m, const rule *r, syntax_reader *words) {
  str name = syntax_word(words);
  const build_binding *b = bound(m, name);
  if (!b || !b->term) gael_bug("rule %s: its condition speaks of " STR_FMT, r->name, STR_ARG(name));
  return b->term;
}

static bool condition_holds(matcher *m, const rule *r, syntax_reader *words) {
  str name = syntax_word(words);
  for (uint32_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
    if (!str_eq(name, str_of(conditions[i].name))) continue;
    const comb *f = condition_term(m, r, words), *g = conditions[i].variables > 1 ? condition_term(m, r, words) : NULL;
    return conditions[i].holds(m->store, f, g);
  }
  gael_bug("rule %s: no condition " STR_FMT, r->name, STR_ARG(name));
}

/* Conditions stand one behind the other, `&` between. */
static bool conditions_hold(matcher *m, const rule *r) {
  if (!r->when) return true;
  syntax_reader words = syntax_reader_new(m->home, str_of(r->when));
  do
    if (!condition_holds(m, r, &words)) return false;
  while (syntax_accept(&words, STR("&")));
  return true;
}

/* ---- a rule on a term ---- */

bool pattern_match(matcher *m, const pattern *p, const comb *t, const comb **rest) {
  m->count = 0;
  const comb *link = t;
  for (uint32_t i = 0; i < p->link_count; i++) {
    if (!link || !match(m, p->links[i], link->kind == COMB_COMP ? link->a : link)) return false;
    link = link->kind == COMB_COMP ? link->b : NULL;
  }
  *rest = link;
  if (p->leading.len && !match_var(m, p->leading, comb_id(m->store, t->dom))) return false;
  return conditions_hold(m, p->rule);
}

const comb *pattern_instance(matcher *m, pattern *p, const ir_type *dom) {
  if (!p->right) p->right = read_side(m->home, p->rule, p->rule->right);
  builder b = {.store = m->store, .bindings = m->bindings, .binding_count = m->count};
  const comb *t = build_term(&b, p->right, dom);
  if (!t) gael_bug("rule %s: %s", p->rule->name, b.error);
  return t;
}
