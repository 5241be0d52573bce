/* Uniqueness in front of loops. A loop that changes a list at every turn asks at every turn whether somebody else has it;
   only the first answer can be yes.

   Law: a list that is unique when a loop begins, and which the loop only looks at, changes and hands on, is unique whenever
   the loop changes it.
   A list to which every turn of a counted loop pushes once gets room for all of that in front; the pushes then only store.
   Condition: between the loop's header and its ends every variable that holds the list is looked at, changed by `put` or
   `push` and handed on changed; none of them is counted up. The list is made unique only when the loop's body is about to
   run: the header's test is made once more in front of it.

   Expects:    a counted module.
   Guarantees: it stays balanced; PRIMs marked `unique` find their first operand unique.
   Cost:       for each list among a header's parameters the instructions of the loop. */

#include "ir/own.h"

#include "ir/passes.h"

enum {
  TEST_MOST = 8,    /* instructions of a header that are worth repeating */
  FAILING_MOST = 32 /* blocks on the way out of a failure */
};

/* What a variable is: an Int constant, or another variable and 1. */
typedef struct known {
  bool constant;
  int64_t value;
  flat_var one_less; /* FLAT_NONE: it is not */
} known;

typedef struct owner {
  flat_module *m;
  flat_fun *f;
  arena *home; /* scratch */
  known *known; /* per variable that there was at first */
  uint32_t known_count;
  flat_label *order;
  uint32_t order_len, *rank; /* block -> its place in the order, from 1; 0: not reached */
} owner;

typedef struct loop {
  flat_label header, before; /* `before` jumps to the header from outside */
  bool *within;              /* block -> is it in the loop */
  bool *chain;               /* variable -> does it hold the list */
  VEC(flat_instr *) updates;
  bool counts; /* it turns while parameter `counter`, which begins at a constant of 0 or more, is below `end` */
  uint32_t counter;
  flat_var end;
} loop;

static flat_block *block_of(const owner *o, flat_label l) { return &o->f->blocks.items[l]; }

/* ---- the loop ---- */

/* Blocks from which control comes back to the header without leaving. */
static void find_within(const owner *o, loop *l) {
  bool changed = true;
  l->within[l->header] = true;
  while (changed) {
    changed = false;
    for (uint32_t i = o->order_len; i > 0; i--) {
      flat_label at = o->order[i - 1];
      const flat_block *b = block_of(o, at);
      if (l->within[at] || o->rank[at] < o->rank[l->header]) continue;
      for (uint32_t e = 0; e < flat_edge_count(b); e++) {
        flat_label to = b->edges[e].to;
        if (!l->within[to] || (to == l->header && o->rank[at] < o->rank[to])) continue;
        l->within[at] = changed = true;
      }
    }
  }
}

/* The one way into the loop: a jump. */
static bool find_before(const owner *o, loop *l) {
  uint32_t in = 0, back = 0;
  for (uint32_t i = 0; i < o->order_len; i++) {
    const flat_block *b = block_of(o, o->order[i]);
    for (uint32_t e = 0; e < flat_edge_count(b); e++) {
      if (b->edges[e].to != l->header) continue;
      bool returns = o->rank[o->order[i]] >= o->rank[l->header];
      back += returns;
      in += !returns;
      if (!returns) l->before = o->order[i];
    }
  }
  return in == 1 && back && block_of(o, l->before)->end == FLAT_JUMP;
}

/* ---- the list's way ---- */

static bool is_update(const flat_instr *i) {
  return i->op == FLAT_PRIM && (i->prim == OP_put || i->prim == OP_push) && i->type->args[0]->args[0]->kind != IRT_CHAR;
}

static bool is_look(const flat_instr *i) {
  return i->op == FLAT_LIST_LEN || i->op == FLAT_LIST_GET || (i->op == FLAT_PRIM && (i->prim == OP_index || i->prim == OP_len));
}

static bool in_chain(const loop *l, uint32_t n, const flat_var *vars) {
  for (uint32_t k = 0; k < n; k++)
    if (l->chain[vars[k]]) return true;
  return false;
}

/* False: the list is used as it may not be. */
static bool follow_instr(const owner *o, loop *l, flat_instr *i) {
  if (!in_chain(l, i->arg_count, i->args)) return true;
  if (in_chain(l, i->arg_count - 1, i->args + 1)) return false;
  if (!is_update(i)) return is_look(i) || i->op == FLAT_DROP;
  l->chain[i->dests[0]] = true;
  vec_push(o->home, &l->updates, i);
  return true;
}

