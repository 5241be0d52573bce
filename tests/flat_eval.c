#include "tests/flat_eval.h"

#include "ir/borrow.h"
#include "ir/interp_value.h"
#include "ir/op_type.h"
#include "support/vec.h"

enum { DEPTH_MAX = 20000, IMMORTAL = -1, PRIM_FUEL = 1000000 };

typedef struct object object;
typedef union word {
  int64_t i;
  double f;
  object *p;
} word;

struct object {
  int32_t rc;
  bool freed;
  const ir_type *type; /* LIST or FUN */
  uint32_t fun;        /* FUN: code */
  int64_t len;         /* LIST: elements; FUN: captures */
  VEC(word) words;
};

typedef struct machine {
  arena *home;
  const flat_module *m;
  flat_eval_result *out;
  uint64_t fuel;
  uint32_t depth;
  int64_t live;
  word **globals;
  flat_eval_result **failed; /* per global: how it failed */
  strbuf printed;
} machine;

static void fault(machine *vm, const char *what) {
  if (!vm->out->fault) vm->out->fault = what;
}

static object *object_new(machine *vm, const ir_type *type) {
  object *o = ARENA_NEW(vm->home, object);
  o->rc = 1;
  o->type = type;
  vm->live++;
  return o;
}

static object *immortal_new(machine *vm, const ir_type *type) {
  object *o = ARENA_NEW(vm->home, object);
  o->rc = IMMORTAL;
  o->type = type;
  return o;
}

static void look(machine *vm, const object *o) {
  if (!o) {
    fault(vm, "a pointer that was never set");
  } else if (o->freed) {
    fault(vm, "a freed object is looked at");
  }
}

static void dup(machine *vm, object *o) {
  look(vm, o);
  if (o && o->rc != IMMORTAL) o->rc++;
}

static void drop(machine *vm, object *o);

/* Drops the pointers of a value of type t. */
static uint32_t drop_words(machine *vm, const ir_type *t, const word *words) {
  uint32_t n = flat_scalar_count(t);
  flat_var_info *infos = ARENA_ARRAY(vm->home, flat_var_info, n);
  flat_scalars(t, infos, n);
  for (uint32_t i = 0; i < n; i++)
    if (infos[i].scalar == FLAT_PTR) drop(vm, words[i].p);
  return n;
}

static void drop(machine *vm, object *o) {
  look(vm, o);
  if (!o || o->rc == IMMORTAL || o->freed) return;
  if (--o->rc) return;
  o->freed = true;
  vm->live--;
  if (o->type->kind == IRT_LIST) {
    uint32_t n = flat_scalar_count(o->type->args[0]);
    for (int64_t i = 0; i < o->len; i++) drop_words(vm, o->type->args[0], o->words.items + i * n);
    return;
  }
  const flat_fun *f = vm->m->funs.items[o->fun];
  for (uint32_t i = 0; i < f->capture_count; i++)
    if (f->vars.items[f->params[i]].scalar == FLAT_PTR) drop(vm, o->words.items[i].p);
}

/* ---- to and from the interpreter's values ---- */

static interp_value to_value(machine *vm, const ir_type *t, const word **words) {
  interp_value v = {0};
  if (t->kind == IRT_UNIT) return v;
  if (t->kind == IRT_TUPLE) {
    interp_value *parts = ARENA_ARRAY(vm->home, interp_value, t->count);
    for (uint32_t i = 0; i < t->count; i++) parts[i] = to_value(vm, t->args[i], words);
    v.parts = parts;
    return v;
  }
  if (t->kind == IRT_OPTION) {
    bool some = (*words)++->i;
    if (!some) {
      *words += flat_scalar_count(t->args[0]);
      return interp_none();
    }
    return interp_some(vm->home, to_value(vm, t->args[0], words));
  }
  word w = *(*words)++;
  if (t->kind == IRT_FLOAT) {
    v.f = w.f;
  } else if (t->kind == IRT_LIST) {
    look(vm, w.p);
    interp_value *items = ARENA_ARRAY(vm->home, interp_value, w.p->len);
    const word *at = w.p->words.items;
    for (int64_t i = 0; i < w.p->len; i++) items[i] = to_value(vm, t->args[0], &at);
    v = interp_list_of(vm->home, items, w.p->len);
  } else if (t->kind == IRT_FUN) {
    v.fun = (const interp_fun *)(const void *)w.p; /* a token that primitives only move */
  } else {
    v.i = w.i;
  }
  return v;
}

