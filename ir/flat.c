/* The flat form as data: flattening of types, construction, walking, statistics. */

#include "ir/flat.h"

#include "support/bug.h"

typedef struct op_row {
  const char *name;
  uint8_t traits;
} op_row;

enum {
  SAME = FLAT_IS_SAME,
  IDLE = FLAT_IS_IDLE,
  TAKES = FLAT_TAKES_FIRST | FLAT_TAKES_REST,
  TAKES_REST = FLAT_TAKES_REST
};

static const op_row ops[] = {
#define X(op, traits) {#op, traits},
#include "ir/flat_op.def"
#undef X
};

const char *flat_op_name(flat_op op) { return ops[op].name; }

bool flat_op_is(flat_op op, flat_trait trait) { return ops[op].traits & trait; }

/* ---- scalars of a type ---- */

static flat_scalar scalar_of(const ir_type *t) {
  static const flat_scalar scalars[] = {
      [IRT_INT] = FLAT_I64, [IRT_FLOAT] = FLAT_F64, [IRT_BOOL] = FLAT_BOOL, [IRT_CHAR] = FLAT_CHAR,
      [IRT_LIST] = FLAT_PTR, [IRT_FUN] = FLAT_PTR, [IRT_DICT] = FLAT_PTR, [IRT_SET] = FLAT_PTR,
      [IRT_DYN] = FLAT_PTR, [IRT_BIG] = FLAT_PTR, [IRT_NAMED] = FLAT_PTR,
  };
  return irt_is_enum(t) ? FLAT_I64 : scalars[t->kind];
}

bool flat_product_of(const ir_type *t, flat_product *out) {
  out->parts = irt_parts(t, &out->count);
  return out->count || t->kind == IRT_UNIT || (t->kind == IRT_NAMED && irt_decl(t)->repr == IR_REPR_FLAT);
}

uint32_t flat_scalar_count(const ir_type *t) {
  if (t->kind == IRT_OPTION) return 1 + flat_scalar_count(t->args[0]);
  flat_product p;
  if (!flat_product_of(t, &p)) return 1;
  uint32_t n = 0;
  for (uint32_t i = 0; i < p.count; i++) n += flat_scalar_count(p.parts[i]);
  return n;
}

static uint32_t scalars_fill(const ir_type *t, flat_var_info *out, uint32_t at) {
  if (t->kind == IRT_OPTION) {
    out[at] = (flat_var_info){FLAT_BOOL, NULL};
    return scalars_fill(t->args[0], out, at + 1);
  }
  flat_product p;
  if (flat_product_of(t, &p)) {
    for (uint32_t i = 0; i < p.count; i++) at = scalars_fill(p.parts[i], out, at);
    return at;
  }
  flat_scalar scalar = scalar_of(t);
  out[at] = (flat_var_info){scalar, scalar == FLAT_PTR ? t : NULL};
  return at + 1;
}

uint32_t flat_scalars(const ir_type *t, flat_var_info *out, uint32_t max) {
  uint32_t n = flat_scalar_count(t);
  if (n > max) gael_bug("%u scalars where %u fit", n, max);
  return scalars_fill(t, out, 0);
}

bool flat_instr_fails(const flat_module *m, const flat_instr *i) {
  if (i->op == FLAT_PRIM) return (op_flags(i->prim) & OP_FAILS) && !i->safe;
  if (i->op == FLAT_CALL) return m->funs.items[i->target]->may_fail;
  if (i->op == FLAT_GLOBAL) return m->funs.items[m->globals.items[i->target].fun]->may_fail;
  return i->op == FLAT_CALL_CLOSURE;
}

/* ---- building ---- */

uint32_t flat_fun_new(flat_module *m, str name, const ir_type *result) {
  flat_fun *f = ARENA_NEW(m->home, flat_fun);
  f->name = name;
  f->result = result;
  f->result_count = flat_scalar_count(result);
  f->results = ARENA_ARRAY(m->home, flat_var_info, f->result_count);
  flat_scalars(result, f->results, f->result_count);
  f->may_fail = true;
  vec_push(m->home, &m->funs, f);
  return m->funs.len - 1;
}

flat_var flat_var_new(const flat_module *m, flat_fun *f, flat_var_info info) {
  vec_push(m->home, &f->vars, info);
  return f->vars.len - 1;
}

flat_label flat_block_new(const flat_module *m, flat_fun *f) {
  vec_push(m->home, &f->blocks, ((flat_block){.end = FLAT_STOP, .cond = FLAT_NONE}));
  return f->blocks.len - 1;
}

/* ---- walking ---- */

uint32_t flat_edge_count(const flat_block *b) {
  static const uint8_t edges[FLAT_END_COUNT] = {[FLAT_JUMP] = 1, [FLAT_BRANCH] = 2, [FLAT_TRY] = 2};
  return edges[b->end];
}

bool flat_has_last(const flat_block *b) { return b->end == FLAT_TRY || b->end == FLAT_TAIL; }

bool flat_any_instr(const flat_fun *f, bool (*holds)(const flat_instr *i)) {
  for (flat_label l = 0; l < f->blocks.len; l++) {
    const flat_block *b = &f->blocks.items[l];
    for (uint32_t k = 0; k < b->code.len; k++)
      if (holds(&b->code.items[k])) return true;
    if (flat_has_last(b) && holds(&b->last)) return true;
  }
  return false;
}

typedef struct walk_frame {
  flat_label block;
  uint32_t next; /* edge to follow */
} walk_frame;

