/* From symbols to variables, and the fate of what is open: a pipeline stays unrun only while that cannot be told from
   running it where it stands. The rule for a stream, by how often the rest of the program uses it:

     free (a range, a list in hand)     stays, whatever the use
     pure, at most once                 stays; never: goes
     impure, surely once                stays: it runs later, but before anything the world sees and outside every catch
     impure, never                      runs now, for its effects
     otherwise                          becomes a list now */

#include "ir/apply.h"
#include "ir/passes.h"
#include "ir/spec.h"
#include "ir/stream.h"
#include "support/bug.h"

static void absent_leaves(apply *a, const ir_type *t, emit_vars *out) {
  uint32_t n = flat_scalar_count(t);
  flat_var_info *infos = ARENA_ARRAY(a->home, flat_var_info, n);
  flat_scalars(t, infos, n);
  for (uint32_t i = 0; i < n; i++) vec_push(a->home, out, emit_absent(&a->e, infos[i]));
}

/* What has fewer elements is where a loop begins to collect: it had better be the loop's own. */
enum { CONSTANT_LEAST = 2, CONSTANT_PARTS = 4096 };

static bool constant_of(apply *a, const val *v, comb_literal *out);

static bool constant_text(apply *a, const val *v, comb_literal *out) {
  strbuf text = strbuf_new(a->up->m->home);
  int64_t scalar;
  for (uint32_t i = 0; i < v->n; i++) {
    if (!val_is_int(v->parts[i], &scalar)) return false;
    strbuf_utf8(&text, (uint32_t)scalar);
  }
  *out = (comb_literal){.type = v->type, .s = strbuf_str(&text)};
  return true;
}

static bool constant_parts(apply *a, const val *v, comb_literal *out) {
  comb_literal *items = ARENA_ARRAY(a->up->m->home, comb_literal, v->n);
  for (uint32_t i = 0; i < v->n; i++)
    if (!constant_of(a, v->parts[i], &items[i])) return false;
  *out = (comb_literal){.type = v->type, .parts = {items, v->n}};
  return true;
}

/* The literal that v is, when all of it is known. */
static bool constant_of(apply *a, const val *v, comb_literal *out) {
  if (v->kind == VAL_CONST) *out = *v->literal;
  if (v->kind == VAL_CONST) return v->type->kind != IRT_NAMED && v->type->kind != IRT_UNIT;
  if (v->n > CONSTANT_PARTS) return false;
  if (v->kind == VAL_LIST) return irt_is_str(v->type) ? constant_text(a, v, out) : constant_parts(a, v, out);
  return v->kind == VAL_TUPLE && v->type->kind == IRT_TUPLE && constant_parts(a, v, out);
}

static flat_var list_literal(apply *a, const val *v) {
  comb_literal constant;
  bool kept = v->n >= CONSTANT_LEAST && transform_on(a->up->m, TRANSFORM_constants);
  if (kept && constant_of(a, v, &constant)) return emit_literal(&a->e, &constant);
  emit_vars parts = {0};
  for (uint32_t i = 0; i < v->n; i++) apply_leaves(a, v->parts[i], &parts);
  const ir_type **types = ARENA_ARRAY(a->home, const ir_type *, v->n);
  for (uint32_t i = 0; i < v->n; i++) types[i] = v->type->args[0];
  const ir_type *dom = v->n == 0   ? irt_base(a->up->types, IRT_UNIT)
                       : v->n == 1 ? types[0]
                                   : irt_tuple(a->up->types, v->n, types);
  return *emit_prim(&a->e, OP_list, dom, v->type, 0, parts.len, parts.items);
}

static flat_var data_object(apply *a, const val *v) {
  if (v->object != FLAT_NONE) return v->object;
  emit_vars fields = {0};
  for (uint32_t i = 0; i < v->n; i++) apply_leaves(a, v->parts[i], &fields);
  flat_instr make = {.op = FLAT_MAKE, .type = v->type, .target = v->con, .arg_count = fields.len};
  flat_var_info info = {FLAT_PTR, v->type};
  return *emit_instr(&a->e, make, fields.items, 1, &info);
}

void apply_leaves(apply *a, const val *v, emit_vars *out) {
  switch (v->kind) {
    case VAL_VAR: vec_push(a->home, out, v->var); return;
    case VAL_CONST: vec_push(a->home, out, emit_literal(&a->e, v->literal)); return;
    case VAL_ABSENT: absent_leaves(a, v->type, out); return;
    case VAL_HOLE: gael_bug("a hole where a value is needed");
    case VAL_TUPLE:
    case VAL_OPTION:
      for (uint32_t i = 0; i < v->n; i++) apply_leaves(a, v->parts[i], out);
      return;
    case VAL_LIST: vec_push(a->home, out, list_literal(a, v)); return;
    case VAL_DATA: vec_push(a->home, out, data_object(a, v)); return;
    case VAL_FUN: vec_push(a->home, out, spec_closure(a, v)); return;
    case VAL_STREAM: vec_push(a->home, out, stream_list(a, v->stream)); return;
  }
}

