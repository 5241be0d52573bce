/* Tail recursion modulo constructors (Leijen, Lorenzen: "Tail Recursion Modulo Context", POPL 2023, with destinations
   as in Minamide, POPL 1998). Of a function f that returns an object which holds the result of a call of f itself

     f(p):  .. r = f(q); v = C(x, r); return v

   a twin is made that returns nothing and writes what f would return into a place that it gets:

     f(p):          .. v = C(x, absent); f'(place of v's second field, q); return v
     f'(place, p):  .. v = C(x, absent); fill place with v; goes on as f'(place of v's second field, q)

   so that the recursion is a loop and the depth of the data costs no stack.

   Expects:    a simplified module without DUP and DROP.
   Guarantees: what stands between the call and the return only makes objects, so that it may as well happen before the
               call; the order of effects and failures stays. A place is filled once, and until then holds what may be
               dropped.
   Cost:       linear; a function that has such a call is copied once. */

#include "ir/trmc.h"

#include "ir/simplify.h"

typedef struct site {
  flat_label block;  /* that the call ends, or stands in */
  uint32_t at;       /* its place there; the block's length: it is the last */
  flat_label after;  /* the block that makes the objects; the same, when the call does not fail */
  flat_var object;   /* the innermost object that holds the result */
  uint32_t field;    /* its scalar that is the result */
  flat_var returned; /* the outermost */
} site;

typedef struct twin {
  flat_module *m;
  const flat_fun *f;
  uint32_t self, number; /* of the function, of its twin */
  arena *home;           /* scratch */
  uint32_t *uses;        /* per variable */
  uint32_t *preds;       /* per block: edges to it */
  VEC(site) sites;
} twin;

static flat_block *block_in(const flat_fun *f, flat_label l) { return &f->blocks.items[l]; }

/* ---- finding the calls ---- */

static void count_vars(twin *t, uint32_t n, const flat_var *vars) {
  for (uint32_t i = 0; i < n; i++) t->uses[vars[i]]++;
}

static void count_uses(twin *t) {
  t->uses = ARENA_ARRAY(t->home, uint32_t, t->f->vars.len);
  t->preds = ARENA_ARRAY(t->home, uint32_t, t->f->blocks.len);
  for (flat_label l = 0; l < t->f->blocks.len; l++) {
    const flat_block *b = block_in(t->f, l);
    for (uint32_t k = 0; k < b->code.len; k++) count_vars(t, b->code.items[k].arg_count, b->code.items[k].args);
    if (flat_has_last(b)) count_vars(t, b->last.arg_count, b->last.args);
    if (b->end == FLAT_RETURN) count_vars(t, b->ret_count, b->rets);
    for (uint32_t e = 0; e < flat_edge_count(b); e++) {
      count_vars(t, b->edges[e].arg_count, b->edges[e].args);
      t->preds[b->edges[e].to]++;
    }
  }
}

/* It neither fails nor looks at anything that a call might change. */
static bool may_come_first(const flat_instr *i) {
  return i->op == FLAT_MAKE || i->op == FLAT_CONST || i->op == FLAT_ABSENT || i->op == FLAT_ADD || i->op == FLAT_SUB;
}

/* The one operand of the one instruction that uses v. */
static const flat_instr *only_user(const twin *t, const flat_block *b, uint32_t from, flat_var v, uint32_t *operand) {
  if (t->uses[v] != 1) return NULL;
  for (uint32_t k = from; k < b->code.len; k++)
    for (uint32_t j = 0; j < b->code.items[k].arg_count; j++) {
      if (b->code.items[k].args[j] != v) continue;
      *operand = j;
      return &b->code.items[k];
    }
  return NULL;
}

/* From instruction `from` of block `after` on there are only objects made, of which one holds `result` and one that
   holds it at last is returned. */
