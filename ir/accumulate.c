/* Recursion that counts. Of a function f that adds a small number to what a call of itself gives

     f(p):  .. r = f(q); return c + r          f(p):  sum = 0
                                               turn:  .. sum = sum + c; p = q; turn
            .. return r                               .. return sum + r

   Law:        (c1 + (c2 + .. (cn + r))) = (c1 + c2 + .. cn) + r, and one overflows where the other does: the c are not
               negative, so that partial sums on the left grow from r on, up to the whole, and on the right they are below
               2**63 for as many turns as any run has.
   Condition:  c is a constant of 0 to SMALL_MOST or the number of a Bool, and is known before the call; nothing else is done
               between the call and the return. Other calls of f's may stay calls: they give the whole as ever.
   Expects:    a simplified module without DUP and DROP.
   Guarantees: the same failures, but that the frames of the turns are not in a report (nor are those of tail calls), as on
               every level. flat_simplify is to follow.
   Cost:       linear. */

#include "ir/accumulate.h"

enum { SMALL_MOST = 1 << 16 };

typedef struct site {
  flat_label block; /* that the call ends, or stands in */
  uint32_t at;      /* its place there; the block's length: it is the last */
  flat_var adds;
  const flat_instr *constant; /* that gives what is added, if that stands behind the call */
  const flat_instr *sum;      /* the addition */
  bool second;                /* what is added is its second operand */
} site;

typedef struct counter {
  flat_module *m;
  flat_fun *f;
  uint32_t self;
  arena *home; /* scratch */
  uint32_t *uses, *preds;
  const flat_instr **maker; /* per variable */
  VEC(site) sites;
  flat_label start;
  flat_var acc;
} counter;

static flat_block *block_of(const counter *c, flat_label l) { return &c->f->blocks.items[l]; }

/* ---- finding the calls ---- */

static void note_uses(counter *c, uint32_t n, const flat_var *vars) {
  for (uint32_t k = 0; k < n; k++) c->uses[vars[k]]++;
}

static void note_instr(counter *c, const flat_instr *i) {
  note_uses(c, i->arg_count, i->args);
  for (uint32_t d = 0; d < i->dest_count; d++) c->maker[i->dests[d]] = i;
}

static void note_all(counter *c) {
  c->uses = ARENA_ARRAY(c->home, uint32_t, c->f->vars.len);
  c->maker = ARENA_ARRAY(c->home, const flat_instr *, c->f->vars.len);
  c->preds = ARENA_ARRAY(c->home, uint32_t, c->f->blocks.len);
  for (flat_label l = 0; l < c->f->blocks.len; l++) {
    const flat_block *b = block_of(c, l);
    for (uint32_t k = 0; k < b->code.len; k++) note_instr(c, &b->code.items[k]);
    if (flat_has_last(b)) note_instr(c, &b->last);
    if (b->end == FLAT_RETURN) note_uses(c, b->ret_count, b->rets);
    for (uint32_t e = 0; e < flat_edge_count(b); e++) {
      note_uses(c, b->edges[e].arg_count, b->edges[e].args);
      c->preds[b->edges[e].to]++;
    }
  }
}

static bool only_fails(const counter *c, const flat_edge *e) {
  const flat_block *b = block_of(c, e->to);
  return b->end == FLAT_FAIL && !b->code.len;
}

static bool is_own_call(const counter *c, const flat_instr *i) {
  return i->op == FLAT_CALL && i->target == c->self && !i->caught;
}

static bool is_small(const counter *c, flat_var v) {
  const flat_instr *i = c->maker[v];
  if (!i) return false;
  if (i->op == FLAT_CONST) return i->literal.i >= 0 && i->literal.i <= SMALL_MOST;
  return i->op == FLAT_PRIM && i->prim == OP_bool_int;
}

