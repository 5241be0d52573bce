/* Ownership tables and the inference of borrowed parameters, after "Counting Immutable Beans" (Ullrich, de Moura, IFL
   2019).

   Expects:    a simplified module without DUP and DROP.
   Guarantees: a parameter marked borrowed is only lent out in the function's body; those of closures and of the entry
               are owned. A fixpoint over the calls: a function is looked at again when a parameter of one that it
               calls has turned. */

#include "ir/borrow.h"

#include "ir/borrow_block.h"
#include "ir/fun_queue.h"
#include "ir/passes.h"

#include "support/bug.h"

/* What the runtime's entry for an op consumes (runtime/abi.def): one bit a part of the domain. */
static const uint8_t consumed_parts[OP_COUNT] = {
    [OP_append] = 3, [OP_push] = 3,    [OP_put] = 5,    [OP_slice] = 1, [OP_rev] = 1,   [OP_sort] = 1,   [OP_uniq] = 1,
    [OP_windows] = 1, [OP_chunks] = 1, [OP_split] = 1, [OP_words] = 1, [OP_lines] = 1, [OP_unwrap] = 1, [OP_some] = 1,
    [OP_dyn] = 1,    [OP_dict] = 1,    [OP_dict_put] = 7, [OP_dict_remove] = 1, [OP_dict_merge] = 3,
    [OP_dict_group] = 1, [OP_set] = 1, [OP_set_put] = 3, [OP_dict_count] = 3, [OP_dict_count_part] = 1, [OP_dict_gather] = 7, [OP_set_remove] = 1,
};

static bool prim_consumes(const flat_instr *i, uint32_t k) {
  if (i->prim == OP_list) return true;
  uint8_t parts = consumed_parts[i->prim];
  if (!parts) return false;
  if (op_arity(i->prim) == 1) return parts & 1;
  uint32_t at = 0;
  for (uint32_t p = 0; p < i->type->count; p++) {
    at += flat_scalar_count(i->type->args[p]);
    if (k < at) return parts >> p & 1;
  }
  gael_bug("operand %u of a primitive that has %u", k, at);
}

bool borrow_consumes(const flat_module *m, const flat_instr *i, uint32_t k) {
  if (i->op == FLAT_PRIM) return prim_consumes(i, k);
  if (i->op == FLAT_CALL) return !m->funs.items[i->target]->borrowed[k];
  return flat_op_is(i->op, k == 0 ? FLAT_TAKES_FIRST : FLAT_TAKES_REST);
}

/* ---- variables ---- */

bool borrow_lends(const flat_instr *i) {
  if (i->takes) return false;
  if (i->op != FLAT_PRIM) return i->op == FLAT_LIST_GET || i->op == FLAT_ENTRY || i->op == FLAT_FIELDS;
  return i->prim == OP_index || i->prim == OP_dict_get || i->prim == OP_dict_at;
}

static bool is_immortal(const flat_instr *i) {
  bool object = i->op == FLAT_CLOSURE || i->op == FLAT_MAKE;
  return i->op == FLAT_CONST || i->op == FLAT_ABSENT || (object && !i->arg_count);
}

static void classify(const flat_fun *f, const flat_instr *i, borrow_info *infos) {
  bool immortal = is_immortal(i);
  for (uint32_t k = 0; k < i->dest_count; k++) {
    flat_var v = i->dests[k];
    if (f->vars.items[v].scalar != FLAT_PTR) continue;
    if (immortal) {
      infos[v] = (borrow_info){BORROW_IMMORTAL, FLAT_NONE};
    } else if (borrow_lends(i)) {
      infos[v] = (borrow_info){BORROW_BORROWED, infos[i->args[0]].owner};
    } else if (i->op == FLAT_GLOBAL) {
      infos[v] = (borrow_info){BORROW_BORROWED, FLAT_NONE};
    } else {
      infos[v] = (borrow_info){BORROW_OWNED, v};
    }
  }
}

void borrow_classify(const flat_fun *f, const flat_label *order, uint32_t n, borrow_info *infos) {
  for (uint32_t i = 0; i < n; i++) {
    const flat_block *b = &f->blocks.items[order[i]];
    for (uint32_t j = 0; j < b->code.len; j++) classify(f, &b->code.items[j], infos);
    if (flat_has_last(b)) classify(f, &b->last, infos);
  }
}

