/* Cleaning what symbolic application wrote.

   Expects:    a module of flat_apply.
   Guarantees: flat_fun.may_fail is exact as far as calls tell; operations that cannot fail do not end blocks; no
               unreachable block or function; no block that one other alone jumps to; no parameter that is always the
               same; nothing pure and total that is unused. Blocks are numbered in reverse postorder.
   Cost:       linear for each round of a function, and a round only follows one that changed something. */

#include "ir/simplify.h"

#include <string.h>

#include "ir/fun_queue.h"
#include "ir/tier.h"

#include "support/bug.h"

enum { ROUNDS = 8 };

typedef struct cleaner {
  flat_module *m;
  flat_fun *f;
  arena *home; /* scratch */
  flat_var *same;      /* variable -> the one it stands for */
  bool *truth, *known; /* per variable: the BOOL constant it is */
  uint32_t *uses;      /* per variable */
  uint32_t *preds;     /* per block: edges to it */
  bool changed;
} cleaner;

static flat_block *block_of(const cleaner *c, flat_label l) { return &c->f->blocks.items[l]; }

/* ---- failure ---- */

/* Can control, as far as is known, come to a place where the function fails? */
static bool fun_fails(const flat_module *m, const flat_fun *f, arena *scratch) {
  bool *seen = ARENA_ARRAY(scratch, bool, f->blocks.len);
  VEC(flat_label) work = {0};
  vec_push(scratch, &work, 0);
  seen[0] = true;
  while (work.len) {
    const flat_block *b = &f->blocks.items[vec_pop(&work)];
    if (b->end == FLAT_FAIL || (b->end == FLAT_TAIL && flat_instr_fails(m, &b->last))) return true;
    uint32_t edges = b->end == FLAT_TRY && !flat_instr_fails(m, &b->last) ? 1 : flat_edge_count(b);
    for (uint32_t e = 0; e < edges; e++) {
      if (seen[b->edges[e].to]) continue;
      seen[b->edges[e].to] = true;
      vec_push(scratch, &work, b->edges[e].to);
    }
  }
  return false;
}

/* The least fixpoint: recursion alone does not fail. */
static void find_failing(flat_module *m) {
  for (uint32_t i = 0; i < m->funs.len; i++) m->funs.items[i]->may_fail = false;
  arena *home = arena_new("failing functions"), *scratch = arena_new("one function");
  fun_queue q = fun_queue_of(m, home);
  for (uint32_t i; fun_queue_take(&q, &i); arena_clear(scratch)) {
    flat_fun *f = m->funs.items[i];
    if (f->may_fail || !fun_fails(m, f, scratch)) continue;
    f->may_fail = true;
    fun_queue_put_callers(&q, i);
  }
  arena_free(scratch);
  arena_free(home);
}

/* ---- substitution ---- */

static flat_var stands_for(const cleaner *c, flat_var v) {
  while (c->same[v] != v) v = c->same[v] = c->same[c->same[v]];
  return v;
}

static void replace_vars(const cleaner *c, uint32_t n, flat_var *vars) {
  for (uint32_t i = 0; i < n; i++) vars[i] = stands_for(c, vars[i]);
}

static void replace_all(const cleaner *c) {
  for (flat_label l = 0; l < c->f->blocks.len; l++) {
    flat_block *b = block_of(c, l);
    for (uint32_t k = 0; k < b->code.len; k++) replace_vars(c, b->code.items[k].arg_count, b->code.items[k].args);
    if (flat_has_last(b)) replace_vars(c, b->last.arg_count, b->last.args);
    if (b->end == FLAT_BRANCH) b->cond = stands_for(c, b->cond);
    if (b->end == FLAT_RETURN) replace_vars(c, b->ret_count, b->rets);
    for (uint32_t e = 0; e < flat_edge_count(b); e++) replace_vars(c, b->edges[e].arg_count, b->edges[e].args);
  }
}

static void start_substitution(cleaner *c) {
  c->same = ARENA_ARRAY(c->home, flat_var, c->f->vars.len);
  for (flat_var v = 0; v < c->f->vars.len; v++) c->same[v] = v;
}

/* ---- ends ---- */

