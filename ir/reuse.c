/* Consuming match: where an object is looked into for the last time, its fields move out of it and its memory becomes a
   token, which a MAKE of the same size on the way takes up (token.c). After Perceus (Reinking, Xie, de Moura, Leijen,
   PLDI 2021) and frame-limited reuse (Lorenzen, Leijen, ICFP 2022): the object is taken where its last direct use lies
   behind it, be that long after its fields were read, so that a match that tries several nested patterns takes on the
   way that matched.

   Expects:    a module without DUP and DROP, whose functions have the borrowed parameters of borrow_infer.
   Guarantees: a TAKE consumes its object, which nobody needs behind it on any way: counting puts no DUP before it for
               that. Parameters that are taken become owned.
   Method:     down the dominator tree with the names that hold there. An object is taken at the point where it dies
               unless something found in it is needed at a place that the point does not dominate. Fields of a taken
               object are objects of our own and are taken in turn; what is still used whole is looked into again.
   Cost:       the size of the live ranges of objects that are looked into; within a block, its length for each that
               dies. */

#include "ir/reuse.h"

#include "ir/borrow.h"
#include "ir/dominate.h"
#include "ir/layout.h"
#include "ir/offer.h"
#include "ir/token.h"

/* ---- objects that are looked into ---- */

typedef struct look {
  const flat_instr *fields; /* FIELDS of the object, before renaming */
  const struct look *older;
} look;

typedef enum hold { HOLD_OPEN, HOLD_TAKEN, HOLD_MOVED } hold;

/* What of an object is needed: itself, anything found in it, anything found in it by other ways than FIELDS. */
typedef enum need { NEED_SELF, NEED_PART, NEED_OTHER, NEED_KINDS } need;

typedef struct object {
  flat_var var;
  bool owned;    /* a value of the function's own, or a parameter */
  bool borrowed; /* a parameter, of the function or a block, that somebody else's object is lent to so far */
  bool offered;  /* ... who would give it away */
  uint32_t parent; /* the object whose field it is, + 1 */
  uint64_t *needed[NEED_KINDS]; /* blocks at whose start it is */
  /* at the point at hand */
  hold held;
  const look *looks;
} object;

typedef struct make_place {
  uint32_t number, at; /* of its block in the dominator tree; its index there */
} make_place;

typedef struct make_size {
  uint64_t size;
  VEC(make_place) places; /* by number */
} make_size;

typedef struct undo {
  uint32_t object;
  hold held;
  const look *looks;
} undo;

typedef struct rename_undo {
  flat_var var, was;
} rename_undo;

typedef struct reuser {
  flat_module *m;
  flat_fun *f;
  arena *home; /* scratch */
  borrow_info *infos;
  const bool *offered; /* per parameter */
  dominators doms;
  dominator_tree tree;
  flat_labels *frontiers, *preds;
  VEC(object) objects;
  uint32_t *object_of; /* variable -> its object + 1 */
  flat_var *lender;    /* pointer -> what it was found in */
  bool *other;         /* ... by another way than FIELDS */
  bool *is_param;      /* of a block */
  flat_label *def;
  VEC(make_size) sizes;
  flat_var *name; /* variable -> what stands for it at the point at hand */
  VEC(uint32_t) open; /* objects whose fields are known here */
  VEC(undo) undos;
  VEC(rename_undo) renames;
  VEC(flat_instr) code; /* of the block at hand */
  bool changed;
} reuser;

static flat_block *block_of(const reuser *r, flat_label l) { return &r->f->blocks.items[l]; }
static const ir_con *con_of(const flat_instr *i) { return &irt_decl(i->type)->cons[i->target]; }

static object *object_at(const reuser *r, flat_var v) {
  return r->object_of[v] ? &r->objects.items[r->object_of[v] - 1] : NULL;
}

static bool is_pointer(const reuser *r, flat_var v) { return r->f->vars.items[v].scalar == FLAT_PTR; }

/* ---- finding them ---- */

static void note_dests(reuser *r, const flat_instr *i, flat_label l) {
  bool lent = borrow_lends(i);
  for (uint32_t k = 0; k < i->dest_count; k++) {
    flat_var v = i->dests[k];
    r->def[v] = l;
    if (!lent || !is_pointer(r, v)) continue;
    r->lender[v] = i->args[0];
    r->other[v] = i->op != FLAT_FIELDS;
  }
}

