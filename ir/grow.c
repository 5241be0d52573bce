/* Recursion that puts lists together. Of a function that returns what calls of itself give, behind each other and among
   other elements, a twin is made that puts it behind a list that it gets:

     f(p):      .. r = f(q); s = f(t); return r + [x] + s        f(p):      return f'(p, [])
     f'(p, a):  .. return f'(t, f'(q, a) + [x])

   so that each element is written once, where it stays, instead of once for each call that it comes up through; the
   last call is a loop.

   Law:        f'(p, a) = a + f(p), since + is associative and [] + l = l.
   Condition:  a call's result is put into what is returned and used for nothing else; whatever control does from there
               on, it comes to that return or fails for good; the calls stand in the order of their results, and what
               is between two results is known before the second call. A call in a loop, or one that is caught, stays
               as it is. No other function is called in the place of a return.
   Expects:    a simplified module without DUP and DROP.
   Guarantees: the same failures, but that the frames of the loop's turns are not in a report, as on every level.
               flat_simplify is to follow.
   Cost:       linear for each call that is found, of which there are few. */

#include "ir/grow.h"

#include <string.h>

#include "ir/loops.h"

typedef enum piece_kind { PIECE_CALL, PIECE_ELEMENT, PIECE_LIST } piece_kind;

/* What the returned list is made of, from left to right. */
typedef struct piece {
  piece_kind kind;
  flat_var list; /* CALL: its result; LIST */
  uint32_t n;    /* ELEMENT: its scalars */
  const flat_var *parts;
} piece;

typedef VEC(piece) pieces;

typedef struct spot {
  flat_label block;
  uint32_t at; /* code.len: `last`; NO_CODE: a parameter */
} spot;

enum { NO_CODE = UINT32_MAX, MOST_DEPTH = 32 };

typedef struct grower {
  flat_module *m;
  flat_fun *f;
  uint32_t self, twin;
  arena *home; /* scratch */
  dominators doms;
  flat_loops loops;
  uint32_t *uses;
  spot *made;
  pieces *returned; /* per block that returns */
  bool *gone;       /* per variable: the instruction that gives it has become pieces */
  pieces *before;   /* per variable that a call gives: what comes behind the list first */
  bool *own;        /* per variable: such a call */
} grower;

static flat_block *block_of(const grower *g, flat_label l) { return &g->f->blocks.items[l]; }

static const flat_instr *instr_at(const grower *g, spot s) {
  if (s.block == FLAT_NONE || s.at == NO_CODE) return NULL;
  const flat_block *b = block_of(g, s.block);
  return s.at == b->code.len ? &b->last : &b->code.items[s.at];
}

static const flat_instr *maker(const grower *g, flat_var v) { return instr_at(g, g->made[v]); }

static bool is_prim(const flat_instr *i, ir_op op) { return i && i->op == FLAT_PRIM && i->prim == op; }

static void note_uses(grower *g, uint32_t n, const flat_var *vars) {
  for (uint32_t k = 0; k < n; k++) g->uses[vars[k]]++;
}

static void note_all(grower *g) {
  flat_fun *f = g->f;
  g->uses = ARENA_ARRAY(g->home, uint32_t, f->vars.len);
  g->made = ARENA_ARRAY(g->home, spot, f->vars.len);
  for (flat_var v = 0; v < f->vars.len; v++) g->made[v] = (spot){FLAT_NONE, NO_CODE};
  for (uint32_t n = 0; n < g->doms.count; n++) {
    flat_label l = g->doms.order[n];
    const flat_block *b = block_of(g, l);
    for (uint32_t p = 0; p < b->params.len; p++) g->made[b->params.items[p]] = (spot){l, NO_CODE};
    for (uint32_t k = 0; k < b->code.len + flat_has_last(b); k++) {
      const flat_instr *i = instr_at(g, (spot){l, k});
      note_uses(g, i->arg_count, i->args);
      for (uint32_t d = 0; d < i->dest_count; d++) g->made[i->dests[d]] = (spot){l, k};
    }
    if (b->end == FLAT_BRANCH) note_uses(g, 1, &b->cond);
    if (b->end == FLAT_RETURN) note_uses(g, b->ret_count, b->rets);
    for (uint32_t e = 0; e < flat_edge_count(b); e++) note_uses(g, b->edges[e].arg_count, b->edges[e].args);
  }
}

