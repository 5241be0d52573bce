/* A function as nodes: static single information form. Where a branch or a success says something of a variable, the
   variable has a name of its own from there on ("Eliminating array bounds checks on demand", Bodik, Gupta, Sarkar, PLDI
   2000; "The SSI form", Ananian 1999).

   Expects:    a function of a simplified module.
   Guarantees: one node a variable, one a fact an edge tells, one a length that is asked for; `ins` in range. A list that
               is another one with elements changed, or that a loop hands round, has that one's length.
   Cost:       linear in blocks, edges and operands. */

#include "ir/range.h"

#include "support/bug.h"

enum { LENGTH_ROUNDS = 8 };

typedef struct undo {
  flat_label scope;
  range_name was;
} undo;

typedef struct builder {
  range_graph *g;
  range_summary *known;
  uint32_t fun;
  range_id *now;      /* per variable: the node it is called at this place; behind them: per list, its length */
  VEC(undo) undos;
  range_ids *pushed;  /* per list: what was pushed into it */
  VEC(flat_var) lengths; /* lists whose length has a node without ins */
} builder;

static flat_block *block_of(const range_graph *g, flat_label l) { return &g->f->blocks.items[l]; }
static flat_scalar scalar_of(const range_graph *g, flat_var v) { return g->f->vars.items[v].scalar; }
static bool is_list(const range_graph *g, flat_var v) {
  const ir_type *t = g->f->vars.items[v].heap;
  return t && t->kind == IRT_LIST;
}

const range_node *range_node_of(const range_graph *g, flat_var v) { return &g->nodes.items[g->def[v]]; }

/* Elements that take no room make lists of any length; Ints, Floats and pointers take eight times that of a Bool. (Where
   pointers are shorter, so is memory.) */
range range_most_length(const ir_type *list) {
  if (!list || list->kind != IRT_LIST) return (range){0, INT64_MAX};
  const ir_type *e = list->args[0];
  uint32_t n = flat_scalar_count(e);
  if (n == 0) return (range){0, INT64_MAX};
  bool small = n == 1 && (e->kind == IRT_BOOL || e->kind == IRT_CHAR);
  return (range){0, small ? RANGE_LENGTH_MOST : RANGE_LENGTH_MOST / 8};
}

/* ---- where things are ---- */

static void find_makers(range_graph *g) {
  for (uint32_t i = 0; i < g->doms.count; i++) {
    flat_block *b = block_of(g, g->doms.order[i]);
    for (uint32_t k = 0; k <= b->code.len; k++) {
      const flat_instr *at = k < b->code.len ? &b->code.items[k] : &b->last;
      if (k == b->code.len && !flat_has_last(b)) break;
      for (uint32_t d = 0; d < at->dest_count; d++) g->maker[at->dests[d]] = at;
    }
  }
}

static void find_ways(range_graph *g) {
  for (uint32_t i = 0; i < g->doms.count; i++) {
    flat_label from = g->doms.order[i];
    const flat_block *b = block_of(g, from);
    for (uint32_t e = 0; e < flat_edge_count(b); e++) {
      range_block *to = &g->blocks[b->edges[e].to];
      range_way way = {from, e, dominator_tree_within(&g->tree, b->edges[e].to, from)};
      g->blocks[from].way[e] = to->ways.len;
      to->header |= way.back;
      vec_push(g->home, &to->ways, way);
    }
  }
}

/* ---- lists of one length ---- */

/* The list among the operands whose length the result has, or NULL. */
static const flat_var *same_length(const builder *w, const flat_instr *i, uint32_t dest) {
  if (i->op == FLAT_CALL) {
    const range_summary *s = &w->known[i->target];
    uint32_t p = s->length_of ? s->length_of[dest] : RANGE_NOTHING;
    return p == RANGE_NOTHING ? NULL : &i->args[p];
  }
  bool keeps = i->prim == OP_put || i->prim == OP_rev || i->prim == OP_sort || i->prim == OP_order;
  return i->op == FLAT_PRIM && keeps ? &i->args[0] : NULL;
}

static bool set_alike(range_graph *g, flat_var v, flat_var as) {
  bool changed = g->alike[v] != as;
  g->alike[v] = as;
  return changed;
}

