/* Folds over groups move to where the groups grow: see groups.c. */

#include "ir/groups.h"

#include "ir/inline.h"

static ir_types *types_of(const groups *g) { return comb_types(g->v.m->store); }

static const ir_type *type_of(const groups *g, flat_var_info info) {
  static const ir_type_kind kinds[] = {
      [FLAT_I64] = IRT_INT, [FLAT_F64] = IRT_FLOAT, [FLAT_BOOL] = IRT_BOOL, [FLAT_CHAR] = IRT_CHAR};
  return info.scalar == FLAT_PTR ? info.heap : irt_base(types_of(g), kinds[info.scalar]);
}

static const ir_type *value_type(const groups *g) {
  const ir_type *parts[GROUPS_MOST_KEPT];
  for (uint32_t k = 0; k < g->kept.len; k++) parts[k] = type_of(g, g->kept.items[k].info);
  return g->kept.len == 1 ? parts[0] : irt_tuple(types_of(g), g->kept.len, parts);
}

static flat_var *vars_copy(const groups *g, uint32_t n, const flat_var *vars) {
  return arena_copy(g->v.m->home, vars, n * sizeof *vars, alignof(flat_var));
}

/* Appends an instruction whose results are new. */
static const flat_var *emit(const groups *g, flat_label l, flat_instr i, uint32_t n, const flat_var_info *infos) {
  i.dest_count = n;
  i.dests = ARENA_ARRAY(g->v.m->home, flat_var, n);
  for (uint32_t d = 0; d < n; d++) i.dests[d] = flat_var_new(g->v.m, g->v.f, infos[d]);
  vec_push(g->v.m->home, &groups_block(g, l)->code, i);
  return i.dests;
}

static flat_var emit_int(const groups *g, flat_label l, int64_t n) {
  comb_literal literal = {.type = irt_base(types_of(g), IRT_INT), .i = n};
  return *emit(g, l, (flat_instr){.op = FLAT_CONST, .literal = literal}, 1, &(flat_var_info){FLAT_I64, NULL});
}

static void jump(const groups *g, flat_label from, flat_label to, uint32_t n, const flat_var *args) {
  flat_block *b = groups_block(g, from);
  b->end = FLAT_JUMP;
  b->edges[0] = (flat_edge){to, n, vars_copy(g, n, args)};
}

/* What is made in front of the loop is there; what is not is made once more. */
static flat_var again(const groups *g, flat_label l, flat_var v) {
  if (groups_known(g, v, g->header)) return v;
  return *emit(g, l, *g->constant[v], 1, &g->v.f->vars.items[v]);
}

static void retype(const groups *g, flat_var v, const ir_type *t) { g->v.f->vars.items[v].heap = t; }

/* The empty dictionary is one of the new type. */
static void make_fresh(const groups *g, const ir_type *dict) {
  ir_types *types = types_of(g);
  const ir_type *items = irt_list(types, irt_pair(types, dict->args[0], dict->args[1]));
  flat_block *b = groups_block(g, g->fresh.block);
  flat_var list = flat_var_new(g->v.m, g->v.f, (flat_var_info){FLAT_PTR, items});
  flat_instr *made = &b->code.items[g->fresh.at];
  made->type = items;
  made->result = dict;
  made->args = vars_copy(g, 1, &list);
  retype(g, made->dests[0], dict);
  flat_instr none = {
      .op = FLAT_PRIM, .prim = OP_list, .type = irt_base(types, IRT_UNIT), .result = items, .dest_count = 1};
  none.dests = vars_copy(g, 1, &list);
  vec_push(g->v.m->home, &b->code, none);
  for (uint32_t k = b->code.len - 1; k > g->fresh.at; k--) {
    flat_instr moved = b->code.items[k - 1];
    b->code.items[k - 1] = b->code.items[k];
    b->code.items[k] = moved;
  }
}

/* A turn of a fold that is being copied. */
typedef struct turn {
  const groups *g;
  const group_fold *f;
  flat_label from; /* what is made again stands here */
  flat_label behind;
  flat_var *map; /* per variable: what it is in the copy */
  flat_label *labels;
  uint32_t count; /* of its parameters, how many are kept */
} turn;

/* Of what is known elsewhere only constants are needed again. */
static void need(const turn *t, flat_var v) {
  if (t->map[v] == v && t->g->constant[v]) t->map[v] = again(t->g, t->from, v);
}

static bool looks_at_group(const turn *t, const flat_instr *i) {
  return (i->op == FLAT_LIST_GET || i->op == FLAT_LIST_LEN) && i->args[0] == t->f->group;
}