/* Only the changed list goes back, and only to where it came from. */
static bool follow_edge(const owner *o, loop *l, const flat_edge *e, flat_var list) {
  const flat_block *to = block_of(o, e->to);
  if (!l->within[e->to]) return true;
  for (uint32_t k = 0; k < e->arg_count; k++) {
    bool back = e->to == l->header && to->params.items[k] == list;
    if (back != l->chain[e->args[k]] || (back && e->args[k] == list)) return false;
  }
  return true;
}

static bool follow_block(const owner *o, loop *l, flat_label at, flat_var list) {
  flat_block *b = block_of(o, at);
  for (uint32_t k = 0; k < b->code.len; k++)
    if (!follow_instr(o, l, &b->code.items[k])) return false;
  if (b->end == FLAT_TAIL) return !in_chain(l, b->last.arg_count, b->last.args);
  if (flat_has_last(b) && !follow_instr(o, l, &b->last)) return false;
  for (uint32_t e = 0; e < flat_edge_count(b); e++)
    if (!follow_edge(o, l, &b->edges[e], list)) return false;
  return true;
}

/* Blocks come after those that dominate them, so that each use is seen after its definition. */
static bool follow(const owner *o, loop *l, flat_var list) {
  l->chain = ARENA_ARRAY(o->home, bool, o->f->vars.len);
  l->chain[list] = true;
  l->updates.len = 0;
  for (uint32_t i = 0; i < o->order_len; i++)
    if (l->within[o->order[i]] && !follow_block(o, l, o->order[i], list)) return false;
  return l->updates.len > 0;
}

/* ---- how often it turns ---- */

static bool steps_up(const owner *o, const loop *l, uint32_t param) {
  flat_var v = block_of(o, l->header)->params.items[param];
  for (uint32_t i = 0; i < o->order_len; i++) {
    const flat_block *b = block_of(o, o->order[i]);
    for (uint32_t e = 0; e < flat_edge_count(b); e++) {
      if (b->edges[e].to != l->header) continue;
      flat_var given = b->edges[e].args[param];
      if (given >= o->known_count) return false;
      const known *k = &o->known[given];
      if (l->within[o->order[i]] ? k->one_less != v : !k->constant || k->value < 0) return false;
    }
  }
  return true;
}

/* A way on which nothing happens but that counts go down and the program fails. */
static bool only_fails(const owner *o, flat_label l) {
  for (uint32_t steps = 0; steps < FAILING_MOST; steps++) {
    const flat_block *b = block_of(o, l);
    for (uint32_t k = 0; k < b->code.len; k++)
      if (b->code.items[k].op != FLAT_FAIL_FRAME && b->code.items[k].op != FLAT_DROP) return false;
    if (b->end != FLAT_JUMP) return b->end == FLAT_FAIL;
    l = b->edges[0].to;
  }
  return false;
}

/* It is left by its test, or for good. */
static bool turns_to_the_end(const owner *o, const loop *l) {
  for (uint32_t i = 0; i < o->order_len; i++) {
    flat_label at = o->order[i];
    const flat_block *b = block_of(o, at);
    if (!l->within[at] || at == l->header) continue;
    if (b->end == FLAT_RETURN || b->end == FLAT_TAIL) return false;
    for (uint32_t e = 0; e < flat_edge_count(b); e++)
      if (!l->within[b->edges[e].to] && !only_fails(o, b->edges[e].to)) return false;
  }
  return true;
}

static const flat_instr *header_test(const flat_block *h) {
  for (uint32_t k = 0; k < h->code.len; k++)
    if (h->code.items[k].dest_count && h->code.items[k].dests[0] == h->cond) return &h->code.items[k];
  return NULL;
}

/* The end is not of the loop's making: whatever the header's test uses is known in front, or the header makes it. */
static bool is_made_by(const owner *o, const flat_block *h, flat_var v) {
  for (uint32_t p = 0; p < h->params.len; p++)
    if (h->params.items[p] == v) return true;
  for (uint32_t k = 0; k < h->code.len; k++)
    if (h->code.items[k].dest_count && h->code.items[k].dests[0] == v) return !o->known[v].constant;
  return false;
}