/* Would whoever gives the block's parameter v something give it away? A part of v itself is no question. */
static bool is_offered(const reuser *r, flat_var v, flat_label l) {
  const flat_block *to = block_of(r, l);
  uint32_t at = 0;
  while (at < to->params.len && to->params.items[at] != v) at++;
  for (uint32_t p = 0; p < r->preds[l].len; p++) {
    const flat_block *b = block_of(r, r->preds[l].items[p]);
    for (uint32_t e = 0; e < flat_edge_count(b); e++) {
      if (b->edges[e].to != l) continue;
      flat_var arg = b->edges[e].args[at];
      bool given = r->infos[arg].kind == BORROW_IMMORTAL;
      for (uint32_t k = 0; k < r->f->param_count; k++) given |= r->f->params[k] == arg && r->offered[k];
      for (flat_var part = arg; part != FLAT_NONE; part = r->lender[part]) given |= part == v;
      if (!given) return false;
    }
  }
  return at < to->params.len;
}

static void note_object(reuser *r, flat_var v) {
  if (r->object_of[v]) return;
  object o = {.var = v, .owned = r->infos[v].kind == BORROW_OWNED};
  flat_var within = r->lender[v];
  if (within != FLAT_NONE && !r->other[v]) o.parent = r->object_of[within];
  for (uint32_t k = 0; k < r->f->param_count; k++) {
    o.borrowed |= r->f->params[k] == v && r->f->borrowed[k];
    o.offered |= r->f->params[k] == v && r->offered[k];
  }
  if (r->is_param[v] && r->infos[v].kind == BORROW_BORROWED) {
    o.borrowed = true;
    o.offered = is_offered(r, v, r->def[v]);
  }
  for (uint32_t k = 0; k < NEED_KINDS; k++) o.needed[k] = ARENA_ARRAY(r->home, uint64_t, (r->f->blocks.len + 63) / 64);
  vec_push(r->home, &r->objects, o);
  r->object_of[v] = r->objects.len;
}

/* One that lives by a value of the function's own keeps that from being taken. */
static void note_param(reuser *r, flat_var v, flat_label l) {
  r->def[v] = l;
  r->is_param[v] = true;
  if (r->infos[v].kind != BORROW_BORROWED || r->infos[v].owner == FLAT_NONE) return;
  r->lender[v] = r->infos[v].owner;
  r->other[v] = true;
}

static void note_edges(reuser *r, flat_label l) {
  const flat_block *b = block_of(r, l);
  for (uint32_t e = 0; e < flat_edge_count(b); e++) vec_push(r->home, &r->preds[b->edges[e].to], l);
}

/* Definitions in an order in which what lends comes before what is lent. */
static void find_objects(reuser *r) {
  for (uint32_t i = 0; i < r->doms.count; i++) {
    flat_label l = r->doms.order[i];
    const flat_block *b = block_of(r, l);
    for (uint32_t k = 0; k < b->params.len; k++) note_param(r, b->params.items[k], l);
    for (uint32_t k = 0; k < b->code.len; k++) note_dests(r, &b->code.items[k], l);
    if (flat_has_last(b)) note_dests(r, &b->last, b->end == FLAT_TRY ? b->edges[0].to : l);
    note_edges(r, l);
  }
  for (uint32_t i = 0; i < r->doms.count; i++) {
    const flat_block *b = block_of(r, r->doms.order[i]);
    for (uint32_t k = 0; k < b->code.len; k++)
      if (b->code.items[k].op == FLAT_FIELDS) note_object(r, b->code.items[k].args[0]);
  }
}

/* ---- where they are needed ---- */

static bool has(const uint64_t *set, flat_label l) { return set[l / 64] >> (l % 64) & 1; }

/* Something of `o` is used in block l. */
static void need_in(reuser *r, object *o, need kind, flat_label l) {
  flat_labels work = {0};
  vec_push(r->home, &work, l);
  while (work.len) {
    flat_label at = vec_pop(&work);
    if (at == r->def[o->var] || has(o->needed[kind], at)) continue;
    o->needed[kind][at / 64] |= UINT64_C(1) << (at % 64);
    for (uint32_t k = 0; k < r->preds[at].len; k++) vec_push(r->home, &work, r->preds[at].items[k]);
  }
}