/* ---- what is returned ---- */

/* Is it known where the instruction stands? */
static bool comes_before(const grower *g, flat_var v, spot s) {
  spot made = g->made[v];
  if (made.block == FLAT_NONE) return true;
  if (made.block != s.block) return dominates(&g->doms, made.block, s.block);
  return made.at == NO_CODE || made.at < s.at;
}

static bool piece_comes_before(const grower *g, const piece *p, spot s) {
  for (uint32_t k = 0; p->kind == PIECE_ELEMENT && k < p->n; k++)
    if (!comes_before(g, p->parts[k], s)) return false;
  return p->kind == PIECE_ELEMENT || comes_before(g, p->list, s);
}

static bool only_fails(const grower *g, flat_label l) {
  const flat_block *b = block_of(g, l);
  return b->end == FLAT_FAIL && !b->code.len;
}

/* From the block on, does every way that does not fail come to the return? */
static bool comes_to(const grower *g, flat_label from, flat_label end) {
  bool *seen = ARENA_ARRAY(g->home, bool, g->f->blocks.len);
  flat_labels work = {0};
  vec_push(g->home, &work, from);
  while (work.len) {
    flat_label l = vec_pop(&work);
    const flat_block *b = block_of(g, l);
    if (seen[l]) continue;
    seen[l] = true;
    if (l != end && (b->end == FLAT_RETURN || b->end == FLAT_TAIL)) return false;
    for (uint32_t k = 0; k < b->code.len; k++)
      if (b->code.items[k].op == FLAT_FAIL_CLEAR) return false;
    for (uint32_t e = 0; e < flat_edge_count(b); e++) vec_push(g->home, &work, b->edges[e].to);
  }
  return true;
}

static bool is_own_call(const grower *g, const flat_instr *i) {
  return i && i->op == FLAT_CALL && i->target == g->self && i->dest_count == 1 && !i->caught;
}

static bool can_take(const grower *g, flat_var v, const pieces *before, flat_label end) {
  spot s = g->made[v];
  const flat_instr *i = instr_at(g, s);
  if (!is_own_call(g, i) || g->uses[v] != 1 || g->loops.innermost[s.block] != FLAT_NONE) return false;
  const flat_block *b = block_of(g, s.block);
  if (s.at == b->code.len && !only_fails(g, b->edges[1].to)) return false;
  for (uint32_t k = 0; k < before->len; k++)
    if (!piece_comes_before(g, &before->items[k], s)) return false;
  return comes_to(g, s.block, end);
}

static void add_elements(grower *g, const flat_instr *i, uint32_t from, pieces *out) {
  uint32_t each = flat_scalar_count(i->result->args[0]);
  for (uint32_t at = from; each && at < i->arg_count; at += each)
    vec_push(g->home, out, ((piece){.kind = PIECE_ELEMENT, .n = each, .parts = i->args + at}));
}

static void take_apart(grower *g, flat_var v, flat_label end, pieces *out, uint32_t depth) {
  const flat_instr *i = maker(g, v);
  bool apart = g->uses[v] == 1 && depth && flat_scalar_count(g->f->result->args[0]);
  if (apart && is_prim(i, OP_append)) {
    take_apart(g, i->args[0], end, out, depth - 1);
    take_apart(g, i->args[1], end, out, depth - 1);
  } else if (apart && is_prim(i, OP_push)) {
    take_apart(g, i->args[0], end, out, depth - 1);
    add_elements(g, i, 1, out);
  } else if (apart && is_prim(i, OP_list)) {
    add_elements(g, i, 0, out);
  } else {
    bool taken = can_take(g, v, out, end);
    g->own[v] = taken;
    vec_push(g->home, out, ((piece){.kind = taken ? PIECE_CALL : PIECE_LIST, .list = v}));
    return;
  }
  g->gone[v] = true;
}