static bool find_objects(const twin *t, site *s, uint32_t from, flat_var result) {
  const flat_block *b = block_in(t->f, s->after);
  if (b->end != FLAT_RETURN || b->ret_count != 1) return false;
  for (uint32_t k = from; k < b->code.len; k++)
    if (!may_come_first(&b->code.items[k])) return false;
  const flat_instr *inner = only_user(t, b, from, result, &s->field);
  if (!inner || inner->op != FLAT_MAKE) return false;
  s->object = s->returned = inner->dests[0];
  uint32_t operand;
  for (const flat_instr *i; s->returned != b->rets[0]; s->returned = i->dests[0]) {
    i = only_user(t, b, from, s->returned, &operand);
    if (!i || i->op != FLAT_MAKE) return false;
  }
  return t->uses[s->returned] == 1;
}

static bool is_own_call(const twin *t, const flat_instr *i) {
  return i->op == FLAT_CALL && i->target == t->self && i->dest_count == 1;
}

/* A failure of the call is the function's own. */
static bool only_fails(const twin *t, const flat_edge *e) {
  const flat_block *b = block_in(t->f, e->to);
  return b->end == FLAT_FAIL && !b->code.len;
}

static void find_site(twin *t, flat_label l) {
  const flat_block *b = block_in(t->f, l);
  if (b->end == FLAT_TRY && is_own_call(t, &b->last) && only_fails(t, &b->edges[1]) && !b->edges[0].arg_count) {
    site s = {.block = l, .at = b->code.len, .after = b->edges[0].to};
    if (t->preds[s.after] == 1 && find_objects(t, &s, 0, b->last.dests[0])) vec_push(t->home, &t->sites, s);
    return;
  }
  uint32_t at = b->code.len;
  while (at > 0 && may_come_first(&b->code.items[at - 1])) at--;
  if (at == 0 || !is_own_call(t, &b->code.items[at - 1])) return;
  site s = {.block = l, .at = at - 1, .after = l};
  if (find_objects(t, &s, at, b->code.items[at - 1].dests[0])) vec_push(t->home, &t->sites, s);
}

/* ---- the twin ---- */

static flat_var *copy_vars(const twin *t, uint32_t n, const flat_var *vars) {
  return arena_copy(t->m->home, vars, n * sizeof *vars, alignof(flat_var));
}

static flat_instr copy_instr(const twin *t, const flat_instr *i) {
  flat_instr copy = *i;
  copy.args = copy_vars(t, i->arg_count, i->args);
  copy.dests = copy_vars(t, i->dest_count, i->dests);
  return copy;
}

static void copy_block(const twin *t, flat_fun *to, const flat_block *b) {
  flat_block copy = *b;
  copy.params.items = NULL;
  copy.code.items = NULL;
  copy.params.len = copy.params.cap = copy.code.len = copy.code.cap = 0;
  for (uint32_t k = 0; k < b->params.len; k++) vec_push(t->m->home, &copy.params, b->params.items[k]);
  for (uint32_t k = 0; k < b->code.len; k++) vec_push(t->m->home, &copy.code, copy_instr(t, &b->code.items[k]));
  if (flat_has_last(b)) copy.last = copy_instr(t, &b->last);
  copy.rets = copy_vars(t, b->ret_count, b->rets);
  for (uint32_t e = 0; e < flat_edge_count(b); e++)
    copy.edges[e].args = copy_vars(t, b->edges[e].arg_count, b->edges[e].args);
  vec_push(t->m->home, &to->blocks, copy);
}

/* Blocks of the twin: in front of the copied ones stands one that hands the parameters to the loop's start. */
enum { FRONT = 1 };

