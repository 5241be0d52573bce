/* Groups that are only folded over need not be there: what is folded over each is folded where the group would grow.

   Law:        gathering x1..xn at a key and folding over what was gathered is folding at the key: behind the loop the
               dictionary holds, instead of each group, what every fold over it gives, and instead of its length a
               count.
   Condition:  the dictionary begins empty and grows by one `dict_gather` of one loop; behind the loop it is walked, or
               its length is taken, and nothing else. Of a group are wanted its length and what folds over all of it
               give, in order, that start from what is known in front of the loop and look besides at what is known
               there, and at the key. Nothing from the loop to the folds touches the world or calls a function. Each
               fold is run for every group; where it may fail, no failure from the loop on is caught.
   Guarantees: which of several failures is reported may change. flat_simplify is to follow.
   Cost:       linear in the function for each dictionary that is gathered. */

#include "ir/groups.h"

#include "ir/passes.h"

static bool is_constant(const flat_instr *i) {
  return i->op == FLAT_CONST || i->op == FLAT_ABSENT || (flat_is_prim(i, OP_list) && !i->arg_count);
}

static void find_makers(groups *g) {
  g->from = ARENA_ARRAY(g->v.home, flat_labels, g->v.blocks);
  g->constant = ARENA_ARRAY(g->v.home, const flat_instr *, g->v.f->vars.len);
  for (uint32_t n = 0; n < g->v.doms.count; n++) {
    flat_label l = g->v.doms.order[n];
    const flat_block *b = groups_block(g, l);
    for (uint32_t e = 0; e < flat_edge_count(b); e++) vec_push(g->v.home, &g->from[b->edges[e].to], l);
    for (uint32_t k = 0; k < b->code.len; k++) {
      const flat_instr *i = &b->code.items[k];
      if (is_constant(i)) g->constant[i->dests[0]] = arena_copy(g->v.home, i, sizeof *i, alignof(flat_instr));
    }
  }
}

/* ---- uses ---- */

/* A use of a variable: an operand of an instruction, an argument of an edge, or the block's condition or result. */
typedef struct use {
  flat_label block;
  const flat_instr *instr; /* NULL: none */
  const flat_edge *edge;   /* NULL: none */
  uint32_t operand;
} use;

typedef bool use_fn(groups *g, const use *u, const void *context);

static bool all_uses(groups *g, flat_var v, use_fn *fits, const void *context) {
  for (uint32_t n = 0; n < g->v.doms.count; n++) {
    flat_label l = g->v.doms.order[n];
    const flat_block *b = groups_block(g, l);
    for (uint32_t k = 0; k < b->code.len + flat_has_last(b); k++) {
      const flat_instr *i = view_instr(&g->v, (flat_spot){l, k});
      for (uint32_t a = 0; a < i->arg_count; a++)
        if (i->args[a] == v && !fits(g, &(use){l, i, NULL, a}, context)) return false;
    }
    if (b->end == FLAT_BRANCH && b->cond == v && !fits(g, &(use){l, NULL, NULL, 0}, context)) return false;
    for (uint32_t e = 0; e < flat_edge_count(b); e++)
      for (uint32_t a = 0; a < b->edges[e].arg_count; a++)
        if (b->edges[e].args[a] == v && !fits(g, &(use){l, NULL, &b->edges[e], a}, context)) return false;
    for (uint32_t r = 0; b->end == FLAT_RETURN && r < b->ret_count; r++)
      if (b->rets[r] == v && !fits(g, &(use){l, NULL, NULL, r}, context)) return false;
  }
  return true;
}

/* ---- the dictionary ---- */

/* An edge that goes to the gathering loop's header with the dictionary where it belongs. */
static bool hands_on(const groups *g, const use *u, bool within) {
  bool there = u->edge && u->edge->to == g->header && u->operand == g->slot;
  return there && view_within(&g->v, g->header, u->block) == within;
}