static void need_vars(reuser *r, uint32_t n, const flat_var *vars, flat_label l) {
  for (uint32_t i = 0; i < n; i++) {
    if (!is_pointer(r, vars[i])) continue;
    if (object_at(r, vars[i])) need_in(r, object_at(r, vars[i]), NEED_SELF, l);
    bool other = false;
    for (flat_var v = vars[i]; v != FLAT_NONE; v = r->lender[v]) {
      if (object_at(r, v)) need_in(r, object_at(r, v), NEED_PART, l);
      if (object_at(r, v) && other) need_in(r, object_at(r, v), NEED_OTHER, l);
      other |= r->other[v];
    }
  }
}

static void find_needs(reuser *r) {
  for (uint32_t i = 0; i < r->doms.count; i++) {
    flat_label l = r->doms.order[i];
    const flat_block *b = block_of(r, l);
    for (uint32_t k = 0; k < b->code.len; k++) need_vars(r, b->code.items[k].arg_count, b->code.items[k].args, l);
    if (flat_has_last(b)) need_vars(r, b->last.arg_count, b->last.args, l);
    if (b->end == FLAT_RETURN) need_vars(r, b->ret_count, b->rets, l);
    for (uint32_t e = 0; e < flat_edge_count(b); e++) need_vars(r, b->edges[e].arg_count, b->edges[e].args, l);
  }
}

static bool touches(const reuser *r, const object *o, need kind, uint32_t n, const flat_var *vars) {
  for (uint32_t i = 0; i < n; i++) {
    bool other = false;
    for (flat_var v = vars[i]; v != FLAT_NONE; v = r->lender[v]) {
      if (v == o->var && (kind != NEED_OTHER || other)) return true;
      if (kind == NEED_SELF) break;
      other |= r->other[v];
    }
  }
  return false;
}

/* Is it needed from instruction `from` of block l on? */
static bool needed_from(const reuser *r, const object *o, need kind, flat_label l, uint32_t from) {
  const flat_block *b = block_of(r, l);
  for (uint32_t e = 0; e < flat_edge_count(b); e++) {
    if (has(o->needed[kind], b->edges[e].to)) return true;
    if (touches(r, o, kind, b->edges[e].arg_count, b->edges[e].args)) return true;
  }
  for (uint32_t k = from; k < b->code.len; k++)
    if (touches(r, o, kind, b->code.items[k].arg_count, b->code.items[k].args)) return true;
  if (flat_has_last(b) && touches(r, o, kind, b->last.arg_count, b->last.args)) return true;
  return b->end == FLAT_RETURN && touches(r, o, kind, b->ret_count, b->rets);
}

/* ---- what could be made of them ---- */

static bool makes_fields(const flat_instr *i) { return i->op == FLAT_MAKE && flat_field_count(i); }

static make_size *size_at(reuser *r, uint64_t size) {
  for (uint32_t i = 0; i < r->sizes.len; i++)
    if (r->sizes.items[i].size == size) return &r->sizes.items[i];
  vec_push(r->home, &r->sizes, (make_size){.size = size});
  return &vec_last(&r->sizes);
}

static void find_makes_below(reuser *r, flat_label l) {
  const flat_block *b = block_of(r, l);
  for (uint32_t k = 0; k < b->code.len; k++) {
    if (!makes_fields(&b->code.items[k])) continue;
    make_size *s = size_at(r, layout_object_sizes(con_of(&b->code.items[k])));
    vec_push(r->home, &s->places, ((make_place){r->tree.first[l], k}));
  }
}

/* By their blocks' numbers in the dominator tree. */
static void find_makes(reuser *r) {
  flat_label *by_number = ARENA_ARRAY(r->home, flat_label, r->doms.count);
  for (uint32_t i = 0; i < r->doms.count; i++) by_number[r->tree.first[r->doms.order[i]]] = r->doms.order[i];
  for (uint32_t i = 0; i < r->doms.count; i++) find_makes_below(r, by_number[i]);
}

/* Is an object of that size made behind the point, wherever only the point leads? */
static bool make_ahead(reuser *r, uint64_t size, flat_label l, uint32_t from) {
  const make_size *s = size_at(r, size);
  uint32_t low = 0, high = s->places.len, number = r->tree.first[l];
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    const make_place *p = &s->places.items[middle];
    if (p->number < number || (p->number == number && p->at < from)) low = middle + 1;
    else high = middle;
  }
  return low < s->places.len && s->places.items[low].number <= r->tree.last[l];
}