static flat_fun *twin_new(twin *t) {
  arena *home = t->m->home;
  str name = str_printf(home, STR_FMT "'", STR_ARG(t->f->name));
  t->number = flat_fun_new(t->m, name, irt_base(comb_types(t->m->store), IRT_UNIT));
  t->f = t->m->funs.items[t->self];
  flat_fun *g = t->m->funs.items[t->number];
  g->may_fail = t->f->may_fail;
  g->definition = t->f->definition;
  for (flat_var v = 0; v < t->f->vars.len; v++) vec_push(home, &g->vars, t->f->vars.items[v]);
  g->param_count = t->f->param_count + 1;
  g->params = ARENA_ARRAY(home, flat_var, g->param_count);
  g->borrowed = ARENA_ARRAY(home, bool, g->param_count);
  flat_block_new(t->m, g);
  for (flat_label l = 0; l < t->f->blocks.len; l++) copy_block(t, g, block_in(t->f, l));
  for (flat_label l = FRONT; l < g->blocks.len; l++)
    for (uint32_t e = 0; e < flat_edge_count(block_in(g, l)); e++) block_in(g, l)->edges[e].to += FRONT;
  return g;
}

/* The loop's start has the place and f's parameters as its own; gives the place. */
static flat_var twin_open(const twin *t, flat_fun *g) {
  flat_block *front = block_in(g, 0), *start = block_in(g, FRONT);
  for (uint32_t k = 0; k < g->param_count; k++) {
    flat_var_info info = k ? g->vars.items[t->f->params[k - 1]] : (flat_var_info){FLAT_PLACE, NULL};
    g->params[k] = flat_var_new(t->m, g, info);
    flat_var inner = k ? t->f->params[k - 1] : flat_var_new(t->m, g, info);
    vec_push(t->m->home, &start->params, inner);
  }
  front->end = FLAT_JUMP;
  front->edges[0] = (flat_edge){FRONT, g->param_count, copy_vars(t, g->param_count, g->params)};
  return start->params.items[0];
}

static void emit(const twin *t, flat_block *b, flat_instr i, uint32_t n, const flat_var *args) {
  i.arg_count = n;
  i.args = copy_vars(t, n, args);
  vec_push(t->m->home, &b->code, i);
}

static void fill(const twin *t, flat_block *b, flat_var place, flat_var object) {
  emit(t, b, (flat_instr){.op = FLAT_FILL}, 2, (flat_var[]){place, object});
}

/* The results go to the place. */
static void fill_at_return(const twin *t, flat_fun *g, flat_label l, flat_var place) {
  flat_block *b = block_in(g, l);
  fill(t, b, place, b->rets[0]);
  b->ret_count = 0;
}

static flat_label failing_block(const twin *t, flat_fun *g) {
  flat_label l = flat_block_new(t->m, g);
  block_in(g, l)->end = FLAT_FAIL;
  return l;
}

/* A tail call gives its result to the place when it comes back. */
static void fill_at_tail(const twin *t, flat_fun *g, flat_label l, flat_var place) {
  flat_instr call = block_in(g, l)->last;
  call.dest_count = 1;
  call.dests = ARENA_ARRAY(t->m->home, flat_var, 1);
  call.dests[0] = flat_var_new(t->m, g, t->f->results[0]);
  if (!flat_instr_fails(t->m, &call)) {
    vec_push(t->m->home, &block_in(g, l)->code, call);
    fill(t, block_in(g, l), place, call.dests[0]);
    block_in(g, l)->end = FLAT_RETURN;
    return;
  }
  flat_label failed = failing_block(t, g), done = flat_block_new(t->m, g);
  fill(t, block_in(g, done), place, call.dests[0]);
  block_in(g, done)->end = FLAT_RETURN;
  flat_block *b = block_in(g, l);
  b->end = FLAT_TRY;
  b->last = call;
  b->edges[0] = (flat_edge){.to = done};
  b->edges[1] = (flat_edge){.to = failed};
}

/* ---- the calls ---- */

