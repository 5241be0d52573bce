/* Updates in place: what a program writes between reading a list or dictionary and changing it decides whether the
   change finds it unique.

   Reads first (flat_reads_first). Law: an update that cannot fail commutes with every read of what it updates. An update
   whose operand is read behind it would find that operand shared and copy it; it moves down behind those reads. `put`
   is taken apart for that: `index` at its position and site fails as it does, and the `put` that follows is safe.
     condition: between the old and the new place control only goes straight on or fails for good.

   Taking out (flat_take_out). Law: an element that is overwritten before anybody looks need not stay where it was. A
   read whose container is next put to the same place, and then no more, takes the element out: from a unique container
   without counting, so that what changes the element finds it unique, too. `m.put i (m[i].put j v)` and
   `d.put k (d[k]+[x])` then work in place.
     condition: the container is owned, every use of it after the read is a `put` to the same key, and after that there
     is none. What is left in its place is the immortal absent object: a failure in between may drop the container.

   Expects:    a simplified module, not counted yet.
   Cost:       linear; the search of uses is made for reads that have a put to the same key, USES_MOST places at most. */

#include "ir/update.h"

#include "ir/borrow.h"

enum { USES_MOST = 32 };

typedef struct place {
  flat_label block;
  uint32_t at; /* instruction; code.len: `last`; behind it: what edges and returns use */
} place;

typedef VEC(place) place_list;

typedef struct updates {
  flat_module *m;
  flat_fun *f;
  arena *home; /* scratch */
  uint32_t *preds;
} updates;

static flat_block *block_of(const updates *u, flat_label l) { return &u->f->blocks.items[l]; }

static bool among(flat_var v, uint32_t n, const flat_var *vars) {
  for (uint32_t k = 0; k < n; k++)
    if (vars[k] == v) return true;
  return false;
}

static bool uses_any(const flat_instr *i, uint32_t n, const flat_var *vars) {
  for (uint32_t k = 0; k < n; k++)
    if (among(vars[k], i->arg_count, i->args)) return true;
  return false;
}

static void count_preds(updates *u) {
  u->preds = ARENA_ARRAY(u->home, uint32_t, u->f->blocks.len);
  for (flat_label l = 0; l < u->f->blocks.len; l++)
    for (uint32_t e = 0; e < flat_edge_count(block_of(u, l)); e++) u->preds[block_of(u, l)->edges[e].to]++;
}

/* ---- reads first ---- */

static bool is_put(const flat_instr *i) { return i->op == FLAT_PRIM && i->prim == OP_put; }

/* An update that cannot fail: it consumes its first operand and gives the changed one. */
static bool is_update(const flat_instr *i) {
  static const bool changes[OP_COUNT] = {
      [OP_push] = true, [OP_append] = true, [OP_put] = true, [OP_dict_put] = true, [OP_set_put] = true,
      [OP_dict_merge] = true,
  };
  return i->op == FLAT_PRIM && changes[i->prim];
}

static bool looks_at(const updates *u, const flat_instr *i, flat_var v) {
  for (uint32_t k = 0; k < i->arg_count; k++)
    if (i->args[k] == v && !borrow_consumes(u->m, i, k)) return true;
  return false;
}

static bool takes_away(const updates *u, const flat_instr *i, flat_var v) {
  return among(v, i->arg_count, i->args) && !looks_at(u, i, v);
}

/* A way on which nothing happens but that the program fails. */
static bool only_fails(const updates *u, flat_label l) {
  for (uint32_t steps = 0; steps < USES_MOST; steps++) {
    const flat_block *b = block_of(u, l);
    for (uint32_t k = 0; k < b->code.len; k++)
      if (b->code.items[k].op != FLAT_FAIL_FRAME) return false;
    if (b->end == FLAT_FAIL) return true;
    if (b->end != FLAT_JUMP) return false;
    l = b->edges[0].to;
  }
  return false;
}