/* False: there is nothing to gain. */
static bool find_returns(grower *g) {
  bool any = false;
  g->returned = ARENA_ARRAY(g->home, pieces, g->f->blocks.len);
  g->gone = ARENA_ARRAY(g->home, bool, g->f->vars.len);
  g->own = ARENA_ARRAY(g->home, bool, g->f->vars.len);
  for (uint32_t n = 0; n < g->doms.count; n++) {
    flat_label l = g->doms.order[n];
    const flat_block *b = block_of(g, l);
    if (b->end == FLAT_TAIL && !(b->last.op == FLAT_CALL && b->last.target == g->self)) return false;
    if (b->end != FLAT_RETURN) continue;
    pieces *all = &g->returned[l];
    take_apart(g, b->rets[0], l, all, MOST_DEPTH);
    for (uint32_t k = 0; all->len > 1 && k < all->len; k++) any |= all->items[k].kind == PIECE_CALL;
  }
  return any;
}

/* ---- the twin ---- */

static flat_var *copy_vars(const grower *g, uint32_t n, const flat_var *vars) {
  return arena_copy(g->m->home, vars, n * sizeof *vars, alignof(flat_var));
}

typedef VEC(flat_instr) instrs;

/* Puts pieces behind a list; gives the list. */
static flat_var put_behind(const grower *g, flat_fun *to, flat_var list, const piece *p, instrs *out) {
  ir_types *types = comb_types(g->m->store);
  const ir_type *t = g->f->result;
  bool element = p->kind == PIECE_ELEMENT;
  uint32_t n = element ? p->n : 1;
  flat_var *args = ARENA_ARRAY(g->m->home, flat_var, 1 + n),
           dest = flat_var_new(g->m, to, (flat_var_info){FLAT_PTR, t});
  args[0] = list;
  for (uint32_t k = 0; k < n; k++) args[k + 1] = element ? p->parts[k] : p->list;
  flat_instr put = {.op = FLAT_PRIM,
                    .prim = element ? OP_push : OP_append,
                    .result = t,
                    .arg_count = 1 + n,
                    .args = args,
                    .type = irt_pair(types, t, element ? t->args[0] : t),
                    .dest_count = 1};
  put.dests = copy_vars(g, 1, &dest);
  vec_push(g->m->home, out, put);
  return dest;
}

/* The pieces up to the next call, and the list behind which they are; then `at` is that call's place. */
static flat_var put_pieces(const grower *g, flat_fun *to, const pieces *all, uint32_t *at, flat_var list, instrs *out) {
  for (; *at < all->len && all->items[*at].kind != PIECE_CALL; ++*at)
    list = put_behind(g, to, list, &all->items[*at], out);
  return list;
}

typedef struct pending {
  instrs code;
  flat_var list;
} pending;

/* What comes in front of each call and of the return. */
static void plan_return(const grower *g, flat_fun *to, flat_label l, flat_var list, pending *before, pending *end) {
  const pieces *all = &g->returned[l];
  pending *next = end;
  uint32_t at = 0;
  instrs code = {0};
  for (list = put_pieces(g, to, all, &at, list, &code); at < all->len;
       list = put_pieces(g, to, all, &at, list, &code)) {
    flat_var call = all->items[at++].list;
    before[call] = (pending){code, list};
    code = (instrs){0};
    list = call;
  }
  *next = (pending){code, list};
}

static void append_all(const grower *g, flat_block *b, const instrs *code) {
  for (uint32_t k = 0; k < code->len; k++) vec_push(g->m->home, &b->code, code->items[k]);
}

static void call_twin(const grower *g, flat_instr *call, flat_var list) {
  flat_var *args = ARENA_ARRAY(g->m->home, flat_var, call->arg_count + 1);
  for (uint32_t k = 0; k < call->arg_count; k++) args[k] = call->args[k];
  args[call->arg_count++] = list;
  call->args = args;
  call->target = g->twin;
}

/* The last thing that is done before the return is the call: a turn of the loop. */
static void loop_back(const grower *g, flat_block *b, flat_label start, const flat_instr *call) {
  b->end = FLAT_JUMP;
  b->edges[0] = (flat_edge){start, call->arg_count, copy_vars(g, call->arg_count, call->args)};
}