/* Objects come before the call, with nothing where its result will be; gives the place of that, and the call. */
static flat_var objects_first(const twin *t, flat_fun *f, const site *s, uint32_t front, flat_instr *call) {
  arena *home = t->m->home;
  flat_block *b = block_in(f, s->block + front), *after = block_in(f, s->after + front);
  bool fails = s->after != s->block;
  VEC(flat_instr) rest = {0};
  *call = fails ? b->last : b->code.items[s->at];
  for (uint32_t k = fails ? 0 : s->at + 1; k < after->code.len; k++) vec_push(t->home, &rest, after->code.items[k]);
  if (fails) after->code.len = 0;
  b->code.len = s->at;
  flat_instr absent = {.op = FLAT_ABSENT, .dest_count = 1, .dests = copy_vars(t, 1, call->dests)};
  vec_push(home, &b->code, absent); /* under the result's name */
  const flat_instr *make = NULL;
  for (uint32_t k = 0; k < rest.len; k++) {
    vec_push(home, &b->code, rest.items[k]);
    if (rest.items[k].dest_count && rest.items[k].dests[0] == s->object) make = &rest.items[k];
  }
  flat_var place = flat_var_new(t->m, f, (flat_var_info){FLAT_PLACE, NULL});
  flat_instr at = {.op = FLAT_FIELD_AT, .type = make->type, .target = make->target, .field = s->field, .dest_count = 1};
  at.dests = copy_vars(t, 1, &place);
  emit(t, b, at, 1, &s->object);
  return place;
}

/* In f itself: the twin is called. */
static void call_twin(const twin *t, flat_fun *f, const site *s) {
  flat_instr call;
  flat_var place = objects_first(t, f, s, 0, &call);
  flat_var *args = ARENA_ARRAY(t->m->home, flat_var, call.arg_count + 1);
  args[0] = place;
  for (uint32_t k = 0; k < call.arg_count; k++) args[k + 1] = call.args[k];
  call.target = t->number;
  call.args = args;
  call.arg_count++;
  call.dest_count = 0;
  flat_block *b = block_in(f, s->block);
  if (s->after == s->block) vec_push(t->m->home, &b->code, call);
  else b->last = call;
}

/* In the twin: the object goes to the place that waits, and the loop goes on. */
static void loop_twin(const twin *t, flat_fun *g, const site *s, flat_var place) {
  flat_instr call;
  flat_var next = objects_first(t, g, s, FRONT, &call);
  flat_block *b = block_in(g, s->block + FRONT);
  fill(t, b, place, s->returned);
  flat_var *args = ARENA_ARRAY(t->m->home, flat_var, call.arg_count + 1);
  args[0] = next;
  for (uint32_t k = 0; k < call.arg_count; k++) args[k + 1] = call.args[k];
  if (s->after != s->block) block_in(g, s->after + FRONT)->end = FLAT_STOP;
  b->end = FLAT_JUMP;
  b->edges[0] = (flat_edge){FRONT, call.arg_count + 1, args};
}

static void make_twin(twin *t) {
  flat_fun *g = twin_new(t);
  flat_var place = twin_open(t, g);
  for (uint32_t k = 0; k < t->sites.len; k++) loop_twin(t, g, &t->sites.items[k], place);
  uint32_t n = t->f->blocks.len;
  for (flat_label l = 0; l < n; l++) {
    if (block_in(g, l + FRONT)->end == FLAT_RETURN) fill_at_return(t, g, l + FRONT, place);
    else if (block_in(g, l + FRONT)->end == FLAT_TAIL) fill_at_tail(t, g, l + FRONT, place);
  }
  for (uint32_t k = 0; k < t->sites.len; k++) call_twin(t, t->m->funs.items[t->self], &t->sites.items[k]);
}

static bool gives_object(const flat_fun *f) {
  return !f->closure && f->result_count == 1 && f->results[0].heap && f->results[0].heap->kind == IRT_NAMED;
}

void flat_trmc(flat_module *m) {
  uint32_t n = m->funs.len;
  for (uint32_t k = 0; k < n; k++) {
    if (!gives_object(m->funs.items[k])) continue;
    arena *scratch = arena_new("tail recursion modulo constructors");
    twin t = {.m = m, .f = m->funs.items[k], .self = k, .home = scratch};
    count_uses(&t);
    for (flat_label l = 0; l < t.f->blocks.len; l++) find_site(&t, l);
    if (t.sites.len) make_twin(&t);
    arena_free(scratch);
  }
  if (m->funs.len > n) simplify_flow(m);
}
