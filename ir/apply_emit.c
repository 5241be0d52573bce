/* Writing one function. Pure operations are numbered by their operands while control is in places they dominate: a
   stack of entries that a scope's end pops; an operation that may fail counts as pure, since where the first succeeded
   the second does. */

#include "ir/apply_emit.h"

#include "ir/passes.h"
#include "support/bug.h"

void emit_start(emitter *e, flat_module *m, arena *home, flat_fun *fun) {
  *e = (emitter){.m = m, .home = home, .fun = fun};
  e->number_of = map_new(home);
  e->failure = ARENA_NEW(home, emit_failure);
  e->failure->block = FLAT_NONE;
  e->at = flat_block_new(m, fun);
}

static flat_block *block_at(emitter *e, flat_label at) { return &e->fun->blocks.items[at]; }

flat_label emit_block(emitter *e) { return emit_dead(e) ? FLAT_NONE : flat_block_new(e->m, e->fun); }

/* ---- failure ---- */

static flat_label failure_block(emitter *e, emit_failure *f) {
  if (f->block != FLAT_NONE) return f->block;
  f->block = flat_block_new(e->m, e->fun);
  if (f->catches) return f->block;
  flat_label outer = f->outer ? failure_block(e, f->outer) : FLAT_NONE;
  flat_block *b = block_at(e, f->block);
  if (f->frame) vec_push(e->m->home, &b->code, ((flat_instr){.op = FLAT_FAIL_FRAME, .site = f->frame}));
  b->end = f->outer ? FLAT_JUMP : FLAT_FAIL;
  b->edges[0].to = outer;
  return f->block;
}

void emit_failure_push(emitter *e, emit_failure *f) {
  f->outer = e->failure;
  f->block = FLAT_NONE;
  e->failure = f;
}

void emit_failure_pop(emitter *e, const emit_failure *f) {
  if (e->failure != f) gael_bug("failure contexts out of order");
  e->failure = f->outer;
}

/* ---- instructions ---- */

static bool is_numbered(const flat_instr *i) {
  return i->op == FLAT_PRIM ? !(op_flags(i->prim) & OP_WORLD) : flat_op_is(i->op, FLAT_IS_SAME);
}

static bool has_parts(const comb_literal *k) {
  return k->type->kind == IRT_TUPLE || (k->type->kind == IRT_LIST && !irt_is_str(k->type));
}

static uint64_t literal_hash(const comb_literal *k) {
  if (!k->type) return 0;
  if (irt_is_str(k->type)) return hash_mix(k->type->id, hash_bytes(k->s.ptr, k->s.len));
  if (!has_parts(k)) return hash_mix(k->type->id, (uint64_t)k->i);
  uint64_t h = hash_mix(k->type->id, k->parts.count);
  for (size_t i = 0; i < k->parts.count; i++) h = hash_mix(h, literal_hash(&k->parts.items[i]));
  return h;
}

static bool literal_equal(const comb_literal *p, const comb_literal *q) {
  if (p->type != q->type) return false;
  if (!p->type) return true;
  if (irt_is_str(p->type)) return str_eq(p->s, q->s);
  if (!has_parts(p)) return p->i == q->i;
  if (p->parts.count != q->parts.count) return false;
  for (size_t i = 0; i < p->parts.count; i++)
    if (!literal_equal(&p->parts.items[i], &q->parts.items[i])) return false;
  return true;
}

static uint64_t instr_hash(const flat_instr *i, const flat_var *args, const flat_var_info *dests) {
  uint64_t h = hash_mix(hash_mix(i->op, i->prim), i->target);
  h = hash_mix(h, literal_hash(&i->literal));
  if (i->op == FLAT_ABSENT) h = hash_mix(h, dests[0].scalar);
  for (uint32_t k = 0; k < i->arg_count; k++) h = hash_mix(h, args[k]);
  return h;
}