static bool alike_instr(const builder *w, const flat_instr *i) {
  bool changed = false;
  for (uint32_t d = 0; d < i->dest_count; d++) {
    if (!is_list(w->g, i->dests[d])) continue;
    const flat_var *from = same_length(w, i, d);
    changed |= set_alike(w->g, i->dests[d], from ? w->g->alike[*from] : i->dests[d]);
  }
  return changed;
}

/* What all ways give that are known so far; of two it is its own. */
static bool alike_param(range_graph *g, flat_label l, uint32_t p, bool cautious) {
  flat_var param = block_of(g, l)->params.items[p], as = FLAT_NONE;
  if (!is_list(g, param)) return false;
  for (uint32_t k = 0; k < g->blocks[l].ways.len; k++) {
    const range_way *way = &g->blocks[l].ways.items[k];
    flat_var given = g->alike[block_of(g, way->from)->edges[way->edge].args[p]];
    if (given == FLAT_NONE || given == param) continue;
    as = as == FLAT_NONE || as == given ? given : param;
    if (as == param) break;
  }
  return set_alike(g, param, cautious && g->blocks[l].ways.len > 1 ? param : as);
}

static bool alike_round(const builder *w, bool cautious) {
  range_graph *g = w->g;
  bool changed = false;
  for (uint32_t i = 0; i < g->doms.count; i++) {
    flat_label l = g->doms.order[i];
    const flat_block *b = block_of(g, l);
    for (uint32_t p = 0; p < b->params.len; p++) changed |= alike_param(g, l, p, cautious);
    for (uint32_t k = 0; k < b->code.len; k++) changed |= alike_instr(w, &b->code.items[k]);
    if (flat_has_last(b)) changed |= alike_instr(w, &b->last);
  }
  return changed;
}

/* From the assumption that all are alike; when that takes long to settle, without any. */
static void find_alike(const builder *w) {
  range_graph *g = w->g;
  for (flat_var v = 0; v < g->f->vars.len; v++) g->alike[v] = FLAT_NONE;
  for (uint32_t p = 0; p < g->f->param_count; p++) g->alike[g->f->params[p]] = g->f->params[p];
  for (uint32_t round = 0; alike_round(w, round >= LENGTH_ROUNDS);) round++;
}

static uint32_t param_number(const flat_fun *f, flat_var v) {
  for (uint32_t p = 0; p < f->param_count; p++)
    if (f->params[p] == v) return p;
  return RANGE_NOTHING;
}

/* The parameter whose length the result has at every return. */
static uint32_t length_of_result(const range_graph *g, uint32_t r) {
  uint32_t found = RANGE_NOTHING;
  for (uint32_t i = 0; i < g->doms.count; i++) {
    const flat_block *b = block_of(g, g->doms.order[i]);
    if (b->end == FLAT_TAIL) return RANGE_NOTHING;
    if (b->end != FLAT_RETURN) continue;
    if (!is_list(g, b->rets[r])) return RANGE_NOTHING;
    flat_var as = g->alike[b->rets[r]];
    uint32_t p = as == FLAT_NONE ? RANGE_NOTHING : param_number(g->f, as);
    if (p == RANGE_NOTHING || (found != RANGE_NOTHING && found != p)) return RANGE_NOTHING;
    found = p;
  }
  return found;
}

static void tell_lengths(const builder *w) {
  range_summary *own = &w->known[w->fun];
  uint32_t *of = ARENA_ARRAY(w->g->home, uint32_t, own->result_count);
  for (uint32_t r = 0; r < own->result_count; r++) of[r] = length_of_result(w->g, r);
  own->length_of = of;
}

/* ---- nodes ---- */

static range_id node_new(range_graph *g, range_node n) {
  n.is = n.plain = RANGE_NONE;
  if (n.kind != RANGE_PIN) n.bound = range_natural(n.scalar);
  vec_push(g->home, &g->nodes, n);
  vec_push(g->home, &g->blocks[n.block].nodes, g->nodes.len - 1);
  return g->nodes.len - 1;
}

static void define(builder *w, flat_var v, range_node n) {
  n.scalar = scalar_of(w->g, v);
  w->now[v] = w->g->def[v] = node_new(w->g, n);
}