typedef VEC(word) word_list;

static void of_value(machine *vm, const ir_type *t, interp_value v, word_list *out) {
  if (t->kind == IRT_UNIT) return;
  if (t->kind == IRT_TUPLE) {
    for (uint32_t i = 0; i < t->count; i++) of_value(vm, t->args[i], v.parts[i], out);
    return;
  }
  if (t->kind == IRT_OPTION) {
    vec_push(vm->home, out, (word){.i = v.content != NULL});
    if (v.content) {
      of_value(vm, t->args[0], *v.content, out);
      return;
    }
    uint32_t n = flat_scalar_count(t->args[0]);
    flat_var_info *infos = ARENA_ARRAY(vm->home, flat_var_info, n);
    flat_scalars(t->args[0], infos, n);
    for (uint32_t i = 0; i < n; i++) {
      word absent = {0};
      if (infos[i].scalar == FLAT_PTR) absent.p = immortal_new(vm, infos[i].heap);
      vec_push(vm->home, out, absent);
    }
    return;
  }
  word w = {0};
  if (t->kind == IRT_FLOAT) {
    w.f = v.f;
  } else if (t->kind == IRT_LIST) {
    w.p = object_new(vm, t);
    w.p->len = v.list->len;
    word_list words = {0};
    for (int64_t i = 0; i < v.list->len; i++) of_value(vm, t->args[0], v.list->items[i], &words);
    w.p->words.items = words.items;
    w.p->words.len = words.len;
    w.p->words.cap = words.cap;
  } else if (t->kind == IRT_FUN) {
    w.p = (object *)(void *)v.fun;
    dup(vm, w.p);
  } else {
    w.i = v.i;
  }
  vec_push(vm->home, out, w);
}

/* ---- instructions ---- */

static bool fail(machine *vm, int32_t code, ir_site site, str message) {
  vm->out->code = code;
  vm->out->site = site;
  vm->out->message = message;
  return false;
}

static bool run(machine *vm, const flat_fun *f, word *params, word *results);

static void consume(machine *vm, const flat_fun *f, const flat_instr *i, const word *vars) {
  for (uint32_t k = 0; k < i->arg_count; k++)
    if (f->vars.items[i->args[k]].scalar == FLAT_PTR && borrow_consumes(vm->m, i, k)) drop(vm, vars[i->args[k]].p);
}

static bool run_index(machine *vm, const flat_instr *i, word *vars) {
  const object *list = vars[i->args[0]].p;
  look(vm, list);
  int64_t at = vars[i->args[1]].i, n = list->len;
  if (at < 0) at += n;
  if (at < 0 || at >= n) {
    strbuf b = strbuf_new(vm->home);
    strbuf_printf(&b, "index %lld is out of range of %lld elements", (long long)vars[i->args[1]].i, (long long)n);
    return fail(vm, 901, i->site, strbuf_str(&b));
  }
  for (uint32_t k = 0; k < i->dest_count; k++) vars[i->dests[k]] = list->words.items[at * i->dest_count + k];
  return true;
}

static void run_list(machine *vm, const flat_instr *i, word *vars) {
  object *o = object_new(vm, i->result);
  o->len = op_parts(OP_list, i->type, i->result);
  for (uint32_t k = 0; k < i->arg_count; k++) vec_push(vm->home, &o->words, vars[i->args[k]]);
  vars[i->dests[0]].p = o;
}

