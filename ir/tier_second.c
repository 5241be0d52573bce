/* The second version's functions for what was begun by the first.

   The rest of a function from a loop header on is the loop, loops in it included, and what follows up to the header of
   another loop, where the rest from there on is a tail call: so every loop stands alone in the function that runs it, and
   blocks are copied once for each loop around them and not more. */

#include "ir/heat.h"
#include "ir/tier_plan.h"

#include "support/bug.h"

/* Passes change arrays of operands where they stand, so each is one place's own. */
static flat_var *copy_of(const tier_plan *p, uint32_t n, const flat_var *vars) {
  return arena_copy(p->m->home, vars, n * sizeof *vars, sizeof *vars);
}

typedef struct copier {
  const tier_plan *p;
  const tier_header *h;
  const flat_fun *from;
  flat_fun *to;
  arena *home;
  const flat_heat *heat; /* by function */
  flat_var *vars;     /* variable of `from` -> its copy; FLAT_NONE: none yet */
  flat_label *blocks; /* the same for blocks */
  VEC(flat_var) copied_vars;
  VEC(flat_label) work, copied_blocks;
} copier;

static void set_var(copier *c, flat_var v, flat_var copy) {
  c->vars[v] = copy;
  vec_push(c->home, &c->copied_vars, v);
}

static flat_var var_of(copier *c, flat_var v) {
  if (c->vars[v] == FLAT_NONE) set_var(c, v, flat_var_new(c->p->m, c->to, c->from->vars.items[v]));
  return c->vars[v];
}

static flat_var *vars_of(copier *c, uint32_t n, const flat_var *vars) {
  flat_var *out = ARENA_ARRAY(c->p->m->home, flat_var, n);
  for (uint32_t i = 0; i < n; i++) out[i] = var_of(c, vars[i]);
  return out;
}

static flat_instr instr_of(copier *c, const flat_instr *i) {
  flat_instr out = *i;
  out.dests = vars_of(c, i->dest_count, i->dests);
  out.args = vars_of(c, i->arg_count, i->args);
  return out;
}

/* A block that goes on in the rest from another header; the edge's arguments are that one's parameters. */
static flat_label hand_over(copier *c, const tier_header *next, uint32_t fun, const flat_edge *e) {
  flat_label at = flat_block_new(c->p->m, c->to);
  flat_instr call = {.op = FLAT_CALL, .target = fun, .arg_count = next->state.len, .dest_count = c->to->result_count};
  call.args = ARENA_ARRAY(c->p->m->home, flat_var, call.arg_count);
  for (uint32_t k = 0; k < call.arg_count; k++)
    call.args[k] = var_of(c, k < e->arg_count ? e->args[k] : next->state.items[k]);
  call.dests = ARENA_ARRAY(c->p->m->home, flat_var, call.dest_count);
  for (uint32_t k = 0; k < call.dest_count; k++) call.dests[k] = flat_var_new(c->p->m, c->to, c->to->results[k]);
  flat_block *b = &c->to->blocks.items[at];
  b->end = FLAT_TAIL;
  b->last = call;
  return at;
}

/* The header of another loop that the edge comes to, FLAT_NONE: the edge stays within the rest. */
static uint32_t other_header(const copier *c, const flat_edge *e) {
  uint32_t k = c->p->header_of[c->h->fun][e->to];
  if (k == FLAT_NONE || loop_nest_holds(&c->p->loops[c->h->fun], c->h->loop, e->to)) return FLAT_NONE;
  return c->p->m->tier->loops.items[k].fun == FLAT_NONE ? FLAT_NONE : k;
}

static flat_label block_of(copier *c, flat_label l) {
  if (c->blocks[l] != FLAT_NONE) return c->blocks[l];
  c->blocks[l] = flat_block_new(c->p->m, c->to);
  vec_push(c->home, &c->work, l);
  vec_push(c->home, &c->copied_blocks, l);
  return c->blocks[l];
}

static flat_edge edge_of(copier *c, const flat_edge *e) {
  uint32_t k = other_header(c, e);
  if (k == FLAT_NONE) return (flat_edge){block_of(c, e->to), e->arg_count, vars_of(c, e->arg_count, e->args)};
  return (flat_edge){.to = hand_over(c, &c->p->headers.items[k], c->p->m->tier->loops.items[k].fun, e)};
}

static void copy_block(copier *c, flat_label l) {
  const flat_block *b = &c->from->blocks.items[l];
  flat_block out = {.end = b->end, .cond = FLAT_NONE, .ret_count = b->ret_count};
  for (uint32_t k = 0; k < b->params.len; k++) vec_push(c->p->m->home, &out.params, var_of(c, b->params.items[k]));
  for (uint32_t k = 0; k < b->code.len; k++) vec_push(c->p->m->home, &out.code, instr_of(c, &b->code.items[k]));
  if (flat_has_last(b)) out.last = instr_of(c, &b->last);
  if (b->end == FLAT_BRANCH) out.cond = var_of(c, b->cond);
  if (b->end == FLAT_RETURN) out.rets = vars_of(c, b->ret_count, b->rets);
  for (uint32_t e = 0; e < flat_edge_count(b); e++) out.edges[e] = edge_of(c, &b->edges[e]);
  c->to->blocks.items[c->blocks[l]] = out;
}