static range_id *names_of(const builder *w, uint32_t n, const flat_var *vars) {
  range_id *ids = ARENA_ARRAY(w->g->home, range_id, n);
  for (uint32_t k = 0; k < n; k++) ids[k] = w->now[vars[k]];
  return ids;
}

/* ---- lengths ---- */

static flat_label label_of_length(const range_graph *g, flat_var list) {
  return g->def[list] == RANGE_NOTHING ? 0 : g->nodes.items[g->def[list]].block;
}

/* The node of a list that is its own measure; lists in its definition are asked for later. */
static range_id length_node(builder *w, flat_var list) {
  range_graph *g = w->g;
  if (g->length[list] != RANGE_NOTHING) return g->length[list];
  range_node n = {.kind = RANGE_LENGTH, .scalar = FLAT_I64, .block = label_of_length(g, list), .instr = g->maker[list]};
  uint32_t p = param_number(g->f, list);
  if (p != RANGE_NOTHING) n.kind = RANGE_PARAM_LENGTH, n.dest = p;
  else if (!n.instr) n.kind = RANGE_PHI;
  for (uint32_t d = 0; n.instr && d < n.instr->dest_count; d++)
    if (n.instr->dests[d] == list) n.dest = d;
  g->length[list] = node_new(g, n);
  g->nodes.items[g->length[list]].bound = range_most_length(g->f->vars.items[list].heap);
  vec_push(g->home, &w->lengths, list);
  return g->length[list];
}

static flat_var measure_of(const range_graph *g, flat_var list) {
  return g->alike[list] == FLAT_NONE ? list : g->alike[list];
}

static range_id length_of(builder *w, flat_var list) { return length_node(w, measure_of(w->g, list)); }

/* Lengths have names as variables have, which conditions on what was measured give them. */
static flat_var length_name(const builder *w, flat_var list) { return w->g->f->vars.len + measure_of(w->g, list); }

static range_id length_here(builder *w, flat_var list) {
  range_id base = length_of(w, list), now = w->now[length_name(w, list)];
  return now == RANGE_NOTHING ? base : now;
}

/* The length of a list that grows is another at every place; asked for, it is not a node of its own. */
static bool grows(const builder *w, flat_var list) {
  const flat_instr *i = w->g->maker[list];
  return i && i->op == FLAT_LIST_NEW;
}

static bool measures(const builder *w, const flat_instr *i) {
  bool measure = i && (i->op == FLAT_LIST_LEN || (i->op == FLAT_PRIM && i->prim == OP_len));
  return measure && !grows(w, i->args[0]);
}

static void fill_length_phi(builder *w, flat_var list, range_id node) {
  range_graph *g = w->g;
  flat_label l = g->nodes.items[node].block;
  const flat_block *b = block_of(g, l);
  uint32_t p = 0, n = g->blocks[l].ways.len;
  while (b->params.items[p] != list) p++;
  range_id *ins = ARENA_ARRAY(g->home, range_id, n);
  for (uint32_t k = 0; k < n; k++) {
    const range_way *way = &g->blocks[l].ways.items[k];
    ins[k] = length_of(w, block_of(g, way->from)->edges[way->edge].args[p]);
  }
  g->nodes.items[node].ins = ins;
  g->nodes.items[node].count = n;
}

static void fill_length_step(builder *w, flat_var list, range_id node) {
  range_graph *g = w->g;
  const flat_instr *i = g->nodes.items[node].instr;
  const range_node *step = range_node_of(g, list);
  if (i->op != FLAT_PRIM) return;
  range_id *ins = ARENA_ARRAY(g->home, range_id, i->arg_count);
  for (uint32_t k = 0; k < i->arg_count; k++) {
    ins[k] = step->ins[k];
    if (!is_list(g, i->args[k])) continue;
    ins[k] = length_of(w, i->args[k]);
    step = range_node_of(g, list); /* nodes may have moved */
  }
  g->nodes.items[node].ins = ins;
  g->nodes.items[node].count = i->arg_count;
}

