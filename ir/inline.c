#include "ir/inline.h"

#include "support/bug.h"

/* ---- copies ---- */

static flat_var *copy_vars(arena *home, uint32_t n, const flat_var *vars, const flat_var *map) {
  flat_var *copy = ARENA_ARRAY(home, flat_var, n);
  for (uint32_t k = 0; k < n; k++) copy[k] = map ? map[vars[k]] : vars[k];
  return copy;
}

static flat_instr copy_instr(arena *home, const flat_instr *i, const flat_var *map) {
  flat_instr copy = *i;
  copy.dests = copy_vars(home, i->dest_count, i->dests, map);
  copy.args = copy_vars(home, i->arg_count, i->args, map);
  return copy;
}

/* Variables and labels by the maps, NULL: as they are. */
static flat_block copy_block(arena *home, const flat_block *b, const flat_var *map, const flat_label *labels) {
  flat_block copy = {.end = b->end, .cond = b->cond, .ret_count = b->ret_count};
  for (uint32_t p = 0; p < b->params.len; p++)
    vec_push(home, &copy.params, map ? map[b->params.items[p]] : b->params.items[p]);
  for (uint32_t k = 0; k < b->code.len; k++) vec_push(home, &copy.code, copy_instr(home, &b->code.items[k], map));
  if (flat_has_last(b)) copy.last = copy_instr(home, &b->last, map);
  if (b->end == FLAT_BRANCH && map) copy.cond = map[b->cond];
  if (b->end == FLAT_RETURN) copy.rets = copy_vars(home, b->ret_count, b->rets, map);
  for (uint32_t e = 0; e < flat_edge_count(b); e++) {
    const flat_edge *edge = &b->edges[e];
    flat_label to = labels ? labels[edge->to] : edge->to;
    copy.edges[e] = (flat_edge){to, edge->arg_count, copy_vars(home, edge->arg_count, edge->args, map)};
  }
  return copy;
}

flat_block inline_copy_block(const flat_module *m, const flat_block *b, const flat_var *map, const flat_label *labels) {
  return copy_block(m->home, b, map, labels);
}

inline_body inline_body_of(const flat_module *m, const flat_fun *f) {
  flat_block *blocks = ARENA_ARRAY(m->home, flat_block, f->blocks.len);
  inline_body body = {.param_count = f->param_count, .var_count = f->vars.len, .block_count = f->blocks.len};
  for (flat_label l = 0; l < f->blocks.len; l++) {
    blocks[l] = copy_block(m->home, &f->blocks.items[l], NULL, NULL);
    body.instr_count += blocks[l].code.len + flat_has_last(&blocks[l]);
  }
  body.blocks = blocks;
  body.params = f->params;
  body.vars = arena_copy(m->home, f->vars.items, sizeof(flat_var_info) * f->vars.len, alignof(flat_var_info));
  return body;
}

/* ---- the call's place ---- */

typedef struct caller {
  const flat_module *m;
  flat_fun *f;
  flat_label behind; /* where results go */
  flat_label failed; /* where failures go, FLAT_NONE: there are none */
} caller;

/* The block is cut at the call: `behind` gets what follows, its parameters are the results. */
static flat_instr cut(caller *c, inline_site site) {
  arena *home = c->m->home;
  c->behind = flat_block_new(c->m, c->f);
  c->failed = FLAT_NONE;
  flat_block *from = &c->f->blocks.items[site.block], *behind = &c->f->blocks.items[c->behind];
  bool last = site.at == from->code.len;
  flat_instr call = last ? from->last : from->code.items[site.at];
  GAEL_ASSERT(call.op == FLAT_CALL && !call.caught && !(last && from->end == FLAT_TAIL));
  if (last) {
    flat_edge failing = from->edges[1];
    behind->end = FLAT_JUMP;
    behind->edges[0] = from->edges[0];
    c->failed = flat_block_new(c->m, c->f);
    from = &c->f->blocks.items[site.block];
    behind = &c->f->blocks.items[c->behind];
    flat_block *failed = &c->f->blocks.items[c->failed];
    vec_push(home, &failed->code, ((flat_instr){.op = FLAT_FAIL_FRAME, .site = call.site}));
    failed->end = FLAT_JUMP;
    failed->edges[0] = failing;
  } else {
    *behind = *from;
    behind->params.len = behind->params.cap = behind->code.len = behind->code.cap = 0;
    for (uint32_t k = site.at + 1; k < from->code.len; k++) vec_push(home, &behind->code, from->code.items[k]);
    from->code.len = site.at;
  }
  for (uint32_t d = 0; d < call.dest_count; d++) vec_push(home, &behind->params, call.dests[d]);
  from->end = FLAT_JUMP;
  return call;
}

static void jump(flat_block *b, flat_label to, uint32_t n, flat_var *args) {
  b->end = FLAT_JUMP;
  b->edges[0] = (flat_edge){to, n, args};
}

/* How the body ends is how the call does. */
static void connect(const caller *c, flat_block *b) {
  if (b->end == FLAT_RETURN) jump(b, c->behind, b->ret_count, b->rets);
  if (b->end == FLAT_FAIL && c->failed == FLAT_NONE) b->end = FLAT_STOP;
  if (b->end == FLAT_FAIL) jump(b, c->failed, 0, NULL);
}

/* A tail call is a plain one: its results are known in a block of their own, from which they go on. */
static void connect_tail(const caller *c, flat_label l) {
  flat_label on = flat_block_new(c->m, c->f);
  flat_block *b = &c->f->blocks.items[l];
  jump(&c->f->blocks.items[on], c->behind, b->last.dest_count, b->last.dests);
  if (c->failed == FLAT_NONE) {
    vec_push(c->m->home, &b->code, b->last);
    jump(b, on, 0, NULL);
    return;
  }
  b->end = FLAT_TRY;
  b->edges[0] = (flat_edge){.to = on};
  b->edges[1] = (flat_edge){.to = c->failed};
}

void inline_call(const flat_module *m, flat_fun *f, inline_site site, const inline_body *body) {
  caller c = {.m = m, .f = f};
  flat_instr call = cut(&c, site);
  flat_var *map = ARENA_ARRAY(m->home, flat_var, body->var_count);
  for (flat_var v = 0; v < body->var_count; v++) map[v] = FLAT_NONE;
  for (uint32_t p = 0; p < body->param_count; p++) map[body->params[p]] = call.args[p];
  for (flat_var v = 0; v < body->var_count; v++)
    if (map[v] == FLAT_NONE) map[v] = flat_var_new(m, f, body->vars[v]);
  flat_label first = f->blocks.len, *labels = ARENA_ARRAY(m->home, flat_label, body->block_count);
  for (flat_label l = 0; l < body->block_count; l++) labels[l] = first + l;
  jump(&f->blocks.items[site.block], first, 0, NULL);
  for (flat_label l = 0; l < body->block_count; l++) {
    flat_block copy = copy_block(m->home, &body->blocks[l], map, labels);
    connect(&c, &copy);
    vec_push(m->home, &f->blocks, copy);
  }
  for (flat_label l = first; l < first + body->block_count; l++)
    if (f->blocks.items[l].end == FLAT_TAIL) connect_tail(&c, l);
}