/* From instruction `from` of the block on the result is added to something small, and the sum is returned. */
static bool find_sum(const counter *c, flat_label l, uint32_t from, flat_var result, site *s) {
  const flat_block *b = block_of(c, l);
  for (uint32_t k = from; k < b->code.len; k++)
    if (b->code.items[k].op != FLAT_CONST) return false;
  if (b->end != FLAT_TRY || b->last.op != FLAT_PRIM || b->last.prim != OP_iadd || b->last.caught) return false;
  const flat_block *last = block_of(c, b->edges[0].to);
  bool returns = last->end == FLAT_RETURN && !last->code.len && last->rets[0] == b->last.dests[0];
  if (!returns || b->edges[0].arg_count || !only_fails(c, &b->edges[1])) return false;
  s->sum = &b->last;
  s->second = b->last.args[0] == result;
  s->adds = b->last.args[s->second];
  if (c->uses[result] != 1 || b->last.args[!s->second] != result || !is_small(c, s->adds)) return false;
  bool behind = false;
  for (uint32_t k = from; k < b->code.len; k++) behind |= &b->code.items[k] == c->maker[s->adds];
  s->constant = behind ? c->maker[s->adds] : NULL;
  return true;
}

static void find_site(counter *c, flat_label l) {
  const flat_block *b = block_of(c, l);
  site s = {.block = l, .at = b->code.len};
  if (b->end == FLAT_TRY && is_own_call(c, &b->last)) {
    flat_label after = b->edges[0].to;
    bool plain = only_fails(c, &b->edges[1]) && !b->edges[0].arg_count && c->preds[after] == 1;
    if (plain && find_sum(c, after, 0, b->last.dests[0], &s)) vec_push(c->home, &c->sites, s);
    return;
  }
  for (uint32_t k = b->code.len; k > 0; k--) {
    if (b->code.items[k - 1].op == FLAT_CONST) continue;
    s.at = k - 1;
    if (is_own_call(c, &b->code.items[s.at]) && find_sum(c, l, k, b->code.items[s.at].dests[0], &s))
      vec_push(c->home, &c->sites, s);
    return;
  }
}

/* ---- the loop ---- */

static flat_var *copy_vars(const counter *c, uint32_t n, const flat_var *vars) {
  return arena_copy(c->m->home, vars, n * sizeof *vars, alignof(flat_var));
}

static flat_var int_new(const counter *c) { return flat_var_new(c->m, c->f, (flat_var_info){FLAT_I64, NULL}); }

static flat_var emit(const counter *c, flat_label l, flat_instr i) {
  flat_var dest = int_new(c);
  i.dest_count = 1;
  i.dests = copy_vars(c, 1, &dest);
  vec_push(c->m->home, &block_of(c, l)->code, i);
  return dest;
}

static flat_edge to_start(const counter *c, uint32_t n, const flat_var *args, flat_var sum) {
  flat_edge e = {.to = c->start, .arg_count = n + 1, .args = ARENA_ARRAY(c->m->home, flat_var, n + 1)};
  for (uint32_t k = 0; k < n; k++) e.args[k] = args[k];
  e.args[n] = sum;
  return e;
}

/* The function's start becomes the loop's, with its parameters and the sum as its own. */
static void open_loop(counter *c) {
  flat_fun *f = c->f;
  c->start = flat_block_new(c->m, f);
  flat_block *front = block_of(c, 0), *start = block_of(c, c->start);
  *start = *front;
  *front = (flat_block){.end = FLAT_JUMP};
  start->params.items = NULL;
  start->params.len = start->params.cap = 0;
  flat_var *params = ARENA_ARRAY(c->m->home, flat_var, f->param_count);
  for (uint32_t p = 0; p < f->param_count; p++) {
    vec_push(c->m->home, &start->params, f->params[p]);
    params[p] = flat_var_new(c->m, f, f->vars.items[f->params[p]]);
  }
  f->params = params;
  c->acc = int_new(c);
  vec_push(c->m->home, &block_of(c, c->start)->params, c->acc);
  comb_literal zero = {.type = irt_base(comb_types(c->m->store), IRT_INT)};
  flat_var sum = emit(c, 0, (flat_instr){.op = FLAT_CONST, .literal = zero});
  block_of(c, 0)->edges[0] = to_start(c, f->param_count, params, sum);
}

static void loop_site(const counter *c, const site *s) {
  flat_label l = s->block ? s->block : c->start;
  flat_block *b = block_of(c, l);
  flat_instr call = s->at == b->code.len ? b->last : b->code.items[s->at];
  flat_var adds = s->adds;
  b->code.len = s->at;
  if (s->constant) adds = emit(c, l, *s->constant);
  flat_instr add = {.op = FLAT_ADD, .arg_count = 2, .args = copy_vars(c, 2, (flat_var[]){c->acc, adds})};
  flat_var sum = emit(c, l, add);
  b = block_of(c, l);
  b->end = FLAT_JUMP;
  b->edges[0] = to_start(c, call.arg_count, call.args, sum);
}

