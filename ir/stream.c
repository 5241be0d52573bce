/* Making streams: what each bulk primitive adds to a pipeline, and what it needs of the one it stands on. */

#include "ir/passes.h"
#include "ir/stream.h"

#include "support/bug.h"

enum { LITERAL_IN_HAND = 4 };

const ir_type *stream_element(const stream *s) { return s->type->args[0]; }

stream *stream_source(apply *a, stream_kind kind, const ir_type *type) {
  stream *s = ARENA_NEW(a->home, stream);
  s->kind = kind;
  s->type = type;
  s->free = true;
  return s;
}

/* A stage is as free, as impure, as gappy as what it stands on. */
stream *stream_stage(apply *a, stream_kind kind, const ir_type *type, stream *from) {
  stream *s = stream_source(a, kind, type);
  s->from = from;
  s->free = false;
  s->effects = from->effects;
  s->skips = from->skips;
  s->nested = from->nested;
  return s;
}

static stream *list_source(apply *a, const val *list) {
  stream *s = stream_source(a, STREAM_LIST, list->type);
  s->list = list;
  return s;
}

/* A few elements in hand need no list. */
static stream *parts_source(apply *a, const val *list) {
  const val **parts = ARENA_ARRAY(a->home, const val *, list->n);
  for (uint32_t i = 0; i < list->n; i++) parts[i] = apply_forced(a, list->parts[i]);
  stream *s = stream_source(a, STREAM_PARTS, list->type);
  s->list = val_parts(a->home, VAL_LIST, list->type, list->n, parts);
  s->free = false;
  return s;
}

stream *stream_of(apply *a, const val *v) {
  if (v->kind == VAL_STREAM) return v->stream;
  if (v->kind == VAL_LIST && v->n && v->n <= LITERAL_IN_HAND) return parts_source(a, v);
  return list_source(a, val_var(a->home, v->type, apply_leaf(a, v)));
}

/* A pipeline that touches the world runs where it stands. */
const val *stream_made(apply *a, stream *s) {
  const val *v = val_stream(a->home, s->type, s);
  bool fuses = s->kind == STREAM_RANGE || transform_on(a->up->m, TRANSFORM_fusion);
  bool unrun = fuses && !(s->effects & COMB_MAY_WORLD);
  return unrun ? v : apply_forced(a, v);
}

stream *stream_run_now(apply *a, stream *s) { return list_source(a, val_var(a->home, s->type, stream_list(a, s))); }

stream *stream_under(apply *a, const val *v, const val *fun, uint32_t n) {
  stream *s = stream_of(a, v);
  return s->effects && (apply_call_effects(a, fun, n) & COMB_MAY_WORLD) ? stream_run_now(a, s) : s;
}

/* ---- ranges ---- */

stream *stream_range(apply *a, const ir_type *type, const val *lo, const val *hi, bool open) {
  stream *s = stream_source(a, STREAM_RANGE, type);
  int64_t last;
  if (!open && val_is_int(hi, &last) && last < INT64_MAX) {
    hi = val_int(a->home, hi->type, last + 1);
    open = true;
  }
  s->lo = lo;
  s->hi = hi;
  s->open = open;
  return s;
}

static const val *make_range(apply *a, const comb *prim, const val *arg) {
  return stream_made(a, stream_range(a, prim->cod, arg->parts[0], arg->parts[1], prim->n == OP_range_open));
}

static const val *make_range_by(apply *a, const comb *prim, const val *arg) {
  stream *s = stream_source(a, STREAM_STEPS, prim->cod);
  s->lo = arg->parts[0];
  s->hi = arg->parts[1];
  s->by = arg->parts[2];
  s->even = apply_is_natural(a, s->lo) && stream_direction(a, s) > 0;
  return stream_made(a, s);
}

static const val *make_tabulate(apply *a, const comb *prim, const val *arg) {
  const ir_type *integer = irt_base(a->up->types, IRT_INT);
  stream *indices =
      stream_range(a, irt_list(a->up->types, integer), val_int(a->home, integer, 0), arg->parts[0], true);
  stream *s = stream_stage(a, STREAM_MAP, prim->cod, indices);
  s->fun = apply_hoist(a, arg->parts[1], indices, apply_call_effects(a, arg->parts[1], 1));
  s->effects |= apply_call_effects(a, s->fun, 1);
  return stream_made(a, s);
}