static void map_needed(const turn *t, const flat_block *b) {
  for (uint32_t k = 0; k < b->code.len + flat_has_last(b); k++) {
    const flat_instr *i = k == b->code.len ? &b->last : &b->code.items[k];
    for (uint32_t a = 0; a < i->arg_count; a++) need(t, i->args[a]);
  }
  if (b->end == FLAT_BRANCH) need(t, b->cond);
  for (uint32_t e = 0; e < flat_edge_count(b); e++)
    for (uint32_t a = 0; a < b->edges[e].arg_count; a++) need(t, b->edges[e].args[a]);
}

/* The fold's own variables are new ones; an element's scalars, the key and what is kept are at hand. */
static void map_turn(const turn *t, const flat_instr *gather, const flat_var *state) {
  const groups *g = t->g;
  const group_fold *f = t->f;
  const flat_instr *entry = view_instr(&g->v, g->walks.items[f->entry].entry);
  const flat_block *h = groups_block(g, f->header);
  uint32_t keys = entry->dest_count - 2, at = f->kept;
  for (flat_var v = 0, all = g->v.f->vars.len; v < all; v++) t->map[v] = v;
  for (flat_label l = 0; l < g->v.blocks; l++) {
    const flat_block *b = groups_block(g, l);
    if (!view_within(&g->v, f->header, l)) continue;
    for (uint32_t p = 0; l != f->header && p < b->params.len; p++)
      t->map[b->params.items[p]] = flat_var_new(g->v.m, g->v.f, g->v.f->vars.items[b->params.items[p]]);
    for (uint32_t k = 0; k < b->code.len + flat_has_last(b); k++) {
      const flat_instr *i = view_instr(&g->v, (flat_spot){l, k});
      for (uint32_t d = 0; d < i->dest_count; d++)
        t->map[i->dests[d]] = i->op == FLAT_LIST_GET && i->args[0] == f->group
                                  ? gather->args[1 + keys + d]
                                  : flat_var_new(g->v.m, g->v.f, g->v.f->vars.items[i->dests[d]]);
    }
  }
  for (uint32_t d = 0; d < keys; d++) t->map[entry->dests[1 + d]] = gather->args[1 + d];
  for (uint32_t p = 0; p < h->params.len; p++) {
    bool plain = h->params.items[p] == f->place && !f->counts;
    t->map[h->params.items[p]] = plain ? emit_int(g, t->from, 0) : state[at++];
  }
  for (flat_label l = 0; l < g->v.blocks; l++)
    if (view_within(&g->v, f->header, l)) map_needed(t, groups_block(g, l));
}

static flat_block copy_block(const turn *t, flat_label l) {
  const groups *g = t->g;
  flat_block copy = inline_copy_block(g->v.m, groups_block(g, l), t->map, t->labels);
  uint32_t left = 0;
  for (uint32_t k = 0; k < copy.code.len; k++) {
    bool bound = l == t->f->header && k == t->f->bound_at;
    if (!bound && !looks_at_group(t, &groups_block(g, l)->code.items[k])) copy.code.items[left++] = copy.code.items[k];
  }
  copy.code.len = left;
  if (l == t->f->header) {
    copy.params.len = 0;
    copy.end = FLAT_JUMP;
  }
  for (uint32_t e = 0; e < flat_edge_count(&copy); e++) {
    flat_edge *edge = &copy.edges[e];
    if (edge->to != t->labels[t->f->header]) continue;
    flat_var *args = ARENA_ARRAY(g->v.m->home, flat_var, t->count);
    for (uint32_t k = 0; k < t->count; k++) args[k] = edge->args[g->kept.items[t->f->kept + k].slot];
    *edge = (flat_edge){t->behind, t->count, args};
  }
  return copy;
}

/* One turn of a fold behind block `from`: gives the block behind it, and what is kept then. */
static flat_label copy_turn(const groups *g, const group_fold *f, flat_label from, const flat_instr *gather,
                            flat_var *state) {
  flat_fun *fun = g->v.f;
  turn t = {.g = g, .f = f, .from = from, .behind = flat_block_new(g->v.m, fun)};
  t.map = ARENA_ARRAY(g->v.home, flat_var, fun->vars.len);
  t.labels = ARENA_ARRAY(g->v.home, flat_label, g->v.blocks);
  for (flat_label l = 0; l < g->v.blocks; l++)
    t.labels[l] = view_within(&g->v, f->header, l) ? flat_block_new(g->v.m, fun) : l;
  map_turn(&t, gather, state);
  for (uint32_t k = f->kept; k < g->kept.len && g->kept.items[k].fold == (uint32_t)(f - g->folds.items);
       k++, t.count++) {
    state[k] = flat_var_new(g->v.m, fun, g->kept.items[k].info);
    vec_push(g->v.m->home, &groups_block(g, t.behind)->params, state[k]);
  }
  for (flat_label l = 0; l < g->v.blocks; l++) {
    if (!view_within(&g->v, f->header, l)) continue;
    flat_block copy = copy_block(&t, l);
    *groups_block(g, t.labels[l]) = copy;
  }
  jump(g, from, t.labels[f->header], 0, NULL);
  return t.behind;
}

