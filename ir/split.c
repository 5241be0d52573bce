/* Loops split where a condition turns ("index set splitting", Wolfe 1996, 9.4). A counter goes up by one a turn, while it is
   below an end; a condition in the loop compares it, or it and something that stays the same, with what stays the same: it
   comes out one way in the first turns and the other way in the rest.

     i < n { .. i + k < x ? A : B .. }     i < min(n, x - k) { .. A .. }     i < n { .. B .. }

   Law:        the two loops together do the turns of the one, in order, each as it would have been.
   Condition:  an innermost loop, small; it is left at its header, when the counter has come to the end, or by failing; x - k is
               exact. What the loop computes is used behind it by way of its header's parameters alone.
   Guarantees: the same results, failures and effects. flat_simplify is to follow.
   Cost:       the analysis of ranges once more, when there is such a loop; a loop becomes four at most. */

#include "ir/split.h"

#include "ir/inline.h"
#include "ir/loops.h"
#include "ir/range.h"

enum { SIZE_MOST = 64, TURNINGS_MOST = 2, FAILING_MOST = 32 /* blocks on the way out of a failure */ };

/* Where a condition turns. */
typedef struct turning {
  flat_label block; /* that branches */
  bool first;       /* how the condition comes out in the first turns */
  bool included;    /* the counter's last value of those is x - k itself */
  flat_var x, k;    /* k FLAT_NONE: 0 */
  bool minus;       /* x + k instead */
} turning;

/* A loop, or a copy of it. */
typedef struct loop {
  flat_label header;
  flat_labels body; /* the header first */
  flat_var counter, end;
  uint32_t count;
  turning turnings[TURNINGS_MOST];
} loop;

typedef struct splitter {
  flat_module *m;
  flat_fun *f;
  const range_graph *g;
  arena *home; /* scratch */
  uint32_t known; /* variables that the graph has */
  bool *inside;   /* per block: is it one of the loop that is looked at */
} splitter;

static flat_block *block_of(const splitter *s, flat_label l) { return &s->f->blocks.items[l]; }

/* ---- which loops ---- */

static const flat_instr *maker(const splitter *s, flat_var v) { return v < s->known ? s->g->maker[v] : NULL; }

static bool is_const(const splitter *s, flat_var v) {
  const flat_instr *i = maker(s, v);
  return i && i->op == FLAT_CONST;
}

/* Defined in the loop. */
static bool is_inner(const splitter *s, flat_var v) {
  range_id id = s->g->def[v];
  return id == RANGE_NOTHING || s->inside[s->g->nodes.items[id].block];
}

static bool stays(const splitter *s, flat_var v) { return is_const(s, v) || !is_inner(s, v); }

static range range_of_var(const splitter *s, flat_var v) { return range_node_of(s->g, v)->is; }

static bool steps_up(const splitter *s, const flat_instr *i, flat_var counter) {
  bool adds = i && (i->op == FLAT_ADD || (i->op == FLAT_PRIM && i->prim == OP_iadd));
  if (!adds || i->args[0] != counter) return false;
  range by = range_of_var(s, i->args[1]);
  return by.lo == 1 && by.hi == 1;
}

static bool compares_ints(const splitter *s, const flat_instr *i) {
  bool compares = i && i->op == FLAT_PRIM && (i->prim == OP_lt || i->prim == OP_le) && i->arg_count == 2;
  return compares && s->f->vars.items[i->args[0]].scalar == FLAT_I64;
}

/* The header goes on while a parameter that goes up by one is below an end. */
static bool find_counter(const splitter *s, loop *l) {
  const flat_block *h = block_of(s, l->header);
  if (h->end != FLAT_BRANCH || !s->inside[h->edges[0].to] || s->inside[h->edges[1].to]) return false;
  const flat_instr *test = maker(s, h->cond);
  if (!compares_ints(s, test) || test->prim != OP_lt || !stays(s, test->args[1])) return false;
  l->counter = test->args[0];
  l->end = test->args[1];
  uint32_t p = 0;
  while (p < h->params.len && h->params.items[p] != l->counter) p++;
  if (p == h->params.len) return false;
  const range_block *rb = &s->g->blocks[l->header];
  for (uint32_t k = 0; k < rb->ways.len; k++) {
    const range_way *way = &rb->ways.items[k];
    if (way->back && !steps_up(s, maker(s, block_of(s, way->from)->edges[way->edge].args[p]), l->counter)) return false;
  }
  return true;
}