static void calm_try(cleaner *c, flat_block *b) {
  if (b->end != FLAT_TRY || flat_instr_fails(c->m, &b->last)) return;
  vec_push(c->m->home, &b->code, b->last);
  b->end = FLAT_JUMP;
  c->changed = true;
}

static void find_truths(cleaner *c) {
  c->truth = ARENA_ARRAY(c->home, bool, c->f->vars.len);
  c->known = ARENA_ARRAY(c->home, bool, c->f->vars.len);
  for (flat_label l = 0; l < c->f->blocks.len; l++) {
    const flat_block *b = block_of(c, l);
    for (uint32_t k = 0; k < b->code.len; k++) {
      const flat_instr *i = &b->code.items[k];
      if (i->op != FLAT_CONST || i->literal.type->kind != IRT_BOOL) continue;
      c->known[i->dests[0]] = true;
      c->truth[i->dests[0]] = i->literal.i;
    }
  }
}

static void decide_branch(cleaner *c, flat_block *b) {
  if (b->end != FLAT_BRANCH) return;
  bool both = b->edges[0].to == b->edges[1].to && !b->edges[0].arg_count;
  if (!both && !c->known[b->cond]) return;
  if (!both && !c->truth[b->cond]) b->edges[0] = b->edges[1];
  b->end = FLAT_JUMP;
  c->changed = true;
}

/* ---- jumps ---- */

static void count_uses(cleaner *c) {
  c->uses = ARENA_ARRAY(c->home, uint32_t, c->f->vars.len);
  c->preds = ARENA_ARRAY(c->home, uint32_t, c->f->blocks.len);
  for (flat_label l = 0; l < c->f->blocks.len; l++) {
    const flat_block *b = block_of(c, l);
    for (uint32_t k = 0; k < b->code.len; k++)
      for (uint32_t j = 0; j < b->code.items[k].arg_count; j++) c->uses[b->code.items[k].args[j]]++;
    for (uint32_t j = 0; flat_has_last(b) && j < b->last.arg_count; j++) c->uses[b->last.args[j]]++;
    for (uint32_t j = 0; b->end == FLAT_RETURN && j < b->ret_count; j++) c->uses[b->rets[j]]++;
    if (b->end == FLAT_BRANCH) c->uses[b->cond]++;
    for (uint32_t e = 0; e < flat_edge_count(b); e++) {
      c->preds[b->edges[e].to]++;
      for (uint32_t j = 0; j < b->edges[e].arg_count; j++) c->uses[b->edges[e].args[j]]++;
    }
  }
}

/* Are the block's parameters used nowhere but in its own end? Then a jump may pass it by. */
static bool params_stay(const cleaner *c, const flat_block *b) {
  for (uint32_t p = 0; p < b->params.len; p++) {
    uint32_t here = b->end == FLAT_BRANCH && b->cond == b->params.items[p];
    for (uint32_t e = 0; e < flat_edge_count(b); e++)
      for (uint32_t k = 0; k < b->edges[e].arg_count; k++) here += b->edges[e].args[k] == b->params.items[p];
    if (c->uses[b->params.items[p]] != here) return false;
  }
  return true;
}

/* Where the edge `in` goes that enters b and leaves it by `out`. */
static flat_edge edge_past(cleaner *c, const flat_block *b, const flat_edge *in, const flat_edge *out) {
  flat_edge past = {.to = out->to, .arg_count = out->arg_count};
  past.args = ARENA_ARRAY(c->m->home, flat_var, out->arg_count);
  for (uint32_t k = 0; k < out->arg_count; k++) {
    past.args[k] = out->args[k];
    for (uint32_t p = 0; p < b->params.len; p++)
      if (out->args[k] == b->params.items[p]) past.args[k] = in->args[p];
  }
  return past;
}

/* The edge by which control, coming by `in`, leaves b at once; NULL: b does something, or it is not known. */
static const flat_edge *way_through(const cleaner *c, const flat_block *b, const flat_edge *in) {
  if (b->code.len || !params_stay(c, b)) return NULL;
  if (b->end == FLAT_JUMP) return &b->edges[0];
  if (b->end != FLAT_BRANCH) return NULL;
  for (uint32_t p = 0; p < b->params.len; p++)
    if (b->params.items[p] == b->cond && c->known[in->args[p]]) return &b->edges[!c->truth[in->args[p]]];
  return NULL;
}