static bool table_use(groups *g, const use *u, const void *context) {
  (void)context;
  const flat_instr *i = u->instr;
  if (!i) return hands_on(g, u, true);
  if (i == view_instr(&g->v, g->gather)) return u->operand == 0;
  if (view_within(&g->v, g->header, u->block)) return false;
  if (i->op != FLAT_ENTRY) return i->op == FLAT_ENTRIES || flat_is_prim(i, OP_dict_len);
  flat_spot s = {u->block, (uint32_t)(i - groups_block(g, u->block)->code.items)};
  if (g->walks.len == GROUPS_MOST_FOLDS) return false;
  vec_push(g->v.home, &g->walks, ((group_walk){s, i->dests[i->dest_count - 1]}));
  return true;
}

static bool grown_use(groups *g, const use *u, const void *context) {
  (void)context;
  return hands_on(g, u, true);
}

static bool fresh_use(groups *g, const use *u, const void *context) {
  (void)context;
  return hands_on(g, u, false);
}

/* What comes from outside for the dictionary is one that is empty and is for nobody else. */
static bool begins_empty(groups *g) {
  bool any = false;
  for (uint32_t n = 0; n < g->v.doms.count; n++) {
    flat_label l = g->v.doms.order[n];
    const flat_block *b = groups_block(g, l);
    for (uint32_t e = 0; e < flat_edge_count(b); e++) {
      if (b->edges[e].to != g->header || view_within(&g->v, g->header, l)) continue;
      flat_var v = b->edges[e].args[g->slot];
      const flat_instr *i = view_maker(&g->v, v),
                       *list = flat_is_prim(i, OP_dict) ? view_maker(&g->v, i->args[0]) : NULL;
      if (!flat_is_prim(list, OP_list) || list->arg_count || any) return false;
      g->fresh = g->v.made[v];
      any = true;
    }
  }
  return any && all_uses(g, view_instr(&g->v, g->fresh)->dests[0], fresh_use, NULL);
}

static bool is_gathered(groups *g) {
  const flat_instr *i = view_instr(&g->v, g->gather);
  g->table = i->args[0];
  flat_spot s = g->v.made[g->table];
  if (s.block == FLAT_NONE || s.at != FLAT_PARAM || !view_is_header(&g->v, s.block)) return false;
  if (!view_within(&g->v, s.block, g->gather.block)) return false;
  g->header = s.block;
  const flat_block *h = groups_block(g, g->header);
  for (g->slot = 0; h->params.items[g->slot] != g->table;) g->slot++;
  return begins_empty(g) && all_uses(g, i->dests[0], grown_use, NULL) && all_uses(g, g->table, table_use, NULL);
}

/* ---- what is done with the groups ---- */

static uint32_t fold_of_header(const groups *g, flat_label header) {
  for (uint32_t k = 0; k < g->folds.len; k++)
    if (g->folds.items[k].header == header) return k;
  return FLAT_NONE;
}

/* The loop that looks at the elements one after the other. */
static bool take_fold(groups *g, flat_label l, const flat_instr *get, uint32_t entry) {
  flat_label header = g->v.loops.innermost[l];
  flat_counted c;
  while (header != FLAT_NONE && g->v.made[get->args[1]].block != header) header = g->v.loops.parent[header];
  if (header == FLAT_NONE || !view_counted(&g->v, header, &c) || c.place != get->args[1]) return false;
  const flat_instr *len = view_maker(&g->v, c.limit);
  if (!len || len->op != FLAT_LIST_LEN || len->args[0] != get->args[0]) return false;
  if (fold_of_header(g, header) != FLAT_NONE) return true;
  if (g->folds.len == GROUPS_MOST_FOLDS) return false;
  vec_push(g->v.home, &g->folds,
           ((group_fold){
               .header = header, .group = get->args[0], .place = c.place, .entry = entry, .bound_at = c.bound_at}));
  return true;
}