/* ---- taking ---- */

static void hold_set(reuser *r, object *o, hold held, const look *looks) {
  vec_push(r->home, &r->undos, ((undo){(uint32_t)(o - r->objects.items), o->held, o->looks}));
  o->held = held;
  o->looks = looks;
}

static void name_set(reuser *r, flat_var v, flat_var name) {
  vec_push(r->home, &r->renames, ((rename_undo){v, r->name[v]}));
  r->name[v] = name;
}

static bool has_pointer_field(const reuser *r, const flat_instr *fields) {
  for (uint32_t k = 0; k < fields->dest_count; k++)
    if (is_pointer(r, fields->dests[k])) return true;
  return false;
}

/* What we own, or are offered, is worth taking apart for its fields; what is only lent, for its memory alone. */
static bool is_wanted(reuser *r, const object *o, flat_label l, uint32_t from) {
  const flat_instr *fields = o->looks->fields;
  if (make_ahead(r, layout_object_sizes(con_of(fields)), l, from)) return true;
  return (!o->borrowed || o->offered) && has_pointer_field(r, fields) && needed_from(r, o, NEED_PART, l, from);
}

static bool may_take(reuser *r, const object *o, flat_label l, uint32_t from) {
  if (o->held != HOLD_OPEN || !o->looks) return false;
  bool ours = o->owned || o->borrowed || (o->parent && r->objects.items[o->parent - 1].held == HOLD_TAKEN);
  if (!ours) return false;
  for (uint32_t k = 0; k < r->frontiers[l].len; k++)
    if (has(o->needed[NEED_PART], r->frontiers[l].items[k])) return false;
  return !needed_from(r, o, NEED_OTHER, l, from) && is_wanted(r, o, l, from);
}

/* The object's fields as new variables; with `token` it is taken. */
static const flat_instr *emit_fields(reuser *r, const object *o, bool take) {
  const flat_instr *old = o->looks->fields;
  flat_instr i = *old;
  i.args = arena_copy(r->m->home, &r->name[o->var], sizeof(flat_var), alignof(flat_var));
  i.op = take ? FLAT_TAKE : FLAT_FIELDS;
  i.dest_count = old->dest_count + take;
  i.dests = ARENA_ARRAY(r->m->home, flat_var, i.dest_count);
  if (take) i.dests[0] = flat_var_new(r->m, r->f, FLAT_TOKEN);
  for (uint32_t k = 0; k < old->dest_count; k++)
    i.dests[k + take] = flat_var_new(r->m, r->f, r->f->vars.items[old->dests[k]]);
  vec_push(r->home, &r->code, i);
  return &vec_last(&r->code);
}

/* What was found by each look goes by the new names from here on. */
static void rename_fields(reuser *r, const object *o, const flat_var *names) {
  for (const look *at = o->looks; at; at = at->older)
    for (uint32_t k = 0; k < at->fields->dest_count; k++)
      if (at->fields->dests[k] != names[k]) name_set(r, at->fields->dests[k], names[k]);
}

static void reload(reuser *r, object *o, flat_label l, uint32_t from);

/* Objects among the fields, whose own fields were found before: those names have to be found anew. */
static void reload_fields(reuser *r, const object *o, flat_label l, uint32_t from) {
  for (const look *at = o->looks; at; at = at->older)
    for (uint32_t k = 0; k < at->fields->dest_count; k++)
      if (object_at(r, at->fields->dests[k])) reload(r, object_at(r, at->fields->dests[k]), l, from);
}

static void take(reuser *r, object *o, flat_label l, uint32_t from) {
  const flat_instr *i = emit_fields(r, o, true);
  rename_fields(r, o, i->dests + 1);
  hold_set(r, o, HOLD_TAKEN, o->looks);
  reload_fields(r, o, l, from);
  r->changed = true;
}

