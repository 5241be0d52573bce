/* Loops that add numbers up run ahead in blocks without checks, which is looked at afterwards.

     while i < n:                            while i+256 <= n and s lies in -2**61..2**61-1:
       s = s + l[i] (may fail)         =>      t = s; m = 0
       i = i + 1                               256 times: x = l[i]; t = t + x; m = m | x + 2**k; i = i + 1
                                               m lies in 0..2**(k+1)-1: s = t; else i as before, and leave
                                             while i < n: .. as before

   Law:        let what is added in a turn lie within -2**50..2**50 when the numbers it is made of lie within
               -2**k..2**k-1, and let nothing else fail then. After 256 such turns from a sum within -2**61..2**61-1 no
               sum on the way has left the Ints. All numbers lie there when x + 2**k, modulo 2**64, has no bit above the
               k-th for any of them.
   Condition:  an innermost loop that counts up, whose turn goes straight on: it gets elements of lists, adds, subtracts
               and multiplies, and has a check. Its other parameters are sums. The program is not long.
   Guarantees: the same failures: the loop with its checks goes on where a block was left. LLVM makes vectors of the
               block, which it cannot of checks. flat_simplify is to follow.
   Cost:       linear in the function for each loop.
   Source:     block-speculative evaluation; the condition on sums is interval arithmetic. */

#include "ir/ahead.h"

#include "ir/counted.h"
#include "ir/inline.h"
#include "ir/range.h"

enum {
  TURNS = 256,
  SUM_BITS = 61,      /* of a sum in front of a block … */
  ADDED_BITS = 50,    /* … and of what a turn adds: TURNS times that is less than what the sum has left */
  MOST_BITS = 50,     /* of the numbers it is made of */
  LEAST_BITS = 20,
  MOST_SIZE = 32,     /* instructions of a turn */
  MOST_BLOCKS = 16,
  MOST_INPUTS = 4,    /* numbers from outside, each of which is asked about once a block */
  LONG_PROGRAM = 8000 /* instructions */
};

typedef VEC(flat_var) var_list;

typedef struct ahead {
  const flat_module *m;
  flat_view v;
  flat_label header;
  flat_counted c;
  flat_labels body; /* the turn's blocks, in order */
  bool *inside;     /* per variable: the turn makes it, or the header takes it */
  flat_var *same;   /* per variable: what it is, where it is a parameter of a block of the turn; else itself */
  var_list loads;   /* elements that the turn gets */
  var_list inputs;  /* numbers from outside */
  uint32_t checks;
  range *is;        /* per variable, for some k */
} ahead;

static flat_block *block_of(const ahead *a, flat_label l) { return view_block(&a->v, l); }

static flat_scalar scalar_of(const ahead *a, flat_var v) { return a->v.f->vars.items[v].scalar; }

static range box(uint32_t bits) { return (range){-(INT64_C(1) << bits), (INT64_C(1) << bits) - 1}; }

/* ---- which loops ---- */

static bool is_sum(const flat_instr *i) {
  return i->op == FLAT_ADD || i->op == FLAT_SUB || flat_is_prim(i, OP_iadd) || flat_is_prim(i, OP_isub) ||
         flat_is_prim(i, OP_imul);
}

static bool is_element(const ahead *a, const flat_instr *i) {
  if (i->op != FLAT_LIST_GET || i->takes || i->args[1] != a->c.place || a->inside[i->args[0]]) return false;
  for (uint32_t d = 0; d < i->dest_count; d++)
    if (scalar_of(a, i->dests[d]) != FLAT_I64) return false;
  return true;
}

static void note_input(ahead *a, flat_var v) {
  for (uint32_t k = 0; k < a->inputs.len; k++)
    if (a->inputs.items[k] == v) return;
  const flat_instr *maker = view_maker(&a->v, v);
  if (!maker || maker->op != FLAT_CONST) vec_push(a->v.home, &a->inputs, v);
}

