#include "tests/flat_eval.h"

#include <stdio.h>

#include "ir/borrow.h"
#include "ir/op_type.h"
#include "tests/flat_object.h"

enum { DEPTH_MAX = 20000, PRIM_FUEL = 1000000 };

typedef flat_machine machine;
typedef flat_object object;
typedef flat_word word;
typedef flat_words word_list;

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
    if (f->vars.items[i->args[k]].scalar == FLAT_PTR && borrow_consumes(vm->m, i, k)) flat_object_drop(vm, vars[i->args[k]].p);
}

/* The value of type t whose words stand from `at` on in an object is lent to the last results, or taken out. */
static void give_element(machine *vm, const flat_instr *i, object *o, int64_t at, const ir_type *t, word *vars) {
  uint32_t n = flat_scalar_count(t), dest = i->dest_count - n;
  flat_var_info *infos = ARENA_ARRAY(vm->home, flat_var_info, n);
  flat_scalars(t, infos, n);
  for (uint32_t k = 0; k < n; k++) {
    word *place = &o->words.items[at + k];
    vars[i->dests[dest + k]] = *place;
    if (!i->takes || !vm->m->counted || infos[k].scalar != FLAT_PTR) continue;
    if (o->rc == 1) place->p = flat_object_immortal(vm, infos[k].heap);
    else flat_object_dup(vm, place->p);
  }
}

static bool run_index(machine *vm, const flat_instr *i, word *vars) {
  const object *list = vars[i->args[0]].p;
  flat_look(vm, list);
  int64_t at = vars[i->args[1]].i, n = list->len;
  if (at < 0) at += n;
  if (at < 0 || at >= n) {
    strbuf b = strbuf_new(vm->home);
    strbuf_printf(&b, "index %lld is out of range of %lld elements", (long long)vars[i->args[1]].i, (long long)n);
    return fail(vm, 901, i->site, strbuf_str(&b));
  }
  give_element(vm, i, vars[i->args[0]].p, at * i->dest_count, i->result, vars);
  return true;
}

static void run_list(machine *vm, const flat_instr *i, word *vars) {
  object *o = flat_object_new(vm, i->result);
  o->len = op_parts(OP_list, i->type, i->result);
  for (uint32_t k = 0; k < i->arg_count; k++) vec_push(vm->home, &o->words, vars[i->args[k]]);
  vars[i->dests[0]].p = o;
}

/* Lends the value, or what stands for one. */
static bool run_lookup(machine *vm, const flat_instr *i, word *vars) {
  const object *table = vars[i->args[0]].p;
  word *key = ARENA_ARRAY(vm->home, word, i->arg_count);
  for (uint32_t k = 1; k < i->arg_count; k++) key[k - 1] = vars[i->args[k]];
  const word *value = flat_object_find(vm, table, key);
  bool option = i->prim == OP_dict_get;
  if (!value && !option) return fail(vm, 907, i->site, STR("the key is not in the dictionary"));
  if (option) vars[i->dests[0]].i = value != NULL;
  const ir_type *type = option ? i->result->args[0] : i->result;
  if (value) {
    give_element(vm, i, vars[i->args[0]].p, value - table->words.items, type, vars);
    return true;
  }
  value = flat_words_absent(vm, type);
  for (uint32_t k = option; k < i->dest_count; k++) vars[i->dests[k]] = value[k - option];
  return true;
}

static void run_make(machine *vm, const flat_instr *i, word *vars) {
  uint32_t n = flat_field_count(i);
  if (i->reuses) flat_object_give(vm, vars[i->args[n]].p);
  object *o = n ? flat_object_new(vm, i->type) : flat_object_immortal(vm, i->type);
  o->code = i->target;
  for (uint32_t k = 0; k < n; k++) vec_push(vm->home, &o->words, vars[i->args[k]]);
  vars[i->dests[0]].p = o;
}

static void run_fields(machine *vm, const flat_instr *i, word *vars) {
  const object *o = vars[i->args[0]].p;
  flat_look(vm, o);
  if (o->code != i->target || o->words.len != i->dest_count) {
    flat_fault(vm, "fields of another constructor");
    return;
  }
  for (uint32_t k = 0; k < i->dest_count; k++) vars[i->dests[k]] = o->words.items[k];
}

/* An object that others own stays, and its fields get one owner more. */
static void run_take(machine *vm, const flat_fun *f, const flat_instr *i, word *vars) {
  object *o = vars[i->args[0]].p;
  flat_look(vm, o);
  if (o->code != i->target || o->words.len != i->dest_count - 1) {
    flat_fault(vm, "fields of another constructor");
    return;
  }
  for (uint32_t k = 1; k < i->dest_count; k++) vars[i->dests[k]] = o->words.items[k - 1];
  bool last = vm->m->counted && o->rc == 1;
  vars[i->dests[0]].p = last ? o : NULL;
  if (last) o->rc = FLAT_TAKEN;
  if (last || !vm->m->counted) return;
  for (uint32_t k = 1; k < i->dest_count; k++)
    if (f->vars.items[i->dests[k]].scalar == FLAT_PTR) flat_object_dup(vm, vars[i->dests[k]].p);
  flat_object_drop(vm, o);
}