/* Where control goes on from a block's end, if it can go nowhere else but to fail; FLAT_NONE: it forks or ends. */
static flat_label straight_on(const updates *u, const flat_block *b) {
  if (b->end != FLAT_JUMP && b->end != FLAT_TRY) return FLAT_NONE;
  if (b->end == FLAT_TRY && (b->edges[0].arg_count || !only_fails(u, b->edges[1].to))) return FLAT_NONE;
  return u->preds[b->edges[0].to] == 1 && !b->edges[0].arg_count ? b->edges[0].to : FLAT_NONE;
}

/* An update's operand, and what was lent from it: reading that is reading the operand. */
typedef struct operand {
  flat_var var;
  uint32_t lent_count;
  flat_var lent[USES_MOST];
} operand;

static bool reads(const updates *u, const flat_instr *i, operand *o) {
  bool look = looks_at(u, i, o->var);
  if (!look && !uses_any(i, o->lent_count, o->lent)) return false;
  for (uint32_t k = 0; k < i->dest_count && o->lent_count < USES_MOST; k++)
    if (u->f->vars.items[i->dests[k]].scalar == FLAT_PTR) o->lent[o->lent_count++] = i->dests[k];
  return true;
}

/* The place behind the last read of `update`'s operand before its result is wanted, from `from` on. False: there is no
   such read. */
static bool place_behind_reads(const updates *u, const flat_instr *update, place from, place *to) {
  operand o = {.var = update->args[0]};
  bool found = false;
  for (uint32_t steps = 0; steps < USES_MOST; steps++) {
    const flat_block *b = block_of(u, from.block);
    bool end = from.at == b->code.len;
    const flat_instr *i = end ? flat_has_last(b) ? &b->last : NULL : &b->code.items[from.at];
    if (i && (uses_any(i, update->dest_count, update->dests) || takes_away(u, i, o.var))) return found;
    bool look = i && reads(u, i, &o);
    if (end) {
      flat_label next = straight_on(u, b);
      if (next == FLAT_NONE) return found;
      from = (place){next, 0};
    } else {
      from.at++;
    }
    if (!look) continue;
    *to = from;
    found = true;
  }
  return found;
}

static void insert(const updates *u, flat_instr i, place at) {
  flat_block *b = block_of(u, at.block);
  vec_push(u->m->home, &b->code, i);
  for (uint32_t k = b->code.len - 1; k > at.at; k--) b->code.items[k] = b->code.items[k - 1];
  b->code.items[at.at] = i;
}

static void take_from_code(flat_block *b, uint32_t at) {
  for (uint32_t k = at; k + 1 < b->code.len; k++) b->code.items[k] = b->code.items[k + 1];
  b->code.len--;
}

static void sink_instr(const updates *u, place from) {
  flat_block *b = block_of(u, from.block);
  flat_instr update = b->code.items[from.at];
  place to;
  if (!is_update(&update) || !place_behind_reads(u, &update, (place){from.block, from.at + 1}, &to)) return;
  insert(u, update, to);
  take_from_code(b, from.at);
}

/* The `index` that fails as this `put` does. */
static flat_instr position_check(const updates *u, const flat_instr *put) {
  const ir_type *list = put->type->args[0], *element = list->args[0];
  uint32_t n = flat_scalar_count(element);
  flat_var_info *infos = ARENA_ARRAY(u->home, flat_var_info, n);
  flat_scalars(element, infos, n);
  flat_instr check = {.op = FLAT_PRIM, .prim = OP_index, .site = put->site, .caught = put->caught, .result = element,
                      .type = irt_pair(comb_types(u->m->store), list, put->type->args[1]), .dest_count = n, .arg_count = 2};
  check.dests = ARENA_ARRAY(u->m->home, flat_var, n);
  check.args = arena_copy(u->m->home, put->args, 2 * sizeof *put->args, alignof(flat_var));
  for (uint32_t k = 0; k < n; k++) check.dests[k] = flat_var_new(u->m, u->f, infos[k]);
  return check;
}

