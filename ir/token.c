/* Whose memory a MAKE takes up: of the tokens that every way to it brings along, the one of its size that has most
   fields where they belong, else the last that was left. A token that nobody in its function takes up is handed to the
   function that is called at the end, if an object of that size is made there: it gets one parameter more, a token, or
   none from other callers; what is known of it is which parameters are fields that stand in it already.

   Expects:    TAKEs, whose tokens nobody uses. Guarantees: each is used once at most on every way. Linear. */

#include "ir/token.h"

#include "ir/dominate.h"
#include "ir/layout.h"

enum { TOKENS = 8 }; /* that are remembered at a time: reuse is for memory that was just left */

typedef struct token {
  flat_var var;
  const flat_instr *take;
} token;

typedef struct tokens {
  bool known;
  uint32_t n;
  token at[TOKENS];
} tokens;

/* A call in tail position, and what is left when control comes to it. */
typedef struct offer {
  uint32_t fun;
  flat_label block;
  tokens left;
} offer;

typedef VEC(offer) offers;

static const ir_con *con_of(const flat_instr *i) { return &irt_decl(i->type)->cons[i->target]; }
static uint64_t sizes_of(const flat_instr *i) { return layout_object_sizes(con_of(i)); }
static bool makes_fields(const flat_instr *i) { return i->op == FLAT_MAKE && flat_field_count(i); }

static void token_remove(tokens *t, uint32_t k) {
  t->n--;
  for (; k < t->n; k++) t->at[k] = t->at[k + 1];
}

static void token_add(tokens *t, const flat_instr *take) {
  if (t->n == TOKENS) token_remove(t, 0);
  t->at[t->n++] = (token){take->dests[0], take};
}

/* Those that every way in brings along; a way in that was not walked yet may have used any. */
static tokens tokens_at_start(const tokens *out, const flat_labels *preds) {
  tokens t = {0};
  for (uint32_t k = 0; k < preds->len; k++) {
    const tokens *in = &out[preds->items[k]];
    if (!in->known) return (tokens){0};
    if (k == 0) t = *in;
    for (uint32_t j = t.n; j > 0; j--) {
      bool there = false;
      for (uint32_t q = 0; q < in->n; q++) there |= in->at[q].var == t.at[j - 1].var;
      if (!there) token_remove(&t, j - 1);
    }
  }
  return t;
}

/* How many fields need not be written when `make` takes up what `take` left. */
static uint32_t kept_fields(const flat_instr *make, const flat_instr *take) {
  uint32_t n = 0;
  if (make->type != take->type || make->target != take->target) return 0;
  for (uint32_t k = 0; k < make->arg_count; k++) n += make->args[k] == take->dests[k + 1];
  return n;
}

static void add_operand(const flat_module *m, flat_instr *i, flat_var v) {
  flat_var *args = ARENA_ARRAY(m->home, flat_var, i->arg_count + 1);
  for (uint32_t k = 0; k < i->arg_count; k++) args[k] = i->args[k];
  args[i->arg_count++] = v;
  i->args = args;
}

static void give_one(const flat_module *m, tokens *t, flat_instr *make) {
  uint32_t best = t->n, kept = 0;
  for (uint32_t k = t->n; k > 0; k--) {
    const flat_instr *take = t->at[k - 1].take;
    if (sizes_of(take) != sizes_of(make)) continue;
    uint32_t keeps = kept_fields(make, take);
    if (best < t->n && keeps <= kept) continue;
    best = k - 1;
    kept = keeps;
  }
  if (best == t->n) return;
  add_operand(m, make, t->at[best].var);
  make->reuses = true;
  token_remove(t, best);
}

static void give_in_block(const flat_module *m, flat_block *b, tokens *t, bool takes) {
  for (uint32_t k = 0; k < b->code.len; k++) {
    flat_instr *at = &b->code.items[k];
    if (takes && at->op == FLAT_TAKE) token_add(t, at);
    if (makes_fields(at) && !at->reuses) give_one(m, t, at);
  }
  t->known = true;
}

/* The function's own tokens, or, when it has got one as a parameter, that. */
static void give_in_fun(const flat_module *m, uint32_t number, offers *left, arena *scratch) {
  flat_fun *f = m->funs.items[number];
  flat_label *order;
  uint32_t n = flat_order(f, scratch, &order);
  flat_labels *preds = ARENA_ARRAY(scratch, flat_labels, f->blocks.len);
  for (uint32_t i = 0; i < n; i++) {
    const flat_block *b = &f->blocks.items[order[i]];
    for (uint32_t e = 0; e < flat_edge_count(b); e++) vec_push(scratch, &preds[b->edges[e].to], order[i]);
  }
  tokens *out = ARENA_ARRAY(scratch, tokens, f->blocks.len);
  for (uint32_t i = 0; i < n; i++) {
    flat_block *b = &f->blocks.items[order[i]];
    tokens t = tokens_at_start(out, &preds[order[i]]);
    if (order[i] == 0 && f->token) token_add(&t, f->token);
    give_in_block(m, b, &t, !f->token);
    out[order[i]] = t;
    if (t.n && b->end == FLAT_TAIL && b->last.op == FLAT_CALL) vec_push(scratch, left, ((offer){number, order[i], t}));
  }
}

/* ---- to other functions ---- */

/* The last token that is left there and has the size of an object that f makes without one. */
static const token *wanted_by(const flat_fun *f, const tokens *left) {
  for (uint32_t j = left->n; j > 0; j--)
    for (flat_label l = 0; l < f->blocks.len; l++)
      for (uint32_t k = 0; k < f->blocks.items[l].code.len; k++) {
        const flat_instr *i = &f->blocks.items[l].code.items[k];
        if (makes_fields(i) && !i->reuses && sizes_of(i) == sizes_of(left->at[j - 1].take)) return &left->at[j - 1];
      }
  return NULL;
}