static bool instr_equal(const emitter *e, const flat_instr *p, const flat_instr *q, const flat_var *args,
                        const flat_var_info *dests) {
  if (p->op != q->op || p->prim != q->prim || p->target != q->target || p->arg_count != q->arg_count) return false;
  if (p->type != q->type || p->result != q->result || !literal_equal(&p->literal, &q->literal)) return false;
  for (uint32_t k = 0; k < p->arg_count; k++)
    if (p->args[k] != args[k]) return false;
  if (p->op != FLAT_ABSENT) return true;
  flat_var_info info = e->fun->vars.items[p->dests[0]];
  return info.scalar == dests[0].scalar && info.heap == dests[0].heap;
}

static const flat_var *find_number(emitter *e, uint64_t hash, const flat_instr *i, const flat_var *args,
                                   const flat_var_info *dests) {
  uint64_t at = 0;
  map_get(&e->number_of, hash, &at);
  for (; at; at = e->numbers.items[at - 1].before) {
    const flat_instr *known = e->numbers.items[at - 1].instr;
    if (known && instr_equal(e, known, i, args, dests)) return known->dests;
  }
  return NULL;
}

static void add_number(emitter *e, emit_number n) {
  n.before = 0;
  map_get(&e->number_of, n.hash, &n.before);
  vec_push(e->home, &e->numbers, n);
  map_set(&e->number_of, n.hash, e->numbers.len);
}

static uint64_t fact_hash(flat_var var) { return hash_mix(hash_mix(FLAT_TRY, FLAT_NONE), var); }

void emit_assume(emitter *e, flat_var var, bool truth) {
  if (!emit_dead(e)) add_number(e, (emit_number){.hash = fact_hash(var), .var = var, .truth = truth});
}

bool emit_known(const emitter *e, flat_var var, bool *truth) {
  uint64_t at = 0;
  map_get(&e->number_of, fact_hash(var), &at);
  for (; at; at = e->numbers.items[at - 1].before) {
    const emit_number *n = &e->numbers.items[at - 1];
    if (n->instr || n->var != var) continue;
    *truth = n->truth;
    return true;
  }
  return false;
}

uint32_t emit_scope_open(const emitter *e) { return e->numbers.len; }

void emit_scope_close(emitter *e, uint32_t scope) {
  while (e->numbers.len > scope) {
    emit_number gone = vec_pop(&e->numbers);
    map_set(&e->number_of, gone.hash, gone.before);
  }
}

static void place_instr(emitter *e, const flat_instr *i) {
  e->size++;
  if (!flat_instr_fails(e->m, i)) {
    vec_push(e->m->home, &block_at(e, e->at)->code, *i);
    return;
  }
  flat_label next = flat_block_new(e->m, e->fun), handler = failure_block(e, e->failure);
  flat_block *b = block_at(e, e->at);
  b->end = FLAT_TRY;
  b->last = *i;
  b->edges[0].to = next;
  b->edges[1].to = handler;
  e->at = next;
}

const flat_var *emit_instr(emitter *e, flat_instr i, const flat_var *args, uint32_t dest_count,
                           const flat_var_info *dests) {
  bool numbered = !emit_dead(e) && is_numbered(&i);
  uint64_t hash = numbered ? instr_hash(&i, args, dests) : 0;
  bool repeats = numbered && (i.op == FLAT_CONST || transform_on(e->m, TRANSFORM_numbering));
  const flat_var *known = repeats ? find_number(e, hash, &i, args, dests) : NULL;
  if (known) return known;
  i.args = i.arg_count ? arena_copy(e->m->home, args, i.arg_count * sizeof *args, alignof(flat_var)) : NULL;
  i.dest_count = dest_count;
  i.dests = ARENA_ARRAY(e->m->home, flat_var, dest_count);
  for (uint32_t k = 0; k < dest_count; k++) i.dests[k] = flat_var_new(e->m, e->fun, dests[k]);
  if (emit_dead(e)) return i.dests;
  place_instr(e, &i);
  if (!numbered) return i.dests;
  const flat_instr *kept = arena_copy(e->home, &i, sizeof i, alignof(flat_instr));
  add_number(e, (emit_number){.hash = hash, .instr = kept});
  while (e->made.len < e->fun->vars.len) vec_push(e->home, &e->made, NULL);
  for (uint32_t k = 0; k < dest_count; k++) e->made.items[i.dests[k]] = kept;
  return i.dests;
}