flat_var apply_leaf(apply *a, const val *v) {
  emit_vars vars = {0};
  apply_leaves(a, v, &vars);
  if (vars.len != 1) gael_bug("%u variables where one is wanted", vars.len);
  return vars.items[0];
}

const val *apply_forced(apply *a, const val *v) {
  if (v->kind == VAL_VAR) return v;
  emit_vars vars = {0};
  apply_leaves(a, v, &vars);
  return val_of_vars(a->home, a->up->types, v->type, vars.items);
}

/* ---- what is open ---- */

static const val *settle_stream(apply *a, const val *v, need_level level) {
  const stream *s = v->stream;
  if (s->free) return val_closed(a->home, v, false);
  bool pure = !s->effects;
  if (level == NEED_ONCE || (pure && level == NEED_MAYBE)) return val_closed(a->home, v, false);
  if (level != NEED_NONE) return apply_forced(a, v);
  if (!pure) stream_drain(a, v->stream);
  return val_absent(a->home, v->type);
}

/* A list literal used more than once is made once; a window's parts are in hand anyway. */
static const val *settle_literal(apply *a, const val *v, need_level level) {
  return level == NEED_MANY && v->n && !v->shared ? apply_forced(a, v) : v;
}

static const val *settle_parts(apply *a, const val *v, const need *d, bool fresh) {
  need_table *needs = &a->up->need;
  const val **parts = ARENA_ARRAY(a->home, const val *, v->n);
  bool part_wise = v->kind == VAL_TUPLE;
  for (uint32_t i = 0; i < v->n; i++)
    parts[i] = apply_settle(a, v->parts[i], part_wise ? need_part(needs, d, i) : d, fresh);
  return val_parts(a->home, v->kind, v->type, v->n, parts);
}

/* What is looked at more than once is made once, and stays known: taken apart it costs nothing, and an object that
   nobody wants as one is dead code. */
static const val *settle_data(apply *a, const val *v, const need *d, bool fresh) {
  val *settled = arena_copy(a->home, settle_parts(a, v, d, fresh), sizeof *v, alignof(val));
  settled->con = v->con;
  settled->object = v->object;
  settled->open = false;
  bool wanted = v->n && v->object == FLAT_NONE && need_total(d) == NEED_MANY;
  if (wanted && !apply_dead(a)) settled->object = data_object(a, settled);
  return settled;
}

const val *apply_settle(apply *a, const val *v, const need *d, bool fresh) {
  if ((!v->open && !fresh) || apply_dead(a)) return v;
  switch (v->kind) {
    case VAL_VAR:
    case VAL_CONST:
    case VAL_ABSENT:
    case VAL_HOLE: return v;
    case VAL_TUPLE:
    case VAL_OPTION: return settle_parts(a, v, d, fresh);
    case VAL_LIST: {
      const val *settled = settle_literal(a, v, need_total(d));
      return settled->open ? val_closed(a->home, settle_parts(a, settled, d, fresh), v->shared) : settled;
    }
    case VAL_DATA: return settle_data(a, v, d, fresh);
    case VAL_FUN: return val_closed(a->home, v, v->shared || need_is_shared(d));
    case VAL_STREAM: return settle_stream(a, v, need_total(d));
  }
  return v;
}

const val *apply_settle_all(apply *a, const val *v, need_level level) {
  need d = {.whole = level, .sites = level == NEED_MANY ? 2 : 1};
  return apply_settle(a, v, &d, true);
}

const val *apply_run_effects(apply *a, const val *v) {
  if (!v->loose || apply_dead(a)) return v;
  if (v->kind == VAL_STREAM) return v->stream->effects ? apply_forced(a, v) : v;
  if (v->kind != VAL_TUPLE && v->kind != VAL_OPTION && v->kind != VAL_LIST && v->kind != VAL_DATA) return v;
  const val **parts = ARENA_ARRAY(a->home, const val *, v->n);
  for (uint32_t i = 0; i < v->n; i++) parts[i] = apply_run_effects(a, v->parts[i]);
  val *run = arena_copy(a->home, v, sizeof *v, alignof(val));
  run->parts = parts;
  return run;
}
