/* Effects are a property of the graph of definitions: what reaches a primitive of the world is marked, by one walk
   backwards from those. */

#include "frontend/effect.h"

#include "frontend/infer_priv.h"

enum { NOWHERE = UINT32_MAX };

/* A definition and those that mention it, as a list in `mentions`. */
typedef struct effect_node {
  core_def *def;
  uint32_t first;
  bool fails; /* it mentions `fail`, so that a step of it is a check */
} effect_node;
typedef struct effect_mention {
  uint32_t by, next;
} effect_mention;

typedef struct effects {
  infer *in;
  arena *home;
  map index; /* core_def* -> node + 1 */
  VEC(effect_node) nodes;
  VEC(effect_mention) mentions;
  VEC(core *) todo; /* trees are as deep as programs are long */
} effects;

static uint32_t node_of(effects *x, core_def *d) {
  uint64_t found;
  if (map_get(&x->index, map_ptr_key(d), &found)) return (uint32_t)found - 1;
  vec_push(x->home, &x->nodes, ((effect_node){.def = d, .first = NOWHERE}));
  map_set(&x->index, map_ptr_key(d), x->nodes.len);
  return x->nodes.len - 1;
}

static void push(void *context, core *e) {
  effects *x = context;
  vec_push(x->home, &x->todo, e);
}

/* Calls `visit` for every definition that the tree mentions; an overload that is still open means any version. */
typedef void mention_fn(effects *x, core_def *mentioned, void *context);
static void each_mention(effects *x, core *root, mention_fn *visit, void *context) {
  uint32_t bottom = x->todo.len;
  push(x, root);
  while (x->todo.len > bottom) {
    core *e = vec_pop(&x->todo);
    if (e->kind == CORE_DEF) visit(x, e->def, context);
    else if (e->kind == CORE_OVERLOAD && e->overload.chosen) visit(x, e->overload.chosen, context);
    else if (e->kind == CORE_OVERLOAD)
      for (uint32_t i = 0; i < e->overload.set->count; i++)
        visit(x, resolve_version(x->in->resolver, &e->overload.set->versions[i]), context);
    infer_each_child(e, push, x);
  }
}

bool effect_promised(const ast_type *t) {
  while (t->kind == AST_TYPE_FUN) t = t->parts[1];
  return t->kind == AST_TYPE_EFFECT;
}

/* The library's annotations are trusted. */
static bool is_leaf(const core_def *d) { return !d->body || (d->library && d->annotation); }

static void note_mention(effects *x, core_def *mentioned, void *context) {
  uint32_t by = *(const uint32_t *)context, to = node_of(x, mentioned);
  vec_push(x->home, &x->mentions, ((effect_mention){by, x->nodes.items[to].first}));
  x->nodes.items[to].first = x->mentions.len - 1;
}

static void find_mentions(effects *x) {
  for (uint32_t i = 0; i < x->nodes.len; i++) { /* grows */
    core_def *d = x->nodes.items[i].def;
    if (!is_leaf(d)) each_mention(x, d->body, note_mention, &i);
  }
}

static bool *worldly(effect_node *n) { return &n->def->worldly; }
static bool *fails(effect_node *n) { return &n->fails; }

/* Whoever mentions a marked definition is marked. */
static void spread(effects *x, bool *mark(effect_node *n)) {
  VEC(uint32_t) marked = {0};
  for (uint32_t i = 0; i < x->nodes.len; i++)
    if (*mark(&x->nodes.items[i])) vec_push(x->home, &marked, i);
  while (marked.len) {
    const effect_node *n = &x->nodes.items[vec_pop(&marked)];
    for (uint32_t m = n->first; m != NOWHERE; m = x->mentions.items[m].next) {
      uint32_t by = x->mentions.items[m].by;
      bool *of = mark(&x->nodes.items[by]);
      if (!*of) vec_push(x->home, &marked, by);
      *of = true;
    }
  }
}

static void spread_all(effects *x) {
  for (uint32_t i = 0; i < x->nodes.len; i++) {
    effect_node *n = &x->nodes.items[i];
    n->def->worldly = is_leaf(n->def) && n->def->annotation && effect_promised(n->def->annotation);
    n->fails = n->def->library && str_eq(infer_name(x->in, n->def->name), STR("fail"));
  }
  spread(x, worldly);
  spread(x, fails);
}

/* ---- reports ---- */

static void or_acting(effects *x, core_def *mentioned, void *context) {
  *(bool *)context |= mentioned->worldly || x->nodes.items[node_of(x, mentioned)].fails;
}

/* Functions that come from elsewhere may do anything. */
static bool may_act(effects *x, core *step) {
  uint32_t bottom = x->todo.len;
  bool acts = false;
  push(x, step);
  while (x->todo.len > bottom) {
    core *e = vec_pop(&x->todo);
    acts |= (e->kind == CORE_LOCAL || e->kind == CORE_FIELD) && type_find(e->type)->kind == TYPE_FUN;
    infer_each_child(e, push, x);
  }
  each_mention(x, step, or_acting, &acts);
  return acts;
}

static void check_steps(effects *x, const core_def *d) {
  push(x, d->body);
  while (x->todo.len) {
    core *e = vec_pop(&x->todo);
    infer_each_child(e, push, x);
    if (e->kind != CORE_SEQ || may_act(x, e->pair.left)) continue;
    diag *g = diag_report(x->in->diags, DIAG_no_effect, e->pair.left->where,
                          "this step has neither a value nor an effect");
    diag_fix_edit(x->in->diags, g, "leave it out", (span){e->where.start, e->pair.right->where.start, e->where.file},
                  STR(""));
  }
}

static void check_annotation(effects *x, const core_def *d) {
  if (!d->annotation || !d->worldly || effect_promised(d->annotation)) return;
  const ast_type *result = d->annotation;
  while (result->kind == AST_TYPE_FUN) result = result->parts[1];
  diag *g = diag_report(x->in->diags, DIAG_effect_promised, d->annotation->where,
                        "the annotation says that `" STR_FMT "` is pure, but it touches the world",
                        STR_ARG(infer_name(x->in, d->name)));
  diag_note(x->in->diags, g, d->where, "the definition");
  uint32_t at = result->where.start;
  diag_fix_edit(x->in->diags, g, "mark the result with `!`", (span){at, at, result->where.file}, STR("!"));
}

void effect_module(infer *in, core_module *m) {
  arena *home = arena_new("effects");
  effects x = {.in = in, .home = home, .index = map_new(home)};
  for (uint32_t i = 0; i < m->use_count; i++)
    for (uint32_t k = 0; k < m->uses[i]->count; k++) node_of(&x, m->uses[i]->defs[k]);
  for (uint32_t i = 0; i < m->count; i++) node_of(&x, m->defs[i]);
  if (m->main) node_of(&x, m->main);
  uint32_t own = x.nodes.len;
  find_mentions(&x);
  spread_all(&x);
  for (uint32_t i = 0; i < own; i++) {
    check_steps(&x, x.nodes.items[i].def);
    check_annotation(&x, x.nodes.items[i].def);
  }
  arena_free(home);
}