static bool only_fails(const splitter *s, flat_label l) {
  for (uint32_t steps = 0; steps < FAILING_MOST; steps++) {
    const flat_block *b = block_of(s, l);
    for (uint32_t k = 0; k < b->code.len; k++)
      if (b->code.items[k].op != FLAT_FAIL_FRAME) return false;
    if (b->end != FLAT_JUMP || b->edges[0].arg_count) return b->end == FLAT_FAIL;
    l = b->edges[0].to;
  }
  return false;
}

static bool collect(const splitter *s, const flat_loops *loops, loop *l) {
  uint32_t size = 0;
  for (uint32_t i = 0; i < s->g->doms.count; i++) {
    flat_label at = s->g->doms.order[i];
    if (loops->innermost[at] == at && loops->parent[at] == l->header) return false;
    if (loops->innermost[at] != l->header) continue;
    const flat_block *b = block_of(s, at);
    vec_push(s->home, &l->body, at);
    s->inside[at] = true;
    size += b->code.len + flat_has_last(b);
  }
  for (uint32_t i = 0; i < l->body.len; i++) {
    const flat_block *b = block_of(s, l->body.items[i]);
    if (b->end == FLAT_TAIL || b->end == FLAT_RETURN) return false;
    for (uint32_t e = 0; e < flat_edge_count(b) && i; e++)
      if (!s->inside[b->edges[e].to] && !only_fails(s, b->edges[e].to)) return false;
  }
  return size <= SIZE_MOST;
}

/* ---- does anything leave? ---- */

static bool from_turn(const splitter *s, const loop *l, flat_var v) {
  if (v >= s->known || s->g->def[v] == RANGE_NOTHING) return false;
  const range_node *n = range_node_of(s->g, v);
  return s->inside[n->block] && !(n->kind == RANGE_PHI && n->block == l->header);
}

static bool uses_turn(const splitter *s, const loop *l, uint32_t n, const flat_var *vars) {
  for (uint32_t k = 0; k < n; k++)
    if (from_turn(s, l, vars[k])) return true;
  return false;
}

static bool leaks_into(const splitter *s, const loop *l, const flat_block *b) {
  for (uint32_t k = 0; k < b->code.len; k++)
    if (uses_turn(s, l, b->code.items[k].arg_count, b->code.items[k].args)) return true;
  if (flat_has_last(b) && uses_turn(s, l, b->last.arg_count, b->last.args)) return true;
  if (b->end == FLAT_BRANCH && from_turn(s, l, b->cond)) return true;
  if (b->end == FLAT_RETURN && uses_turn(s, l, b->ret_count, b->rets)) return true;
  for (uint32_t e = 0; e < flat_edge_count(b); e++)
    if (uses_turn(s, l, b->edges[e].arg_count, b->edges[e].args)) return true;
  return false;
}

static bool leaks(const splitter *s, const loop *l) {
  for (uint32_t i = 0; i < s->g->doms.count; i++) {
    flat_label at = s->g->doms.order[i];
    if (!s->inside[at] && leaks_into(s, l, block_of(s, at))) return true;
  }
  return false;
}

/* ---- which conditions ---- */

/* Is v the counter, or that and k, exactly? */
static bool find_offset(const splitter *s, const loop *l, flat_var v, turning *t) {
  t->k = FLAT_NONE;
  t->minus = false;
  if (v == l->counter) return true;
  const flat_instr *i = maker(s, v);
  if (!i || !i->safe || i->arg_count != 2) return false;
  bool adds = i->op == FLAT_ADD || (i->op == FLAT_PRIM && i->prim == OP_iadd);
  t->minus = i->op == FLAT_SUB || (i->op == FLAT_PRIM && i->prim == OP_isub);
  bool second = adds && i->args[1] == l->counter;
  if ((!adds && !t->minus) || i->args[second] != l->counter) return false;
  t->k = i->args[!second];
  return stays(s, t->k);
}

static bool is_exact(const splitter *s, const turning *t) {
  bool fits = true;
  if (t->k == FLAT_NONE) return true;
  range x = range_of_var(s, t->x), k = range_of_var(s, t->k);
  range_fit(t->minus ? range_add(x, k) : range_sub(x, k), &fits);
  return fits;
}