static flat_instr *last_of(const flat_module *m, const offer *o) {
  return &m->funs.items[o->fun]->blocks.items[o->block].last;
}

/* What a call can hand to a callee that gets what `take` leaves: a token of the same constructor. */
static const token *token_for(const flat_module *m, uint32_t callee, const offer *o, const flat_instr *take) {
  if (last_of(m, o)->target != callee) return NULL;
  for (uint32_t j = o->left.n; j > 0; j--) {
    const flat_instr *other = o->left.at[j - 1].take;
    if (other->type == take->type && other->target == take->target) return &o->left.at[j - 1];
  }
  return NULL;
}

/* What is known of the token that f gets: a TAKE as `take`, whose results are those parameters that are its fields at
   every call that hands one on. */
static flat_instr *known_of(const flat_module *m, uint32_t callee, const offers *all, const flat_instr *take) {
  flat_fun *f = m->funs.items[callee];
  flat_instr *known = ARENA_NEW(m->home, flat_instr);
  *known = *take;
  known->args = NULL;
  known->arg_count = 0;
  known->dests = ARENA_ARRAY(m->home, flat_var, take->dest_count);
  for (uint32_t k = 1; k < take->dest_count; k++) {
    known->dests[k] = FLAT_NONE;
    for (uint32_t p = 0; p < f->param_count && known->dests[k] == FLAT_NONE; p++) {
      bool same = true;
      for (uint32_t i = 0; i < all->len && same; i++) {
        const token *t = token_for(m, callee, &all->items[i], take);
        same = !t || t->take->dests[k] == last_of(m, &all->items[i])->args[p];
      }
      if (same) known->dests[k] = f->params[p];
    }
  }
  return known;
}

static void add_parameter(const flat_module *m, flat_fun *f, flat_instr *known) {
  uint32_t n = f->param_count++;
  flat_var *params = ARENA_ARRAY(m->home, flat_var, n + 1);
  bool *borrowed = ARENA_ARRAY(m->home, bool, n + 1);
  for (uint32_t k = 0; k < n; k++) {
    params[k] = f->params[k];
    borrowed[k] = f->borrowed[k];
  }
  params[n] = known->dests[0] = flat_var_new(m, f, FLAT_TOKEN);
  f->params = params;
  f->borrowed = borrowed;
  f->token = known;
}

/* Calls that have no token to hand on hand on none. */
static void add_none(const flat_module *m, flat_fun *f, flat_instr *call, flat_block *b, arena *scratch) {
  flat_instr none = {.op = FLAT_ABSENT, .dest_count = 1, .dests = ARENA_ARRAY(m->home, flat_var, 1)};
  none.dests[0] = flat_var_new(m, f, FLAT_TOKEN);
  add_operand(m, call, none.dests[0]);
  if (call == &b->last) {
    vec_push(m->home, &b->code, none);
    return;
  }
  uint32_t at = (uint32_t)(call - b->code.items);
  VEC(flat_instr) rest = {0};
  for (uint32_t k = at; k < b->code.len; k++) vec_push(scratch, &rest, b->code.items[k]);
  b->code.len = at;
  vec_push(m->home, &b->code, none);
  for (uint32_t k = 0; k < rest.len; k++) vec_push(m->home, &b->code, rest.items[k]);
}

static bool calls(const flat_instr *i, uint32_t callee, uint32_t params) {
  return i->op == FLAT_CALL && i->target == callee && i->arg_count < params;
}

static void complete_calls(const flat_module *m, uint32_t callee, arena *scratch) {
  uint32_t params = m->funs.items[callee]->param_count;
  for (uint32_t i = 0; i < m->funs.len; i++) {
    flat_fun *f = m->funs.items[i];
    for (flat_label l = 0; l < f->blocks.len; l++) {
      flat_block *b = &f->blocks.items[l];
      for (uint32_t k = 0; k < b->code.len; k++)
        if (calls(&b->code.items[k], callee, params)) add_none(m, f, &b->code.items[k], b, scratch);
      if (flat_has_last(b) && calls(&b->last, callee, params)) add_none(m, f, &b->last, b, scratch);
    }
  }
}

static bool may_get_one(const flat_module *m, uint32_t k) {
  const flat_fun *f = m->funs.items[k];
  for (uint32_t g = 0; g < m->globals.len; g++)
    if (m->globals.items[g].fun == k) return false;
  return !f->closure && k != m->entry && f->link == FLAT_WITHIN && !f->token;
}

static void hand_on(flat_module *m, uint32_t callee, const offers *all, const flat_instr *take, arena *scratch) {
  add_parameter(m, m->funs.items[callee], known_of(m, callee, all, take));
  for (uint32_t i = 0; i < all->len; i++) {
    const token *t = token_for(m, callee, &all->items[i], take);
    if (t) add_operand(m, last_of(m, &all->items[i]), t->var);
  }
  complete_calls(m, callee, scratch);
  offers none = {0};
  give_in_fun(m, callee, &none, scratch);
}

void tokens_give(flat_module *m) {
  arena *scratch = arena_new("tokens");
  offers all = {0};
  for (uint32_t i = 0; i < m->funs.len; i++) give_in_fun(m, i, &all, scratch);
  for (uint32_t i = 0; i < all.len; i++) {
    uint32_t callee = last_of(m, &all.items[i])->target;
    const token *t = may_get_one(m, callee) ? wanted_by(m->funs.items[callee], &all.items[i].left) : NULL;
    if (t) hand_on(m, callee, &all, t->take, scratch);
  }
  arena_free(scratch);
}