static void run_field_at(machine *vm, const flat_instr *i, word *vars) {
  flat_place *place = ARENA_NEW(vm->home, flat_place);
  *place = (flat_place){vars[i->args[0]].p, i->field};
  flat_look(vm, place->object);
  vars[i->dests[0]].place = place;
}

static void run_fill(machine *vm, const flat_instr *i, const word *vars) {
  const flat_place *place = vars[i->args[0]].place;
  flat_look(vm, place->object);
  word *at = &place->object->words.items[place->field];
  if (vm->m->counted && (place->object->rc != 1 || at->p->rc != FLAT_IMMORTAL)) flat_fault(vm, "a place that is filled already");
  at->p = vars[i->args[1]].p;
}

static bool run_unwrap(machine *vm, const flat_instr *i, word *vars) {
  if (!vars[i->args[0]].i) return fail(vm, 906, i->site, STR(""));
  for (uint32_t k = 0; k < i->dest_count; k++) vars[i->dests[k]] = vars[i->args[k + 1]];
  return true;
}

static bool run_prim(machine *vm, const flat_fun *f, const flat_instr *i, word *vars) {
  if (i->unique && vars[i->args[0]].p->rc != 1) flat_fault(vm, "a change of a list that is not unique");
  if (i->prim == OP_index) return run_index(vm, i, vars);
  if (i->prim == OP_unwrap) return run_unwrap(vm, i, vars);
  if (i->prim == OP_dict_get || i->prim == OP_dict_at) return run_lookup(vm, i, vars);
  if (i->prim == OP_list) {
    run_list(vm, i, vars);
    return true;
  }
  if (i->prim == OP_zipsame) return fail(vm, 911, i->site, STR(""));
  word *args = ARENA_ARRAY(vm->home, word, i->arg_count);
  for (uint32_t k = 0; k < i->arg_count; k++) args[k] = vars[i->args[k]];
  const word *at = args;
  interp_value argument = flat_words_to_value(vm, i->type, &at);
  interp_result r = {0};
  const comb *prim = comb_prim(vm->m->store, i->prim, i->type, i->result, i->site);
  interp_apply(vm->home, vm->m->store, prim, argument, PRIM_FUEL, &r);
  strbuf_add(&vm->printed, r.out);
  word_list words = {0};
  if (r.status == INTERP_VALUE) flat_words_of_value(vm, i->result, r.value, &words);
  if (vm->m->counted) consume(vm, f, i, vars);
  if (r.status == INTERP_LIMIT) flat_fault(vm, "a limit within a primitive");
  if (r.status != INTERP_VALUE) return fail(vm, r.failure.code, r.failure.site, r.failure.message);
  for (uint32_t k = 0; k < i->dest_count; k++) vars[i->dests[k]] = words.items[k];
  return true;
}

static word literal_word(machine *vm, const comb_literal *k);

static void literal_words(machine *vm, const comb_literal *k, word_list *out) {
  if (k->type->kind != IRT_TUPLE) {
    vec_push(vm->home, out, literal_word(vm, k));
    return;
  }
  for (size_t i = 0; i < k->parts.count; i++) literal_words(vm, &k->parts.items[i], out);
}

static word literal_word(machine *vm, const comb_literal *k) {
  word w = {.i = k->i};
  if (k->type->kind == IRT_FLOAT) w.f = k->f;
  if (k->type->kind != IRT_LIST) return w;
  if (!irt_is_str(k->type)) {
    w.p = flat_object_immortal(vm, k->type);
    w.p->len = (int64_t)k->parts.count;
    for (size_t i = 0; i < k->parts.count; i++) literal_words(vm, &k->parts.items[i], &w.p->words);
    return w;
  }
  word_list words = {0};
  int64_t live = vm->live;
  flat_words_of_value(vm, k->type, interp_str_of(vm->home, k->s), &words);
  vm->live = live;
  words.items[0].p->rc = FLAT_IMMORTAL;
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
    if (callee->vars.items[callee->params[k]].scalar == FLAT_PTR) flat_object_dup(vm, o->words.items[k].p);
  flat_object_drop(vm, o);
}