static bool find_turning(const splitter *s, const loop *l, flat_label at, turning *t) {
  const flat_block *b = block_of(s, at);
  if (at == l->header || b->end != FLAT_BRANCH || !s->inside[b->edges[0].to] || !s->inside[b->edges[1].to]) return false;
  const flat_instr *i = maker(s, b->cond);
  if (!compares_ints(s, i)) return false;
  bool left = stays(s, i->args[1]) && find_offset(s, l, i->args[0], t);
  if (!left && !(stays(s, i->args[0]) && find_offset(s, l, i->args[1], t))) return false;
  t->block = at;
  t->x = i->args[left];
  t->first = left;
  t->included = left == (i->prim == OP_le);
  return is_exact(s, t);
}

static void find_turnings(const splitter *s, loop *l) {
  for (uint32_t i = 0; i < l->body.len && l->count < TURNINGS_MOST; i++)
    if (find_turning(s, l, l->body.items[i], &l->turnings[l->count])) l->count++;
}

/* ---- two loops of one ---- */

static const ir_type *base(const splitter *s, ir_type_kind kind) { return irt_base(comb_types(s->m->store), kind); }

static flat_var *copy_vars(const splitter *s, uint32_t n, const flat_var *vars) {
  return arena_copy(s->m->home, vars, n * sizeof *vars, alignof(flat_var));
}

static flat_var emit(const splitter *s, flat_label l, flat_instr i, flat_scalar scalar, uint32_t n, const flat_var *args) {
  flat_var dest = flat_var_new(s->m, s->f, (flat_var_info){scalar, NULL});
  i.dest_count = 1;
  i.dests = copy_vars(s, 1, &dest);
  i.arg_count = n;
  i.args = n ? copy_vars(s, n, args) : NULL;
  vec_push(s->m->home, &block_of(s, l)->code, i);
  return dest;
}

static flat_var emit_less(const splitter *s, flat_label l, flat_var a, flat_var b) {
  const ir_type *integer = base(s, IRT_INT);
  flat_instr less = {.op = FLAT_PRIM, .prim = OP_lt, .type = irt_pair(comb_types(s->m->store), integer, integer),
                     .result = base(s, IRT_BOOL)};
  return emit(s, l, less, FLAT_BOOL, 2, (flat_var[]){a, b});
}

/* A constant has a place of its own in front of the loop. */
static flat_var outside(const splitter *s, flat_label l, flat_var v) {
  if (!is_const(s, v)) return v;
  return emit(s, l, *maker(s, v), FLAT_I64, 0, NULL);
}

static void jump(const splitter *s, flat_label from, flat_label to, uint32_t n, const flat_var *args) {
  flat_block *b = block_of(s, from);
  b->end = FLAT_JUMP;
  b->edges[0] = (flat_edge){to, n, n ? copy_vars(s, n, args) : NULL};
}

/* In front of the loop, behind `at`: min(end, x - k), or x - k + 1. Gives the block in which it is known. */
static flat_label emit_limit(const splitter *s, flat_label at, const loop *l, const turning *t, flat_var *limit) {
  flat_var x = outside(s, at, t->x), end = outside(s, at, l->end);
  if (t->k != FLAT_NONE) {
    flat_instr by = {.op = t->minus ? FLAT_ADD : FLAT_SUB, .safe = true};
    x = emit(s, at, by, FLAT_I64, 2, (flat_var[]){x, outside(s, at, t->k)});
  }
  flat_label sooner = flat_block_new(s->m, s->f), later = flat_block_new(s->m, s->f), known = flat_block_new(s->m, s->f);
  flat_var less = emit_less(s, at, x, end);
  flat_block *b = block_of(s, at);
  b->end = FLAT_BRANCH;
  b->cond = less;
  b->edges[0] = (flat_edge){.to = sooner};
  b->edges[1] = (flat_edge){.to = later};
  if (t->included) {
    comb_literal one = {.type = base(s, IRT_INT), .i = 1};
    flat_var by = emit(s, sooner, (flat_instr){.op = FLAT_CONST, .literal = one}, FLAT_I64, 0, NULL);
    x = emit(s, sooner, (flat_instr){.op = FLAT_ADD, .safe = true}, FLAT_I64, 2, (flat_var[]){x, by});
  }
  jump(s, sooner, known, 1, &x);
  jump(s, later, known, 1, &end);
  *limit = flat_var_new(s->m, s->f, (flat_var_info){FLAT_I64, NULL});
  vec_push(s->m->home, &block_of(s, known)->params, *limit);
  return known;
}