static bool run_unwrap(machine *vm, const flat_instr *i, word *vars) {
  if (!vars[i->args[0]].i) return fail(vm, 906, i->site, STR(""));
  for (uint32_t k = 0; k < i->dest_count; k++) vars[i->dests[k]] = vars[i->args[k + 1]];
  return true;
}

static bool run_prim(machine *vm, const flat_fun *f, const flat_instr *i, word *vars) {
  if (i->prim == OP_index) return run_index(vm, i, vars);
  if (i->prim == OP_unwrap) return run_unwrap(vm, i, vars);
  if (i->prim == OP_list) {
    run_list(vm, i, vars);
    return true;
  }
  if (i->prim == OP_zipsame) return fail(vm, 911, i->site, STR(""));
  word *args = ARENA_ARRAY(vm->home, word, i->arg_count);
  for (uint32_t k = 0; k < i->arg_count; k++) args[k] = vars[i->args[k]];
  const word *at = args;
  interp_value argument = to_value(vm, i->type, &at);
  interp_result r = {0};
  const comb *prim = comb_prim(vm->m->store, i->prim, i->type, i->result, i->site);
  interp_apply(vm->home, vm->m->store, prim, argument, PRIM_FUEL, &r);
  strbuf_add(&vm->printed, r.out);
  word_list words = {0};
  if (r.status == INTERP_VALUE) of_value(vm, i->result, r.value, &words);
  if (vm->m->counted) consume(vm, f, i, vars);
  if (r.status == INTERP_LIMIT) fault(vm, "a limit within a primitive");
  if (r.status != INTERP_VALUE) return fail(vm, r.failure.code, r.failure.site, r.failure.message);
  for (uint32_t k = 0; k < i->dest_count; k++) vars[i->dests[k]] = words.items[k];
  return true;
}

static word literal_word(machine *vm, const comb_literal *k) {
  word w = {.i = k->i};
  if (k->type->kind == IRT_FLOAT) w.f = k->f;
  if (k->type->kind != IRT_LIST) return w;
  word_list words = {0};
  int64_t live = vm->live;
  of_value(vm, k->type, interp_str_of(vm->home, k->s), &words);
  vm->live = live;
  words.items[0].p->rc = IMMORTAL;
  return words.items[0];
}

static bool run_call(machine *vm, const flat_instr *i, word *vars) {
  const flat_fun *callee = vm->m->funs.items[i->target];
  word *params = ARENA_ARRAY(vm->home, word, callee->param_count);
  word *results = ARENA_ARRAY(vm->home, word, i->dest_count);
  for (uint32_t k = 0; k < i->arg_count; k++) params[k] = vars[i->args[k]];
  if (!run(vm, callee, params, results)) return false;
  for (uint32_t k = 0; k < i->dest_count; k++) vars[i->dests[k]] = results[k];
  return true;
}

/* The closure hands its captures over and is gone, if this was its last owner. */
static void take_captures(machine *vm, const flat_fun *callee, object *o) {
  for (uint32_t k = 0; k < callee->capture_count; k++)
    if (callee->vars.items[callee->params[k]].scalar == FLAT_PTR) dup(vm, o->words.items[k].p);
  drop(vm, o);
}

static bool run_call_closure(machine *vm, const flat_instr *i, word *vars) {
  object *o = vars[i->args[0]].p;
  look(vm, o);
  const flat_fun *callee = vm->m->funs.items[o->fun];
  word *params = ARENA_ARRAY(vm->home, word, callee->param_count);
  word *results = ARENA_ARRAY(vm->home, word, i->dest_count);
  if (callee->param_count != callee->capture_count + i->arg_count - 1) fault(vm, "a closure's arguments do not fit");
  for (uint32_t k = 0; k < callee->capture_count; k++) params[k] = o->words.items[k];
  for (uint32_t k = 1; k < i->arg_count; k++) params[callee->capture_count + k - 1] = vars[i->args[k]];
  if (vm->m->counted) take_captures(vm, callee, o);
  if (!run(vm, callee, params, results)) return false;
  for (uint32_t k = 0; k < i->dest_count; k++) vars[i->dests[k]] = results[k];
  return true;
}