/* Two edges of one block with arguments of their own must not come to one block: only a jump takes arguments along. And
   the results of what may fail are known in the block behind alone, if that has one way in. */
static void pass_by(cleaner *c, flat_label l, uint32_t e) {
  flat_block *b = block_of(c, l);
  const flat_block *to = block_of(c, b->edges[e].to);
  if (b->edges[e].to == l || (b->end == FLAT_TRY && e == 0 && b->last.dest_count)) return;
  const flat_edge *out = way_through(c, to, &b->edges[e]);
  if (!out || out->to == b->edges[e].to || (out->arg_count && b->end != FLAT_JUMP)) return;
  flat_edge past = edge_past(c, to, &b->edges[e], out);
  for (uint32_t k = 0; k < b->edges[e].arg_count; k++) c->uses[b->edges[e].args[k]]--;
  for (uint32_t k = 0; k < past.arg_count; k++) c->uses[past.args[k]]++;
  c->preds[b->edges[e].to]--;
  c->preds[past.to]++;
  b->edges[e] = past;
  c->changed = true;
}

/* A block with one way in, a jump, goes on in the block it comes from. */
static void absorb(cleaner *c, flat_label l) {
  flat_block *b = block_of(c, l);
  while (b->end == FLAT_JUMP && b->edges[0].to != l && c->preds[b->edges[0].to] == 1) {
    flat_block *next = block_of(c, b->edges[0].to);
    for (uint32_t p = 0; p < next->params.len; p++) c->same[next->params.items[p]] = b->edges[0].args[p];
    for (uint32_t k = 0; k < next->code.len; k++) vec_push(c->m->home, &b->code, next->code.items[k]);
    b->end = next->end;
    b->cond = next->cond;
    b->last = next->last;
    b->edges[0] = next->edges[0];
    b->edges[1] = next->edges[1];
    b->ret_count = next->ret_count;
    b->rets = next->rets;
    *next = (flat_block){.end = FLAT_STOP};
    c->changed = true;
  }
}

/* ---- parameters ---- */

enum { UNSEEN = FLAT_NONE, DIFFERENT = FLAT_NONE - 1 };

/* What all edges give to a parameter, if that is one variable. */
static void find_copies(cleaner *c) {
  flat_var *given = ARENA_ARRAY(c->home, flat_var, c->f->vars.len);
  for (flat_var v = 0; v < c->f->vars.len; v++) given[v] = UNSEEN;
  for (flat_label l = 0; l < c->f->blocks.len; l++) {
    const flat_block *b = block_of(c, l);
    for (uint32_t e = 0; e < flat_edge_count(b); e++) {
      const flat_block *to = block_of(c, b->edges[e].to);
      for (uint32_t p = 0; p < to->params.len; p++) {
        flat_var param = to->params.items[p], arg = stands_for(c, b->edges[e].args[p]);
        if (arg == param || given[param] == arg) continue;
        given[param] = given[param] == UNSEEN ? arg : DIFFERENT;
      }
    }
  }
  for (flat_var v = 0; v < c->f->vars.len; v++) {
    if (given[v] == UNSEEN || given[v] == DIFFERENT || stands_for(c, given[v]) == v) continue;
    c->same[v] = stands_for(c, given[v]);
    c->changed = true;
  }
}

/* Takes away the parameters for which keep is false, and what edges give to them. */
static void filter_params(cleaner *c, const bool *keep) {
  for (flat_label l = 0; l < c->f->blocks.len; l++) {
    flat_block *b = block_of(c, l);
    for (uint32_t e = 0; e < flat_edge_count(b); e++) {
      const flat_block *to = block_of(c, b->edges[e].to);
      uint32_t n = 0;
      for (uint32_t p = 0; p < to->params.len; p++)
        if (keep[to->params.items[p]]) b->edges[e].args[n++] = b->edges[e].args[p];
      b->edges[e].arg_count = n;
    }
  }
  for (flat_label l = 0; l < c->f->blocks.len; l++) {
    flat_block *b = block_of(c, l);
    uint32_t n = 0;
    for (uint32_t p = 0; p < b->params.len; p++)
      if (keep[b->params.items[p]]) b->params.items[n++] = b->params.items[p];
    b->params.len = n;
  }
}

