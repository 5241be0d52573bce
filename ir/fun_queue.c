#include "ir/fun_queue.h"

static void note_caller(fun_queue *q, const flat_module *m, const flat_instr *i, uint32_t fun) {
  if (i->op != FLAT_CALL && i->op != FLAT_GLOBAL) return;
  fun_list *callers = &q->callers[i->op == FLAT_CALL ? i->target : m->globals.items[i->target].fun];
  if (!callers->len || vec_last(callers) != fun) vec_push(q->home, callers, fun);
}

fun_queue fun_queue_of(const flat_module *m, arena *home) {
  fun_queue q = {.home = home};
  q.callers = ARENA_ARRAY(home, fun_list, m->funs.len);
  q.waits = ARENA_ARRAY(home, bool, m->funs.len);
  for (uint32_t i = 0; i < m->funs.len; i++) {
    const flat_fun *f = m->funs.items[i];
    for (flat_label l = 0; l < f->blocks.len; l++) {
      const flat_block *b = &f->blocks.items[l];
      for (uint32_t k = 0; k < b->code.len; k++) note_caller(&q, m, &b->code.items[k], i);
      if (flat_has_last(b)) note_caller(&q, m, &b->last, i);
    }
    fun_queue_put(&q, i);
  }
  return q;
}

bool fun_queue_take(fun_queue *q, uint32_t *fun) {
  if (!q->now.len) {
    fun_list empty = q->now;
    q->now = q->next;
    q->next = empty;
  }
  if (!q->now.len) return false;
  *fun = vec_pop(&q->now);
  q->waits[*fun] = false;
  return true;
}

void fun_queue_put(fun_queue *q, uint32_t fun) {
  if (q->waits[fun]) return;
  q->waits[fun] = true;
  vec_push(q->home, &q->next, fun);
}

void fun_queue_put_callers(fun_queue *q, uint32_t fun) {
  for (uint32_t k = 0; k < q->callers[fun].len; k++) fun_queue_put(q, q->callers[fun].items[k]);
}