static bool add_instr(ahead *a, const flat_instr *i) {
  for (uint32_t d = 0; d < i->dest_count; d++) a->inside[i->dests[d]] = true;
  if (i->op == FLAT_CONST) return scalar_of(a, i->dests[0]) == FLAT_I64;
  if (is_element(a, i)) {
    for (uint32_t d = 0; d < i->dest_count; d++) vec_push(a->v.home, &a->loads, i->dests[d]);
    return true;
  }
  if (!is_sum(i) || i->caught) return false;
  for (uint32_t k = 0; k < i->arg_count; k++)
    if (!a->inside[i->args[k]]) note_input(a, i->args[k]);
  return true;
}

static void enter_block(ahead *a, const flat_edge *way) {
  const flat_block *to = block_of(a, way->to);
  for (uint32_t p = 0; p < to->params.len; p++) {
    a->inside[to->params.items[p]] = true;
    a->same[to->params.items[p]] = a->same[way->args[p]];
  }
}

/* The blocks of a turn, from the header back to it. */
static bool collect(ahead *a) {
  const flat_block *h = block_of(a, a->header);
  uint32_t size = 0;
  for (uint32_t p = 0; p < h->params.len; p++) a->inside[h->params.items[p]] = true;
  for (uint32_t k = 0; k < h->code.len; k++) a->inside[h->code.items[k].dests[0]] = true;
  for (const flat_edge *way = &h->edges[0]; way->to != a->header;) {
    const flat_block *b = block_of(a, way->to);
    size += b->code.len + flat_has_last(b);
    bool straight = b->end == FLAT_JUMP || b->end == FLAT_TRY;
    if (a->v.loops.innermost[way->to] != a->header || !straight) return false;
    if (size > MOST_SIZE || a->body.len == MOST_BLOCKS) return false;
    enter_block(a, way);
    vec_push(a->v.home, &a->body, way->to);
    for (uint32_t k = 0; k < b->code.len; k++)
      if (!add_instr(a, &b->code.items[k])) return false;
    if (b->end == FLAT_TRY && !add_instr(a, &b->last)) return false;
    a->checks += b->end == FLAT_TRY;
    way = &b->edges[0];
  }
  for (uint32_t k = 0; k < a->inputs.len; k++)
    if (scalar_of(a, a->inputs.items[k]) != FLAT_I64) return false;
  return a->body.len && a->checks && a->inputs.len <= MOST_INPUTS;
}

/* ---- for which numbers ---- */

static range is_in(const ahead *a, flat_var v) {
  const flat_instr *maker = view_maker(&a->v, v);
  return maker && maker->op == FLAT_CONST ? range_of(maker->literal.i) : a->is[a->same[v]];
}

static range_span result_of(const flat_instr *i, range x, range y) {
  if (i->op == FLAT_SUB || flat_is_prim(i, OP_isub)) return range_sub(x, y);
  return flat_is_prim(i, OP_imul) ? range_mul(x, y) : range_add(x, y);
}

/* False: it can fail. */
static bool learn(ahead *a, const flat_instr *i) {
  bool fits = true;
  if (is_sum(i)) a->is[i->dests[0]] = range_fit(result_of(i, is_in(a, i->args[0]), is_in(a, i->args[1])), &fits);
  return fits;
}

static bool turn_is_exact(ahead *a, uint32_t bits, uint32_t place_bits) {
  const flat_block *h = block_of(a, a->header);
  for (uint32_t p = 0; p < h->params.len; p++) a->is[h->params.items[p]] = box(SUM_BITS + 1);
  a->is[a->c.place] = (range){0, box(place_bits).hi};
  for (uint32_t k = 0; k < a->loads.len; k++) a->is[a->loads.items[k]] = box(bits);
  for (uint32_t k = 0; k < a->inputs.len; k++) a->is[a->inputs.items[k]] = box(bits);
  for (uint32_t n = 0; n < a->body.len; n++) {
    const flat_block *b = block_of(a, a->body.items[n]);
    for (uint32_t k = 0; k < b->code.len; k++)
      if (!learn(a, &b->code.items[k])) return false;
    if (b->end == FLAT_TRY && !learn(a, &b->last)) return false;
  }
  return true;
}

static range_wide most_of(range r) { return -(range_wide)r.lo > r.hi ? -(range_wide)r.lo : r.hi; }