static void sink_put(const updates *u, flat_label l) {
  flat_block *b = block_of(u, l);
  place to;
  if (b->end != FLAT_TRY || !is_put(&b->last)) return;
  flat_label next = straight_on(u, b);
  if (next == FLAT_NONE || !place_behind_reads(u, &b->last, (place){next, 0}, &to)) return;
  flat_instr put = b->last;
  put.safe = true;
  b->last = position_check(u, &put);
  insert(u, put, to);
}

/* Later updates first: what they read moves up before earlier ones look. */
static void reads_first(updates *u) {
  flat_label *order;
  uint32_t n = flat_order(u->f, u->home, &order);
  count_preds(u);
  for (uint32_t i = n; i > 0; i--) {
    sink_put(u, order[i - 1]);
    for (uint32_t k = block_of(u, order[i - 1])->code.len; k > 0; k--) sink_instr(u, (place){order[i - 1], k - 1});
  }
}

/* ---- taking out ---- */

typedef struct taking {
  updates *u;
  place_list *uses; /* variable -> where it is an operand, once a place */
  place *def;       /* variable -> where it begins */
  bool *own;        /* variable -> a pointer that is nobody else's to keep */
} taking;

static const flat_instr *instr_at(const updates *u, place p) {
  const flat_block *b = block_of(u, p.block);
  if (p.at < b->code.len) return &b->code.items[p.at];
  return p.at == b->code.len && flat_has_last(b) ? &b->last : NULL;
}

static void note_use(taking *t, flat_var v, place p) {
  place_list *uses = &t->uses[v];
  if (uses->len && vec_last(uses).block == p.block && vec_last(uses).at == p.at) return;
  vec_push(t->u->home, uses, p);
}

static void note_block(taking *t, flat_label l) {
  const flat_block *b = block_of(t->u, l);
  for (uint32_t at = 0; at <= b->code.len; at++) {
    const flat_instr *i = instr_at(t->u, (place){l, at});
    for (uint32_t k = 0; i && k < i->arg_count; k++) note_use(t, i->args[k], (place){l, at});
    for (uint32_t k = 0; i && k < i->dest_count; k++) t->def[i->dests[k]] = (place){l, at};
  }
  place end = {l, b->code.len + 1}; /* behind `last` */
  for (uint32_t k = 0; b->end == FLAT_RETURN && k < b->ret_count; k++) note_use(t, b->rets[k], end);
  for (uint32_t e = 0; e < flat_edge_count(b); e++)
    for (uint32_t k = 0; k < b->edges[e].arg_count; k++) note_use(t, b->edges[e].args[k], end);
  for (uint32_t k = 0; k < b->params.len; k++) t->def[b->params.items[k]] = (place){l, 0};
}

static bool key_is(const flat_instr *read, const flat_instr *put) {
  for (uint32_t k = 0; k < read->arg_count; k++)
    if (put->args[k] != read->args[k]) return false;
  return true;
}

/* A put of the read's container to the read's place, and the container is not what is put. */
static bool puts_back(const flat_instr *read, const flat_instr *i) {
  if (!i || i->op != FLAT_PRIM || i->arg_count <= read->arg_count) return false;
  bool dictionary = read->op == FLAT_PRIM && read->prim != OP_index;
  if (i->prim != (dictionary ? OP_dict_put : OP_put) || !key_is(read, i)) return false;
  return !among(read->args[0], i->arg_count - 1, i->args + 1);
}

static bool is_read(const flat_instr *i) {
  if (i->op == FLAT_LIST_GET) return true;
  return i->op == FLAT_PRIM && (i->prim == OP_index || i->prim == OP_dict_get || i->prim == OP_dict_at);
}

static bool gives_pointer(const updates *u, const flat_instr *i) {
  for (uint32_t k = 0; k < i->dest_count; k++)
    if (u->f->vars.items[i->dests[k]].scalar == FLAT_PTR) return true;
  return false;
}

