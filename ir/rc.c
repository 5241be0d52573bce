/* Explicit reference counts (Perceus: Reinking, Xie, de Moura, Leijen, PLDI 2021): DUP where an owned pointer is
   consumed and used again, DROP where it dies without being consumed. No pointer outlives its last use by more than the
   instruction that uses it.

   Expects:    a simplified module without DUP and DROP.
   Guarantees: flat_check's balance, flat_fun.borrowed, m->counted. Ways that only fail, where nobody catches, drop
               nothing: the program ends there.
   Method:     liveness of owned variables, variable by variable from its uses up to its definition, so that the cost is
               the size of the live ranges; then one backward walk a block. A borrowed variable's use is a use of its
               owner. */

#include "ir/borrow.h"
#include "ir/lost.h"
#include "ir/nullary.h"
#include "ir/own.h"
#include "ir/passes.h"
#include "ir/simplify.h"

typedef VEC(flat_var) var_list;
typedef VEC(flat_label) label_list;

typedef struct counter {
  flat_module *m;
  flat_fun *f;
  arena *home; /* scratch */
  borrow_info *infos;
  const bool *exits;
  label_list *preds;
  flat_label *def; /* owned variable -> block in which it begins */
  flat_label *mark; /* block -> variable + 1 that was last found live there */
  var_list *live;  /* block -> owned variables needed at its start from before it */
  var_list *drops; /* block -> variables that die on the way into it */
  /* the walk over a block */
  uint32_t *alive; /* variable -> epoch in which it is needed later */
  uint32_t *moves; /* variable -> times the instruction at hand consumes it */
  uint32_t *looks; /* variable -> epoch of instruction that looks at it */
  uint32_t epoch, look_epoch;
  VEC(flat_instr) code; /* backwards */
} counter;

static flat_block *block_of(const counter *c, flat_label l) { return &c->f->blocks.items[l]; }

static flat_var owner_of(const counter *c, flat_var v) {
  return c->infos[v].kind == BORROW_OWNED || c->infos[v].kind == BORROW_BORROWED ? c->infos[v].owner : FLAT_NONE;
}

/* ---- edges ---- */

/* A way that only fails, and nobody catches. */
static bool is_lost(const counter *c, const flat_block *b, uint32_t e) { return lost_is(c->m, c->f, c->exits, b, e); }

static void split_edge(counter *c, flat_label l, uint32_t e) {
  flat_label between = flat_block_new(c->m, c->f);
  flat_block *b = block_of(c, l), *n = block_of(c, between);
  n->end = FLAT_JUMP;
  n->edges[0] = b->edges[e];
  b->edges[e] = (flat_edge){.to = between};
}

/* Every edge of a fork leads to a block of its own, which has room for what happens on that way alone. */
static void split_edges(counter *c) {
  uint32_t n = c->f->blocks.len;
  uint32_t *in = ARENA_ARRAY(c->home, uint32_t, n);
  for (flat_label l = 0; l < n; l++)
    for (uint32_t e = 0; e < flat_edge_count(block_of(c, l)); e++) in[block_of(c, l)->edges[e].to]++;
  for (flat_label l = 0; l < n; l++) {
    if (flat_edge_count(block_of(c, l)) < 2) continue;
    for (uint32_t e = 0; e < 2; e++) {
      const flat_edge *edge = &block_of(c, l)->edges[e];
      if ((in[edge->to] > 1 || edge->arg_count) && !is_lost(c, block_of(c, l), e)) split_edge(c, l, e);
    }
  }
}

static void find_preds(counter *c) {
  c->preds = ARENA_ARRAY(c->home, label_list, c->f->blocks.len);
  for (flat_label l = 0; l < c->f->blocks.len; l++) {
    const flat_block *b = block_of(c, l);
    for (uint32_t e = 0; e < flat_edge_count(b); e++)
      if (!is_lost(c, b, e)) vec_push(c->home, &c->preds[b->edges[e].to], l);
  }
}

/* ---- liveness ---- */

static void begin_dests(counter *c, const flat_instr *i, flat_label l) {
  for (uint32_t k = 0; k < i->dest_count; k++) c->def[i->dests[k]] = l;
}