/* Is x the sum and what a turn adds to it? Adds up how much that is at most. */
static bool adds_to(const ahead *a, flat_var x, flat_var sum, range_wide *added) {
  x = a->same[x];
  if (x == sum) return true;
  const flat_instr *i = a->inside[x] ? view_maker(&a->v, x) : NULL;
  if (!i || !is_sum(i) || flat_is_prim(i, OP_imul)) return false;
  bool minus = i->op == FLAT_SUB || flat_is_prim(i, OP_isub), left = adds_to(a, i->args[0], sum, added);
  if (!left && (minus || !adds_to(a, i->args[1], sum, added))) return false;
  *added += most_of(is_in(a, i->args[left]));
  return true;
}

static bool sums_are_small(const ahead *a) {
  const flat_block *h = block_of(a, a->header), *last = block_of(a, vec_last(&a->body));
  for (uint32_t p = 0; p < h->params.len; p++) {
    range_wide added = 0;
    if (p == a->c.slot) continue;
    if (!adds_to(a, last->edges[0].args[p], h->params.items[p], &added)) return false;
    if (added > (range_wide)1 << ADDED_BITS) return false;
  }
  return true;
}

static bool only_sums(const ahead *a) {
  const flat_block *h = block_of(a, a->header);
  for (uint32_t p = 0; p < h->params.len; p++)
    if (scalar_of(a, h->params.items[p]) != FLAT_I64) return false;
  return h->params.len > 1;
}

/* The largest k that will do, and one for the place, which matters where it is no mere position; false: none does. */
static bool choose(ahead *a, uint32_t *bits, uint32_t *place_bits) {
  for (*bits = MOST_BITS; *bits >= LEAST_BITS; (*bits)--)
    for (*place_bits = MOST_BITS;; *place_bits = *bits) {
      if (turn_is_exact(a, *bits, *place_bits) && sums_are_small(a)) return true;
      if (*place_bits == *bits) break;
    }
  return false;
}

/* ---- the blocks in front ---- */

static const ir_type *base(const ahead *a, ir_type_kind kind) { return irt_base(comb_types(a->m->store), kind); }

static flat_var *copy_vars(const ahead *a, uint32_t n, const flat_var *vars) {
  return n ? arena_copy(a->m->home, vars, n * sizeof *vars, alignof(flat_var)) : NULL;
}

static flat_var new_number(const ahead *a) { return flat_var_new(a->m, a->v.f, (flat_var_info){FLAT_I64, NULL}); }

static flat_var emit(const ahead *a, flat_block *b, flat_instr i, flat_var dest, uint32_t n, const flat_var *args) {
  i.dest_count = 1;
  i.dests = copy_vars(a, 1, &dest);
  i.arg_count = n;
  i.args = copy_vars(a, n, args);
  vec_push(a->m->home, &b->code, i);
  return dest;
}

static flat_var emit_int(const ahead *a, flat_label l, int64_t v) {
  comb_literal literal = {.type = base(a, IRT_INT), .i = v};
  flat_var dest = new_number(a);
  return emit(a, block_of(a, l), (flat_instr){.op = FLAT_CONST, .literal = literal}, dest, 0, NULL);
}

static flat_instr prim_of_two(const ahead *a, ir_op op, ir_type_kind result) {
  const ir_type *integer = base(a, IRT_INT);
  return (flat_instr){.op = FLAT_PRIM, .prim = op, .type = irt_pair(comb_types(a->m->store), integer, integer),
                      .result = base(a, result)};
}

static void jump(const ahead *a, flat_label from, flat_label to, uint32_t n, const flat_var *args) {
  flat_block *b = block_of(a, from);
  b->end = FLAT_JUMP;
  b->edges[0] = (flat_edge){to, n, copy_vars(a, n, args)};
}

/* From block l on where x <= y, else to `otherwise`. */
static flat_label emit_test(const ahead *a, flat_label l, flat_var x, flat_var y, flat_label otherwise) {
  flat_var holds = flat_var_new(a->m, a->v.f, (flat_var_info){FLAT_BOOL, NULL});
  flat_label on = flat_block_new(a->m, a->v.f);
  flat_block *b = block_of(a, l);
  b->cond = emit(a, b, prim_of_two(a, OP_le, IRT_BOOL), holds, 2, (flat_var[]){x, y});
  b->end = FLAT_BRANCH;
  b->edges[0] = (flat_edge){.to = on};
  b->edges[1] = (flat_edge){.to = otherwise};
  return on;
}

