/* What evaluating an arrow can do besides giving a value. A call of a function that stands right there (a curry among
   the parts in front of apply or of a bulk primitive) does what the function's body does; a call of anything else can
   do everything. Linear: one visit a term. */

#include "ir/comb_effects.h"

#include "ir/op_type.h"

enum { EVERYTHING = COMB_MAY_FAIL | COMB_MAY_DIVERGE | COMB_MAY_WORLD, REF_CHAIN = 8 };

/* What a call of the function that f gives does, when it gets n arguments. */
static uint32_t call_effects(comb_store *s, const comb *f, uint32_t n, uint32_t chain) {
  switch (f->kind) {
    case COMB_CURRY:
      if (n > f->n) return EVERYTHING;
      return n < f->n ? 0 : comb_effects(s, f->a);
    case COMB_FIX: return n < f->n ? 0 : EVERYTHING;
    case COMB_COMP: return call_effects(s, f->b, n, chain);
    case COMB_CHOICE:
    case COMB_OPTION: return call_effects(s, f->b, n, chain) | call_effects(s, f->c, n, chain);
    case COMB_REF: {
      const comb *body = comb_def_at(s, f->n)->body;
      return body && chain < REF_CHAIN ? call_effects(s, body, n, chain + 1) : EVERYTHING;
    }
    case COMB_ID:
    case COMB_TUPLE:
    case COMB_PROJ:
    case COMB_CONST:
    case COMB_APPLY:
    case COMB_CATCH:
    case COMB_PRIM: return EVERYTHING;
  }
  return EVERYTHING;
}

static uint32_t prim_effects(ir_op op) {
  uint32_t flags = op_flags(op), effects = 0;
  if (flags & OP_FAILS) effects |= COMB_MAY_FAIL;
  if (flags & OP_WORLD) effects |= COMB_MAY_WORLD;
  if (op == OP_until) effects |= COMB_MAY_DIVERGE;
  return effects;
}

static bool is_literal(const comb *t, int64_t *i) {
  while (t->kind == COMB_COMP && t->b->kind == COMB_CONST) t = t->b;
  if (t->kind != COMB_CONST || t->cod->kind != IRT_INT) return false;
  *i = t->literal.i;
  return true;
}

/* An Int? that is a literal other than 0, or none. */
static bool is_step(const comb *t) {
  int64_t step;
  if (t->kind != COMB_COMP || t->b->kind != COMB_PRIM) return false;
  return t->b->n == OP_none || (t->b->n == OP_some && is_literal(t->a, &step) && step != 0);
}

/* Operands that are known may rule a primitive's failure out: a divisor that is neither 0 nor -1, a length, a step. */
static bool is_safe(const comb *tuple, const comb *head) {
  int64_t i;
  switch (head->n) {
    case OP_idiv:
    case OP_imod: return is_literal(tuple->parts[1], &i) && i != 0 && i != -1;
    case OP_windows:
    case OP_chunks: return is_literal(tuple->parts[1], &i) && i >= 1;
    case OP_shr: return is_literal(tuple->parts[1], &i) && i >= 0;
    case OP_slice: return is_step(tuple->parts[3]);
    default: return false;
  }
}

/* <f1..fn> ; head, where head calls what some parts give. */
static uint32_t applied_effects(comb_store *s, const comb *tuple, const comb *head) {
  if (head->kind == COMB_APPLY) return call_effects(s, tuple->parts[0], head->n, 0);
  uint32_t effects = prim_effects((ir_op)head->n);
  for (uint32_t i = 0; i < tuple->n; i++)
    if (tuple->parts[i]->cod->kind == IRT_FUN) effects |= call_effects(s, tuple->parts[i], op_calls((ir_op)head->n), 0);
  return effects;
}

static bool calls_parts(const comb *head) {
  return head->kind == COMB_APPLY || (head->kind == COMB_PRIM && op_calls((ir_op)head->n));
}

static uint32_t comp_effects(comb_store *s, const comb *f) {
  const comb *head = f->b->kind == COMB_COMP ? f->b->a : f->b;
  bool safe = f->a->kind == COMB_TUPLE && head->kind == COMB_PRIM && is_safe(f->a, head);
  if (f->a->kind != COMB_TUPLE || !(calls_parts(head) || safe)) return comb_effects(s, f->a) | comb_effects(s, f->b);
  uint32_t rest = f->b->kind == COMB_COMP ? comb_effects(s, f->b->b) : 0;
  if (safe) return comb_effects(s, f->a) | rest;
  return comb_effects(s, f->a) | applied_effects(s, f->a, head) | rest;
}

static uint32_t catch_effects(comb_store *s, const comb *f) {
  uint32_t left = comb_effects(s, f->a);
  return left & COMB_MAY_FAIL ? (left & ~(uint32_t)COMB_MAY_FAIL) | comb_effects(s, f->b) : left;
}

static uint32_t term_effects(comb_store *s, const comb *f) {
  switch (f->kind) {
    case COMB_ID:
    case COMB_PROJ:
    case COMB_CONST:
    case COMB_CURRY:
    case COMB_FIX: return 0;
    case COMB_COMP: return comp_effects(s, f);
    case COMB_TUPLE: {
      uint32_t effects = 0;
      for (uint32_t i = 0; i < f->n; i++) effects |= comb_effects(s, f->parts[i]);
      return effects;
    }
    case COMB_APPLY: return EVERYTHING;
    case COMB_CHOICE:
    case COMB_OPTION: return comb_effects(s, f->a) | comb_effects(s, f->b) | comb_effects(s, f->c);
    case COMB_CATCH: return catch_effects(s, f);
    case COMB_PRIM: return op_calls((ir_op)f->n) ? EVERYTHING : prim_effects((ir_op)f->n);
    case COMB_REF: {
      const comb *body = comb_def_at(s, f->n)->body;
      return body ? comb_effects(s, body) : EVERYTHING;
    }
  }
  return EVERYTHING;
}

uint32_t comb_effects(comb_store *s, const comb *f) {
  uint8_t *memo = comb_effects_memo(f);
  if (*memo & COMB_EFFECTS_KNOWN) return *memo & EVERYTHING;
  if (*memo & COMB_EFFECTS_BUSY) return EVERYTHING;
  *memo = COMB_EFFECTS_BUSY;
  uint32_t effects = term_effects(s, f);
  bool open = f->kind == COMB_REF && !comb_def_at(s, f->n)->body;
  *memo = open ? 0 : (uint8_t)(effects | COMB_EFFECTS_KNOWN);
  return effects;
}