borrow_info *borrow_of_vars(const flat_module *m, const flat_fun *f, arena *home) {
  borrow_info *infos = ARENA_ARRAY(home, borrow_info, f->vars.len);
  for (uint32_t i = 0; i < f->vars.len; i++)
    infos[i] = (borrow_info){f->vars.items[i].scalar == FLAT_PTR ? BORROW_OWNED : BORROW_NONE, i};
  for (uint32_t i = 0; i < f->param_count; i++)
    if (f->borrowed[i] && infos[f->params[i]].kind) infos[f->params[i]] = (borrow_info){BORROW_BORROWED, FLAT_NONE};
  flat_label *order;
  uint32_t n = flat_order(f, home, &order);
  borrow_classify(f, order, n, infos);
  if (transform_on(m, TRANSFORM_borrow)) borrow_block_params(m, f, order, n, infos);
  return infos;
}

/* ---- parameters ---- */

typedef struct inference {
  flat_module *m;
  const flat_fun *f;
  borrow_info *infos;
  uint32_t *param_of; /* variable -> its place among f's parameters + 1 */
  fun_queue *queue;
  uint32_t fun;
} inference;

static void own_var(inference *in, flat_var v) {
  uint32_t p = in->param_of[v];
  if (!p || !in->f->borrowed[p - 1] || in->f->link != FLAT_WITHIN) return;
  in->f->borrowed[p - 1] = false;
  fun_queue_put(in->queue, in->fun);
  fun_queue_put_callers(in->queue, in->fun);
}

static void own_consumed(inference *in, const flat_instr *i) {
  for (uint32_t k = 0; k < i->arg_count; k++)
    if (borrow_consumes(in->m, i, k)) own_var(in, i->args[k]);
}

/* Nothing can be dropped behind a tail call: what it borrows has to outlive this function. */
static void own_tail(inference *in, const flat_instr *i) {
  if (i->op != FLAT_CALL) return;
  flat_fun *callee = in->m->funs.items[i->target];
  for (uint32_t k = 0; k < i->arg_count; k++) {
    flat_var owner = in->infos[i->args[k]].owner;
    if (!callee->borrowed[k] || in->infos[i->args[k]].kind == BORROW_NONE || owner == FLAT_NONE) continue;
    callee->borrowed[k] = false;
    fun_queue_put(in->queue, i->target);
    fun_queue_put_callers(in->queue, i->target);
  }
}

static void infer_block(inference *in, const flat_block *b) {
  for (uint32_t j = 0; j < b->code.len; j++) own_consumed(in, &b->code.items[j]);
  if (b->end == FLAT_TAIL) own_tail(in, &b->last);
  if (flat_has_last(b)) own_consumed(in, &b->last);
  for (uint32_t k = 0; b->end == FLAT_RETURN && k < b->ret_count; k++) own_var(in, b->rets[k]);
  for (uint32_t e = 0; e < flat_edge_count(b); e++) {
    const flat_block *to = &in->f->blocks.items[b->edges[e].to];
    for (uint32_t k = 0; k < b->edges[e].arg_count; k++)
      if (borrow_edge_consumes(in->infos, to, k)) own_var(in, b->edges[e].args[k]);
  }
}

static void infer_fun(inference *in, arena *scratch) {
  flat_label *order;
  uint32_t n = flat_order(in->f, scratch, &order);
  in->infos = borrow_of_vars(in->m, in->f, scratch);
  in->param_of = ARENA_ARRAY(scratch, uint32_t, in->f->vars.len);
  for (uint32_t k = 0; k < in->f->param_count; k++) in->param_of[in->f->params[k]] = k + 1;
  for (uint32_t i = 0; i < n; i++) infer_block(in, &in->f->blocks.items[order[i]]);
}

static void start_borrowed(flat_module *m) {
  for (uint32_t i = 0; i < m->funs.len; i++) {
    flat_fun *f = m->funs.items[i];
    for (uint32_t k = 0; k < f->param_count; k++) {
      bool pointer = f->vars.items[f->params[k]].heap != NULL;
      if (f->link != FLAT_WITHIN) continue;
      f->borrowed[k] = pointer && i != m->entry && !f->closure && transform_on(m, TRANSFORM_borrow);
    }
  }
}

void borrow_infer(flat_module *m) {
  start_borrowed(m);
  arena *home = arena_new("borrow inference"), *scratch = arena_new("one function");
  fun_queue q = fun_queue_of(m, home);
  for (uint32_t i; fun_queue_take(&q, &i); arena_clear(scratch)) {
    inference in = {.m = m, .f = m->funs.items[i], .queue = &q, .fun = i};
    infer_fun(&in, scratch);
  }
  arena_free(scratch);
  arena_free(home);
}