static flat_label emit_within(const ahead *a, flat_label l, flat_var x, range r, flat_label otherwise) {
  l = emit_test(a, l, x, emit_int(a, l, r.hi), otherwise);
  return emit_test(a, l, emit_int(a, l, r.lo), x, otherwise);
}

/* The labels and variables of the copy. */
typedef struct copy {
  flat_label front;  /* decides whether a block of turns is run; the header's parameters again */
  flat_label header; /* of the turns without checks */
  flat_label behind; /* them */
  flat_var end;      /* where the block ends */
  flat_var half;     /* 2**k */
  flat_var seen;     /* what the elements' bits are gathered in, a parameter of the header */
  flat_var *map;
  flat_label *labels;
} copy;

static copy copy_new(const ahead *a) {
  flat_fun *f = a->v.f;
  copy c = {.front = flat_block_new(a->m, f), .header = flat_block_new(a->m, f), .behind = flat_block_new(a->m, f)};
  uint32_t vars = f->vars.len;
  c.map = ARENA_ARRAY(a->v.home, flat_var, vars);
  for (flat_var v = 0; v < vars; v++) c.map[v] = a->inside[v] ? flat_var_new(a->m, f, f->vars.items[v]) : v;
  c.labels = ARENA_ARRAY(a->v.home, flat_label, f->blocks.len);
  for (flat_label l = 0; l < a->v.blocks; l++) c.labels[l] = l;
  for (uint32_t n = 0; n < a->body.len; n++) c.labels[a->body.items[n]] = flat_block_new(a->m, f);
  c.labels[a->header] = c.header;
  return c;
}

/* Without checks, and with a look at each element. */
static void copy_turn(const ahead *a, copy *c) {
  flat_var seen = c->seen;
  for (uint32_t n = 0; n < a->body.len; n++) {
    flat_block from = inline_copy_block(a->m, block_of(a, a->body.items[n]), c->map, c->labels), to = from;
    to.code.items = NULL;
    to.code.len = to.code.cap = 0;
    for (uint32_t k = 0; k < from.code.len + (from.end == FLAT_TRY); k++) {
      flat_instr i = k < from.code.len ? from.code.items[k] : from.last;
      i.safe |= i.op == FLAT_PRIM;
      vec_push(a->m->home, &to.code, i);
      for (uint32_t d = 0; i.op == FLAT_LIST_GET && d < i.dest_count; d++) {
        flat_var args[] = {i.dests[d], c->half};
        flat_var both[] = {seen, emit(a, &to, (flat_instr){.op = FLAT_ADD}, new_number(a), 2, args)};
        seen = emit(a, &to, prim_of_two(a, OP_bor, IRT_INT), new_number(a), 2, both);
      }
    }
    to.end = FLAT_JUMP;
    if (to.edges[0].to == c->header) {
      var_list args = {0};
      for (uint32_t p = 0; p < to.edges[0].arg_count; p++) vec_push(a->m->home, &args, to.edges[0].args[p]);
      vec_push(a->m->home, &args, seen);
      to.edges[0] = (flat_edge){c->header, args.len, args.items};
    }
    *block_of(a, c->labels[a->body.items[n]]) = to;
  }
}

static void copy_header(const ahead *a, copy *c) {
  flat_block h = inline_copy_block(a->m, block_of(a, a->header), c->map, c->labels);
  h.code.items[a->c.bound_at].args[1] = c->end;
  vec_push(a->m->home, &h.params, c->seen);
  h.edges[1] = (flat_edge){.to = c->behind};
  *block_of(a, c->header) = h;
}

/* All ways into the loop lead to the front. */
static void enter_in_front(const ahead *a, flat_label front) {
  for (flat_label l = 0; l < a->v.blocks; l++) {
    if (view_within(&a->v, a->header, l)) continue;
    flat_block *b = block_of(a, l);
    for (uint32_t e = 0; e < flat_edge_count(b); e++)
      if (b->edges[e].to == a->header) b->edges[e].to = front;
  }
}

