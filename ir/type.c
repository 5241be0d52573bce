/* Types are hash-consed: one node for each shape, so that equality is pointer equality. Building one costs a look-up.
 */

#include "ir/type.h"

#include "support/bug.h"
#include "support/map.h"
#include "support/vec.h"

typedef struct type_node type_node;
struct type_node {
  ir_type type;
  type_node *next; /* same hash */
};

struct ir_types {
  arena *home;
  map by_hash; /* hash -> type_node chain */
  VEC(const ir_type *) named;
  uint32_t count;
  uint32_t walk; /* number of the last walk through declarations */
};

/* A declaration and what has been found out about it. */
typedef struct named {
  ir_decl decl; /* first: an ir_decl of a type is a named */
  ir_types *home;
  bool defined, measured;
  uint32_t walk; /* the last one that came by */
} named;

ir_types *ir_types_new(arena *home) {
  ir_types *s = ARENA_NEW(home, ir_types);
  s->home = home;
  s->by_hash = map_new(home);
  return s;
}

static named *named_of(const ir_type *t) { return (named *)t->decl; }

static uint64_t type_hash(ir_type_kind kind, str name, uint32_t n, const ir_type *const *args) {
  uint64_t h = hash_mix(hash_mix(kind, n), name.len ? hash_bytes(name.ptr, name.len) : 0);
  for (uint32_t i = 0; i < n; i++) h = hash_mix(h, args[i]->id);
  return h;
}

static bool type_same(const ir_type *t, ir_type_kind kind, str name, uint32_t n, const ir_type *const *args) {
  if (t->kind != kind || t->count != n || (t->decl && !str_eq(t->decl->name, name))) return false;
  for (uint32_t i = 0; i < n; i++)
    if (t->args[i] != args[i]) return false;
  return true;
}

static type_node *type_find(const ir_types *s, ir_type_kind kind, str name, uint32_t n, const ir_type *const *args) {
  type_node *node = map_get_ptr(&s->by_hash, type_hash(kind, name, n, args));
  while (node && !type_same(&node->type, kind, name, n, args)) node = node->next;
  return node;
}

static type_node *type_add(ir_types *s, ir_type_kind kind, str name, uint32_t n, const ir_type *const *args) {
  uint64_t hash = type_hash(kind, name, n, args);
  type_node *node = ARENA_NEW(s->home, type_node);
  node->type.kind = kind;
  node->type.id = s->count++;
  node->type.count = n;
  node->type.args = n ? arena_copy(s->home, args, n * sizeof *args, alignof(ir_type *)) : NULL;
  node->next = map_get_ptr(&s->by_hash, hash);
  map_set_ptr(&s->by_hash, hash, node);
  return node;
}

static const ir_type *type_make(ir_types *s, ir_type_kind kind, uint32_t n, const ir_type *const *args) {
  type_node *node = type_find(s, kind, STR(""), n, args);
  return &(node ? node : type_add(s, kind, STR(""), n, args))->type;
}

const ir_type *irt_base(ir_types *s, ir_type_kind kind) { return type_make(s, kind, 0, NULL); }

const ir_type *irt_list(ir_types *s, const ir_type *elem) { return type_make(s, IRT_LIST, 1, &elem); }

const ir_type *irt_str(ir_types *s) { return irt_list(s, irt_base(s, IRT_CHAR)); }

const ir_type *irt_tuple(ir_types *s, uint32_t n, const ir_type *const *parts) {
  if (n < 2) gael_bug("a tuple of %u parts", n);
  return type_make(s, IRT_TUPLE, n, parts);
}

const ir_type *irt_pair(ir_types *s, const ir_type *a, const ir_type *b) {
  return type_make(s, IRT_TUPLE, 2, (const ir_type *[]){a, b});
}

const ir_type *irt_option(ir_types *s, const ir_type *content) { return type_make(s, IRT_OPTION, 1, &content); }

const ir_type *irt_fun(ir_types *s, const ir_type *param, const ir_type *result) {
  return type_make(s, IRT_FUN, 2, (const ir_type *[]){param, result});
}

const ir_type *irt_dict(ir_types *s, const ir_type *key, const ir_type *value) {
  return type_make(s, IRT_DICT, 2, (const ir_type *[]){key, value});
}

const ir_type *irt_set(ir_types *s, const ir_type *elem) { return type_make(s, IRT_SET, 1, &elem); }

uint32_t irt_count(const ir_types *s) { return s->count; }

arena *irt_arena(const ir_types *s) { return s->home; }

bool irt_is_str(const ir_type *t) { return t->kind == IRT_LIST && t->args[0]->kind == IRT_CHAR; }

/* ---- declared types ---- */

const ir_type *irt_find_named(const ir_types *s, str name, uint32_t n, const ir_type *const *args) {
  type_node *node = type_find(s, IRT_NAMED, name, n, args);
  return node ? &node->type : NULL;
}

const ir_type *irt_named(ir_types *s, str name, uint32_t n, const ir_type *const *args) {
  const ir_type *known = irt_find_named(s, name, n, args);
  if (known) return known;
  type_node *node = type_add(s, IRT_NAMED, name, n, args);
  named *decl = ARENA_NEW(s->home, named);
  *decl = (named){.decl = {.name = str_copy(s->home, name)}, .home = s};
  node->type.decl = &decl->decl;
  vec_push(s->home, &s->named, &node->type);
  return &node->type;
}