/* Does a fold's header compare its place with it? */
static bool bound_use(groups *g, const use *u, const void *context) {
  (void)context;
  uint32_t at = u->instr ? fold_of_header(g, u->block) : FLAT_NONE;
  return at != FLAT_NONE && u->instr == view_instr(&g->v, (flat_spot){u->block, g->folds.items[at].bound_at});
}

static bool group_use(groups *g, const use *u, const void *context) {
  const flat_instr *i = u->instr;
  if (i && i->op == FLAT_LIST_GET) return take_fold(g, u->block, i, *(const uint32_t *)context);
  return i && i->op == FLAT_LIST_LEN;
}

/* Is the length that it takes wanted for nothing but the ends of loops? */
static bool is_bound_alone(groups *g, const use *u, const void *context) {
  (void)context;
  return u->instr->op != FLAT_LIST_LEN || all_uses(g, u->instr->dests[0], bound_use, NULL);
}

static void keep(groups *g, flat_var_info info, flat_var first, uint32_t of, uint32_t slot) {
  vec_push(g->v.home, &g->kept, ((group_kept){info, first, of, slot}));
}

/* Can it be had in front of the gathering loop, or made there once more? */
static bool starts_early(const groups *g, flat_var v) { return groups_known(g, v, g->header) || g->constant[v]; }

static bool step_use(groups *g, const use *u, const void *context) {
  const group_fold *f = context;
  bool round = u->edge && u->edge->to == f->header;
  return round && groups_block(g, f->header)->params.items[u->operand] == f->place;
}

/* A use that only counts: an element, the end, the next place. */
static bool place_use(groups *g, const use *u, const void *context) {
  const group_fold *f = context;
  const flat_instr *i = u->instr;
  if (!i) return false;
  if (i->op == FLAT_LIST_GET && i->args[0] == f->group) return true;
  if (u->block == f->header && i == view_instr(&g->v, (flat_spot){u->block, f->bound_at})) return true;
  bool next = i->op == FLAT_ADD && u->operand == 0 && flat_is_int(view_maker(&g->v, i->args[1]), 1);
  return next && all_uses(g, i->dests[0], step_use, f);
}

/* Its parameters are kept, but for the place where that is only counted. */
static bool keep_fold(groups *g, uint32_t n) {
  group_fold *f = &g->folds.items[n];
  const flat_block *h = groups_block(g, f->header);
  f->counts = !all_uses(g, f->place, place_use, f);
  f->kept = g->kept.len;
  bool entered = false;
  for (uint32_t k = 0; k < g->v.doms.count; k++) {
    flat_label l = g->v.doms.order[k];
    const flat_block *b = groups_block(g, l);
    for (uint32_t e = 0; e < flat_edge_count(b); e++) {
      if (b->edges[e].to != f->header || view_within(&g->v, f->header, l)) continue;
      if (entered) return false;
      entered = true;
      for (uint32_t p = 0; p < h->params.len; p++) {
        if (h->params.items[p] == f->place && !f->counts) continue;
        if (!starts_early(g, b->edges[e].args[p])) return false;
        keep(g, g->v.f->vars.items[h->params.items[p]], b->edges[e].args[p], n, p);
      }
    }
  }
  return entered;
}

/* ---- what a fold does with an element ---- */

static bool writes(const flat_instr *i) {
  return i->op == FLAT_LIST_PUSH || i->op == FLAT_LIST_KEEP || i->op == FLAT_LIST_FIT || i->op == FLAT_TEXT_ADD ||
         i->op == FLAT_TEXT_CUT || i->op == FLAT_FILL;
}

static bool is_of_turn(const groups *g, const group_fold *f, flat_var v) {
  flat_label l = g->v.made[v].block;
  return l != FLAT_NONE && view_within(&g->v, f->header, l);
}

static bool is_key(const groups *g, const group_fold *f, flat_var v) {
  const flat_instr *entry = view_instr(&g->v, g->walks.items[f->entry].entry);
  for (uint32_t d = 1; d + 1 < entry->dest_count; d++)
    if (entry->dests[d] == v) return true;
  return false;
}