static void run_ahead(const ahead *a, uint32_t bits, uint32_t place_bits) {
  copy c = copy_new(a);
  uint32_t n = block_of(a, a->header)->params.len;
  flat_var *now = ARENA_ARRAY(a->v.home, flat_var, n + 1), *then = ARENA_ARRAY(a->v.home, flat_var, n);
  for (uint32_t p = 0; p < n; p++) {
    now[p] = new_number(a);
    then[p] = c.map[block_of(a, a->header)->params.items[p]];
    vec_push(a->m->home, &block_of(a, c.front)->params, now[p]);
  }
  enter_in_front(a, c.front);
  flat_label out = flat_block_new(a->m, a->v.f);
  jump(a, out, a->header, n, now);

  flat_label at = c.front;
  flat_var place = now[a->c.slot];
  flat_var ends[] = {a->c.limit, place};
  flat_var left = emit(a, block_of(a, at), (flat_instr){.op = FLAT_SUB}, new_number(a), 2, ends);
  at = emit_test(a, at, emit_int(a, at, TURNS), left, out);
  at = emit_test(a, at, place, emit_int(a, at, box(place_bits).hi - TURNS), out);
  for (uint32_t p = 0; p < n; p++)
    if (p != a->c.slot) at = emit_within(a, at, now[p], box(SUM_BITS), out);
  for (uint32_t k = 0; k < a->inputs.len; k++) at = emit_within(a, at, a->inputs.items[k], box(bits), out);
  flat_var turns[] = {place, emit_int(a, at, TURNS)};
  c.end = emit(a, block_of(a, at), (flat_instr){.op = FLAT_ADD, .safe = true}, new_number(a), 2, turns);
  c.half = emit_int(a, at, INT64_C(1) << bits);
  c.seen = new_number(a);
  now[n] = emit_int(a, at, 0);
  jump(a, at, c.header, n + 1, now);

  copy_turn(a, &c);
  copy_header(a, &c);
  at = emit_within(a, c.behind, c.seen, (range){0, (INT64_C(2) << bits) - 1}, out);
  jump(a, at, c.front, n, then);
}

/* ---- all loops ---- */

/* The limit is known in front of the loop. */
static bool limit_is_outside(const ahead *a) {
  flat_spot s = a->v.made[a->c.limit];
  return s.block == FLAT_NONE || !view_within(&a->v, a->header, s.block);
}

static void improve(const flat_module *m, flat_fun *f, flat_label header, arena *home) {
  ahead a = {.m = m, .v = flat_view_of(m, f, home), .header = header};
  if (!view_is_header(&a.v, header) || !view_counted(&a.v, header, &a.c) || !limit_is_outside(&a)) return;
  a.inside = ARENA_ARRAY(home, bool, f->vars.len);
  a.same = ARENA_ARRAY(home, flat_var, f->vars.len);
  a.is = ARENA_ARRAY(home, range, f->vars.len);
  for (flat_var v = 0; v < f->vars.len; v++) a.same[v] = v;
  if (!only_sums(&a) || !collect(&a)) return;
  uint32_t bits, place_bits;
  if (choose(&a, &bits, &place_bits)) run_ahead(&a, bits, place_bits);
}

static bool tries_to_add(const flat_instr *i) { return flat_is_prim(i, OP_iadd) || flat_is_prim(i, OP_isub); }

static bool is_long(const flat_module *m) {
  uint64_t size = 0;
  for (uint32_t n = 0; n < m->funs.len; n++)
    for (flat_label l = 0; l < m->funs.items[n]->blocks.len; l++) size += m->funs.items[n]->blocks.items[l].code.len;
  return size > LONG_PROGRAM;
}

static bool may_add(const flat_fun *f) {
  for (flat_label l = 0; l < f->blocks.len; l++)
    if (f->blocks.items[l].end == FLAT_TRY && tries_to_add(&f->blocks.items[l].last)) return true;
  return false;
}

void flat_ahead(flat_module *m) {
  if (is_long(m)) return;
  arena *scratch = arena_new("loops ahead");
  for (uint32_t n = 0; n < m->funs.len; n++) {
    flat_fun *f = m->funs.items[n];
    if (!may_add(f)) continue;
    for (flat_label l = 0, written = f->blocks.len; l < written; l++) {
      improve(m, f, l, scratch);
      arena_clear(scratch);
    }
  }
  arena_free(scratch);
}