/* The state comes as parameters, under names of its own: a header's parameters are its block's. */
static void open_rest(copier *c) {
  const tier_header *h = c->h;
  flat_fun *f = c->to;
  f->link = FLAT_ENTERED;
  f->param_count = h->state.len;
  f->params = ARENA_ARRAY(c->p->m->home, flat_var, f->param_count);
  f->borrowed = ARENA_ARRAY(c->p->m->home, bool, f->param_count);
  uint32_t own = c->from->blocks.items[h->at].params.len;
  for (uint32_t k = 0; k < f->param_count; k++) {
    f->params[k] = flat_var_new(c->p->m, f, c->from->vars.items[h->state.items[k]]);
    if (k >= own) set_var(c, h->state.items[k], f->params[k]);
  }
  flat_label start = flat_block_new(c->p->m, f), to = block_of(c, h->at);
  f->blocks.items[start].end = FLAT_JUMP;
  f->blocks.items[start].edges[0] = (flat_edge){to, own, copy_of(c->p, own, f->params)};
}

static void start_function(copier *c, uint32_t fun) {
  c->from = c->p->m->funs.items[fun];
  c->vars = ARENA_ARRAY(c->home, flat_var, c->from->vars.len);
  c->blocks = ARENA_ARRAY(c->home, flat_label, c->from->blocks.len);
  for (uint32_t v = 0; v < c->from->vars.len; v++) c->vars[v] = FLAT_NONE;
  for (uint32_t l = 0; l < c->from->blocks.len; l++) c->blocks[l] = FLAT_NONE;
}

/* So that a copy costs what it is long, not what its function is. */
static void forget_copies(copier *c) {
  while (c->copied_vars.len) c->vars[vec_pop(&c->copied_vars)] = FLAT_NONE;
  while (c->copied_blocks.len) c->blocks[vec_pop(&c->copied_blocks)] = FLAT_NONE;
}

static void build_rest(copier *c, uint32_t k) {
  const tier_header *h = &c->p->headers.items[k];
  if (!c->h || c->h->fun != h->fun) start_function(c, h->fun);
  c->h = h;
  c->to = c->p->m->funs.items[c->p->m->tier->loops.items[k].fun];
  c->to->often = c->heat[h->fun] == HEAT_OFTEN;
  open_rest(c);
  while (c->work.len) {
    flat_label l = vec_pop(&c->work);
    copy_block(c, l);
  }
  forget_copies(c);
}

/* ---- functions with the first version's signatures ---- */

/* Not a tail call: its own caller's ownership of arguments may differ from that of what it calls. */
static uint32_t hand_on(const tier_plan *p, uint32_t fun, const flat_fun *first) {
  const flat_fun *of = p->m->funs.items[fun];
  uint32_t at = flat_fun_new(p->m, of->name, of->result);
  flat_fun *f = p->m->funs.items[at];
  f->link = FLAT_HANDS_ON;
  f->may_fail = of->may_fail;
  f->param_count = of->param_count;
  f->params = ARENA_ARRAY(p->m->home, flat_var, f->param_count);
  f->borrowed = arena_copy(p->m->home, first->borrowed, f->param_count * sizeof(bool), 1);
  for (uint32_t k = 0; k < f->param_count; k++) f->params[k] = flat_var_new(p->m, f, of->vars.items[of->params[k]]);
  flat_instr call = {.op = FLAT_CALL, .target = fun, .arg_count = f->param_count, .dest_count = f->result_count};
  call.args = copy_of(p, f->param_count, f->params);
  call.dests = ARENA_ARRAY(p->m->home, flat_var, call.dest_count);
  for (uint32_t k = 0; k < call.dest_count; k++) call.dests[k] = flat_var_new(p->m, f, f->results[k]);
  flat_label start = flat_block_new(p->m, f), done = flat_block_new(p->m, f), failed = flat_block_new(p->m, f);
  flat_block *b = &f->blocks.items[start];
  b->end = FLAT_TRY;
  b->last = call;
  b->edges[0].to = done;
  b->edges[1].to = failed;
  f->blocks.items[done].end = FLAT_RETURN;
  f->blocks.items[done].ret_count = call.dest_count;
  f->blocks.items[done].rets = copy_of(p, call.dest_count, call.dests);
  f->blocks.items[failed].end = FLAT_FAIL;
  if (!f->may_fail) {
    vec_push(p->m->home, &b->code, call);
    b->end = FLAT_JUMP;
  }
  return at;
}

void tier_second(const tier_plan *p) {
  flat_tier *t = p->m->tier;
  const flat_tier *first = t->first->tier;
  if (first->print != t->print || first->entries.len != t->entries.len || first->loops.len != t->loops.len)
    gael_bug("two versions of a program that do not agree");
  copier c = {.p = p, .home = p->home, .heat = heat_of(p->m, false, p->home)}; /* before there are rests */
  for (uint32_t k = 0; k < t->loops.len; k++)
    t->loops.items[k].fun =
        flat_fun_new(p->m, t->loops.items[k].symbol, p->m->funs.items[p->headers.items[k].fun]->result);
  for (uint32_t k = 0; k < t->loops.len; k++) build_rest(&c, k);
  for (uint32_t k = 0; k < t->entries.len; k++) {
    tier_entry *e = &t->entries.items[k];
    if (!p->m->funs.items[e->fun]->closure) e->fun = hand_on(p, e->fun, t->first->funs.items[first->entries.items[k].fun]);
  }
}