static void remove_copies(cleaner *c) {
  bool *keep = ARENA_ARRAY(c->home, bool, c->f->vars.len);
  for (flat_var v = 0; v < c->f->vars.len; v++) keep[v] = c->same[v] == v;
  filter_params(c, keep);
  replace_all(c);
}

/* ---- what nobody needs ---- */

typedef struct marker {
  cleaner *c;
  bool *needed;
  const flat_instr **def; /* variable -> the instruction that gives it, if one within a block does */
  const flat_edge **in;   /* edges to block b: from in_start[b] up to in_start[b + 1] */
  uint32_t *in_start;
  flat_label *param_block; /* variable -> the block whose parameter it is, FLAT_NONE: of none */
  uint32_t *param_at;
  VEC(flat_var) work;
} marker;

static void need_var(marker *k, flat_var v) {
  if (k->needed[v]) return;
  k->needed[v] = true;
  vec_push(k->c->home, &k->work, v);
}

static void need_vars(marker *k, uint32_t n, const flat_var *vars) {
  for (uint32_t i = 0; i < n; i++) need_var(k, vars[i]);
}

/* May the instruction go when its results are not needed? */
static bool may_go(const flat_instr *i) {
  return i->op == FLAT_PRIM ? !(op_flags(i->prim) & OP_WORLD) : flat_op_is(i->op, FLAT_IS_IDLE);
}

static void need_roots(marker *k, const flat_block *b) {
  for (uint32_t j = 0; j < b->code.len; j++)
    if (!may_go(&b->code.items[j])) need_vars(k, b->code.items[j].arg_count, b->code.items[j].args);
  if (flat_has_last(b)) need_vars(k, b->last.arg_count, b->last.args);
  if (b->end == FLAT_BRANCH) need_var(k, b->cond);
  if (b->end == FLAT_RETURN) need_vars(k, b->ret_count, b->rets);
}

static void index_block(marker *k, flat_label l) {
  const flat_block *b = block_of(k->c, l);
  for (uint32_t j = 0; j < b->code.len; j++)
    for (uint32_t d = 0; d < b->code.items[j].dest_count; d++) k->def[b->code.items[j].dests[d]] = &b->code.items[j];
  for (uint32_t p = 0; p < b->params.len; p++) {
    k->param_block[b->params.items[p]] = l;
    k->param_at[b->params.items[p]] = p;
  }
}

/* Each block's edges begin where those of the blocks before it end: filled from the end. */
static void index_edges(marker *k, uint32_t blocks) {
  k->in_start = ARENA_ARRAY(k->c->home, uint32_t, blocks + 1);
  for (flat_label l = 0; l < blocks; l++)
    for (uint32_t e = 0; e < flat_edge_count(block_of(k->c, l)); e++) k->in_start[block_of(k->c, l)->edges[e].to]++;
  uint32_t end = 0;
  for (flat_label l = 0; l <= blocks; l++) end = k->in_start[l] += end;
  k->in = ARENA_ARRAY(k->c->home, const flat_edge *, end);
  for (flat_label l = 0; l < blocks; l++)
    for (uint32_t e = 0; e < flat_edge_count(block_of(k->c, l)); e++) {
      const flat_edge *edge = &block_of(k->c, l)->edges[e];
      k->in[--k->in_start[edge->to]] = edge;
    }
}

static marker mark_needed(cleaner *c) {
  uint32_t vars = c->f->vars.len, blocks = c->f->blocks.len;
  marker k = {.c = c, .needed = ARENA_ARRAY(c->home, bool, vars)};
  k.def = ARENA_ARRAY(c->home, const flat_instr *, vars);
  k.param_block = ARENA_ARRAY(c->home, flat_label, vars);
  k.param_at = ARENA_ARRAY(c->home, uint32_t, vars);
  for (flat_var v = 0; v < vars; v++) k.param_block[v] = FLAT_NONE;
  for (flat_label l = 0; l < blocks; l++) index_block(&k, l);
  index_edges(&k, blocks);
  for (flat_label l = 0; l < blocks; l++) need_roots(&k, block_of(c, l));
  while (k.work.len) {
    flat_var v = vec_pop(&k.work);
    if (k.def[v]) need_vars(&k, k.def[v]->arg_count, k.def[v]->args);
    if (k.param_block[v] == FLAT_NONE) continue;
    const uint32_t *from = &k.in_start[k.param_block[v]];
    for (uint32_t e = from[0]; e < from[1]; e++) need_var(&k, k.in[e]->args[k.param_at[v]]);
  }
  return k;
}