static bool run_call_closure(machine *vm, const flat_instr *i, word *vars) {
  object *o = vars[i->args[0]].p;
  flat_look(vm, o);
  const flat_fun *callee = vm->m->funs.items[o->code];
  word *params = ARENA_ARRAY(vm->home, word, callee->param_count);
  word *results = ARENA_ARRAY(vm->home, word, i->dest_count);
  if (callee->param_count != callee->capture_count + i->arg_count - 1) flat_fault(vm, "a closure's arguments do not fit");
  for (uint32_t k = 0; k < callee->capture_count; k++) params[k] = o->words.items[k];
  for (uint32_t k = 1; k < i->arg_count; k++) params[callee->capture_count + k - 1] = vars[i->args[k]];
  if (vm->m->counted) take_captures(vm, callee, o);
  if (!run(vm, callee, params, results)) return false;
  for (uint32_t k = 0; k < i->dest_count; k++) vars[i->dests[k]] = results[k];
  return true;
}

static void run_closure(machine *vm, const flat_instr *i, word *vars) {
  object *o = i->arg_count ? flat_object_new(vm, i->type) : flat_object_immortal(vm, i->type);
  o->code = i->target;
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
  flat_look(vm, list);
  if (at < 0 || at >= list->len) {
    flat_fault(vm, "list_get out of range");
    return;
  }
  give_element(vm, i, vars[i->args[0]].p, at * i->dest_count, i->type->args[0], vars);
}

/* The list, or its copy where it is shared. */
static object *owned(machine *vm, object *list) {
  flat_look(vm, list);
  if (list->rc == 1) return list;
  const ir_type *e = list->type->args[0];
  uint32_t n = flat_scalar_count(e);
  flat_var_info *infos = ARENA_ARRAY(vm->home, flat_var_info, n);
  flat_scalars(e, infos, n);
  object *copy = flat_object_new(vm, list->type);
  copy->len = list->len;
  for (uint32_t k = 0; k < list->words.len; k++) {
    vec_push(vm->home, &copy->words, list->words.items[k]);
    if (infos[k % n].scalar == FLAT_PTR) flat_object_dup(vm, list->words.items[k].p);
  }
  flat_object_drop(vm, list);
  return copy;
}

static void check_immortal(machine *vm, bool said, const object *o) {
  if (said && o->rc != FLAT_IMMORTAL) flat_fault(vm, "an object that is said to be immortal and is not");
}

/* Dictionaries here have no holes. */
static void run_entry(machine *vm, const flat_instr *i, word *vars) {
  const object *table = vars[i->args[0]].p;
  int64_t at = vars[i->args[1]].i;
  flat_look(vm, table);
  if (at < 0 || at >= table->len) {
    flat_fault(vm, "entry out of range");
    return;
  }
  vars[i->dests[0]].i = true;
  uint32_t n = i->dest_count - 1;
  for (uint32_t k = 0; k < n; k++) vars[i->dests[1 + k]] = table->words.items[at * n + k];
}

static void compose(machine *vm, const flat_instr *i, const word *vars) {
  object *text = vars[i->args[0]].p, *from = i->op == FLAT_TEXT_ADD && i->prim == OP_show ? NULL : vars[i->args[1]].p;
  flat_look(vm, text);
  if (from) flat_look(vm, from);
  if (vm->m->counted && text->rc != 1) flat_fault(vm, "a shared text changes");
  char digits[24] = "";
  if (!from) (void)snprintf(digits, sizeof digits, "%lld", (long long)vars[i->args[1]].i);
  for (const char *d = digits; *d; d++) vec_push(vm->home, &text->words, ((word){.i = *d}));
  bool part = i->op == FLAT_TEXT_ADD && i->prim == OP_part;
  int64_t lo = part ? vars[i->args[2]].i : 0, hi = part ? vars[i->args[3]].i : from ? from->len : 0;
  if (i->op == FLAT_TEXT_CUT && text->len >= hi) text->words.len -= (uint32_t)hi;
  for (int64_t k = lo; i->op == FLAT_TEXT_ADD && k < hi; k++) vec_push(vm->home, &text->words, from->words.items[k]);
  text->len = text->words.len;
}