uint32_t flat_order(const flat_fun *f, arena *scratch, flat_label **order) {
  uint32_t n = f->blocks.len, depth = 0, at = n;
  bool *seen = ARENA_ARRAY(scratch, bool, n);
  walk_frame *stack = arena_alloc(scratch, n * sizeof *stack, alignof(walk_frame));
  flat_label *out = arena_alloc(scratch, n * sizeof *out, alignof(flat_label));
  stack[depth++] = (walk_frame){0, 0};
  seen[0] = true;
  while (depth) {
    walk_frame *top = &stack[depth - 1];
    const flat_block *b = &f->blocks.items[top->block];
    if (top->next == flat_edge_count(b)) {
      out[--at] = top->block;
      depth--;
      continue;
    }
    /* The last edge first, so that in the result the first one follows its block. */
    flat_label to = b->edges[flat_edge_count(b) - 1 - top->next++].to;
    if (!seen[to]) {
      seen[to] = true;
      stack[depth++] = (walk_frame){to, 0};
    }
  }
  *order = out + at;
  return n - at;
}

/* ---- statistics ---- */

static void stats_instr(flat_stats *s, const flat_instr *i) {
  s->instrs++;
  s->calls += i->op == FLAT_CALL;
  s->closure_calls += i->op == FLAT_CALL_CLOSURE;
  s->caught += i->caught;
  s->reuses += i->reuses;
  s->dups += i->op == FLAT_DUP;
  s->counts += (i->op == FLAT_DUP || i->op == FLAT_DROP) && !i->safe;
  s->checks += i->op == FLAT_PRIM && (op_flags(i->prim) & OP_FAILS) && !i->safe && i->dest_count;
  bool prim = i->op == FLAT_PRIM && i->prim != OP_zipsame && (op_flags(i->prim) & OP_ALLOCATES);
  bool object = (i->op == FLAT_CLOSURE || i->op == FLAT_MAKE) && i->arg_count;
  s->allocs += i->op == FLAT_LIST_NEW || object || prim;
}

/* Blocks from which control may come back to the caller, failing apart. */
static bool *find_returning(const flat_fun *f, const flat_label *order, uint32_t n, arena *scratch) {
  bool *returning = ARENA_ARRAY(scratch, bool, f->blocks.len), changed = true;
  while (changed) {
    changed = false;
    for (uint32_t i = n; i > 0; i--) {
      const flat_block *b = &f->blocks.items[order[i - 1]];
      bool here = b->end == FLAT_RETURN || b->end == FLAT_TAIL;
      for (uint32_t e = 0; e < flat_edge_count(b); e++) here |= returning[b->edges[e].to];
      changed |= here && !returning[order[i - 1]];
      returning[order[i - 1]] |= here;
    }
  }
  return returning;
}

/* The blocks of a function by loops. */
typedef struct loop_walk {
  const flat_fun *f;
  arena *scratch;
  const flat_label *order;
  uint32_t n;
  const bool *counts; /* per block */
  uint32_t *place;    /* per block: in the order */
  uint32_t *depth;    /* per block: loops around it */
} loop_walk;

/* The loop of a header: what comes back to it without passing it. */
static void deepen_loop(loop_walk *w, flat_label header) {
  bool *inside = ARENA_ARRAY(w->scratch, bool, w->f->blocks.len), changed = true;
  inside[header] = true;
  while (changed) {
    changed = false;
    for (uint32_t i = w->n; i > w->place[header]; i--) {
      flat_label l = w->order[i - 1];
      const flat_block *b = &w->f->blocks.items[l];
      bool back = false;
      for (uint32_t e = 0; e < flat_edge_count(b); e++) back |= inside[b->edges[e].to];
      changed |= back && !inside[l];
      inside[l] |= back;
    }
  }
  for (uint32_t i = w->place[header]; i < w->n; i++) w->depth[w->order[i]] += inside[w->order[i]];
}

static void stats_loops(loop_walk *w, flat_stats *s) {
  bool *header = ARENA_ARRAY(w->scratch, bool, w->f->blocks.len);
  for (uint32_t i = 0; i < w->n; i++) w->place[w->order[i]] = i;
  for (uint32_t i = 0; i < w->n; i++) {
    const flat_block *b = &w->f->blocks.items[w->order[i]];
    if (!w->counts[w->order[i]]) continue;
    for (uint32_t e = 0; e < flat_edge_count(b); e++) {
      flat_label to = b->edges[e].to;
      if (w->place[to] > i || header[to]) continue;
      header[to] = true;
      s->loops++;
      deepen_loop(w, to);
    }
  }
  for (uint32_t i = 0; i < w->n; i++)
    if (w->depth[w->order[i]] > s->depth) s->depth = w->depth[w->order[i]];
}

flat_stats flat_stats_of(const flat_module *m, arena *scratch) {
  flat_stats s = {.funs = m->funs.len};
  for (uint32_t k = 0; k < m->funs.len; k++) {
    const flat_fun *f = m->funs.items[k];
    flat_label *order;
    uint32_t n = flat_order(f, scratch, &order);
    const bool *counts = find_returning(f, order, n, scratch);
    uint32_t *place = ARENA_ARRAY(scratch, uint32_t, f->blocks.len);
    uint32_t *depth = ARENA_ARRAY(scratch, uint32_t, f->blocks.len);
    stats_loops(&(loop_walk){f, scratch, order, n, counts, place, depth}, &s);
    for (uint32_t i = 0; i < n; i++) {
      const flat_block *b = &f->blocks.items[order[i]];
      if (!counts[order[i]]) continue;
      for (uint32_t j = 0; j < b->code.len; j++) stats_instr(&s, &b->code.items[j]);
      if (flat_has_last(b)) stats_instr(&s, &b->last);
      s.tries += b->end == FLAT_TRY;
    }
  }
  return s;
}