static bool can_use(const groups *g, const group_fold *f, flat_var v) {
  if (is_of_turn(g, f, v) || groups_known(g, v, g->header) || is_key(g, f, v)) return true;
  return g->constant[v] && g->constant[v]->op != FLAT_PRIM;
}

static bool can_move(groups *g, const group_fold *f, flat_label l, const flat_instr *i) {
  if (l == f->header && i == view_instr(&g->v, (flat_spot){l, f->bound_at})) return true;
  if (i->op == FLAT_LIST_GET && i->args[0] == f->group) return true;
  if (i->op == FLAT_LIST_LEN && i->args[0] == f->group) return all_uses(g, i->dests[0], bound_use, NULL);
  if (i->op == FLAT_POLL || i->op == FLAT_FAIL_CLEAR) return false;
  if (writes(i) && !is_of_turn(g, f, i->args[0])) return false;
  g->fails |= flat_instr_fails(g->v.m, i);
  for (uint32_t a = 0; a < i->arg_count; a++)
    if (!can_use(g, f, i->args[a])) return false;
  return true;
}

static bool fold_can_move(groups *g, const group_fold *f) {
  for (uint32_t n = 0; n < g->v.doms.count; n++) {
    flat_label l = g->v.doms.order[n];
    const flat_block *b = groups_block(g, l);
    if (!view_within(&g->v, f->header, l)) continue;
    for (uint32_t k = 0; k < b->code.len + flat_has_last(b); k++)
      if (!can_move(g, f, l, view_instr(&g->v, (flat_spot){l, k}))) return false;
    for (uint32_t e = 0; e < flat_edge_count(b); e++)
      for (uint32_t a = 0; (l != f->header || !e) && a < b->edges[e].arg_count; a++)
        if (!can_use(g, f, b->edges[e].args[a])) return false;
    if (b->end == FLAT_BRANCH && l != f->header && !can_use(g, f, b->cond)) return false;
  }
  return true;
}

/* ---- what lies between ---- */

typedef enum way { ONWARDS, BACKWARDS } way;

/* The blocks that lie that way from one, itself among them, but for `without` and what lies behind it alone. */
static bool *reached(const groups *g, flat_label from, flat_label without, way w) {
  bool *seen = ARENA_ARRAY(g->v.home, bool, g->v.blocks);
  flat_labels work = {0};
  vec_push(g->v.home, &work, from);
  while (work.len) {
    flat_label l = vec_pop(&work);
    if (l == without || seen[l]) continue;
    seen[l] = true;
    const flat_block *b = groups_block(g, l);
    for (uint32_t e = 0; w == ONWARDS && e < flat_edge_count(b); e++) vec_push(g->v.home, &work, b->edges[e].to);
    for (uint32_t k = 0; w == BACKWARDS && k < g->from[l].len; k++) vec_push(g->v.home, &work, g->from[l].items[k]);
  }
  return seen;
}

/* From the gathering loop to the fold nothing is seen or called; where the fold may fail, no failure is caught. */
static bool way_is_quiet(const groups *g, const group_fold *f) {
  const bool *behind = reached(g, g->header, FLAT_NONE, ONWARDS), *before = reached(g, f->header, FLAT_NONE, BACKWARDS);
  for (flat_label l = 0; l < g->v.blocks; l++) {
    const flat_block *b = groups_block(g, l);
    if (!behind[l] || !before[l]) continue;
    for (uint32_t k = 0; k < b->code.len + flat_has_last(b); k++)
      if (!flat_is_quiet(view_instr(&g->v, (flat_spot){l, k}))) return false;
    if (g->fails && b->end == FLAT_TRY && !view_comes_to_nothing(&g->v, b->edges[1].to)) return false;
  }
  return true;
}

/* Does every way from a block that does not fail come to `to`, before it comes to `by` or ends? */
static bool surely_comes_to(const groups *g, flat_label from, flat_label to, flat_label by) {
  const bool *seen = reached(g, from, to, ONWARDS);
  for (flat_label l = 0; l < g->v.blocks; l++) {
    flat_end end = groups_block(g, l)->end;
    if (seen[l] && (l == by || end == FLAT_RETURN || end == FLAT_TAIL)) return false;
  }
  return true;
}