static bool run_instr(machine *vm, const flat_fun *f, const flat_instr *i, word *vars) {
  word *dest = i->dest_count ? &vars[i->dests[0]] : NULL;
  object *first = i->arg_count ? vars[i->args[0]].p : NULL;
  switch (i->op) {
    case FLAT_CONST: *dest = literal_word(vm, &i->literal); return true;
    case FLAT_ABSENT:
      if (flat_is_token(f->vars.items[i->dests[0]])) dest->p = NULL;
      else if (f->vars.items[i->dests[0]].scalar == FLAT_PTR) dest->p = flat_object_immortal(vm, f->vars.items[i->dests[0]].heap);
      return true;
    case FLAT_ADD: dest->i = (int64_t)((uint64_t)vars[i->args[0]].i + (uint64_t)vars[i->args[1]].i); return true;
    case FLAT_SUB: dest->i = (int64_t)((uint64_t)vars[i->args[0]].i - (uint64_t)vars[i->args[1]].i); return true;
    case FLAT_PRIM: return run_prim(vm, f, i, vars);
    case FLAT_CALL: return run_call(vm, i, vars);
    case FLAT_CALL_CLOSURE: return run_call_closure(vm, i, vars);
    case FLAT_CLOSURE: run_closure(vm, i, vars); return true;
    case FLAT_GLOBAL: return run_global(vm, i, vars);
    case FLAT_LIST_NEW: dest->p = flat_object_new(vm, i->type); return true;
    case FLAT_LIST_PUSH:
      flat_look(vm, first);
      if (vm->m->counted && first->rc != 1) flat_fault(vm, "a push to a list that is shared");
      for (uint32_t k = 1; k < i->arg_count; k++) vec_push(vm->home, &first->words, vars[i->args[k]]);
      first->len++;
      return true;
    case FLAT_LIST_KEEP:
      flat_look(vm, first);
      if (!vars[i->args[i->arg_count - 1]].i) return true;
      for (uint32_t k = 1; k + 1 < i->arg_count; k++) vec_push(vm->home, &first->words, vars[i->args[k]]);
      first->len++;
      return true;
    case FLAT_LIST_FIT: flat_look(vm, first); return true;
    case FLAT_TEXT_ADD:
    case FLAT_TEXT_CUT: compose(vm, i, vars); return true;
    case FLAT_OWN: dest->p = owned(vm, first); return true;
    case FLAT_LIST_LEN:
      flat_look(vm, first);
      dest->i = first->len;
      return true;
    case FLAT_LIST_GET: run_list_get(vm, i, vars); return true;
    case FLAT_ENTRIES:
      flat_look(vm, first);
      dest->i = first->len;
      return true;
    case FLAT_ENTRY: run_entry(vm, i, vars); return true;
    case FLAT_MAKE: run_make(vm, i, vars); return true;
    case FLAT_TAG:
      flat_look(vm, first);
      dest->i = first->code;
      return true;
    case FLAT_FIELDS: run_fields(vm, i, vars); return true;
    case FLAT_FIELD_AT: run_field_at(vm, i, vars); return true;
    case FLAT_FILL: run_fill(vm, i, vars); return true;
    case FLAT_TAKE: run_take(vm, f, i, vars); return true;
    case FLAT_FAIL_FRAME: return true;
    case FLAT_POLL: dest->i = false; return true;
    case FLAT_FAIL_CLEAR: vm->out->code = 0; return true;
    case FLAT_DUP:
      check_immortal(vm, i->safe, first);
      flat_object_dup(vm, first);
      return true;
    case FLAT_DROP:
      check_immortal(vm, i->safe, first);
      if (flat_is_token(f->vars.items[i->args[0]])) flat_object_give(vm, first);
      else flat_object_drop(vm, first);
      return true;
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
      flat_fault(vm, "no end in sight");
      return false;
    }
    vm->fuel -= b->code.len + 1u;
    for (uint32_t k = 0; k < b->code.len; k++)
      if (!run_instr(vm, f, &b->code.items[k], vars)) flat_fault(vm, "a failure within a block");
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
      case FLAT_STOP: flat_fault(vm, "a place that cannot be reached"); return false;
    }
    if (vm->out->fault) return false;
    take_edge(vm, f, &b->edges[edge], vars);
    at = b->edges[edge].to;
  }
}

static bool run(machine *vm, const flat_fun *f, word *params, word *results) {
  if (vm->depth >= DEPTH_MAX) {
    flat_fault(vm, "too deep");
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
    if (vm->globals[k]) flat_words_drop(vm, vm->m->globals.items[k].type, vm->globals[k]);
}

void flat_eval(arena *home, const flat_module *m, const interp_value *args, uint64_t fuel, flat_eval_result *out) {
  machine vm = {.home = home, .m = m, .out = out, .fuel = fuel, .printed = strbuf_new(home)};
  *out = (flat_eval_result){0};
  vm.globals = ARENA_ARRAY(home, word *, m->globals.len);
  vm.failed = ARENA_ARRAY(home, flat_eval_result *, m->globals.len);
  word_list params = {0};
  for (uint32_t k = 0; k < m->argc; k++) flat_words_of_value(&vm, m->args[k], args[k], &params);
  word *results = ARENA_ARRAY(home, word, flat_scalar_count(m->result) + 1);
  out->failed = !run(&vm, m->funs.items[m->entry], params.items, results);
  if (!out->failed && !out->fault) {
    const word *at = results;
    out->value = flat_words_to_value(&vm, m->result, &at);
    if (m->counted) flat_words_drop(&vm, m->result, results);
  }
  if (m->counted) drop_globals(&vm);
  out->live = vm.live;
  out->steps = fuel - vm.fuel;
  out->out = strbuf_str(&vm.printed);
}