static bool is_needed(const marker *k, const flat_instr *i) {
  if (!may_go(i)) return true;
  for (uint32_t d = 0; d < i->dest_count; d++)
    if (k->needed[i->dests[d]]) return true;
  return false;
}

static void sweep(cleaner *c) {
  marker k = mark_needed(c);
  filter_params(c, k.needed);
  for (flat_label l = 0; l < c->f->blocks.len; l++) {
    flat_block *b = block_of(c, l);
    uint32_t n = 0;
    for (uint32_t j = 0; j < b->code.len; j++)
      if (is_needed(&k, &b->code.items[j])) b->code.items[n++] = b->code.items[j];
    c->changed |= n != b->code.len;
    b->code.len = n;
  }
}

/* ---- order ---- */

static void clear_unreachable(cleaner *c) {
  flat_label *order;
  uint32_t n = flat_order(c->f, c->home, &order);
  bool *reached = ARENA_ARRAY(c->home, bool, c->f->blocks.len);
  for (uint32_t i = 0; i < n; i++) reached[order[i]] = true;
  for (flat_label l = 0; l < c->f->blocks.len; l++)
    if (!reached[l]) *block_of(c, l) = (flat_block){.end = FLAT_STOP};
}

static void number_blocks(cleaner *c) {
  flat_label *order, *place = ARENA_ARRAY(c->home, flat_label, c->f->blocks.len);
  uint32_t n = flat_order(c->f, c->home, &order);
  flat_block *blocks = arena_alloc(c->home, n * sizeof *blocks, alignof(flat_block));
  for (uint32_t i = 0; i < n; i++) place[order[i]] = i;
  for (uint32_t i = 0; i < n; i++) {
    blocks[i] = *block_of(c, order[i]);
    for (uint32_t e = 0; e < flat_edge_count(&blocks[i]); e++) blocks[i].edges[e].to = place[blocks[i].edges[e].to];
  }
  memcpy(c->f->blocks.items, blocks, n * sizeof *blocks);
  c->f->blocks.len = n;
}

/* ---- functions ---- */

/* What a step changes; whether anything was before it stays known. */
static bool begin_step(cleaner *c) {
  bool before = c->changed;
  c->changed = false;
  return before;
}

static void shorten_ways(cleaner *c) {
  clear_unreachable(c);
  find_truths(c);
  count_uses(c);
  for (flat_label l = 0; l < c->f->blocks.len; l++) {
    calm_try(c, block_of(c, l));
    decide_branch(c, block_of(c, l));
    for (uint32_t e = 0; e < flat_edge_count(block_of(c, l)); e++) pass_by(c, l, e);
  }
}

/* Uses and edges are those of shorten_ways where that changed nothing. */
static void clean_flow(cleaner *c) {
  bool before = begin_step(c);
  shorten_ways(c);
  if (c->changed) {
    clear_unreachable(c);
    count_uses(c);
  }
  before |= begin_step(c);
  start_substitution(c);
  for (flat_label l = 0; l < c->f->blocks.len; l++) absorb(c, l);
  if (c->changed) replace_all(c);
  c->changed |= before;
}

static void clean_copies(cleaner *c) {
  bool before = begin_step(c);
  start_substitution(c);
  find_copies(c);
  if (c->changed) remove_copies(c);
  c->changed |= before;
}

static void clean_fun(cleaner *c) {
  for (uint32_t round = 0; round < ROUNDS; round++) {
    c->changed = false;
    clean_flow(c);
    clean_copies(c);
    sweep(c);
    if (!c->changed) break;
  }
  number_blocks(c);
}