static void find_definitions(counter *c) {
  c->def = ARENA_ARRAY(c->home, flat_label, c->f->vars.len);
  for (flat_label l = 0; l < c->f->blocks.len; l++) {
    const flat_block *b = block_of(c, l);
    for (uint32_t k = 0; k < b->params.len; k++) c->def[b->params.items[k]] = l;
    for (uint32_t k = 0; k < b->code.len; k++) begin_dests(c, &b->code.items[k], l);
    if (flat_has_last(b)) begin_dests(c, &b->last, b->end == FLAT_TRY ? b->edges[0].to : l);
  }
}

/* v is needed at the end of block l, or within it. */
static void need_in(counter *c, flat_var v, flat_label l) {
  label_list work = {0};
  vec_push(c->home, &work, l);
  while (work.len) {
    flat_label at = vec_pop(&work);
    if (c->def[v] == at || c->mark[at] == v + 1) continue;
    c->mark[at] = v + 1;
    vec_push(c->home, &c->live[at], v);
    for (uint32_t k = 0; k < c->preds[at].len; k++) vec_push(c->home, &work, c->preds[at].items[k]);
  }
}

typedef struct use_table {
  label_list *blocks; /* owned variable -> blocks that use it */
} use_table;

static void add_uses(counter *c, use_table *t, uint32_t n, const flat_var *vars, flat_label l) {
  for (uint32_t i = 0; i < n; i++) {
    flat_var v = owner_of(c, vars[i]);
    if (v == FLAT_NONE) continue;
    label_list *blocks = &t->blocks[v];
    if (!blocks->len || vec_last(blocks) != l) vec_push(c->home, blocks, l);
  }
}

/* Variable by variable, so that `mark` tells in one word whether a block has been reached for this one. */
static void find_live(counter *c) {
  use_table t = {ARENA_ARRAY(c->home, label_list, c->f->vars.len)};
  c->mark = ARENA_ARRAY(c->home, flat_label, c->f->blocks.len);
  c->live = ARENA_ARRAY(c->home, var_list, c->f->blocks.len);
  for (flat_label l = 0; l < c->f->blocks.len; l++) {
    const flat_block *b = block_of(c, l);
    for (uint32_t k = 0; k < b->code.len; k++) add_uses(c, &t, b->code.items[k].arg_count, b->code.items[k].args, l);
    if (flat_has_last(b)) add_uses(c, &t, b->last.arg_count, b->last.args, l);
    if (b->end == FLAT_RETURN) add_uses(c, &t, b->ret_count, b->rets, l);
    for (uint32_t e = 0; e < flat_edge_count(b); e++) add_uses(c, &t, b->edges[e].arg_count, b->edges[e].args, l);
  }
  for (flat_var v = 0; v < c->f->vars.len; v++)
    for (uint32_t k = 0; k < t.blocks[v].len; k++) need_in(c, v, t.blocks[v].items[k]);
}

/* ---- one block, backwards ---- */

static void emit(counter *c, flat_instr i) { vec_push(c->home, &c->code, i); }

static void emit_count(counter *c, flat_op op, flat_var v) {
  flat_instr i = {.op = op, .arg_count = 1};
  i.args = ARENA_ARRAY(c->m->home, flat_var, 1);
  i.args[0] = v;
  emit(c, i);
}

static bool is_alive(const counter *c, flat_var v) { return c->alive[v] == c->epoch; }

/* What the instruction (or end) at hand does with one operand. */
static void note_operand(counter *c, flat_var v, bool consumed) {
  borrow_info info = c->infos[v];
  if (consumed && info.kind != BORROW_NONE && info.kind != BORROW_IMMORTAL) c->moves[v]++;
  if (!consumed && owner_of(c, v) != FLAT_NONE) c->looks[owner_of(c, v)] = c->look_epoch;
}

static bool is_looked_at(const counter *c, flat_var v) { return c->looks[v] == c->look_epoch; }

/* Behind the instruction: owners that it looked at for the last time die. */
static void drop_after(counter *c, uint32_t n, const flat_var *operands) {
  for (uint32_t i = 0; i < n; i++) {
    flat_var v = owner_of(c, operands[i]);
    if (v == FLAT_NONE || is_alive(c, v) || !is_looked_at(c, v)) continue;
    emit_count(c, FLAT_DROP, v);
    c->alive[v] = c->epoch;
  }
}