static bool is_idle(const flat_block *b) {
  for (uint32_t k = 0; k < b->code.len; k++)
    if (b->code.items[k].op != FLAT_CONST && b->code.items[k].op != FLAT_ABSENT) return false;
  return true;
}

static void change_block(const grower *g, flat_block *b, const pending *before) {
  flat_block old = *b;
  b->code.items = NULL;
  b->code.len = b->code.cap = 0;
  for (uint32_t k = 0; k < old.code.len; k++) {
    flat_instr i = old.code.items[k];
    if (i.dest_count == 1 && g->gone[i.dests[0]]) continue;
    if (i.dest_count == 1 && g->own[i.dests[0]]) {
      append_all(g, b, &before[i.dests[0]].code);
      call_twin(g, &i, before[i.dests[0]].list);
    }
    vec_push(g->m->home, &b->code, i);
  }
  if (b->end != FLAT_TRY || b->last.dest_count != 1 || !g->own[b->last.dests[0]]) return;
  append_all(g, b, &before[b->last.dests[0]].code);
  call_twin(g, &b->last, before[b->last.dests[0]].list);
}

/* A call behind which nothing is done but to return its result. */
static void close_loops(const grower *g, flat_fun *t, flat_label start) {
  for (flat_label l = 0; l < t->blocks.len; l++) {
    flat_block *b = &t->blocks.items[l];
    if (b->end == FLAT_TRY && b->last.op == FLAT_CALL && b->last.target == g->twin && !b->edges[0].arg_count) {
      const flat_block *next = &t->blocks.items[b->edges[0].to];
      if (next->end == FLAT_RETURN && next->rets[0] == b->last.dests[0] && is_idle(next))
        loop_back(g, b, start, &b->last);
    } else if (b->end == FLAT_RETURN) {
      uint32_t k = b->code.len;
      while (k > 0 && (b->code.items[k - 1].op == FLAT_CONST || b->code.items[k - 1].op == FLAT_ABSENT)) k--;
      if (!k || b->code.items[k - 1].op != FLAT_CALL || b->code.items[k - 1].target != g->twin) continue;
      flat_instr call = b->code.items[k - 1];
      if (b->rets[0] != call.dests[0]) continue;
      b->code.len = k - 1;
      loop_back(g, b, start, &call);
    }
  }
}

/* Parameters of its own; f's are those of the loop's start, behind them the list. */
static flat_label twin_open(const grower *g, flat_fun *t, flat_var *list) {
  const ir_type *type = g->f->result;
  flat_label start = flat_block_new(g->m, t);
  flat_block *front = &t->blocks.items[0], *first = &t->blocks.items[start];
  *first = *front;
  first->params.items = NULL;
  first->params.len = first->params.cap = 0;
  *front = (flat_block){.end = FLAT_JUMP, .cond = FLAT_NONE};
  t->param_count = g->f->param_count + 1;
  t->params = ARENA_ARRAY(g->m->home, flat_var, t->param_count);
  t->borrowed = ARENA_ARRAY(g->m->home, bool, t->param_count);
  for (uint32_t k = 0; k < g->f->param_count; k++) {
    t->params[k] = flat_var_new(g->m, t, t->vars.items[g->f->params[k]]);
    vec_push(g->m->home, &first->params, g->f->params[k]);
  }
  *list = flat_var_new(g->m, t, (flat_var_info){FLAT_PTR, type});
  t->params[g->f->param_count] = flat_var_new(g->m, t, (flat_var_info){FLAT_PTR, type});
  vec_push(g->m->home, &first->params, *list);
  front->edges[0] = (flat_edge){start, t->param_count, copy_vars(g, t->param_count, t->params)};
  return start;
}

