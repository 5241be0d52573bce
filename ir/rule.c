/* The engine: terms are rewritten from the leaves up. What a subterm has become is remembered by its id, and a normal
   form is remembered as its own, so that every term of the store is looked at once; a rule that fires makes a few new
   terms whose parts are normal already. Expects a verified program; keeps it verified. */

#include "ir/rule.h"

#include "ir/rule_match.h"
#include "support/bug.h"

#define DEFAULT_FUEL 1000000

static const rule_family *const families[] = {&RULES_PLUMBING, &RULES_ARITHMETIC, &RULES_CHOICE, &RULES_BULK,
                                               &RULES_DATA};
enum { FAMILIES = sizeof families / sizeof *families };

/* ---- the table ---- */

uint32_t rule_count(void) {
  uint32_t n = 0;
  for (uint32_t f = 0; f < FAMILIES; f++) n += families[f]->count;
  return n;
}

static const rule_family *family_of(uint32_t *i) {
  for (uint32_t f = 0; f < FAMILIES; f++) {
    if (*i < families[f]->count) return families[f];
    *i -= families[f]->count;
  }
  gael_bug("rule %u of %u", *i, rule_count());
}

const rule *rule_at(uint32_t i) {
  const rule_family *family = family_of(&i);
  return &family->rules[i];
}

const char *rule_family_of(uint32_t i) { return family_of(&i)->name; }

/* ---- the engine ---- */

/* Keys: 13 forms, of which primitives go by operation. */
enum { KEYS = COMB_REF + 1 + OP_COUNT };

typedef VEC(pattern *) pattern_list;

/* A rule is read when a term is seen that is of the form which stands outermost on its left side; then it is ready
   under what its first link is, or its second when the first is a tuple. */
typedef struct engine {
  matcher match;
  VEC(const comb *) normal; /* by term id; NULL: not known */
  pattern_list ready[KEYS], computed;
  bool seen[KEYS];
  uint64_t fuel;
  const rule_options *options;
} engine;

static const comb *normalise(engine *e, const comb *t);

static uint32_t form_key(comb_kind kind, uint32_t op) { return kind == COMB_PRIM ? COMB_REF + 1 + op : (uint32_t)kind; }

static uint32_t pattern_key(const pattern *p) {
  static const comb_kind kinds[] = {
      [SYNTAX_ID] = COMB_ID,         [SYNTAX_PROJ] = COMB_PROJ,     [SYNTAX_TUPLE] = COMB_TUPLE,
      [SYNTAX_CONST] = COMB_CONST,   [SYNTAX_CURRY] = COMB_CURRY,   [SYNTAX_FIX] = COMB_FIX,
      [SYNTAX_APPLY] = COMB_APPLY,   [SYNTAX_CHOICE] = COMB_CHOICE, [SYNTAX_CATCH] = COMB_CATCH,
      [SYNTAX_OPTION] = COMB_OPTION, [SYNTAX_PRIM] = COMB_PRIM,     [SYNTAX_REF] = COMB_REF,
  };
  const syntax *first = p->links[0];
  if (first->kind == SYNTAX_TUPLE && p->link_count > 1) first = p->links[1];
  return form_key(kinds[first->kind], first->n);
}

static uint32_t term_key(const comb *t) {
  const comb *first = t->kind == COMB_COMP ? t->a : t;
  if (t->kind == COMB_COMP && first->kind == COMB_TUPLE) first = t->b->kind == COMB_COMP ? t->b->a : t->b;
  return form_key(first->kind, first->n);
}

static bool is_wanted(const engine *e, const rule *r) {
  return !e->options->only || str_eq(str_of(e->options->only), str_of(r->name));
}

static void add_rule(engine *e, pattern_list *list, pattern p) {
  pattern *kept = arena_copy(e->match.home, &p, sizeof p, alignof(pattern));
  vec_push(e->match.home, list, kept);
}

static engine *engine_new(arena *home, comb_store *s, const rule_options *options) {
  engine *e = ARENA_NEW(home, engine);
  e->match = (matcher){.store = s, .home = home};
  e->options = options;
  e->fuel = options->fuel ? options->fuel : DEFAULT_FUEL;
  for (uint32_t i = 0; i < rule_count(); i++) {
    const rule *r = rule_at(i);
    if (r->compute && is_wanted(e, r)) add_rule(e, &e->computed, (pattern){.rule = r, .number = i});
  }
  return e;
}

/* The word that a left side with this form outermost begins with; NULL: none has. */
static const char *form_name(const comb *t) {
  if (t->kind == COMB_PRIM) return op_name((ir_op)t->n);
  return t->kind == COMB_CHOICE ? "choice" : t->kind == COMB_CATCH ? "catch" : t->kind == COMB_OPTION ? "option" : NULL;
}

/* Does the left side "(name .." start with this name? */
static bool begins_with(const rule *r, const char *name) {
  const char *p = r->left + 1;
  while (*name && *p == *name) p++, name++;
  return !*name && (*p == ' ' || *p == '@' || *p == ':');
}