/* The gathering: what the dictionary holds at the key, or what folds start from; a turn of each fold; put back. */
static void gather_folds(const groups *g, const ir_type *dict) {
  ir_types *types = types_of(g);
  flat_fun *fun = g->v.f;
  const ir_type *key = dict->args[0], *value = dict->args[1];
  flat_instr gather = groups_block(g, g->gather.block)->code.items[g->gather.at];
  uint32_t keys = flat_scalar_count(key), n = g->kept.len;
  flat_label there = flat_block_new(g->v.m, fun), missing = flat_block_new(g->v.m, fun),
             once = flat_block_new(g->v.m, fun), rest = flat_block_new(g->v.m, fun);
  flat_block *from = groups_block(g, g->gather.block), *tail = groups_block(g, rest);
  *tail = *from;
  tail->params.len = tail->params.cap = tail->code.len = tail->code.cap = 0;
  uint32_t all = from->code.len;
  for (uint32_t k = g->gather.at + 1; k < all; k++) vec_push(g->v.m->home, &tail->code, from->code.items[k]);
  from->code.len = g->gather.at;
  flat_var_info infos[GROUPS_MOST_KEPT + 1] = {{FLAT_BOOL, NULL}};
  for (uint32_t k = 0; k < n; k++) infos[k + 1] = g->kept.items[k].info;
  flat_instr get = {.op = FLAT_PRIM,
                    .prim = OP_dict_get,
                    .type = irt_pair(types, dict, key),
                    .result = irt_option(types, value),
                    .arg_count = 1 + keys};
  get.args = vars_copy(g, 1 + keys, gather.args);
  const flat_var *got = emit(g, g->gather.block, get, n + 1, infos);
  from = groups_block(g, g->gather.block);
  from->end = FLAT_BRANCH;
  from->cond = got[0];
  from->edges[0] = (flat_edge){.to = there};
  from->edges[1] = (flat_edge){.to = missing};
  flat_var state[GROUPS_MOST_KEPT], first[GROUPS_MOST_KEPT];
  for (uint32_t k = 0; k < n; k++) {
    flat_var start = g->kept.items[k].first;
    first[k] = start == FLAT_NONE ? emit_int(g, missing, 0) : again(g, missing, start);
    state[k] = flat_var_new(g->v.m, fun, g->kept.items[k].info);
    vec_push(g->v.m->home, &groups_block(g, once)->params, state[k]);
  }
  jump(g, there, once, n, got + 1);
  jump(g, missing, once, n, first);
  flat_label at = once;
  for (uint32_t k = 0; k < n; k++) {
    if (g->kept.items[k].fold != FLAT_NONE) continue;
    flat_var args[] = {state[k], emit_int(g, at, 1)};
    flat_instr add = {.op = FLAT_ADD, .safe = true, .arg_count = 2, .args = vars_copy(g, 2, args)};
    state[k] = *emit(g, at, add, 1, &(flat_var_info){FLAT_I64, NULL});
  }
  for (uint32_t k = 0; k < g->folds.len; k++) at = copy_turn(g, &g->folds.items[k], at, &gather, state);
  flat_var *args = ARENA_ARRAY(g->v.m->home, flat_var, 1 + keys + n);
  for (uint32_t k = 0; k <= keys; k++) args[k] = gather.args[k];
  for (uint32_t k = 0; k < n; k++) args[1 + keys + k] = state[k];
  flat_instr put = {.op = FLAT_PRIM,
                    .prim = OP_dict_put,
                    .type = irt_tuple(types, 3, (const ir_type *[]){dict, key, value}),
                    .result = dict,
                    .site = gather.site,
                    .arg_count = 1 + keys + n,
                    .args = args};
  put.dest_count = 1;
  put.dests = gather.dests;
  retype(g, gather.dests[0], dict);
  vec_push(g->v.m->home, &groups_block(g, at)->code, put);
  jump(g, at, rest, 0, NULL);
}