static const val *make_entries(apply *a, const comb *prim, const val *arg) {
  stream *s = stream_source(a, STREAM_ENTRIES, prim->cod);
  s->list = val_var(a->home, arg->type, apply_leaf(a, arg));
  s->cut = (ir_op)prim->n;
  s->skips = true;
  s->free = false; /* it cannot be asked for one element: who looks at several makes a list of it, and once */
  return stream_made(a, s);
}

/* ---- stages with a function ---- */

static stream *fun_stage(apply *a, stream_kind kind, const comb *prim, const val *list, const val *fun, uint32_t n) {
  stream *s = stream_stage(a, kind, prim->cod, stream_under(a, list, fun, n));
  bool at_first = kind != STREAM_SCAN;
  s->fun = apply_hoist(a, fun, at_first ? s->from : NULL, s->effects | apply_call_effects(a, fun, n));
  s->effects |= apply_call_effects(a, s->fun, n);
  return s;
}

enum { LITERAL_MAPPED = 4 };

static const val *map_literal(apply *a, const comb *prim, const val *list, const val *fun) {
  const val **parts = ARENA_ARRAY(a->home, const val *, list->n);
  fun = val_closed(a->home, fun, fun->shared || list->n > 1);
  for (uint32_t i = 0; i < list->n; i++) parts[i] = apply_run_effects(a, apply_call_1(a, fun, list->parts[i]));
  return val_parts(a->home, VAL_LIST, prim->cod, list->n, parts);
}

static const val *make_map(apply *a, const comb *prim, const val *arg) {
  const val *list = arg->parts[0];
  if (list->kind == VAL_LIST && list->n <= LITERAL_MAPPED) return map_literal(a, prim, list, arg->parts[1]);
  return stream_made(a, fun_stage(a, STREAM_MAP, prim, list, arg->parts[1], 1));
}

static const val *make_filter(apply *a, const comb *prim, const val *arg) {
  stream *s = fun_stage(a, STREAM_FILTER, prim, arg->parts[0], arg->parts[1], 1);
  s->skips = true;
  return stream_made(a, s);
}

static const val *make_takewhile(apply *a, const comb *prim, const val *arg) {
  stream *s = fun_stage(a, STREAM_TAKEWHILE, prim, arg->parts[0], arg->parts[1], 1);
  s->skips |= s->from->effects != 0;
  return stream_made(a, s);
}

static const val *make_dropwhile(apply *a, const comb *prim, const val *arg) {
  stream *s = fun_stage(a, STREAM_DROPWHILE, prim, arg->parts[0], arg->parts[1], 1);
  s->skips = true;
  return stream_made(a, s);
}

static const val *make_scan(apply *a, const comb *prim, const val *arg) {
  return stream_made(a, fun_stage(a, STREAM_SCAN, prim, arg->parts[0], arg->parts[1], 2));
}

/* It yields once before its source does, so the source may not be a loop in a loop. */
static const val *make_scanl(apply *a, const comb *prim, const val *arg) {
  stream *s = fun_stage(a, STREAM_SCANL, prim, arg->parts[0], arg->parts[2], 2);
  if (s->nested) s->from = stream_run_now(a, s->from);
  s->nested = false;
  s->seed = apply_forced(a, arg->parts[1]);
  return stream_made(a, s);
}

static const val *make_flatmap(apply *a, const comb *prim, const val *arg) {
  stream *s = fun_stage(a, STREAM_FLATMAP, prim, arg->parts[0], arg->parts[1], 1);
  s->skips = s->nested = true;
  return stream_made(a, s);
}

/* ---- stages without ---- */

static const val *make_enum(apply *a, const comb *prim, const val *arg) {
  return stream_made(a, stream_stage(a, STREAM_ENUM, prim->cod, stream_of(a, arg)));
}

/* The source that decides how many elements there are; NULL when it does not decide alone. */
static const stream *length_root(const stream *s) {
  while (s->kind == STREAM_MAP || s->kind == STREAM_ENUM || s->kind == STREAM_SCAN || s->kind == STREAM_ZIPSAME)
    s = s->from;
  return s->kind == STREAM_LIST || s->kind == STREAM_RANGE ? s : NULL;
}

static bool same_length(const stream *p, const stream *q) {
  p = length_root(p);
  q = length_root(q);
  if (!p || !q || p->kind != q->kind) return false;
  if (p->kind == STREAM_LIST) return val_same(p->list, q->list);
  return p->open == q->open && val_same(p->lo, q->lo) && val_same(p->hi, q->hi);
}