/* A term of this form is there: reads the rules that it may be the last link of. */
static void awake(engine *e, const comb *t) {
  bool *seen = &e->seen[form_key(t->kind, t->n)];
  const char *name = *seen ? NULL : form_name(t);
  *seen = true;
  for (uint32_t i = 0; name && i < rule_count(); i++) {
    const rule *r = rule_at(i);
    if (r->compute || !begins_with(r, name) || !is_wanted(e, r)) continue;
    pattern p = pattern_new(e->match.home, r, i);
    add_rule(e, &e->ready[pattern_key(&p)], p);
  }
}

static void note(engine *e, const pattern *p) {
  if (e->options->fired) e->options->fired[p->number]++;
  if (e->options->trace) strbuf_printf(e->options->trace, "%s: %s\n", rule_family_of(p->number), p->rule->name);
  e->fuel--;
}

static const comb *then(engine *e, const comb *t, const comb *rest) {
  return rest ? comb_comp(e->match.store, t, rest) : t;
}

static const comb *try_patterns(engine *e, const comb *t) {
  uint32_t key = term_key(t);
  for (uint32_t i = 0; i < e->ready[key].len; i++) {
    pattern *p = e->ready[key].items[i];
    const comb *rest;
    if (!pattern_match(&e->match, p, t, &rest)) continue;
    const comb *made = pattern_instance(&e->match, p, t->dom);
    if (made->cod != (rest ? rest->dom : t->cod)) gael_bug("rule %s changes a type", p->rule->name);
    note(e, p);
    return then(e, made, rest);
  }
  return NULL;
}

static const comb *try_computed(engine *e, const comb *t) {
  const comb *first = t, *second = NULL, *rest = NULL;
  if (t->kind == COMB_COMP) {
    first = t->a;
    second = t->b->kind == COMB_COMP ? t->b->a : t->b;
    rest = t->b->kind == COMB_COMP ? t->b->b : NULL;
  }
  for (uint32_t i = 0; i < e->computed.len; i++) {
    const comb *made = e->computed.items[i]->rule->compute(e->match.store, first, second);
    if (!made) continue;
    note(e, e->computed.items[i]);
    return then(e, made, rest);
  }
  return NULL;
}

static const comb **memo(engine *e, const comb *t) {
  while (e->normal.len <= t->id) vec_push(e->match.home, &e->normal, NULL);
  return &e->normal.items[t->id];
}

/* t's parts are normal: is t? */
static const comb *settle(engine *e, const comb *t) {
  if (*memo(e, t)) return *memo(e, t);
  awake(e, t);
  const comb *made = e->fuel ? try_patterns(e, t) : NULL;
  if (!made && e->fuel) made = try_computed(e, t);
  const comb *normal = made && made != t ? normalise(e, made) : t;
  *memo(e, t) = normal;
  return normal;
}

/* a;b of normal terms. Where constructing it applies a law, what comes out is looked at anew. */
static const comb *link_normal(engine *e, const comb *a, const comb *b) {
  if (a->kind == COMB_COMP) return link_normal(e, a->a, link_normal(e, a->b, b));
  const comb *t = comb_comp(e->match.store, a, b);
  return t->kind == COMB_COMP && t->a == a && t->b == b ? settle(e, t) : normalise(e, t);
}

static const comb *rebuild_tuple(engine *e, const comb *t) {
  const comb **parts = ARENA_ARRAY(e->match.home, const comb *, t->n);
  for (uint32_t i = 0; i < t->n; i++) parts[i] = normalise(e, t->parts[i]);
  return comb_tuple(e->match.store, t->n, parts);
}

/* t with normal parts. */
static const comb *rebuild(engine *e, const comb *t) {
  comb_store *s = e->match.store;
  switch (t->kind) {
    case COMB_TUPLE: return rebuild_tuple(e, t);
    case COMB_CURRY: return comb_curry(s, t->n, normalise(e, t->a));
    case COMB_FIX: return comb_fix(s, t->n, normalise(e, t->a));
    case COMB_CHOICE: return comb_choice(s, normalise(e, t->a), normalise(e, t->b), normalise(e, t->c));
    case COMB_CATCH: return comb_catch(s, normalise(e, t->a), normalise(e, t->b));
    case COMB_OPTION: return comb_option(s, normalise(e, t->a), normalise(e, t->b), normalise(e, t->c));
    case COMB_ID:
    case COMB_COMP:
    case COMB_PROJ:
    case COMB_CONST:
    case COMB_APPLY:
    case COMB_PRIM:
    case COMB_REF: break;
  }
  return t;
}

static const comb *normalise(engine *e, const comb *t) {
  const comb *known = *memo(e, t);
  if (known) return known;
  const comb *normal;
  if (t->kind == COMB_COMP) {
    const comb *a = normalise(e, t->a);
    normal = link_normal(e, a, normalise(e, t->b));
  } else {
    normal = settle(e, rebuild(e, t));
  }
  *memo(e, t) = normal;
  return normal;
}

comb_program rules_run(const comb_program *p, const rule_options *options) {
  static const rule_options plain = {0};
  arena *home = comb_arena(p->store);
  comb_program out = comb_copy(home, p);
  engine *e = engine_new(home, out.store, options ? options : &plain);
  for (uint32_t d = 0; d < comb_def_count(out.store); d++) {
    comb_def *def = comb_def_at(out.store, d);
    if (def->body) def->body = normalise(e, def->body);
  }
  out.entry = normalise(e, out.entry);
  return out;
}