/* Before it: what it consumes is counted up unless this is its end; owners of counted-up elements, seen for the last
   time, die. */
static void prepare(counter *c, uint32_t n, const flat_var *operands) {
  for (uint32_t i = 0; i < n; i++) {
    flat_var v = operands[i], owner = owner_of(c, v);
    if (owner == FLAT_NONE || owner == v || is_alive(c, owner) || c->moves[owner]) continue;
    emit_count(c, FLAT_DROP, owner);
    c->alive[owner] = c->epoch;
  }
  for (uint32_t i = 0; i < n; i++) {
    flat_var v = operands[i];
    uint32_t moves = c->moves[v];
    if (!moves) continue;
    c->moves[v] = 0;
    bool ends = c->infos[v].kind == BORROW_OWNED && !is_alive(c, v);
    for (uint32_t k = ends ? 1 : 0; k < moves; k++) emit_count(c, FLAT_DUP, v);
    if (ends) c->alive[v] = c->epoch;
  }
}

static void note_instr(counter *c, const flat_instr *i) {
  c->look_epoch++;
  for (uint32_t k = 0; k < i->arg_count; k++) note_operand(c, i->args[k], borrow_consumes(c->m, i, k));
}

static void drop_unused(counter *c, uint32_t n, const flat_var *dests) {
  for (uint32_t k = 0; k < n; k++)
    if (c->infos[dests[k]].kind == BORROW_OWNED && !is_alive(c, dests[k])) emit_count(c, FLAT_DROP, dests[k]);
}

static void walk_instr(counter *c, const flat_instr *i) {
  drop_unused(c, i->dest_count, i->dests);
  note_instr(c, i);
  drop_after(c, i->arg_count, i->args);
  emit(c, *i);
  prepare(c, i->arg_count, i->args);
}

static void revive(counter *c, flat_label l) {
  for (uint32_t k = 0; k < c->live[l].len; k++) c->alive[c->live[l].items[k]] = c->epoch;
}

/* A fork: what one way needs and the other does not, and what `last` looks at for the last time, dies at the start of a
   way. */
static void plan_drops(counter *c, const flat_block *b) {
  var_list gone = {0};
  for (uint32_t e = 0; e < 2; e++) {
    const var_list *live = &c->live[b->edges[e].to];
    for (uint32_t k = 0; k < live->len && !is_lost(c, b, e); k++) vec_push(c->home, &gone, live->items[k]);
  }
  for (uint32_t k = 0; flat_has_last(b) && k < b->last.arg_count; k++) {
    flat_var v = owner_of(c, b->last.args[k]);
    if (v != FLAT_NONE && is_looked_at(c, v)) vec_push(c->home, &gone, v);
  }
  for (uint32_t e = 0; e < 2; e++) {
    flat_label to = b->edges[e].to;
    if (is_lost(c, b, e)) continue;
    c->epoch++;
    revive(c, to);
    for (uint32_t k = 0; k < gone.len; k++) {
      if (is_alive(c, gone.items[k])) continue;
      c->alive[gone.items[k]] = c->epoch;
      vec_push(c->home, &c->drops[to], gone.items[k]);
    }
  }
  c->epoch++;
  for (uint32_t k = 0; k < gone.len; k++) c->alive[gone.items[k]] = c->epoch;
}

static void walk_fork(counter *c, const flat_block *b) {
  if (flat_has_last(b)) note_instr(c, &b->last);
  plan_drops(c, b);
  if (flat_has_last(b)) prepare(c, b->last.arg_count, b->last.args);
}

static void walk_return(counter *c, const flat_block *b) {
  c->look_epoch++;
  for (uint32_t k = 0; k < b->ret_count; k++) note_operand(c, b->rets[k], true);
  prepare(c, b->ret_count, b->rets);
}

/* A parameter that borrows looks at what it gets. */
static void walk_jump(counter *c, const flat_edge *e) {
  revive(c, e->to);
  c->look_epoch++;
  for (uint32_t k = 0; k < e->arg_count; k++)
    note_operand(c, e->args[k], borrow_edge_consumes(c->infos, block_of(c, e->to), k));
  prepare(c, e->arg_count, e->args);
}

