/* Variables that always are the same, by value numbering over the whole function (Simpson, "Value-driven redundancy
   elimination", 1996: the RPO algorithm).

   Expects:    a simplified module.
   Guarantees: of numbers that are computed alike, where the first one is known, the first one is used; so two counters
               that go in step are one. What is not used any more stays for flat_simplify. A second operation that may
               fail goes: where the first one did not, it does not.
   Law:        equal operations on equal operands are equal. Lists do not change (but for the length of one that is being
               filled, which is not asked here); blocks' parameters are equal when all ways give them equals, supposing
               so of themselves. x - c + c is x, modulo 2**64 too.
   Cost:       linear a round; after ROUNDS of them nothing is done. */

#include "ir/dominate.h"
#include "ir/passes.h"

#include <string.h>

enum { ROUNDS = 8 };

#define TOP FLAT_NONE /* the number of what was not reached yet */

typedef struct place {
  flat_label block;
  uint32_t at; /* instruction + 1; 0: a parameter */
} place;

typedef struct numbering {
  const flat_module *m;
  flat_fun *f;
  arena *home;
  dominators doms;
  flat_var *number;         /* per variable: the first one that it is equal to */
  const flat_instr **maker; /* per variable */
  place *places;
  uint32_t *preds;
  struct way {
    const flat_edge **edges;
    uint32_t count;
  } *ways;         /* per block: edges to it */
  flat_var *table; /* of this round: variables by what makes them */
  uint32_t mask;
  bool changed;
} numbering;

static flat_block *block_of(const numbering *n, flat_label l) { return &n->f->blocks.items[l]; }

/* ---- what can be numbered ---- */

static bool is_pure(const numbering *n, const flat_instr *i) {
  if (i->dest_count != 1 || i->takes || n->f->vars.items[i->dests[0]].scalar == FLAT_PTR) return false;
  switch ((int)i->op) {
    case FLAT_PRIM: return !(op_flags(i->prim) & OP_WORLD) && i->prim != OP_zipsame;
    case FLAT_LIST_LEN: return !n->maker[i->args[0]] || n->maker[i->args[0]]->op != FLAT_LIST_NEW;
    case FLAT_CONST:
    case FLAT_ADD:
    case FLAT_SUB:
    case FLAT_LIST_GET:
    case FLAT_TAG: return true;
    default: return false;
  }
}

static bool commutes(const flat_instr *i) {
  if (i->op == FLAT_ADD) return true;
  return i->op == FLAT_PRIM && (i->prim == OP_iadd || i->prim == OP_imul || i->prim == OP_fadd || i->prim == OP_fmul);
}

/* ---- keys: how a variable comes about, operands by their numbers ---- */

typedef struct key {
  flat_op op; /* of a parameter: JOIN */
  uint32_t what;
  const void *type;
  int64_t bits; /* a constant's */
  uint32_t count;
  const flat_var *args;
} key;

#define JOIN ((flat_op)(FLAT_DROP + 1))

static flat_var *operand_numbers(const numbering *n, const flat_instr *i) {
  flat_var *args = ARENA_ARRAY(n->home, flat_var, i->arg_count);
  for (uint32_t k = 0; k < i->arg_count; k++) args[k] = n->number[i->args[k]];
  if (i->arg_count == 2 && commutes(i) && args[0] > args[1]) {
    flat_var first = args[1];
    args[1] = args[0];
    args[0] = first;
  }
  return args;
}

static key key_of_instr(const numbering *n, const flat_instr *i) {
  key k = {.op = i->op, .what = i->op == FLAT_PRIM ? i->prim : 0, .type = i->type, .count = i->arg_count};
  k.args = operand_numbers(n, i);
  if (i->op == FLAT_CONST) {
    k.type = i->literal.type;
    memcpy(&k.bits, &i->literal.i, sizeof k.bits);
    if (i->literal.type->kind == IRT_FLOAT) memcpy(&k.bits, &i->literal.f, sizeof k.bits);
  }
  return k;
}

static key key_of_param(const numbering *n, flat_label l, uint32_t p) {
  uint32_t count = n->ways[l].count;
  flat_var *args = ARENA_ARRAY(n->home, flat_var, count);
  for (uint32_t k = 0; k < count; k++) args[k] = n->number[n->ways[l].edges[k]->args[p]];
  return (key){.op = JOIN, .what = l, .count = count, .args = args};
}

