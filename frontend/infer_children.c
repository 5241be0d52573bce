/* The parts of a node, in written order. */

#include "frontend/infer_priv.h"

static void each(core *const *list, uint32_t count, infer_child_fn *visit, void *context) {
  for (uint32_t i = 0; i < count; i++)
    if (list[i]) visit(context, list[i]);
}

static void each_arm(core *e, infer_child_fn *visit, void *context) {
  visit(context, e->match.subject);
  for (uint32_t i = 0; i < e->match.count; i++) {
    if (e->match.arms[i].guard) visit(context, e->match.arms[i].guard);
    visit(context, e->match.arms[i].body);
  }
}

void infer_each_child(core *e, infer_child_fn *visit, void *context) {
  switch (e->kind) {
    case CORE_INT:
    case CORE_FLOAT:
    case CORE_BOOL:
    case CORE_CHAR:
    case CORE_STR:
    case CORE_NONE:
    case CORE_UNIT:
    case CORE_LOCAL:
    case CORE_DEF:
    case CORE_OVERLOAD:
    case CORE_CON:
    case CORE_ERROR: break;
    case CORE_CALL:
      visit(context, e->call.fn);
      each(e->call.args, e->call.count, visit, context);
      break;
    case CORE_LAMBDA: visit(context, e->lambda.body); break;
    case CORE_LET: each((core *[]){e->let.value, e->let.rest}, 2, visit, context); break;
    case CORE_LET_FUN: each((core *[]){e->fun.lambda, e->fun.rest}, 2, visit, context); break;
    case CORE_SEQ:
    case CORE_COALESCE:
    case CORE_AND:
    case CORE_OR:
    case CORE_RANGE:
    case CORE_INDEX: each((core *[]){e->pair.left, e->pair.right}, 2, visit, context); break;
    case CORE_IF: each((core *[]){e->cond.test, e->cond.then, e->cond.other}, 3, visit, context); break;
    case CORE_NOT:
    case CORE_NEG: visit(context, e->one); break;
    case CORE_ARITH: each((core *[]){e->arith.left, e->arith.right}, 2, visit, context); break;
    case CORE_COMPARE: each(e->chain.operands, e->chain.count + 1, visit, context); break;
    case CORE_SLICE:
      each((core *[]){e->slice.subject, e->slice.lo, e->slice.hi, e->slice.step}, 4, visit, context);
      break;
    case CORE_COMPONENT: visit(context, e->component.subject); break;
    case CORE_FIELD:
      visit(context, e->field.subject);
      each(&e->field.fn, 1, visit, context);
      each(e->field.args, e->field.count, visit, context);
      break;
    case CORE_LIST:
    case CORE_TUPLE: each(e->list.items, e->list.count, visit, context); break;
    case CORE_RECORD:
      each(&e->record.subject, 1, visit, context);
      each(e->record.values, e->record.count, visit, context);
      break;
    case CORE_DICT:
      each(e->entries.keys, e->entries.count, visit, context);
      each(e->entries.values, e->entries.count, visit, context);
      break;
    case CORE_COMPREHENSION:
      for (uint32_t i = 0; i < e->comp.count; i++) visit(context, e->comp.quals[i].value);
      visit(context, e->comp.head);
      break;
    case CORE_FORMAT: each(e->format.parts, e->format.count, visit, context); break;
    case CORE_MATCH: each_arm(e, visit, context); break;
  }
}