static void fill_lengths(builder *w) {
  while (w->lengths.len) {
    flat_var list = vec_pop(&w->lengths);
    range_id node = w->g->length[list];
    range_kind kind = w->g->nodes.items[node].kind;
    if (kind == RANGE_PHI) fill_length_phi(w, list, node);
    if (kind == RANGE_LENGTH) fill_length_step(w, list, node);
  }
}

range range_length(const range_graph *g, flat_var list) {
  range_id node = is_list(g, list) ? g->length[measure_of(g, list)] : RANGE_NOTHING;
  return node == RANGE_NOTHING ? RANGE_ANY : g->nodes.items[node].is;
}

/* ---- what holds on an edge ---- */

static void rename_here(builder *w, flat_label scope, flat_var v, range_id node) {
  vec_push(w->g->home, &w->undos, ((undo){scope, {v, w->now[v]}}));
  w->now[v] = node;
}

static void undo_to(builder *w, uint32_t depth) {
  while (w->undos.len > depth) {
    undo u = vec_pop(&w->undos);
    w->now[u.was.var] = u.was.node;
  }
}

typedef struct edge_place {
  flat_label from, to, block; /* block: where the facts' nodes are */
  uint32_t which;
} edge_place;

static void call_it(builder *w, const edge_place *at, flat_var v, range_id node) {
  if (at->block == at->to) vec_push(w->g->home, &w->g->blocks[at->to].names, ((range_name){v, node}));
  rename_here(w, at->from, v, node);
}

static void pin(builder *w, const edge_place *at, flat_var v, range_node n) {
  range_graph *g = w->g;
  range_id *ins = ARENA_ARRAY(g->home, range_id, 2);
  ins[0] = w->now[v];
  ins[1] = n.ins ? *n.ins : RANGE_NOTHING;
  n.kind = RANGE_PIN;
  n.scalar = scalar_of(g, v);
  n.block = at->block;
  n.ins = ins;
  n.count = n.ins[1] == RANGE_NOTHING ? 1 : 2;
  range_id node = node_new(g, n);
  vec_push(g->home, &g->blocks[at->from].pins[at->which], node);
  call_it(w, at, v, node);
  const flat_instr *i = g->maker[v];
  if (measures(w, i)) call_it(w, at, length_name(w, i->args[0]), node);
}

static void pin_bound(builder *w, const edge_place *at, flat_var v, range bound) {
  pin(w, at, v, (range_node){.bound = bound});
}

static void pin_related(builder *w, const edge_place *at, flat_var v, range_relation r, range_id other) {
  pin(w, at, v, (range_node){.relation = r, .ins = &other, .bound = RANGE_ANY});
}

static const range_relation otherwise[] = {
    [RANGE_EQ] = RANGE_NE, [RANGE_NE] = RANGE_EQ, [RANGE_LT] = RANGE_GE,
    [RANGE_GE] = RANGE_LT, [RANGE_LE] = RANGE_GT, [RANGE_GT] = RANGE_LE,
};
static const range_relation mirrored[] = {
    [RANGE_EQ] = RANGE_EQ, [RANGE_NE] = RANGE_NE, [RANGE_LT] = RANGE_GT,
    [RANGE_GT] = RANGE_LT, [RANGE_LE] = RANGE_GE, [RANGE_GE] = RANGE_LE,
};

static bool compares(const range_graph *g, const flat_instr *i, range_relation *r) {
  if (i->op != FLAT_PRIM || i->arg_count != 2) return false;
  flat_scalar s = scalar_of(g, i->args[0]);
  if (s == FLAT_F64 || s == FLAT_PTR) return false;
  if (i->prim == OP_lt) *r = RANGE_LT;
  else if (i->prim == OP_le) *r = RANGE_LE;
  else if (i->prim == OP_eq) *r = RANGE_EQ;
  else if (i->prim == OP_ne) *r = RANGE_NE;
  else return false;
  return true;
}

static void pin_condition(builder *w, const edge_place *at, flat_var condition, bool holds) {
  const flat_instr *i = w->g->maker[condition];
  range_relation r;
  pin_bound(w, at, condition, range_of(holds));
  while (i && i->op == FLAT_PRIM && i->prim == OP_not) {
    holds = !holds;
    i = w->g->maker[i->args[0]];
  }
  if (!i || !compares(w->g, i, &r) || i->args[0] == i->args[1]) return;
  if (!holds) r = otherwise[r];
  range_id left = w->now[i->args[0]], right = w->now[i->args[1]];
  pin_related(w, at, i->args[0], r, right);
  pin_related(w, at, i->args[1], mirrored[r], left);
}