static uint64_t hash_of(const key *k) {
  uint64_t h = (uint64_t)k->op * 31 + k->what;
  h = h * 0x9E3779B97F4A7C15u + (uint64_t)k->bits;
  for (uint32_t i = 0; i < k->count; i++) h = (h ^ (h >> 29)) * 0x9E3779B97F4A7C15u + k->args[i];
  return h ^ (h >> 32);
}

static key key_of(const numbering *n, flat_var v) {
  if (n->maker[v]) return key_of_instr(n, n->maker[v]);
  flat_label l = n->places[v].block;
  uint32_t p = 0;
  while (block_of(n, l)->params.items[p] != v) p++;
  return key_of_param(n, l, p);
}

static bool same_key(const key *a, const key *b) {
  return a->op == b->op && a->what == b->what && a->type == b->type && a->bits == b->bits && a->count == b->count &&
         !memcmp(a->args, b->args, sizeof *a->args * a->count);
}

/* The first variable of this round that comes about so. */
static flat_var find(numbering *n, const key *k, flat_var v) {
  uint32_t at = (uint32_t)hash_of(k) & n->mask;
  for (; n->table[at] != FLAT_NONE; at = (at + 1) & n->mask) {
    key other = key_of(n, n->table[at]);
    if (n->table[at] == v || same_key(k, &other)) return n->table[at];
  }
  n->table[at] = v;
  return v;
}

/* ---- rounds ---- */

static void set(numbering *n, flat_var v, flat_var number) {
  n->changed |= n->number[v] != number;
  n->number[v] = number;
}

/* One number from all ways that were gone: that one. */
static void number_param(numbering *n, flat_label l, uint32_t p) {
  flat_var v = block_of(n, l)->params.items[p], one = TOP;
  key k = key_of_param(n, l, p);
  bool many = false;
  for (uint32_t i = 0; i < k.count; i++) {
    if (k.args[i] == TOP || k.args[i] == one) continue;
    many |= one != TOP;
    one = k.args[i];
  }
  if (!many || n->f->vars.items[v].scalar == FLAT_PTR) set(n, v, many ? v : one);
  else set(n, v, find(n, &k, v));
}

/* x of x - c + c and of x + c - c, or FLAT_NONE. */
static flat_var undone(const numbering *n, const flat_instr *i) {
  if (i->op != FLAT_ADD && i->op != FLAT_SUB) return FLAT_NONE;
  flat_var first = n->number[i->args[0]];
  const flat_instr *inner = first == TOP ? NULL : n->maker[first];
  if (!inner || inner->op != (i->op == FLAT_ADD ? FLAT_SUB : FLAT_ADD)) return FLAT_NONE;
  return n->number[inner->args[1]] == n->number[i->args[1]] ? n->number[inner->args[0]] : FLAT_NONE;
}

static void number_instr(numbering *n, const flat_instr *i) {
  if (!is_pure(n, i)) {
    for (uint32_t d = 0; d < i->dest_count; d++) set(n, i->dests[d], i->dests[d]);
    return;
  }
  flat_var x = undone(n, i);
  key k = key_of_instr(n, i);
  set(n, i->dests[0], x != FLAT_NONE ? x : find(n, &k, i->dests[0]));
}

static void round_of(numbering *n) {
  n->changed = false;
  for (uint32_t k = 0; k <= n->mask; k++) n->table[k] = FLAT_NONE;
  for (uint32_t k = 0; k < n->doms.count; k++) {
    flat_label l = n->doms.order[k];
    const flat_block *b = block_of(n, l);
    for (uint32_t p = 0; p < b->params.len; p++) number_param(n, l, p);
    for (uint32_t j = 0; j < b->code.len; j++) number_instr(n, &b->code.items[j]);
    if (flat_has_last(b)) number_instr(n, &b->last);
  }
}

/* ---- use of the first ---- */

/* Is the first one known where v comes about? A result of `last` is in the block behind, when that has one way in. */
static bool known_at(const numbering *n, flat_var first, flat_var v) {
  place a = n->places[first], b = n->places[v];
  if (a.at != UINT32_MAX) return a.block == b.block ? a.at <= b.at : dominates(&n->doms, a.block, b.block);
  flat_label behind = block_of(n, a.block)->edges[0].to;
  return n->preds[behind] == 1 && dominates(&n->doms, behind, b.block);
}