/* The function calls the twin with nothing. */
static void call_with_nothing(const grower *g, flat_fun *f) {
  ir_types *types = comb_types(g->m->store);
  arena *home = g->m->home;
  f->vars.items = NULL;
  f->vars.len = f->vars.cap = 0;
  f->blocks.items = NULL;
  f->blocks.len = f->blocks.cap = 0;
  const flat_fun *t = g->m->funs.items[g->twin];
  flat_block_new(g->m, f);
  flat_var *args = ARENA_ARRAY(home, flat_var, t->param_count);
  flat_var *params = ARENA_ARRAY(home, flat_var, f->param_count);
  for (uint32_t k = 0; k < f->param_count; k++)
    args[k] = params[k] = flat_var_new(g->m, f, t->vars.items[t->params[k]]);
  f->params = params;
  flat_var_info list = {FLAT_PTR, f->result};
  flat_var nothing = args[f->param_count] = flat_var_new(g->m, f, list), all = flat_var_new(g->m, f, list);
  flat_instr make = {
      .op = FLAT_PRIM, .prim = OP_list, .type = irt_base(types, IRT_UNIT), .result = f->result, .dest_count = 1};
  make.dests = copy_vars(g, 1, &nothing);
  flat_block *b = &f->blocks.items[0];
  vec_push(home, &b->code, make);
  b->end = FLAT_TAIL;
  b->last =
      (flat_instr){.op = FLAT_CALL, .target = g->twin, .arg_count = t->param_count, .args = args, .dest_count = 1};
  b->last.dests = copy_vars(g, 1, &all);
}

static void make_twin(grower *g) {
  arena *home = g->m->home;
  g->twin = flat_fun_new(g->m, str_printf(home, STR_FMT "'", STR_ARG(g->f->name)), g->f->result);
  flat_fun *f = g->m->funs.items[g->self], *t = g->m->funs.items[g->twin];
  uint32_t vars = f->vars.len, blocks = f->blocks.len;
  t->may_fail = f->may_fail;
  t->definition = f->definition;
  memcpy(&t->vars, &f->vars, sizeof t->vars);
  memcpy(&t->blocks, &f->blocks, sizeof t->blocks);
  flat_var list;
  pending *before = ARENA_ARRAY(g->home, pending, vars), *ends = ARENA_ARRAY(g->home, pending, blocks);
  flat_label start = twin_open(g, t, &list);
  for (flat_label l = 0; l < blocks; l++)
    if (g->returned[l].len || (g->doms.parent[l] != FLAT_NONE && t->blocks.items[l ? l : start].end == FLAT_RETURN))
      plan_return(g, t, l, list, before, &ends[l]);
  for (flat_label l = 0; l < blocks; l++) {
    flat_block *b = &t->blocks.items[l ? l : start];
    if (g->doms.parent[l] == FLAT_NONE) continue;
    change_block(g, b, before);
    if (b->end == FLAT_TAIL) {
      call_twin(g, &b->last, list);
      loop_back(g, b, start, &b->last);
    } else if (b->end == FLAT_RETURN) {
      append_all(g, b, &ends[l].code);
      b->rets = copy_vars(g, 1, &ends[l].list);
    }
  }
  close_loops(g, t, start);
  call_with_nothing(g, f);
}

/* ---- all of them ---- */

static bool gives_list(const flat_fun *f) {
  return !f->closure && f->link == FLAT_WITHIN && f->result_count == 1 && f->result->kind == IRT_LIST;
}

static bool has_own_call(const flat_module *m, uint32_t self) {
  const flat_fun *f = m->funs.items[self];
  for (flat_label l = 0; l < f->blocks.len; l++) {
    const flat_block *b = &f->blocks.items[l];
    for (uint32_t k = 0; k < b->code.len; k++)
      if (b->code.items[k].op == FLAT_CALL && b->code.items[k].target == self) return true;
    if (b->end == FLAT_TRY && b->last.op == FLAT_CALL && b->last.target == self) return true;
  }
  return false;
}

void flat_grow(flat_module *m) {
  uint32_t n = m->funs.len;
  arena *scratch = arena_new("growing lists");
  for (uint32_t k = 0; k < n; k++, arena_clear(scratch)) {
    if (!gives_list(m->funs.items[k]) || !has_own_call(m, k) || k == m->entry) continue;
    grower g = {.m = m, .f = m->funs.items[k], .self = k, .home = scratch};
    g.doms = dominators_of(g.f, scratch);
    g.loops = flat_loops_of(g.f, &g.doms, scratch);
    note_all(&g);
    if (!find_returns(&g)) continue;
    make_twin(&g);
    m->settled = false;
  }
  arena_free(scratch);
}