static flat_label failing_block(const counter *c) {
  flat_label l = flat_block_new(c->m, c->f);
  block_of(c, l)->end = FLAT_FAIL;
  return l;
}

/* Returns the sum and v, added as the first call did. */
static void return_sum(const counter *c, flat_label l, flat_var v) {
  flat_label failed = failing_block(c), done = flat_block_new(c->m, c->f);
  const site *s = &c->sites.items[0];
  flat_var whole = int_new(c);
  flat_block *b = block_of(c, l);
  b->end = FLAT_TRY;
  b->last = *s->sum;
  b->last.dests = copy_vars(c, 1, &whole);
  b->last.args = copy_vars(c, 2, s->second ? (flat_var[]){v, c->acc} : (flat_var[]){c->acc, v});
  b->edges[0] = (flat_edge){.to = done};
  b->edges[1] = (flat_edge){.to = failed};
  block_of(c, done)->end = FLAT_RETURN;
  block_of(c, done)->ret_count = 1;
  block_of(c, done)->rets = copy_vars(c, 1, &whole);
}

/* A call in tail position gives its result to the sum when it comes back; one of f's own is a turn. */
static void return_call(const counter *c, flat_label l) {
  flat_block *b = block_of(c, l);
  flat_instr call = b->last;
  if (is_own_call(c, &call)) {
    b->end = FLAT_JUMP;
    b->edges[0] = to_start(c, call.arg_count, call.args, c->acc);
    return;
  }
  flat_var result = int_new(c);
  call.dest_count = 1;
  call.dests = copy_vars(c, 1, &result);
  if (!flat_instr_fails(c->m, &call)) {
    vec_push(c->m->home, &b->code, call);
    return_sum(c, l, result);
    return;
  }
  flat_label failed = failing_block(c), back = flat_block_new(c->m, c->f);
  b = block_of(c, l);
  b->end = FLAT_TRY;
  b->last = call;
  b->edges[0] = (flat_edge){.to = back};
  b->edges[1] = (flat_edge){.to = failed};
  return_sum(c, back, result);
}

static void make_loop(counter *c) {
  uint32_t n = c->f->blocks.len;
  bool *returned = ARENA_ARRAY(c->home, bool, c->f->vars.len); /* sums that the loop makes */
  for (uint32_t k = 0; k < c->sites.len; k++) returned[c->sites.items[k].sum->dests[0]] = true;
  for (uint32_t k = 0; k < c->sites.len; k++) { /* blocks move */
    flat_instr *sum = ARENA_NEW(c->home, flat_instr);
    *sum = *c->sites.items[k].sum;
    c->sites.items[k].sum = sum;
    if (!c->sites.items[k].constant) continue;
    flat_instr *constant = ARENA_NEW(c->home, flat_instr);
    *constant = *c->sites.items[k].constant;
    c->sites.items[k].constant = constant;
  }
  open_loop(c);
  for (uint32_t k = 0; k < c->sites.len; k++) loop_site(c, &c->sites.items[k]);
  for (flat_label l = 0; l <= n; l++) {
    flat_block *b = block_of(c, l);
    if (b->end == FLAT_RETURN && !returned[b->rets[0]]) return_sum(c, l, b->rets[0]);
    else if (b->end == FLAT_TAIL) return_call(c, l);
  }
}

void flat_accumulate(flat_module *m) {
  for (uint32_t k = 0; k < m->funs.len; k++) {
    flat_fun *f = m->funs.items[k];
    if (f->closure || f->result_count != 1 || f->results[0].scalar != FLAT_I64) continue;
    arena *scratch = arena_new("recursion that counts");
    counter c = {.m = m, .f = f, .self = k, .home = scratch};
    note_all(&c);
    for (flat_label l = 0; l < f->blocks.len; l++) find_site(&c, l);
    bool found = c.sites.len && !c.preds[0];
    if (found) make_loop(&c);
    m->settled = m->settled && !found;
    arena_free(scratch);
  }
}