static void run_closure(machine *vm, const flat_instr *i, word *vars) {
  object *o = i->arg_count ? object_new(vm, i->type) : immortal_new(vm, i->type);
  o->fun = i->target;
  for (uint32_t k = 0; k < i->arg_count; k++) vec_push(vm->home, &o->words, vars[i->args[k]]);
  vars[i->dests[0]].p = o;
}

static bool run_global(machine *vm, const flat_instr *i, word *vars) {
  word **known = &vm->globals[i->target];
  const flat_eval_result *failed = vm->failed[i->target];
  if (failed) return fail(vm, failed->code, failed->site, failed->message);
  if (!*known) {
    word *results = ARENA_ARRAY(vm->home, word, i->dest_count + 1);
    if (!run(vm, vm->m->funs.items[vm->m->globals.items[i->target].fun], NULL, results)) {
      vm->failed[i->target] = arena_copy(vm->home, vm->out, sizeof *vm->out, alignof(flat_eval_result));
      return false;
    }
    *known = results;
  }
  for (uint32_t k = 0; k < i->dest_count; k++) vars[i->dests[k]] = (*known)[k];
  return true;
}

static void run_list_get(machine *vm, const flat_instr *i, word *vars) {
  const object *list = vars[i->args[0]].p;
  int64_t at = vars[i->args[1]].i;
  look(vm, list);
  if (at < 0 || at >= list->len) {
    fault(vm, "list_get out of range");
    return;
  }
  for (uint32_t k = 0; k < i->dest_count; k++) vars[i->dests[k]] = list->words.items[at * i->dest_count + k];
}

static bool run_instr(machine *vm, const flat_fun *f, const flat_instr *i, word *vars) {
  word *dest = i->dest_count ? &vars[i->dests[0]] : NULL;
  object *first = i->arg_count ? vars[i->args[0]].p : NULL;
  switch (i->op) {
    case FLAT_CONST: *dest = literal_word(vm, &i->literal); return true;
    case FLAT_ABSENT:
      if (f->vars.items[i->dests[0]].scalar == FLAT_PTR) dest->p = immortal_new(vm, f->vars.items[i->dests[0]].heap);
      return true;
    case FLAT_ADD: dest->i = (int64_t)((uint64_t)vars[i->args[0]].i + (uint64_t)vars[i->args[1]].i); return true;
    case FLAT_SUB: dest->i = (int64_t)((uint64_t)vars[i->args[0]].i - (uint64_t)vars[i->args[1]].i); return true;
    case FLAT_PRIM: return run_prim(vm, f, i, vars);
    case FLAT_CALL: return run_call(vm, i, vars);
    case FLAT_CALL_CLOSURE: return run_call_closure(vm, i, vars);
    case FLAT_CLOSURE: run_closure(vm, i, vars); return true;
    case FLAT_GLOBAL: return run_global(vm, i, vars);
    case FLAT_LIST_NEW: dest->p = object_new(vm, i->type); return true;
    case FLAT_LIST_PUSH:
      look(vm, first);
      if (vm->m->counted && first->rc != 1) fault(vm, "a push to a list that is shared");
      for (uint32_t k = 1; k < i->arg_count; k++) vec_push(vm->home, &first->words, vars[i->args[k]]);
      first->len++;
      return true;
    case FLAT_LIST_LEN:
      look(vm, first);
      dest->i = first->len;
      return true;
    case FLAT_LIST_GET: run_list_get(vm, i, vars); return true;
    case FLAT_FAIL_FRAME: return true;
    case FLAT_FAIL_CLEAR: vm->out->code = 0; return true;
    case FLAT_DUP: dup(vm, first); return true;
    case FLAT_DROP: drop(vm, first); return true;
  }
  return true;
}