const flat_var *emit_prim_instr(emitter *e, flat_instr prim, const flat_var *args) {
  uint32_t n = flat_scalar_count(prim.result);
  flat_var_info *dests = ARENA_ARRAY(e->home, flat_var_info, n);
  flat_scalars(prim.result, dests, n);
  return emit_instr(e, prim, args, n, dests);
}

const flat_var *emit_prim(emitter *e, ir_op op, const ir_type *dom, const ir_type *cod, ir_site site,
                          uint32_t arg_count, const flat_var *args) {
  flat_instr i = {.op = FLAT_PRIM, .prim = op, .type = dom, .result = cod, .site = site, .arg_count = arg_count};
  return emit_prim_instr(e, i, args);
}

flat_var emit_literal(emitter *e, const comb_literal *k) {
  flat_var_info info;
  flat_scalars(k->type, &info, 1);
  return *emit_instr(e, (flat_instr){.op = FLAT_CONST, .literal = *k}, NULL, 1, &info);
}

static flat_var emit_base(emitter *e, ir_type_kind kind, int64_t i) {
  comb_literal k = {.type = irt_base(comb_types(e->m->store), kind), .i = i};
  return emit_literal(e, &k);
}

flat_var emit_int(emitter *e, int64_t i) { return emit_base(e, IRT_INT, i); }

flat_var emit_bool(emitter *e, bool b) { return emit_base(e, IRT_BOOL, b); }

flat_var emit_absent(emitter *e, flat_var_info info) {
  return *emit_instr(e, (flat_instr){.op = FLAT_ABSENT}, NULL, 1, &info);
}

flat_var emit_count(emitter *e, flat_op op, flat_var a, flat_var b) {
  flat_var_info info = {FLAT_I64, NULL};
  return *emit_instr(e, (flat_instr){.op = op, .arg_count = 2}, (flat_var[]){a, b}, 1, &info);
}

flat_var emit_compare(emitter *e, ir_op op, flat_var a, flat_var b) {
  ir_types *types = comb_types(e->m->store);
  const ir_type *t = irt_base(types, IRT_INT);
  int64_t p, q;
  bool known = emit_is_constant(e, a, &p) && emit_is_constant(e, b, &q);
  if (known && op == OP_lt) return emit_bool(e, p < q);
  if (known && op == OP_le) return emit_bool(e, p <= q);
  return *emit_prim(e, op, irt_pair(types, t, t), irt_base(types, IRT_BOOL), 0, 2, (flat_var[]){a, b});
}

/* ---- ends ---- */

static flat_edge edge_with(emitter *e, flat_label to, uint32_t n, const flat_var *args) {
  flat_edge edge = {.to = to, .arg_count = n};
  if (n) edge.args = arena_copy(e->m->home, args, n * sizeof *args, alignof(flat_var));
  return edge;
}

void emit_return(emitter *e, const emit_vars *vars) {
  if (emit_dead(e)) return;
  flat_edge kept = edge_with(e, 0, vars->len, vars->items);
  flat_block *b = block_at(e, e->at);
  b->end = FLAT_RETURN;
  b->ret_count = kept.arg_count;
  b->rets = kept.args;
  e->at = FLAT_NONE;
}

void emit_tail(emitter *e, flat_instr call, const flat_var *args) {
  if (emit_dead(e)) return;
  call.args = edge_with(e, 0, call.arg_count, args).args;
  flat_block *b = block_at(e, e->at);
  b->end = FLAT_TAIL;
  b->last = call;
  e->size++;
  e->at = FLAT_NONE;
}

void emit_goto(emitter *e, flat_label to, const emit_vars *args) {
  if (emit_dead(e)) return;
  flat_block *b = block_at(e, e->at);
  b->end = FLAT_JUMP;
  b->edges[0] = edge_with(e, to, args ? args->len : 0, args ? args->items : NULL);
  e->at = FLAT_NONE;
}

void emit_if(emitter *e, flat_var cond, flat_label then, flat_label other) {
  if (emit_dead(e)) return;
  flat_block *b = block_at(e, e->at);
  b->end = FLAT_BRANCH;
  b->cond = cond;
  b->edges[0].to = then;
  b->edges[1].to = other;
  e->at = FLAT_NONE;
}