static void keep_fun(flat_module *m, arena *scratch, bool *kept, uint32_t root) {
  VEC(uint32_t) work = {0};
  vec_push(scratch, &work, root);
  while (work.len) {
    uint32_t at = vec_pop(&work);
    if (kept[at]) continue;
    kept[at] = true;
    const flat_fun *f = m->funs.items[at];
    for (flat_label l = 0; l < f->blocks.len; l++) {
      const flat_block *b = &f->blocks.items[l];
      for (uint32_t k = 0; k <= b->code.len; k++) {
        const flat_instr *i = k < b->code.len ? &b->code.items[k] : &b->last;
        if (k == b->code.len && !flat_has_last(b)) break;
        if (i->op == FLAT_CALL || i->op == FLAT_CLOSURE) vec_push(scratch, &work, i->target);
        if (i->op == FLAT_GLOBAL) vec_push(scratch, &work, m->globals.items[i->target].fun);
      }
    }
  }
}

static void renumber_targets(flat_fun *f, const uint32_t *funs, const uint32_t *globals) {
  for (flat_label l = 0; l < f->blocks.len; l++) {
    flat_block *b = &f->blocks.items[l];
    for (uint32_t k = 0; k <= b->code.len; k++) {
      flat_instr *i = k < b->code.len ? &b->code.items[k] : &b->last;
      if (k == b->code.len && !flat_has_last(b)) break;
      if (i->op == FLAT_CALL || i->op == FLAT_CLOSURE) i->target = funs[i->target];
      if (i->op == FLAT_GLOBAL) i->target = globals[i->target];
    }
  }
}

/* What another version of the program calls. */
static void keep_tier(flat_module *m, arena *scratch, bool *kept) {
  for (uint32_t k = 0; m->tier && k < m->tier->entries.len; k++)
    keep_fun(m, scratch, kept, m->tier->entries.items[k].fun);
  for (uint32_t k = 0; m->tier && k < m->tier->loops.len; k++) keep_fun(m, scratch, kept, m->tier->loops.items[k].fun);
}

static void renumber_tier(flat_module *m, const uint32_t *funs) {
  for (uint32_t k = 0; m->tier && k < m->tier->entries.len; k++)
    m->tier->entries.items[k].fun = funs[m->tier->entries.items[k].fun];
  for (uint32_t k = 0; m->tier && k < m->tier->loops.len; k++) {
    tier_loop *loop = &m->tier->loops.items[k];
    loop->fun = funs[loop->fun];
    loop->of = funs[loop->of];
  }
}

static void prune_funs(flat_module *m, arena *scratch) {
  bool *kept = ARENA_ARRAY(scratch, bool, m->funs.len);
  uint32_t *funs = ARENA_ARRAY(scratch, uint32_t, m->funs.len);
  uint32_t *globals = ARENA_ARRAY(scratch, uint32_t, m->globals.len);
  uint32_t n = 0, g = 0;
  keep_fun(m, scratch, kept, m->entry);
  keep_tier(m, scratch, kept);
  for (uint32_t i = 0; i < m->funs.len; i++)
    if (kept[i]) funs[i] = n++;
  for (uint32_t i = 0; i < m->globals.len; i++) {
    if (!kept[m->globals.items[i].fun]) continue;
    globals[i] = g;
    m->globals.items[g] = m->globals.items[i];
    m->globals.items[g++].fun = funs[m->globals.items[i].fun];
  }
  m->globals.len = g;
  for (uint32_t i = 0; i < m->funs.len; i++) {
    if (!kept[i]) continue;
    renumber_targets(m->funs.items[i], funs, globals);
    m->funs.items[funs[i]] = m->funs.items[i];
  }
  m->funs.len = n;
  m->entry = funs[m->entry];
  renumber_tier(m, funs);
}

void flat_simplify(flat_module *m) {
  arena *scratch = arena_new("simplify");
  find_failing(m);
  for (uint32_t i = 0; i < m->funs.len; i++) {
    clean_fun(&(cleaner){.m = m, .f = m->funs.items[i], .home = scratch});
    arena_clear(scratch);
  }
  prune_funs(m, scratch);
  arena_free(scratch);
}

void simplify_flow(flat_module *m) {
  arena *scratch = arena_new("simplify");
  for (uint32_t i = 0; i < m->funs.len; i++) {
    cleaner c = {.m = m, .f = m->funs.items[i], .home = scratch};
    clean_flow(&c);
    number_blocks(&c);
    arena_clear(scratch);
  }
  arena_free(scratch);
}