/* Is the fold run for every entry, if the gathering loop comes to its end? */
static bool is_run(groups *g, const group_fold *f) {
  flat_spot s = g->walks.items[f->entry].entry;
  const flat_block *b = groups_block(g, s.block);
  const flat_instr *entry = view_instr(&g->v, s);
  flat_label around = g->v.loops.innermost[s.block];
  flat_counted c;
  if (around == FLAT_NONE || !view_counted(&g->v, around, &c) || entry->args[1] != c.place) return false;
  const flat_instr *limit = view_maker(&g->v, c.limit);
  if (!limit || limit->op != FLAT_ENTRIES || limit->args[0] != g->table) return false;
  if (b->end != FLAT_BRANCH || b->cond != entry->dests[0] || s.block != groups_block(g, around)->edges[0].to)
    return false;
  return surely_comes_to(g, g->header, around, FLAT_NONE) && surely_comes_to(g, b->edges[0].to, f->header, around);
}

/* ---- all conditions ---- */

static bool collect(groups *g) {
  if (!is_gathered(g) || !g->walks.len) return false;
  for (uint32_t w = 0; w < g->walks.len; w++)
    if (!all_uses(g, g->walks.items[w].group, group_use, &w)) return false;
  for (uint32_t k = 0; k < g->folds.len; k++)
    if (!keep_fold(g, k)) return false;
  for (uint32_t w = 0; w < g->walks.len; w++) {
    g->count_at[w] = FLAT_NONE;
    if (all_uses(g, g->walks.items[w].group, is_bound_alone, NULL)) continue;
    for (uint32_t v = 0; v < w; v++)
      if (g->count_at[v] != FLAT_NONE) g->count_at[w] = g->count_at[v];
    if (g->count_at[w] != FLAT_NONE) continue;
    g->count_at[w] = g->kept.len;
    keep(g, (flat_var_info){FLAT_I64, NULL}, FLAT_NONE, FLAT_NONE, 0);
  }
  if (!g->kept.len || g->kept.len > GROUPS_MOST_KEPT) return false;
  for (uint32_t k = 0; k < g->folds.len; k++)
    if (!fold_can_move(g, &g->folds.items[k])) return false;
  for (uint32_t k = 0; k < g->folds.len; k++)
    if (!way_is_quiet(g, &g->folds.items[k]) || !is_run(g, &g->folds.items[k])) return false;
  return true;
}

/* ---- all of them ---- */

static bool has_gather(const flat_instr *i) { return i->op == FLAT_PRIM && i->prim == OP_dict_gather; }

/* The first that is not seen yet, changed if it can be. False: there is none. */
static bool next_gather(flat_module *m, flat_fun *f, arena *home, uint32_t *skip) {
  groups g = {.v = flat_view_of(m, f, home)};
  uint32_t seen = 0;
  for (uint32_t n = 0; n < g.v.doms.count; n++) {
    flat_label l = g.v.doms.order[n];
    for (uint32_t k = 0; k < f->blocks.items[l].code.len; k++) {
      if (!has_gather(&f->blocks.items[l].code.items[k]) || seen++ < *skip) continue;
      g.gather = (flat_spot){l, k};
      find_makers(&g);
      if (collect(&g))
        groups_change(&g);
      else
        ++*skip;
      return true;
    }
  }
  return false;
}

void flat_groups(flat_module *m) {
  arena *scratch = arena_new("groups");
  for (uint32_t n = 0; n < m->funs.len; n++) {
    uint32_t skip = 0;
    if (!flat_any_instr(m->funs.items[n], has_gather)) continue;
    m->settled = false;
    while (next_gather(m, m->funs.items[n], scratch, &skip)) arena_clear(scratch);
  }
  arena_free(scratch);
}
