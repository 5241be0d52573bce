/* The first version's loops: a header asks whether the second version has code for the rest of the function, and if so
   calls that and returns what it gives. It is no tail call: every function that was running when the second version came
   makes one such call at most, so the stack does not grow by it. */

#include "ir/tier_plan.h"

/* A function whose code the second version has. */
static uint32_t declare_rest(const tier_plan *p, const tier_header *h, str symbol) {
  const flat_fun *of = p->m->funs.items[h->fun];
  uint32_t fun = flat_fun_new(p->m, symbol, of->result);
  flat_fun *f = p->m->funs.items[fun];
  f->link = FLAT_ELSEWHERE;
  f->may_fail = of->may_fail;
  f->param_count = h->state.len;
  f->params = ARENA_ARRAY(p->m->home, flat_var, f->param_count);
  f->borrowed = ARENA_ARRAY(p->m->home, bool, f->param_count);
  for (uint32_t i = 0; i < f->param_count; i++)
    f->params[i] = flat_var_new(p->m, f, of->vars.items[h->state.items[i]]);
  flat_label only = flat_block_new(p->m, f);
  f->blocks.items[only].end = f->may_fail ? FLAT_FAIL : FLAT_STOP;
  return fun;
}

static flat_instr call_rest(const tier_plan *p, const tier_header *h, uint32_t fun) {
  flat_fun *f = p->m->funs.items[h->fun];
  flat_instr i = {.op = FLAT_CALL, .target = fun, .arg_count = h->state.len, .dest_count = f->result_count};
  i.args = arena_copy(p->m->home, h->state.items, h->state.len * sizeof *i.args, sizeof *i.args);
  i.dests = ARENA_ARRAY(p->m->home, flat_var, i.dest_count);
  for (uint32_t k = 0; k < i.dest_count; k++) i.dests[k] = flat_var_new(p->m, f, f->results[k]);
  return i;
}

/* The block in which the rest is called; gives its label. */
static flat_label leave_block(const tier_plan *p, const tier_header *h, uint32_t fun) {
  flat_fun *f = p->m->funs.items[h->fun];
  flat_instr call = call_rest(p, h, fun);
  flat_label leave = flat_block_new(p->m, f), done = flat_block_new(p->m, f);
  flat_label failed = f->may_fail ? flat_block_new(p->m, f) : FLAT_NONE;
  flat_block *b = &f->blocks.items[leave], *end = &f->blocks.items[done];
  b->edges[0].to = done;
  if (f->may_fail) {
    b->end = FLAT_TRY;
    b->last = call;
    b->edges[1].to = failed;
    f->blocks.items[failed].end = FLAT_FAIL;
  } else {
    b->end = FLAT_JUMP;
    vec_push(p->m->home, &b->code, call);
  }
  end->end = FLAT_RETURN;
  end->ret_count = call.dest_count;
  end->rets = arena_copy(p->m->home, call.dests, call.dest_count * sizeof(flat_var), sizeof(flat_var));
  return leave;
}

static void ask(const tier_plan *p, uint32_t k) {
  const tier_header *h = &p->headers.items[k];
  flat_fun *f = p->m->funs.items[h->fun];
  uint32_t rest = declare_rest(p, h, p->m->tier->loops.items[k].symbol);
  p->m->tier->loops.items[k].fun = rest;
  flat_label leave = leave_block(p, h, rest), stay = flat_block_new(p->m, f);
  flat_block *header = &f->blocks.items[h->at], *on = &f->blocks.items[stay];
  *on = *header;
  on->params.len = on->params.cap = 0;
  on->params.items = NULL;
  flat_instr poll = {.op = FLAT_POLL, .target = k, .dest_count = 1, .dests = ARENA_ARRAY(p->m->home, flat_var, 1)};
  poll.dests[0] = flat_var_new(p->m, f, (flat_var_info){FLAT_BOOL, NULL});
  flat_block asks = {.params = header->params, .end = FLAT_BRANCH, .cond = poll.dests[0]};
  vec_push(p->m->home, &asks.code, poll);
  asks.edges[0].to = leave;
  asks.edges[1].to = stay;
  *header = asks;
}

void tier_first(const tier_plan *p) {
  for (uint32_t k = 0; k < p->headers.len; k++) ask(p, k);
}