static void take_edge(machine *vm, const flat_fun *f, const flat_edge *e, word *vars) {
  word *args = ARENA_ARRAY(vm->home, word, e->arg_count);
  for (uint32_t k = 0; k < e->arg_count; k++) args[k] = vars[e->args[k]];
  for (uint32_t k = 0; k < e->arg_count; k++) vars[f->blocks.items[e->to].params.items[k]] = args[k];
}

static bool run_body(machine *vm, const flat_fun *f, word *vars, word *results) {
  flat_label at = 0;
  for (;;) {
    const flat_block *b = &f->blocks.items[at];
    if (vm->fuel < b->code.len + 1u || vm->out->fault) {
      fault(vm, "no end in sight");
      return false;
    }
    vm->fuel -= b->code.len + 1u;
    for (uint32_t k = 0; k < b->code.len; k++)
      if (!run_instr(vm, f, &b->code.items[k], vars)) fault(vm, "a failure within a block");
    uint32_t edge = 0;
    switch (b->end) {
      case FLAT_JUMP: break;
      case FLAT_BRANCH: edge = !vars[b->cond].i; break;
      case FLAT_TRY: edge = !run_instr(vm, f, &b->last, vars); break;
      case FLAT_RETURN:
        for (uint32_t k = 0; k < b->ret_count; k++) results[k] = vars[b->rets[k]];
        return true;
      case FLAT_TAIL:
        if (!run_instr(vm, f, &b->last, vars)) return false;
        for (uint32_t k = 0; k < b->last.dest_count; k++) results[k] = vars[b->last.dests[k]];
        return true;
      case FLAT_FAIL: return false;
      case FLAT_STOP: fault(vm, "a place that cannot be reached"); return false;
    }
    if (vm->out->fault) return false;
    take_edge(vm, f, &b->edges[edge], vars);
    at = b->edges[edge].to;
  }
}

static bool run(machine *vm, const flat_fun *f, word *params, word *results) {
  if (vm->depth >= DEPTH_MAX) {
    fault(vm, "too deep");
    return false;
  }
  vm->depth++;
  word *vars = ARENA_ARRAY(vm->home, word, f->vars.len);
  for (uint32_t k = 0; k < f->param_count; k++) vars[f->params[k]] = params[k];
  bool fine = run_body(vm, f, vars, results);
  vm->depth--;
  return fine;
}

static void drop_globals(machine *vm) {
  for (uint32_t k = 0; k < vm->m->globals.len; k++)
    if (vm->globals[k]) drop_words(vm, vm->m->globals.items[k].type, vm->globals[k]);
}

void flat_eval(arena *home, const flat_module *m, const interp_value *args, uint64_t fuel, flat_eval_result *out) {
  machine vm = {.home = home, .m = m, .out = out, .fuel = fuel, .printed = strbuf_new(home)};
  *out = (flat_eval_result){0};
  vm.globals = ARENA_ARRAY(home, word *, m->globals.len);
  vm.failed = ARENA_ARRAY(home, flat_eval_result *, m->globals.len);
  word_list params = {0};
  for (uint32_t k = 0; k < m->argc; k++) of_value(&vm, m->args[k], args[k], &params);
  word *results = ARENA_ARRAY(home, word, flat_scalar_count(m->result) + 1);
  out->failed = !run(&vm, m->funs.items[m->entry], params.items, results);
  if (!out->failed && !out->fault) {
    const word *at = results;
    out->value = to_value(&vm, m->result, &at);
    if (m->counted) drop_words(&vm, m->result, results);
  }
  if (m->counted) drop_globals(&vm);
  out->live = vm.live;
  out->out = strbuf_str(&vm.printed);
}