static stream *zip_new(apply *a, stream_kind kind, const comb *prim, stream *p, stream *q) {
  bool even = kind == STREAM_ZIPSAME || same_length(p, q);
  if (q->nested) q = stream_run_now(a, q);
  stream *s = stream_stage(a, kind, prim->cod, p);
  s->other = q;
  s->even = even && !q->skips;
  s->effects |= q->effects;
  return s;
}

/* Where both lengths are known, and the first side can be asked for any element, it is cut to the shorter one: a loop
   then has one end to look for. */
static stream *cut_to(apply *a, stream *p, stream *q) {
  flat_var n, m;
  bool part = q->kind == STREAM_SLICE && same_length(p, q->from);
  if (!stream_is_indexable(p) || q->skips || q->effects || !stream_has_length(q)) return NULL;
  stream_length(a, q, true, &m);
  if (part) return stream_beginning(a, p, m); /* of the same list: no longer than it is */
  stream_length(a, p, true, &n);
  return stream_beginning(a, p, stream_lesser(a, n, m));
}

/* Where one side may be longer, its rest would not run: what can fail in it has to happen before. */
static const val *make_zip(apply *a, const comb *prim, const val *arg) {
  stream *p = stream_of(a, arg->parts[0]), *q = (stream *)stream_fixed(a, stream_of(a, arg->parts[1]));
  bool even = same_length(p, q);
  stream *cut = even ? NULL : cut_to(a, p, q);
  if (cut) {
    stream *s = zip_new(a, STREAM_ZIP, prim, cut, q);
    s->even = true;
    return stream_made(a, s);
  }
  if (!same_length(p, q)) {
    if (p->effects) p = stream_run_now(a, p);
    if (q->effects) q = stream_run_now(a, q);
  }
  return stream_made(a, zip_new(a, STREAM_ZIP, prim, p, q));
}

static const val *make_zipsame(apply *a, const comb *prim, const val *arg) {
  stream *p = (stream *)stream_fixed(a, stream_of(a, arg->parts[0]));
  stream *q = (stream *)stream_fixed(a, stream_of(a, arg->parts[1]));
  flat_var size;
  if (same_length(p, q)) return stream_made(a, zip_new(a, STREAM_ZIP, prim, p, q));
  if (!stream_length(a, p, false, &size)) p = stream_run_now(a, p);
  if (!stream_length(a, q, false, &size)) q = stream_run_now(a, q);
  stream *s = zip_new(a, STREAM_ZIPSAME, prim, p, q);
  s->site = prim->site;
  s->effects |= COMB_MAY_FAIL;
  return stream_made(a, s);
}

/* ---- one behind the other ---- */

/* A side that is a loop in a loop cannot be left for the other one. */
static stream *append_side(apply *a, const val *v) {
  stream *s = stream_of(a, v);
  return s->nested ? stream_run_now(a, s) : s;
}

/* Two lists that are there are the runtime's to join. */
const val *stream_append(apply *a, const comb *prim, const val *arg) {
  stream *p = append_side(a, arg->parts[0]), *q = append_side(a, arg->parts[1]);
  const stream *rotation = stream_rotation(a, p, q);
  if (rotation) return stream_made(a, (stream *)rotation);
  stream *s = stream_stage(a, STREAM_APPEND, prim->cod, p);
  s->other = q;
  s->skips = p->skips || q->skips;
  s->effects |= q->effects;
  return stream_made(a, s);
}

/* ---- all of them ---- */

typedef const val *make_fn(apply *a, const comb *prim, const val *arg);

static make_fn *const makers[OP_COUNT] = {
    [OP_range] = make_range,         [OP_range_open] = make_range,   [OP_range_by] = make_range_by,
    [OP_tabulate] = make_tabulate,
    [OP_map] = make_map,             [OP_filter] = make_filter,      [OP_takewhile] = make_takewhile,
    [OP_dropwhile] = make_dropwhile, [OP_scan] = make_scan,          [OP_scanl] = make_scanl,
    [OP_flatmap] = make_flatmap,     [OP_enum] = make_enum,          [OP_zip] = make_zip,
    [OP_zipsame] = make_zipsame,     [OP_windows] = stream_windows,  [OP_rev] = stream_rev,
    [OP_slice] = stream_slice,       [OP_chunks] = stream_chunks,
    [OP_words] = stream_text,        [OP_lines] = stream_text,       [OP_split] = stream_text,
    [OP_dict_keys] = make_entries,   [OP_dict_values] = make_entries, [OP_dict_items] = make_entries,
    [OP_set_items] = make_entries,
};

const val *stream_make(apply *a, const comb *prim, const val *arg) {
  make_fn *make = makers[prim->n];
  return make ? make(a, prim, arg) : NULL;
}