/* What was done without failing could be done. */
static void pin_success(builder *w, const edge_place *at, const flat_instr *i) {
  if (i->op != FLAT_PRIM) return;
  if (i->prim == OP_index || i->prim == OP_put) pin_related(w, at, i->args[1], RANGE_LT, length_here(w, i->args[0]));
  if (i->prim == OP_iadd || i->prim == OP_isub || i->prim == OP_imul)
    for (uint32_t k = 0; k < 2 && (k == 0 || i->args[0] != i->args[1]); k++) {
      range_id other = w->now[i->args[!k]];
      pin(w, at, i->args[k], (range_node){.relation = RANGE_FITS, .instr = i, .dest = k, .ins = &other,
                                          .bound = RANGE_ANY});
    }
}

static void leave_by(builder *w, flat_label from, uint32_t e) {
  range_graph *g = w->g;
  const flat_block *b = block_of(g, from);
  const flat_edge *edge = &b->edges[e];
  bool alone = g->blocks[edge->to].ways.len == 1;
  edge_place at = {from, edge->to, alone ? edge->to : from, e};
  uint32_t depth = w->undos.len;
  if (b->end == FLAT_BRANCH) pin_condition(w, &at, b->cond, e == 0);
  if (b->end == FLAT_TRY && e == 0) pin_success(w, &at, &b->last);
  g->blocks[from].given[e] = names_of(w, edge->arg_count, edge->args);
  undo_to(w, depth);
}

/* ---- a block ---- */

static void add_instr(builder *w, flat_label l, const flat_instr *i) {
  range_graph *g = w->g;
  if (i->op == FLAT_LIST_PUSH || i->op == FLAT_LIST_KEEP)
    for (uint32_t k = 1; k < i->arg_count - (i->op == FLAT_LIST_KEEP); k++) /* the last of KEEP's is its condition */
      if (scalar_of(g, i->args[k]) != FLAT_F64) vec_push(g->home, &w->pushed[i->args[0]], w->now[i->args[k]]);
  for (uint32_t k = 0; i->op == FLAT_CALL && k < i->arg_count; k++)
    if (is_list(g, i->args[k])) length_of(w, i->args[k]); /* the callee may ask */
  if (measures(w, i)) {
    range_id *length = ARENA_ARRAY(g->home, range_id, 1);
    *length = length_here(w, i->args[0]);
    define(w, i->dests[0], (range_node){.kind = RANGE_PIN, .block = l, .count = 1, .ins = length, .bound = RANGE_ANY});
    return;
  }
  range_id *ins = names_of(w, i->arg_count, i->args);
  bool places = i->op == FLAT_PRIM && (i->prim == OP_index || i->prim == OP_put);
  range_id length = places ? length_here(w, i->args[0]) : RANGE_NOTHING;
  for (uint32_t d = 0; d < i->dest_count; d++)
    define(w, i->dests[d], (range_node){.kind = RANGE_STEP, .block = l, .instr = i, .dest = d,
                                        .count = i->arg_count, .ins = ins, .length = length});
}

static void add_block(builder *w, flat_label l) {
  range_graph *g = w->g;
  flat_block *b = block_of(g, l);
  range_block *rb = &g->blocks[l];
  for (uint32_t k = 0; k < rb->names.len; k++) rename_here(w, l, rb->names.items[k].var, rb->names.items[k].node);
  for (uint32_t p = 0; p < b->params.len; p++)
    define(w, b->params.items[p], (range_node){.kind = RANGE_PHI, .block = l});
  for (uint32_t k = 0; k < b->code.len; k++) add_instr(w, l, &b->code.items[k]);
  if (flat_has_last(b)) add_instr(w, l, &b->last);
  for (uint32_t r = 0; b->end == FLAT_RETURN && r < b->ret_count; r++)
    if (is_list(g, b->rets[r])) length_of(w, b->rets[r]);
  rb->condition = b->end == FLAT_BRANCH ? w->now[b->cond] : RANGE_NOTHING;
  for (uint32_t e = 0; e < flat_edge_count(b); e++) leave_by(w, l, e);
}