static void find_counter(const owner *o, loop *l, uint32_t stays) {
  const flat_block *h = block_of(o, l->header);
  const flat_instr *test = header_test(h);
  if (stays || !test || test->op != FLAT_PRIM || test->prim != OP_lt || is_made_by(o, h, test->args[1])) return;
  if (o->f->vars.items[test->args[0]].scalar != FLAT_I64) return;
  uint32_t p = 0;
  while (p < h->params.len && h->params.items[p] != test->args[0]) p++;
  if (p == h->params.len || !steps_up(o, l, p) || !turns_to_the_end(o, l)) return;
  l->counts = true;
  l->counter = p;
  l->end = test->args[1];
}

/* One push a turn, every turn. */
static bool fills(const loop *l) { return l->counts && l->updates.len == 1 && l->updates.items[0]->prim == OP_push; }

/* ---- in front ---- */

static bool may_repeat(const flat_instr *i) {
  if (i->op == FLAT_CONST || i->op == FLAT_ADD || i->op == FLAT_SUB || i->op == FLAT_LIST_LEN) return true;
  bool plain = i->op == FLAT_PRIM && !(op_flags(i->prim) & (OP_FAILS | OP_ALLOCATES | OP_WORLD | OP_BULK));
  return plain && i->dest_count == 1 && (i->prim == OP_lt || i->prim == OP_le || i->prim == OP_eq || i->prim == OP_ne);
}

/* Does the header only test whether there is a turn? *stays: the edge that goes on with one. */
static bool is_test(const owner *o, const loop *l, uint32_t *stays) {
  const flat_block *h = block_of(o, l->header);
  if (h->end != FLAT_BRANCH || h->code.len > TEST_MOST) return false;
  for (uint32_t k = 0; k < h->code.len; k++)
    if (!may_repeat(&h->code.items[k])) return false;
  *stays = l->within[h->edges[0].to] ? 0 : 1;
  return l->within[h->edges[0].to] != l->within[h->edges[1].to];
}

static flat_var replaced(const flat_block *h, const flat_edge *in, const flat_var *now, flat_var v) {
  for (uint32_t p = 0; p < h->params.len; p++)
    if (h->params.items[p] == v) return in->args[p];
  for (uint32_t k = 0; k < h->code.len; k++)
    if (h->code.items[k].dests[0] == v) return now[k];
  return v;
}

/* The header's code at the end of the block before it; gives its condition and the counter's end there. */
static flat_var repeat_test(owner *o, const loop *l, flat_var *end) {
  const flat_block *h = block_of(o, l->header);
  flat_block *before = block_of(o, l->before);
  flat_var now[TEST_MOST];
  for (uint32_t k = 0; k < h->code.len; k++) {
    flat_instr i = h->code.items[k];
    i.dests = ARENA_ARRAY(o->m->home, flat_var, 1);
    i.args = ARENA_ARRAY(o->m->home, flat_var, i.arg_count);
    for (uint32_t n = 0; n < i.arg_count; n++)
      i.args[n] = replaced(h, &before->edges[0], now, h->code.items[k].args[n]);
    now[k] = i.dests[0] = flat_var_new(o->m, o->f, o->f->vars.items[h->code.items[k].dests[0]]);
    vec_push(o->m->home, &before->code, i);
  }
  *end = l->counts ? replaced(h, &before->edges[0], now, l->end) : FLAT_NONE;
  return replaced(h, &before->edges[0], now, h->cond);
}

static void jump_on(owner *o, flat_label at, flat_edge edge) {
  flat_block *b = block_of(o, at);
  b->end = FLAT_JUMP;
  b->edges[0] = edge;
}

/* How many turns are left, which are some. */
static flat_var turns_left(owner *o, flat_label l, flat_var end, flat_var from) {
  flat_instr left = {.op = FLAT_SUB, .safe = true, .arg_count = 2, .dest_count = 1};
  left.args = arena_copy(o->m->home, (flat_var[]){end, from}, 2 * sizeof from, alignof(flat_var));
  left.dests = ARENA_ARRAY(o->m->home, flat_var, 1);
  left.dests[0] = flat_var_new(o->m, o->f, (flat_var_info){FLAT_I64, NULL});
  vec_push(o->m->home, &block_of(o, l)->code, left);
  return left.dests[0];
}

