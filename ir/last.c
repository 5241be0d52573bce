/* What was pushed last is in hand. `fold [z] {x+[.. x[-1] ..]}` writes an element in one turn and reads it in the next: from
   memory, when it could stay in a register.

   Law:        the last element of `push l e` is e, that of a list literal its last part.
   Condition:  a block's parameter gets, by every edge, a list literal that is not empty or what was pushed to the parameter
               itself; elements hold no pointers.
   Guarantees: `l[-1]` of the parameter l is parameters of their own. flat_simplify is to follow: it takes those away that
               nobody uses.
   Expects:    a simplified module without DUP and DROP.
   Cost:       linear in blocks and edges. */

#include "ir/last.h"

#include "ir/op_type.h"

typedef struct finder {
  flat_module *m;
  flat_fun *f;
  arena *home; /* scratch */
  const flat_instr **maker; /* per variable: the constant, list or push that gives it, or NULL */
  flat_label *of;           /* per variable: the block whose parameter it is, or FLAT_NONE */
  flat_var *first;          /* per list: the first of the parameters that are its last element, or FLAT_NONE */
  flat_var *same;           /* per variable: the one it stands for */
  bool found;
} finder;

static flat_block *block_of(const finder *s, flat_label l) { return &s->f->blocks.items[l]; }

static void note_block(finder *s, flat_label l) {
  const flat_block *b = block_of(s, l);
  for (uint32_t k = 0; k <= b->code.len; k++) {
    const flat_instr *i = k < b->code.len ? &b->code.items[k] : &b->last;
    if (k == b->code.len && !flat_has_last(b)) return;
    bool gives = i->op == FLAT_CONST || (i->op == FLAT_PRIM && (i->prim == OP_list || i->prim == OP_push));
    if (!gives) continue;
    s->maker[i->dests[0]] = arena_copy(s->home, i, sizeof *i, alignof(flat_instr)); /* code will move */
  }
}

static bool is_minus_one(const finder *s, flat_var v) {
  const flat_instr *i = s->maker[v];
  return i && i->op == FLAT_CONST && i->literal.i == -1;
}

/* l[-1] of a block's parameter l. */
static bool asks_for_last(const finder *s, const flat_instr *i) {
  return i->op == FLAT_PRIM && i->prim == OP_index && s->of[i->args[0]] != FLAT_NONE && is_minus_one(s, i->args[1]);
}

static bool is_plain(const ir_type *element) {
  uint32_t n = flat_scalar_count(element);
  flat_var_info infos[16];
  if (!n || n > sizeof infos / sizeof *infos) return false;
  flat_scalars(element, infos, n);
  for (uint32_t k = 0; k < n; k++)
    if (infos[k].scalar == FLAT_PTR) return false;
  return true;
}

/* The scalars of the last element of what an edge gives to the parameter, NULL: they are not in hand. */
static const flat_var *last_given(const finder *s, flat_var given, flat_var param, uint32_t n) {
  const flat_instr *i = s->maker[given];
  if (!i || i->op != FLAT_PRIM) return NULL;
  if (i->prim == OP_push && i->args[0] == param) return i->args + 1;
  bool some = i->prim == OP_list && i->arg_count >= n;
  return some ? i->args + i->arg_count - n : NULL;
}

static uint32_t place_of(const flat_block *b, flat_var param) {
  uint32_t p = 0;
  while (b->params.items[p] != param) p++;
  return p;
}

static bool is_in_hand(const finder *s, flat_var list, uint32_t n) {
  flat_label l = s->of[list];
  uint32_t p = place_of(block_of(s, l), list);
  for (flat_label from = 0; from < s->f->blocks.len; from++)
    for (uint32_t e = 0; e < flat_edge_count(block_of(s, from)); e++) {
      const flat_edge *edge = &block_of(s, from)->edges[e];
      if (edge->to == l && !last_given(s, edge->args[p], list, n)) return false;
    }
  return true;
}