/* Marks the blocks whose start control can reach from behind p without v beginning anew. */
static void mark_reached(const taking *t, place p, flat_var v, bool *reached) {
  VEC(flat_label) work = {0};
  vec_push(t->u->home, &work, p.block);
  while (work.len) {
    const flat_block *b = block_of(t->u, vec_pop(&work));
    for (uint32_t e = 0; e < flat_edge_count(b); e++) {
      flat_label to = b->edges[e].to;
      if (reached[to] || among(v, block_of(t->u, to)->params.len, block_of(t->u, to)->params.items)) continue;
      reached[to] = true;
      vec_push(t->u->home, &work, to);
    }
  }
}

static bool is_after(const taking *t, place use, place p, flat_var v, const bool *reached) {
  if (use.block == p.block && use.at > p.at) return true;
  if (!reached[use.block]) return false;
  place def = t->def[v];
  return def.block != use.block || def.at >= use.at || def.block == FLAT_NONE;
}

/* Is every use of v after p a putting back (read given), or is there none (NULL)? */
static bool only_put_back(const taking *t, place p, flat_var v, const flat_instr *read) {
  bool *reached = ARENA_ARRAY(t->u->home, bool, t->u->f->blocks.len);
  mark_reached(t, p, v, reached);
  for (uint32_t k = 0; k < t->uses[v].len; k++) {
    place use = t->uses[v].items[k];
    if (!is_after(t, use, p, v, reached)) continue;
    if (!read || !puts_back(read, instr_at(t->u, use)) || !only_put_back(t, use, v, NULL)) return false;
  }
  return true;
}

static bool is_put_back(const taking *t, const flat_instr *read) {
  const place_list *uses = &t->uses[read->args[0]];
  for (uint32_t k = 0; k < uses->len && uses->len <= USES_MOST; k++)
    if (puts_back(read, instr_at(t->u, uses->items[k]))) return true;
  return false;
}

static void take_at(taking *t, place p, flat_instr *i) {
  if (!is_read(i) || !gives_pointer(t->u, i)) return;
  flat_var v = i->args[0];
  i->takes = t->own[v] && is_put_back(t, i) && only_put_back(t, p, v, i);
}

static void find_own(const taking *t, const flat_instr *i) {
  bool lent = (is_read(i) && !i->takes) || i->op == FLAT_FIELDS || i->op == FLAT_GLOBAL;
  for (uint32_t k = 0; k < i->dest_count; k++) t->own[i->dests[k]] = !lent;
}

static void take_in_block(taking *t, flat_label l) {
  flat_block *b = block_of(t->u, l);
  for (uint32_t k = 0; k < b->params.len; k++) t->own[b->params.items[k]] = true;
  for (uint32_t at = 0; at <= b->code.len; at++) {
    flat_instr *i = at < b->code.len ? &b->code.items[at] : flat_has_last(b) ? &b->last : NULL;
    if (!i) continue;
    take_at(t, (place){l, at}, i);
    find_own(t, i);
  }
}

static void take_out(updates *u) {
  uint32_t n = u->f->vars.len;
  taking t = {.u = u, .uses = ARENA_ARRAY(u->home, place_list, n), .def = ARENA_ARRAY(u->home, place, n),
              .own = ARENA_ARRAY(u->home, bool, n)};
  flat_label *order;
  uint32_t blocks = flat_order(u->f, u->home, &order);
  for (flat_var v = 0; v < n; v++) t.def[v] = (place){FLAT_NONE, 0};
  for (uint32_t k = 0; k < blocks; k++) note_block(&t, order[k]);
  for (uint32_t k = 0; k < u->f->param_count; k++) t.own[u->f->params[k]] = true;
  for (uint32_t k = 0; k < blocks; k++) take_in_block(&t, order[k]);
}

/* ---- functions ---- */

static void each_with_update(flat_module *m, void (*run)(updates *u)) {
  arena *scratch = arena_new("updates");
  for (uint32_t i = 0; i < m->funs.len; i++) {
    updates u = {.m = m, .f = m->funs.items[i], .home = scratch};
    if (flat_any_instr(u.f, is_update)) run(&u);
  }
  arena_free(scratch);
}

void flat_reads_first(flat_module *m) { each_with_update(m, reads_first); }

void flat_take_out(flat_module *m) { each_with_update(m, take_out); }