static void reload(reuser *r, object *o, flat_label l, uint32_t from) {
  if (o->held != HOLD_OPEN || !o->looks) return;
  bool dies = !needed_from(r, o, NEED_SELF, l, from);
  if (dies && may_take(r, o, l, from)) {
    take(r, o, l, from);
  } else if (needed_from(r, o, NEED_PART, l, from)) {
    const flat_instr *i = emit_fields(r, o, false);
    rename_fields(r, o, i->dests);
    reload_fields(r, o, l, from);
  }
}

/* ---- a block ---- */

static void rename_vars(reuser *r, uint32_t n, flat_var **vars) {
  bool renamed = false;
  for (uint32_t k = 0; k < n; k++) renamed |= r->name[(*vars)[k]] != (*vars)[k];
  if (!renamed) return;
  flat_var *names = ARENA_ARRAY(r->m->home, flat_var, n); /* looks keep the old ones */
  for (uint32_t k = 0; k < n; k++) names[k] = r->name[(*vars)[k]];
  *vars = names;
}

/* On the way into a block an object may have died. Where several ways meet it has only if something in it is needed. */
static void take_at_start(reuser *r, flat_label l) {
  for (uint32_t k = 0; k < r->open.len; k++) {
    object *o = &r->objects.items[r->open.items[k]];
    if (has(o->needed[NEED_SELF], l) || needed_from(r, o, NEED_SELF, l, 0)) continue;
    if (r->preds[l].len > 1 && !has(o->needed[NEED_PART], l)) continue;
    if (may_take(r, o, l, 0)) take(r, o, l, 0);
  }
}

static void note_look(reuser *r, const flat_instr *fields) {
  object *o = object_at(r, fields->args[0]);
  look *now = ARENA_NEW(r->home, look);
  *now = (look){fields, o->looks};
  if (!o->looks) vec_push(r->home, &r->open, (uint32_t)(o - r->objects.items));
  hold_set(r, o, o->held, now);
}

/* The look that was emitted last is the object's end: it takes. */
static void take_in_place(reuser *r, object *o, flat_label l, uint32_t from) {
  flat_instr *i = &vec_last(&r->code);
  flat_var *dests = ARENA_ARRAY(r->m->home, flat_var, i->dest_count + 1);
  dests[0] = flat_var_new(r->m, r->f, FLAT_TOKEN);
  for (uint32_t k = 0; k < i->dest_count; k++) dests[k + 1] = i->dests[k];
  i->op = FLAT_TAKE;
  i->dest_count++;
  i->dests = dests;
  rename_fields(r, o, dests + 1);
  hold_set(r, o, HOLD_TAKEN, o->looks);
  reload_fields(r, o, l, from);
  r->changed = true;
}

/* Behind instruction `from` - 1, which is `i` before renaming. */
static void settle(reuser *r, const flat_instr *i, flat_label l, uint32_t from) {
  for (uint32_t k = 0; k < i->arg_count; k++) {
    object *o = is_pointer(r, i->args[k]) ? object_at(r, i->args[k]) : NULL;
    if (!o || o->held != HOLD_OPEN || needed_from(r, o, NEED_SELF, l, from)) continue;
    if (borrow_consumes(r->m, i, k)) hold_set(r, o, HOLD_MOVED, o->looks);
    else if (!may_take(r, o, l, from)) continue;
    else if (i->op == FLAT_FIELDS) take_in_place(r, o, l, from);
    else take(r, o, l, from);
  }
}

static void visit_block(reuser *r, flat_label l) {
  uint32_t n = block_of(r, l)->code.len;
  r->code.len = 0;
  take_at_start(r, l);
  for (uint32_t k = 0; k < n; k++) {
    flat_instr *was = ARENA_NEW(r->home, flat_instr);
    *was = block_of(r, l)->code.items[k];
    flat_instr now = *was;
    rename_vars(r, now.arg_count, &now.args);
    vec_push(r->home, &r->code, now);
    if (was->op == FLAT_FIELDS) note_look(r, was);
    settle(r, was, l, k + 1);
  }
  flat_block *b = block_of(r, l);
  for (uint32_t k = 0; flat_has_last(b) && k < b->last.arg_count; k++) {
    object *o = is_pointer(r, b->last.args[k]) ? object_at(r, b->last.args[k]) : NULL;
    if (o && borrow_consumes(r->m, &b->last, k)) hold_set(r, o, HOLD_MOVED, o->looks);
  }
  if (flat_has_last(b)) rename_vars(r, b->last.arg_count, &b->last.args);
  if (b->end == FLAT_BRANCH) b->cond = r->name[b->cond];
  if (b->end == FLAT_RETURN) rename_vars(r, b->ret_count, &b->rets);
  for (uint32_t e = 0; e < flat_edge_count(b); e++) rename_vars(r, b->edges[e].arg_count, &b->edges[e].args);
  b->code.len = 0;
  for (uint32_t k = 0; k < r->code.len; k++) vec_push(r->m->home, &b->code, r->code.items[k]);
}