static void add_params(finder *s, flat_var list, const ir_type *element) {
  flat_label l = s->of[list];
  flat_block *b = block_of(s, l);
  uint32_t p = place_of(b, list), n = flat_scalar_count(element), old = b->params.len;
  flat_var_info *infos = ARENA_ARRAY(s->home, flat_var_info, n);
  flat_scalars(element, infos, n);
  s->first[list] = s->f->vars.len;
  for (uint32_t k = 0; k < n; k++) vec_push(s->m->home, &b->params, flat_var_new(s->m, s->f, infos[k]));
  for (flat_label from = 0; from < s->f->blocks.len; from++)
    for (uint32_t e = 0; e < flat_edge_count(block_of(s, from)); e++) {
      flat_edge *edge = &block_of(s, from)->edges[e];
      if (edge->to != l) continue;
      const flat_var *last = last_given(s, edge->args[p], list, n);
      flat_var *args = ARENA_ARRAY(s->m->home, flat_var, old + n);
      for (uint32_t k = 0; k < old; k++) args[k] = edge->args[k];
      for (uint32_t k = 0; k < n; k++) args[old + k] = last[k];
      edge->args = args;
      edge->arg_count = old + n;
    }
}

static bool in_hand(finder *s, const flat_instr *i) {
  flat_var list = i->args[0];
  const ir_type *element = i->type->args[0]->args[0];
  if (s->first[list] != FLAT_NONE) return true;
  if (!is_plain(element) || !is_in_hand(s, list, flat_scalar_count(element))) return false;
  add_params(s, list, element);
  return true;
}

static void stand_for(finder *s, const flat_instr *i) {
  for (uint32_t d = 0; d < i->dest_count; d++) s->same[i->dests[d]] = s->first[i->args[0]] + d;
  s->found = true;
}

static void take_in_block(finder *s, flat_label l) {
  flat_block *b = block_of(s, l);
  uint32_t n = 0;
  for (uint32_t k = 0; k < b->code.len; k++) {
    flat_instr *i = &b->code.items[k];
    if (asks_for_last(s, i) && in_hand(s, i)) stand_for(s, i);
    else b->code.items[n++] = *i;
  }
  b->code.len = n;
  if (b->end != FLAT_TRY || !asks_for_last(s, &b->last) || !in_hand(s, &b->last)) return;
  stand_for(s, &b->last);
  b->end = FLAT_JUMP;
}

static void replace(const finder *s, uint32_t n, flat_var *vars) {
  for (uint32_t k = 0; k < n; k++)
    if (s->same[vars[k]] != FLAT_NONE) vars[k] = s->same[vars[k]];
}

static void replace_in_block(const finder *s, flat_block *b) {
  for (uint32_t k = 0; k < b->code.len; k++) replace(s, b->code.items[k].arg_count, b->code.items[k].args);
  if (flat_has_last(b)) replace(s, b->last.arg_count, b->last.args);
  if (b->end == FLAT_BRANCH) replace(s, 1, &b->cond);
  if (b->end == FLAT_RETURN) replace(s, b->ret_count, b->rets);
  for (uint32_t e = 0; e < flat_edge_count(b); e++) replace(s, b->edges[e].arg_count, b->edges[e].args);
}

static bool has_push(const flat_instr *i) { return i->op == FLAT_PRIM && i->prim == OP_push; }

static void last_in_fun(finder *s) {
  uint32_t vars = s->f->vars.len;
  s->maker = ARENA_ARRAY(s->home, const flat_instr *, vars);
  s->of = ARENA_ARRAY(s->home, flat_label, vars);
  s->first = ARENA_ARRAY(s->home, flat_var, vars);
  for (flat_var v = 0; v < vars; v++) s->of[v] = s->first[v] = FLAT_NONE;
  for (flat_label l = 0; l < s->f->blocks.len; l++) {
    const flat_block *b = block_of(s, l);
    for (uint32_t p = 0; p < b->params.len; p++) s->of[b->params.items[p]] = l;
    note_block(s, l);
  }
  s->same = ARENA_ARRAY(s->home, flat_var, vars);
  for (flat_var v = 0; v < vars; v++) s->same[v] = FLAT_NONE;
  for (flat_label l = 0; l < s->f->blocks.len; l++) take_in_block(s, l);
  flat_var *same = ARENA_ARRAY(s->home, flat_var, s->f->vars.len); /* of new parameters, too */
  for (flat_var v = 0; v < s->f->vars.len; v++) same[v] = v < vars ? s->same[v] : FLAT_NONE;
  s->same = same;
  for (flat_label l = 0; s->found && l < s->f->blocks.len; l++) replace_in_block(s, block_of(s, l));
}

void flat_last(flat_module *m) {
  arena *scratch = arena_new("last elements");
  for (uint32_t k = 0; k < m->funs.len; k++) {
    finder s = {.m = m, .f = m->funs.items[k], .home = scratch};
    if (flat_any_instr(s.f, has_push)) last_in_fun(&s);
  }
  arena_free(scratch);
}