static void decide(const splitter *s, flat_label l, bool way) {
  flat_block *b = block_of(s, l);
  b->end = FLAT_JUMP;
  if (!way) b->edges[0] = b->edges[1];
}

static bool is_in(const loop *l, flat_label at) {
  for (uint32_t i = 0; i < l->body.len; i++)
    if (l->body.items[i] == at) return true;
  return false;
}

/* Ways into the loop lead to `to`. */
static void redirect(const splitter *s, const loop *l, flat_label to, uint32_t blocks) {
  for (flat_label at = 0; at < blocks; at++) {
    if (is_in(l, at)) continue;
    flat_block *b = block_of(s, at);
    for (uint32_t e = 0; e < flat_edge_count(b); e++)
      if (b->edges[e].to == l->header) b->edges[e].to = to;
  }
}

/* A copy of the loop, and of where its conditions turn; variables that it defines are new ones. */
static loop copy_loop(const splitter *s, const loop *l, flat_var *map) {
  loop copy = *l;
  copy.body = (flat_labels){0};
  uint32_t blocks = s->f->blocks.len;
  flat_label *labels = ARENA_ARRAY(s->home, flat_label, blocks);
  for (flat_label at = 0; at < blocks; at++) labels[at] = at;
  for (uint32_t i = 0; i < l->body.len; i++) {
    flat_label fresh = flat_block_new(s->m, s->f);
    labels[l->body.items[i]] = fresh;
    vec_push(s->home, &copy.body, fresh);
  }
  for (uint32_t i = 0; i < l->body.len; i++) {
    const flat_block *b = block_of(s, l->body.items[i]);
    for (uint32_t p = 0; p < b->params.len; p++)
      map[b->params.items[p]] = flat_var_new(s->m, s->f, s->f->vars.items[b->params.items[p]]);
    for (uint32_t k = 0; k <= b->code.len; k++) {
      const flat_instr *at = k < b->code.len ? &b->code.items[k] : &b->last;
      if (k == b->code.len && !flat_has_last(b)) break;
      for (uint32_t d = 0; d < at->dest_count; d++)
        map[at->dests[d]] = flat_var_new(s->m, s->f, s->f->vars.items[at->dests[d]]);
    }
  }
  for (uint32_t i = 0; i < l->body.len; i++) {
    flat_block *b = block_of(s, copy.body.items[i]), *from = block_of(s, l->body.items[i]);
    *b = inline_copy_block(s->m, from, map, labels);
    for (uint32_t p = 0; p < from->params.len; p++) b->params.items[p] = map[from->params.items[p]];
  }
  copy.header = labels[l->header];
  copy.counter = map[l->counter];
  for (uint32_t t = 0; t < copy.count; t++) copy.turnings[t].block = labels[l->turnings[t].block];
  return copy;
}

static void without_first(loop *l) {
  l->count--;
  for (uint32_t t = 0; t < l->count; t++) l->turnings[t] = l->turnings[t + 1];
}

/* front(params): limit; first loop; then the loop itself. */
static void split_loop(const splitter *s, loop *l) {
  if (!l->count) return;
  turning t = l->turnings[0];
  uint32_t blocks = s->f->blocks.len, vars = s->f->vars.len;
  flat_var *map = ARENA_ARRAY(s->home, flat_var, vars);
  for (flat_var v = 0; v < vars; v++) map[v] = v;
  loop first = copy_loop(s, l, map);
  flat_label front = flat_block_new(s->m, s->f), between = flat_block_new(s->m, s->f);
  redirect(s, l, front, blocks);
  flat_block *h = block_of(s, first.header);
  uint32_t n = h->params.len;
  flat_var *params = ARENA_ARRAY(s->home, flat_var, n);
  for (uint32_t p = 0; p < n; p++) {
    params[p] = flat_var_new(s->m, s->f, s->f->vars.items[h->params.items[p]]);
    vec_push(s->m->home, &block_of(s, front)->params, params[p]);
  }
  flat_label known = emit_limit(s, front, l, &t, &first.end);
  jump(s, known, first.header, n, params);
  jump(s, between, l->header, n, block_of(s, first.header)->params.items);
  flat_var goes_on = emit_less(s, first.header, first.counter, first.end);
  h = block_of(s, first.header);
  h->cond = goes_on;
  h->edges[1] = (flat_edge){.to = between};
  decide(s, first.turnings[0].block, t.first);
  decide(s, t.block, !t.first);
  without_first(&first);
  without_first(l);
  split_loop(s, &first);
  split_loop(s, l);
}