/* ---- the whole function ---- */

typedef struct visit {
  flat_label block;
  uint32_t next; /* child */
  uint32_t open, undos, renames;
} visit;

static void leave(reuser *r, const visit *v) {
  for (; r->undos.len > v->undos; r->undos.len--) {
    const undo *u = &vec_last(&r->undos);
    r->objects.items[u->object].held = u->held;
    r->objects.items[u->object].looks = u->looks;
  }
  for (; r->renames.len > v->renames; r->renames.len--) r->name[vec_last(&r->renames).var] = vec_last(&r->renames).was;
  r->open.len = v->open;
}

static void enter(reuser *r, visit *stack, uint32_t depth, flat_label l) {
  stack[depth] = (visit){l, 0, r->open.len, r->undos.len, r->renames.len};
  visit_block(r, l);
}

static void visit_all(reuser *r) {
  visit *stack = ARENA_ARRAY(r->home, visit, r->doms.count);
  uint32_t depth = 0;
  enter(r, stack, depth++, 0);
  while (depth) {
    visit *top = &stack[depth - 1];
    if (top->next < r->tree.children[top->block].len) {
      enter(r, stack, depth++, r->tree.children[top->block].items[top->next++]);
    } else {
      leave(r, top);
      depth--;
    }
  }
}

enum { MATCH_MOST = 1 << 26 }; /* looks times blocks, which are bits: functions beyond that stay as they are */

static bool is_worth_it(const flat_fun *f) {
  uint64_t looks = 0;
  for (flat_label l = 0; l < f->blocks.len; l++)
    for (uint32_t k = 0; k < f->blocks.items[l].code.len; k++)
      looks += f->blocks.items[l].code.items[k].op == FLAT_FIELDS;
  return looks && looks * f->blocks.len <= MATCH_MOST;
}

static bool take_in_fun(flat_module *m, flat_fun *f, const bool *offered) {
  if (!is_worth_it(f)) return false;
  arena *scratch = arena_new("consuming match");
  uint32_t vars = f->vars.len;
  reuser r = {.m = m, .f = f, .home = scratch, .offered = offered};
  r.infos = borrow_of_vars(m, f, scratch);
  r.doms = dominators_of(f, scratch);
  r.tree = dominator_tree_of(f, &r.doms, scratch);
  r.frontiers = dominance_frontiers(f, &r.doms, scratch);
  r.preds = ARENA_ARRAY(scratch, flat_labels, f->blocks.len);
  r.object_of = ARENA_ARRAY(scratch, uint32_t, vars);
  r.lender = ARENA_ARRAY(scratch, flat_var, vars);
  r.other = ARENA_ARRAY(scratch, bool, vars);
  r.is_param = ARENA_ARRAY(scratch, bool, vars);
  r.def = ARENA_ARRAY(scratch, flat_label, vars);
  r.name = ARENA_ARRAY(scratch, flat_var, vars);
  for (flat_var v = 0; v < vars; v++) {
    r.lender[v] = FLAT_NONE;
    r.name[v] = v;
  }
  find_objects(&r);
  find_needs(&r);
  find_makes(&r);
  visit_all(&r);
  arena_free(scratch);
  return r.changed;
}

/* Functions that take a parameter own it, and so, perhaps, do their callers: round by round. */
void flat_reuse(flat_module *m) {
  enum { ROUNDS = 4 };
  bool changed = true;
  arena *scratch = arena_new("reuse");
  for (uint32_t round = 0; changed && round < ROUNDS; round++) {
    changed = false;
    borrow_infer(m);
    bool **offered = offers_of(m, scratch);
    for (uint32_t i = 0; i < m->funs.len; i++) changed |= take_in_fun(m, m->funs.items[i], offered[i]);
  }
  arena_free(scratch);
  tokens_give(m);
}