static void walk_end(counter *c, const flat_block *b) {
  c->epoch++;
  switch (b->end) {
    case FLAT_JUMP: walk_jump(c, &b->edges[0]); return;
    case FLAT_BRANCH:
    case FLAT_TRY: walk_fork(c, b); return;
    case FLAT_RETURN: walk_return(c, b); return;
    case FLAT_TAIL:
      note_instr(c, &b->last);
      prepare(c, b->last.arg_count, b->last.args);
      return;
    case FLAT_FAIL:
    case FLAT_STOP: return;
  }
}

/* Variables that begin at the start of the block: parameters, and the results of a TRY that leads here. */
static void drop_at_start(counter *c, flat_label l) {
  const flat_block *b = block_of(c, l);
  if (l == 0) drop_unused(c, c->f->param_count, c->f->params);
  drop_unused(c, b->params.len, b->params.items);
  const flat_block *before = c->preds[l].len == 1 ? block_of(c, c->preds[l].items[0]) : NULL;
  if (before && before->end == FLAT_TRY && before->edges[0].to == l)
    drop_unused(c, before->last.dest_count, before->last.dests);
}

static void walk_block(counter *c, flat_label l) {
  flat_block *b = block_of(c, l);
  c->code.len = 0;
  walk_end(c, b);
  for (uint32_t k = b->code.len; k > 0; k--) walk_instr(c, &b->code.items[k - 1]);
  if (b->end != FLAT_STOP || b->code.len) drop_at_start(c, l);
  b->code.len = 0;
  for (uint32_t k = c->code.len; k > 0; k--) vec_push(c->m->home, &b->code, c->code.items[k - 1]);
}

/* The drops on the way into a block come first in it. */
static void place_drops(counter *c, flat_label l) {
  flat_block *b = block_of(c, l);
  if (!c->drops[l].len || (b->end == FLAT_STOP && !b->code.len)) return;
  c->code.len = 0;
  for (uint32_t k = 0; k < c->drops[l].len; k++) emit_count(c, FLAT_DROP, c->drops[l].items[k]);
  for (uint32_t k = 0; k < b->code.len; k++) emit(c, b->code.items[k]);
  b->code.len = 0;
  for (uint32_t k = 0; k < c->code.len; k++) vec_push(c->m->home, &b->code, c->code.items[k]);
}

static bool has_pointers(const flat_fun *f) {
  for (uint32_t v = 0; v < f->vars.len; v++)
    if (f->vars.items[v].scalar == FLAT_PTR) return true;
  return false;
}

static void count_fun(flat_module *m, flat_fun *f) {
  if (!has_pointers(f)) return;
  arena *scratch = arena_new("counts");
  counter c = {.m = m, .f = f, .home = scratch, .exits = lost_exits(f, scratch)};
  split_edges(&c);
  c.exits = lost_exits(f, scratch); /* by label, and there are more now */
  c.infos = borrow_of_vars(m, f, scratch);
  find_preds(&c);
  find_definitions(&c);
  find_live(&c);
  c.drops = ARENA_ARRAY(scratch, var_list, f->blocks.len);
  c.alive = ARENA_ARRAY(scratch, uint32_t, f->vars.len);
  c.moves = ARENA_ARRAY(scratch, uint32_t, f->vars.len);
  c.looks = ARENA_ARRAY(scratch, uint32_t, f->vars.len);
  for (flat_label l = 0; l < f->blocks.len; l++) walk_block(&c, l);
  for (flat_label l = 0; l < f->blocks.len; l++) place_drops(&c, l);
  arena_free(scratch);
}

void flat_count(flat_module *m) {
  borrow_infer(m);
  lost_find(m);
  for (uint32_t i = 0; i < m->funs.len; i++) count_fun(m, m->funs.items[i]);
  m->counted = true;
  if (transform_on(m, TRANSFORM_own)) flat_own(m);
  simplify_flow(m);
  if (transform_on(m, TRANSFORM_nullary)) flat_uncount_nullary(m);
}