/* ---- all loops ---- */

static void try_loop(flat_module *m, const range_graph *g, arena *home, const flat_loops *loops, uint32_t known,
                     flat_label header) {
  splitter s = {.m = m, .f = g->f, .g = g, .home = home, .known = known};
  loop l = {.header = header};
  s.inside = ARENA_ARRAY(home, bool, g->f->blocks.len);
  if (!collect(&s, loops, &l) || !find_counter(&s, &l)) return;
  find_turnings(&s, &l);
  if (l.count && !leaks(&s, &l)) split_loop(&s, &l);
}

/* One loop changes none of the others: a block is in one innermost loop. */
static void split_fun(flat_module *m, const range_graph *g, arena *home) {
  flat_loops loops = flat_loops_of(g->f, &g->doms, home);
  uint32_t known = g->f->vars.len;
  for (uint32_t i = 0; i < g->doms.count; i++) {
    flat_label l = g->doms.order[i];
    if (loops.innermost[l] == l && g->blocks[l].reached) try_loop(m, g, home, &loops, known, l);
  }
}

/* Without the analysis: what may turn out to be such a loop. */
typedef struct glance {
  const flat_fun *f;
  const flat_instr **maker; /* per variable */
} glance;

static const flat_instr **makers_of(const flat_fun *f, arena *home) {
  const flat_instr **maker = ARENA_ARRAY(home, const flat_instr *, f->vars.len);
  for (flat_label l = 0; l < f->blocks.len; l++) {
    const flat_block *b = &f->blocks.items[l];
    for (uint32_t k = 0; k < b->code.len; k++)
      for (uint32_t d = 0; d < b->code.items[k].dest_count; d++) maker[b->code.items[k].dests[d]] = &b->code.items[k];
  }
  return maker;
}

static bool is_param(const flat_block *b, flat_var v) {
  for (uint32_t p = 0; p < b->params.len; p++)
    if (b->params.items[p] == v) return true;
  return false;
}

/* A parameter of the header, or a sum or difference with one. */
static bool may_count(const glance *g, const flat_block *header, flat_var v) {
  const flat_instr *i = g->maker[v];
  if (!i) return is_param(header, v);
  bool sum = i->op == FLAT_ADD || i->op == FLAT_SUB || (i->op == FLAT_PRIM && (i->prim == OP_iadd || i->prim == OP_isub));
  return sum && (is_param(header, i->args[0]) || is_param(header, i->args[1]));
}

static const flat_instr *comparison(const glance *g, const flat_block *b) {
  const flat_instr *i = b->end == FLAT_BRANCH ? g->maker[b->cond] : NULL;
  bool compares = i && i->op == FLAT_PRIM && (i->prim == OP_lt || i->prim == OP_le) && i->arg_count == 2;
  return compares && g->f->vars.items[i->args[0]].scalar == FLAT_I64 ? i : NULL;
}

static bool may_turn(const glance *g, flat_label l, flat_label header) {
  const flat_block *h = &g->f->blocks.items[header];
  const flat_instr *test = comparison(g, h), *other = comparison(g, &g->f->blocks.items[l]);
  if (!test || !other || test->prim != OP_lt || !is_param(h, test->args[0])) return false;
  return may_count(g, h, other->args[0]) || may_count(g, h, other->args[1]);
}

static bool has_turning_loop(const flat_fun *f, arena *home) {
  dominators doms = dominators_of(f, home);
  flat_loops loops = flat_loops_of(f, &doms, home);
  glance g = {f, makers_of(f, home)};
  for (flat_label l = 0; l < f->blocks.len; l++)
    if (loops.innermost[l] != FLAT_NONE && loops.innermost[l] != l && may_turn(&g, l, loops.innermost[l])) return true;
  return false;
}

void flat_split(flat_module *m) {
  arena *scratch = arena_new("split loops");
  bool any = false, *wanted = ARENA_ARRAY(scratch, bool, m->funs.len);
  for (uint32_t k = 0; k < m->funs.len; k++) any |= wanted[k] = has_turning_loop(m->funs.items[k], scratch);
  range_graph **graphs = any ? range_module(scratch, m) : NULL;
  for (uint32_t k = 0; k < m->funs.len; k++)
    if (wanted[k]) split_fun(m, graphs[k], scratch);
  arena_free(scratch);
}