static void choose(numbering *n, flat_var v) {
  bool scalar = n->f->vars.items[v].scalar != FLAT_PTR;
  if (n->number[v] == TOP || !scalar || !known_at(n, n->number[v], v)) n->number[v] = v;
}

static void replace(const numbering *n, uint32_t count, flat_var *vars) {
  for (uint32_t k = 0; k < count; k++) vars[k] = n->number[vars[k]];
}

static void replace_in(const numbering *n, flat_block *b) {
  for (uint32_t k = 0; k < b->code.len; k++) replace(n, b->code.items[k].arg_count, b->code.items[k].args);
  if (flat_has_last(b)) replace(n, b->last.arg_count, b->last.args);
  if (b->end == FLAT_BRANCH) replace(n, 1, &b->cond);
  if (b->end == FLAT_RETURN) replace(n, b->ret_count, b->rets);
  for (uint32_t e = 0; e < flat_edge_count(b); e++) replace(n, b->edges[e].arg_count, b->edges[e].args);
  bool again = b->end == FLAT_TRY && b->last.dest_count == 1 && n->number[b->last.dests[0]] != b->last.dests[0];
  if (again) b->end = FLAT_JUMP;
}

/* ---- a function ---- */

static void index_block(numbering *n, flat_label l) {
  const flat_block *b = block_of(n, l);
  for (uint32_t p = 0; p < b->params.len; p++) n->places[b->params.items[p]] = (place){l, 0};
  for (uint32_t k = 0; k <= b->code.len; k++) {
    const flat_instr *i = k < b->code.len ? &b->code.items[k] : &b->last;
    if (k == b->code.len && !flat_has_last(b)) break;
    for (uint32_t d = 0; d < i->dest_count; d++) {
      n->maker[i->dests[d]] = i;
      n->places[i->dests[d]] = (place){l, k < b->code.len ? k + 1 : UINT32_MAX};
    }
  }
  for (uint32_t e = 0; e < flat_edge_count(b); e++) n->preds[b->edges[e].to]++;
}

static void index_ways(numbering *n) {
  for (flat_label l = 0; l < n->f->blocks.len; l++)
    n->ways[l].edges = ARENA_ARRAY(n->home, const flat_edge *, n->preds[l]);
  for (uint32_t k = 0; k < n->doms.count; k++) {
    const flat_block *b = block_of(n, n->doms.order[k]);
    for (uint32_t e = 0; e < flat_edge_count(b); e++) {
      struct way *w = &n->ways[b->edges[e].to];
      w->edges[w->count++] = &b->edges[e];
    }
  }
}

static void number_fun(const flat_module *m, flat_fun *f, arena *home) {
  uint32_t vars = f->vars.len, blocks = f->blocks.len;
  numbering n = {.m = m, .f = f, .home = home, .doms = dominators_of(f, home), .mask = 15};
  while (n.mask < 2 * vars) n.mask = 2 * n.mask + 1;
  n.number = ARENA_ARRAY(home, flat_var, vars);
  n.maker = ARENA_ARRAY(home, const flat_instr *, vars);
  n.places = ARENA_ARRAY(home, place, vars);
  n.preds = ARENA_ARRAY(home, uint32_t, blocks);
  n.ways = ARENA_ARRAY(home, struct way, blocks);
  n.table = ARENA_ARRAY(home, flat_var, n.mask + 1);
  for (flat_var v = 0; v < vars; v++) n.number[v] = TOP;
  for (uint32_t p = 0; p < f->param_count; p++) n.number[f->params[p]] = f->params[p];
  for (uint32_t k = 0; k < n.doms.count; k++) index_block(&n, n.doms.order[k]);
  index_ways(&n);
  uint32_t round = 0;
  do round_of(&n);
  while (n.changed && ++round < ROUNDS);
  if (n.changed) return;
  for (flat_var v = 0; v < vars; v++) choose(&n, v);
  for (uint32_t k = 0; k < n.doms.count; k++) replace_in(&n, block_of(&n, n.doms.order[k]));
}

void flat_congruent(flat_module *m) {
  for (uint32_t k = 0; k < m->funs.len; k++) {
    arena *scratch = arena_new("numbering");
    number_fun(m, m->funs.items[k], scratch);
    arena_free(scratch);
  }
}