static ir_con copy_con(arena *home, const ir_con *con) {
  ir_con copy = {.name = str_copy(home, con->name), .count = con->count};
  if (!con->count) return copy;
  copy.fields = arena_copy(home, con->fields, con->count * sizeof *con->fields, alignof(ir_type *));
  if (!con->labels) return copy;
  str *labels = ARENA_ARRAY(home, str, con->count);
  for (uint32_t i = 0; i < con->count; i++) labels[i] = str_copy(home, con->labels[i]);
  copy.labels = labels;
  return copy;
}

void irt_define(ir_types *s, const ir_type *t, bool record, uint32_t count, const ir_con *cons) {
  if (t->kind != IRT_NAMED || irt_is_defined(t)) gael_bug("a definition of type %u, which wants none", t->id);
  if (count == 0 || (record && count != 1)) gael_bug("a type of %u constructors", count);
  ir_con *copies = ARENA_ARRAY(s->home, ir_con, count);
  for (uint32_t k = 0; k < count; k++) copies[k] = copy_con(s->home, &cons[k]);
  named *decl = named_of(t);
  decl->decl.record = record;
  decl->decl.count = count;
  decl->decl.cons = copies;
  decl->defined = true;
}

bool irt_is_defined(const ir_type *t) { return named_of(t)->defined; }

static const ir_decl *definition_of(const ir_type *t) {
  if (t->kind != IRT_NAMED || !irt_is_defined(t)) gael_bug("type %u has no definition", t->id);
  return t->decl;
}

/* Has the walk been here before? A walk that has no number yet takes one. */
static bool walked(named *decl, uint32_t *walk) {
  if (!*walk) *walk = ++decl->home->walk;
  bool before = decl->walk == *walk;
  decl->walk = *walk;
  return before;
}

/* Does a value of type t hold one of type `self` without an object between? */
static bool reaches(const ir_type *t, const ir_type *self, uint32_t *walk) {
  if (t == self) return true;
  if (t->kind == IRT_TUPLE || t->kind == IRT_OPTION) {
    for (uint32_t i = 0; i < t->count; i++)
      if (reaches(t->args[i], self, walk)) return true;
    return false;
  }
  if (t->kind != IRT_NAMED || definition_of(t)->count != 1 || walked(named_of(t), walk)) return false;
  for (uint32_t i = 0; i < t->decl->cons[0].count; i++)
    if (reaches(t->decl->cons[0].fields[i], self, walk)) return true;
  return false;
}

static bool is_plain(const ir_decl *d) {
  for (uint32_t k = 0; k < d->count; k++)
    if (d->cons[k].count) return false;
  return !d->record;
}

static ir_repr measure(const ir_type *t) {
  const ir_decl *d = t->decl;
  if (is_plain(d)) return IR_REPR_ENUM;
  if (d->count != 1) return IR_REPR_BOXED;
  uint32_t walk = 0;
  for (uint32_t i = 0; i < d->cons[0].count; i++)
    if (reaches(d->cons[0].fields[i], t, &walk)) return IR_REPR_BOXED;
  return IR_REPR_FLAT;
}

const ir_decl *irt_decl(const ir_type *t) {
  definition_of(t);
  named *decl = named_of(t);
  if (!decl->measured) decl->decl.repr = measure(t);
  decl->measured = true;
  return &decl->decl;
}

void irt_settle(ir_types *s) {
  static const ir_type_kind scalars[] = {IRT_INT, IRT_FLOAT, IRT_BOOL, IRT_CHAR, IRT_UNIT};
  for (uint32_t i = 0; i < sizeof scalars / sizeof *scalars; i++) (void)irt_base(s, scalars[i]);
  for (uint32_t i = 0; i < s->named.len; i++)
    if (irt_is_defined(s->named.items[i])) (void)irt_decl(s->named.items[i]);
}

const ir_type *irt_con_fields(ir_types *s, const ir_type *t, uint32_t k) {
  if (k >= definition_of(t)->count) gael_bug("constructor %u of a type with %u", k, t->decl->count);
  const ir_con *con = &t->decl->cons[k];
  if (con->count == 0) return irt_base(s, IRT_UNIT);
  return con->count == 1 ? con->fields[0] : irt_tuple(s, con->count, con->fields);
}

const ir_type *const *irt_parts(const ir_type *t, uint32_t *n) {
  bool flat = t->kind == IRT_NAMED && irt_decl(t)->repr == IR_REPR_FLAT;
  *n = flat ? t->decl->cons[0].count : t->kind == IRT_TUPLE ? t->count : 0;
  return flat ? t->decl->cons[0].fields : t->args;
}

bool irt_is_enum(const ir_type *t) { return t->kind == IRT_NAMED && irt_decl(t)->repr == IR_REPR_ENUM; }

static bool holds_fun(const ir_type *t, uint32_t *walk);

static bool any_holds_fun(uint32_t n, const ir_type *const *types, uint32_t *walk) {
  for (uint32_t i = 0; i < n; i++)
    if (holds_fun(types[i], walk)) return true;
  return false;
}

static bool holds_fun(const ir_type *t, uint32_t *walk) {
  if (t->kind == IRT_FUN) return true;
  if (t->kind != IRT_NAMED) return any_holds_fun(t->count, t->args, walk);
  if (walked(named_of(t), walk)) return false;
  const ir_decl *d = definition_of(t);
  for (uint32_t k = 0; k < d->count; k++)
    if (any_holds_fun(d->cons[k].count, d->cons[k].fields, walk)) return true;
  return false;
}

bool irt_has_fun(const ir_type *t) {
  uint32_t walk = 0;
  return holds_fun(t, &walk);
}