static void rename_var(const groups *g, flat_var old, flat_var new) {
  for (flat_label l = 0; l < g->v.f->blocks.len; l++) {
    flat_block *b = groups_block(g, l);
    for (uint32_t k = 0; k < b->code.len; k++)
      for (uint32_t a = 0; a < b->code.items[k].arg_count; a++)
        if (b->code.items[k].args[a] == old) b->code.items[k].args[a] = new;
    for (uint32_t a = 0; flat_has_last(b) && a < b->last.arg_count; a++)
      if (b->last.args[a] == old) b->last.args[a] = new;
    for (uint32_t e = 0; e < flat_edge_count(b); e++)
      for (uint32_t a = 0; a < b->edges[e].arg_count; a++)
        if (b->edges[e].args[a] == old) b->edges[e].args[a] = new;
    for (uint32_t r = 0; b->end == FLAT_RETURN && r < b->ret_count; r++)
      if (b->rets[r] == old) b->rets[r] = new;
  }
}

/* A fold is no loop any more: its parameters are what the entry holds, and control goes on behind it. */
static void end_fold(const groups *g, const group_fold *f, const flat_var *held) {
  for (flat_label l = 0; l < g->v.blocks; l++) {
    flat_block *b = groups_block(g, l);
    for (uint32_t e = 0; e < flat_edge_count(b); e++) {
      if (b->edges[e].to != f->header || view_within(&g->v, f->header, l)) continue;
      for (uint32_t k = 0; k < g->kept.len; k++)
        if (g->kept.items[k].fold == (uint32_t)(f - g->folds.items)) b->edges[e].args[g->kept.items[k].slot] = held[k];
    }
  }
  flat_block *h = groups_block(g, f->header);
  h->code.items[f->bound_at] = (flat_instr){.op = FLAT_CONST,
                                            .literal = {.type = irt_base(types_of(g), IRT_BOOL), .i = 0},
                                            .dest_count = 1,
                                            .dests = h->code.items[f->bound_at].dests};
  h->end = FLAT_JUMP;
  h->edges[0] = h->edges[1];
}

static void walk_folds(const groups *g, uint32_t w, flat_var *count) {
  flat_spot s = g->walks.items[w].entry;
  flat_instr *entry = &groups_block(g, s.block)->code.items[s.at];
  uint32_t keys = entry->dest_count - 2, n = g->kept.len;
  flat_var *dests = ARENA_ARRAY(g->v.m->home, flat_var, 1 + keys + n), *held = dests + 1 + keys;
  for (uint32_t d = 0; d <= keys; d++) dests[d] = entry->dests[d];
  for (uint32_t k = 0; k < n; k++) held[k] = flat_var_new(g->v.m, g->v.f, g->kept.items[k].info);
  entry->dests = dests;
  entry->dest_count = 1 + keys + n;
  for (uint32_t k = 0; k < g->folds.len; k++)
    if (g->folds.items[k].entry == w) end_fold(g, &g->folds.items[k], held);
  if (g->count_at[w] != FLAT_NONE) *count = held[g->count_at[w]];
}

/* Lengths of groups are counts. */
static void end_lengths(const groups *g, uint32_t w, flat_var count) {
  for (flat_label l = 0; l < g->v.f->blocks.len; l++) {
    flat_block *at = groups_block(g, l);
    uint32_t left = 0;
    for (uint32_t k = 0; k < at->code.len; k++) {
      flat_instr i = at->code.items[k];
      bool length = i.op == FLAT_LIST_LEN && i.args[0] == g->walks.items[w].group;
      if (length && count != FLAT_NONE) rename_var(g, i.dests[0], count);
      if (!length) at->code.items[left++] = i;
    }
    at->code.len = left;
  }
}

static void retype_uses(const groups *g, const ir_type *dict) {
  for (flat_label l = 0; l < g->v.f->blocks.len; l++) {
    flat_block *b = groups_block(g, l);
    for (uint32_t k = 0; k < b->code.len; k++) {
      flat_instr *i = &b->code.items[k];
      bool uses = i->arg_count && i->args[0] == g->table;
      if (uses && (i->op == FLAT_ENTRIES || i->op == FLAT_ENTRY || flat_is_prim(i, OP_dict_len))) i->type = dict;
    }
  }
}

void groups_change(const groups *g) {
  ir_types *types = types_of(g);
  const ir_type *old = g->v.f->vars.items[g->table].heap, *dict = irt_dict(types, old->args[0], value_type(g));
  retype(g, g->table, dict);
  gather_folds(g, dict);
  flat_var counts[GROUPS_MOST_FOLDS];
  for (uint32_t w = 0; w < g->walks.len; w++) counts[w] = FLAT_NONE;
  for (uint32_t w = 0; w < g->walks.len; w++) walk_folds(g, w, &counts[w]);
  for (uint32_t w = 0; w < g->walks.len; w++) end_lengths(g, w, counts[w]);
  retype_uses(g, dict);
  make_fresh(g, dict);
}