/* Blocks as the tree of dominators has them, each before those it dominates. */
static void add_blocks(builder *w) {
  range_graph *g = w->g;
  flat_label *walk = ARENA_ARRAY(g->home, flat_label, g->doms.count);
  for (uint32_t i = 0; i < g->doms.count; i++) walk[g->tree.first[g->doms.order[i]]] = g->doms.order[i];
  for (uint32_t i = 0; i < g->doms.count; i++) {
    while (w->undos.len && !dominator_tree_within(&g->tree, vec_last(&w->undos).scope, walk[i]))
      undo_to(w, w->undos.len - 1);
    add_block(w, walk[i]);
  }
}

/* ---- what comes together ---- */

static void fill_phis(range_graph *g, flat_label l) {
  const flat_block *b = block_of(g, l);
  const range_block *rb = &g->blocks[l];
  for (uint32_t p = 0; p < b->params.len; p++) {
    range_id *ins = ARENA_ARRAY(g->home, range_id, rb->ways.len);
    for (uint32_t k = 0; k < rb->ways.len; k++)
      ins[k] = g->blocks[rb->ways.items[k].from].given[rb->ways.items[k].edge][p];
    range_node *phi = &g->nodes.items[g->def[b->params.items[p]]];
    phi->ins = ins;
    phi->count = rb->ways.len;
  }
}

/* A new list holds what is pushed into it. Of one that is not new here nobody knows what else is: it is a parameter of what
   another version of the program enters in the middle of a loop (tier.h), and of those nothing is known. */
static void fill_pushed(builder *w) {
  range_graph *g = w->g;
  for (flat_var v = 0; v < g->f->vars.len; v++) {
    if (!w->pushed[v].len) continue;
    range_node *list = &g->nodes.items[g->def[v]];
    if (list->kind == RANGE_PARAM && g->f->link == FLAT_ENTERED) continue;
    bool fresh = list->kind == RANGE_STEP && list->instr->op == FLAT_LIST_NEW;
    if (!fresh) gael_bug("a push into a list that is not new");
    list->ins = w->pushed[v].items;
    list->count = w->pushed[v].len;
  }
}

range_graph *range_graph_new(arena *home, const flat_module *m, uint32_t fun, range_summary *known) {
  range_graph *g = ARENA_NEW(home, range_graph);
  flat_fun *f = m->funs.items[fun];
  *g = (range_graph){.m = m, .f = f, .home = home, .known = known, .doms = dominators_of(f, home)};
  g->tree = dominator_tree_of(f, &g->doms, home);
  g->blocks = ARENA_ARRAY(home, range_block, f->blocks.len);
  g->maker = ARENA_ARRAY(home, const flat_instr *, f->vars.len);
  g->def = ARENA_ARRAY(home, range_id, f->vars.len);
  g->alike = ARENA_ARRAY(home, flat_var, f->vars.len);
  g->length = ARENA_ARRAY(home, range_id, f->vars.len);
  for (flat_var v = 0; v < f->vars.len; v++) g->def[v] = g->length[v] = RANGE_NOTHING;
  builder w = {.g = g, .known = known, .fun = fun};
  w.now = ARENA_ARRAY(home, range_id, 2 * (size_t)f->vars.len);
  for (flat_var v = f->vars.len; v < 2 * f->vars.len; v++) w.now[v] = RANGE_NOTHING;
  w.pushed = ARENA_ARRAY(home, range_ids, f->vars.len);
  find_makers(g);
  find_ways(g);
  find_alike(&w);
  tell_lengths(&w);
  for (uint32_t p = 0; p < f->param_count; p++)
    define(&w, f->params[p], (range_node){.kind = RANGE_PARAM, .dest = p});
  add_blocks(&w);
  for (uint32_t i = 0; i < g->doms.count; i++) fill_phis(g, g->doms.order[i]);
  fill_lengths(&w);
  fill_pushed(&w);
  return g;
}