/* if (test) jump header(own list) else jump header(list) */
static void own_before(owner *o, const loop *l, uint32_t param, uint32_t stays) {
  flat_var end, cond = repeat_test(o, l, &end);
  flat_label owned = flat_block_new(o->m, o->f), straight = flat_block_new(o->m, o->f);
  flat_block *before = block_of(o, l->before);
  flat_edge edge = before->edges[0], changed = edge;
  changed.args = arena_copy(o->m->home, edge.args, edge.arg_count * sizeof *edge.args, alignof(flat_var));
  flat_var_info info = o->f->vars.items[edge.args[param]];
  flat_instr own = {.op = FLAT_OWN, .type = info.heap, .arg_count = 1, .dest_count = 1};
  own.args = ARENA_ARRAY(o->m->home, flat_var, 2);
  own.args[0] = edge.args[param];
  if (fills(l)) own.args[own.arg_count++] = turns_left(o, owned, end, edge.args[l->counter]);
  own.dests = ARENA_ARRAY(o->m->home, flat_var, 1);
  own.dests[0] = changed.args[param] = flat_var_new(o->m, o->f, info);
  vec_push(o->m->home, &block_of(o, owned)->code, own);
  before->end = FLAT_BRANCH;
  before->cond = cond;
  before->edges[stays] = (flat_edge){.to = owned};
  before->edges[1 - stays] = (flat_edge){.to = straight};
  jump_on(o, owned, changed);
  jump_on(o, straight, edge);
}

/* ---- functions ---- */

static bool own_param(owner *o, loop *l, uint32_t param) {
  uint32_t stays;
  const flat_block *h = block_of(o, l->header);
  flat_var v = h->params.items[param];
  flat_var_info info = o->f->vars.items[v];
  if (info.scalar != FLAT_PTR || !info.heap || info.heap->kind != IRT_LIST) return false;
  if (!is_test(o, l, &stays) || !follow(o, l, v)) return false;
  find_counter(o, l, stays);
  for (uint32_t k = 0; k < l->updates.len; k++) {
    l->updates.items[k]->unique = true;
    l->updates.items[k]->safe |= fills(l);
  }
  own_before(o, l, param, stays);
  return true;
}

static void own_header(owner *o, flat_label header) {
  loop l = {.header = header};
  if (!find_before(o, &l)) return;
  l.within = ARENA_ARRAY(o->home, bool, o->f->blocks.len);
  find_within(o, &l);
  for (uint32_t p = 0; p < block_of(o, header)->params.len; p++)
    if (own_param(o, &l, p)) return; /* the way into the loop is another one now */
}

static void note_instr(owner *o, const flat_instr *i) {
  bool adds = i->op == FLAT_ADD || (i->op == FLAT_PRIM && i->prim == OP_iadd);
  if (!i->dest_count) return;
  known *k = &o->known[i->dests[0]];
  k->constant = i->op == FLAT_CONST && i->literal.type->kind == IRT_INT;
  if (k->constant) k->value = i->literal.i;
  if (adds && o->known[i->args[1]].constant && o->known[i->args[1]].value == 1) k->one_less = i->args[0];
}

/* Definitions come before uses. */
static void note_known(owner *o) {
  o->known_count = o->f->vars.len;
  o->known = ARENA_ARRAY(o->home, known, o->known_count);
  for (flat_var v = 0; v < o->known_count; v++) o->known[v].one_less = FLAT_NONE;
  for (uint32_t i = 0; i < o->order_len; i++) {
    const flat_block *b = block_of(o, o->order[i]);
    for (uint32_t k = 0; k < b->code.len; k++) note_instr(o, &b->code.items[k]);
    if (flat_has_last(b)) note_instr(o, &b->last);
  }
}

static void own_fun(owner *o) {
  o->order_len = flat_order(o->f, o->home, &o->order);
  o->rank = ARENA_ARRAY(o->home, uint32_t, o->f->blocks.len);
  for (uint32_t i = 0; i < o->order_len; i++) o->rank[o->order[i]] = i + 1;
  note_known(o);
  for (uint32_t i = 0; i < o->order_len; i++)
    if (block_of(o, o->order[i])->params.len) own_header(o, o->order[i]);
}

void flat_own(flat_module *m) {
  arena *scratch = arena_new("own");
  for (uint32_t i = 0; i < m->funs.len; i++) {
    owner o = {.m = m, .f = m->funs.items[i], .home = scratch};
    if (flat_any_instr(o.f, is_update)) own_fun(&o);
  }
  arena_free(scratch);
}