void emit_stop(emitter *e) { e->at = FLAT_NONE; }

void emit_fork(emitter *e, flat_var cond, flat_label *then, flat_label *other) {
  *then = emit_block(e);
  *other = emit_block(e);
  emit_if(e, cond, *then, *other);
}

/* ---- cells ---- */

uint32_t emit_cell_new(emitter *e, flat_var_info info, flat_var now) {
  vec_push(e->home, &e->cells, ((emit_cell){info, now}));
  return e->cells.len - 1;
}

flat_var emit_cell_at(const emitter *e, uint32_t cell) { return e->cells.items[cell].now; }

void emit_cell_set(emitter *e, uint32_t cell, flat_var now) { e->cells.items[cell].now = now; }

void emit_cells_drop(emitter *e, uint32_t n) { e->cells.len = n; }

emit_label emit_label_new(emitter *e) {
  emit_label l = {.block = emit_block(e), .base = e->cell_base, .count = e->cells.len - e->cell_base};
  if (l.block == FLAT_NONE) return l;
  for (uint32_t i = 0; i < l.count; i++) {
    flat_var param = flat_var_new(e->m, e->fun, e->cells.items[l.base + i].info);
    vec_push(e->m->home, &block_at(e, l.block)->params, param);
  }
  return l;
}

static flat_edge edge_to(emitter *e, emit_label *to) {
  flat_edge edge = {.to = to->block, .arg_count = to->count};
  edge.args = ARENA_ARRAY(e->m->home, flat_var, to->count);
  for (uint32_t i = 0; i < to->count; i++) edge.args[i] = e->cells.items[to->base + i].now;
  to->reached = true;
  return edge;
}

void emit_jump(emitter *e, emit_label *to) {
  if (emit_dead(e)) return;
  flat_edge edge = edge_to(e, to);
  flat_block *b = block_at(e, e->at);
  b->end = FLAT_JUMP;
  b->edges[0] = edge;
  e->at = FLAT_NONE;
}

void emit_branch(emitter *e, flat_var cond, emit_label *then, emit_label *other) {
  if (emit_dead(e)) return;
  flat_edge yes = edge_to(e, then), no = edge_to(e, other);
  flat_block *b = block_at(e, e->at);
  b->end = FLAT_BRANCH;
  b->cond = cond;
  b->edges[0] = yes;
  b->edges[1] = no;
  e->at = FLAT_NONE;
}

void emit_bind(emitter *e, emit_label *l) {
  e->at = l->reached ? l->block : FLAT_NONE;
  if (emit_dead(e)) return;
  for (uint32_t i = 0; i < l->count; i++) e->cells.items[l->base + i].now = block_at(e, l->block)->params.items[i];
}

/* ---- taking back ---- */

emit_mark emit_mark_here(emitter *e) {
  emit_mark m = {.vars = e->fun->vars.len, .blocks = e->fun->blocks.len, .scope = emit_scope_open(e)};
  m.made = e->made.len;
  m.natural = e->natural.len;
  m.size = e->size;
  m.at = e->at;
  m.catches = e->m->catches;
  if (!emit_dead(e)) m.block = *block_at(e, e->at);
  for (const emit_failure *f = e->failure; f; f = f->outer) vec_push(e->home, &m.failures, f->block);
  return m;
}

bool emit_fails_since(const emitter *e, const emit_mark *m) {
  for (flat_label l = m->blocks; l < e->fun->blocks.len; l++)
    if (e->fun->blocks.items[l].end == FLAT_TRY) return true;
  return m->at != FLAT_NONE && e->fun->blocks.items[m->at].end == FLAT_TRY;
}

void emit_undo(emitter *e, const emit_mark *m) {
  emit_scope_close(e, m->scope);
  e->fun->vars.len = m->vars;
  e->fun->blocks.len = m->blocks;
  e->made.len = m->made;
  if (e->natural.len > m->natural) e->natural.len = m->natural;
  e->size = m->size;
  e->at = m->at;
  e->m->catches = m->catches;
  if (!emit_dead(e)) *block_at(e, e->at) = m->block;
  uint32_t k = 0;
  for (emit_failure *f = e->failure; f; f = f->outer) f->block = m->failures.items[k++];
}
