/* Parts of a text as a stream: words, lines, what stands between separators. A part is a view that is made when it is its
   turn, so that the list of all parts need not be.

     words   start = space_end(s, at);  start < len;  end = word_end(s, start);                       at = end
     lines   at < len;                  end = line_end(s, at);                                        at = line_next(s, end)
     split   more;                      end = find_from(s, separator, at);  more = end < len;         at = end + len(separator) */

#include "ir/passes.h"
#include "ir/stream_state.h"

static const ir_type *int_type(apply *a) { return irt_base(a->up->types, IRT_INT); }

static int64_t char_count(str text) {
  int64_t n = 0;
  for (size_t i = 0; i < text.len; i++) n += ((uint8_t)text.ptr[i] & 0xC0) != 0x80;
  return n;
}

/* A separator that is not written, or is empty, may fail: then the runtime makes the list. */
const val *stream_text(apply *a, const comb *prim, const val *arg) {
  const val *separator = prim->n == OP_split ? arg->parts[1] : NULL, *whole = separator ? arg->parts[0] : arg;
  bool cuts = !separator || (separator->kind == VAL_CONST && separator->literal->s.len);
  if (!cuts || !transform_on(a->up->m, TRANSFORM_parts)) return apply_prim_plain(a, prim, arg);
  stream *s = stream_source(a, STREAM_TEXT, prim->cod);
  s->free = false;
  s->cut = (ir_op)prim->n;
  s->list = val_var(a->home, whole->type, apply_leaf(a, whole));
  s->seed = separator;
  s->count = separator ? char_count(separator->literal->s) : 0;
  s->site = prim->site;
  return stream_made(a, s);
}

flat_var stream_text_list(apply *a, const stream *s) {
  const ir_type *dom = s->seed ? irt_pair(a->up->types, s->list->type, s->seed->type) : s->list->type;
  emit_vars vars = {0};
  apply_leaves(a, s->list, &vars);
  if (s->seed) apply_leaves(a, s->seed, &vars);
  flat_instr all = {.op = FLAT_PRIM, .prim = s->cut, .type = dom, .result = s->type, .site = s->site, .safe = true,
                    .arg_count = vars.len};
  return *emit_prim_instr(&a->e, all, vars.items);
}

/* ---- stepping ---- */

/* The first place from `from` on that the primitive looks for. */
static flat_var look(apply *a, const stream *s, ir_op op, flat_var from) {
  const ir_type *dom = irt_pair(a->up->types, s->list->type, int_type(a));
  return *emit_prim(&a->e, op, dom, int_type(a), s->site, 2, (flat_var[]){s->list->var, from});
}

static flat_var find_separator(apply *a, const stream *s, flat_var from) {
  const ir_type *types[] = {s->list->type, s->seed->type, int_type(a)};
  flat_var args[] = {s->list->var, apply_leaf(a, s->seed), from};
  return *emit_prim(&a->e, OP_find_from, irt_tuple(a->up->types, 3, types), int_type(a), s->site, 3, args);
}

static const val *part(apply *a, const stream *s, flat_var start, flat_var end) {
  const ir_type *types[] = {s->list->type, int_type(a), int_type(a)};
  flat_var args[] = {s->list->var, start, end};
  const ir_type *dom = irt_tuple(a->up->types, 3, types);
  return val_var(a->home, types[0], *emit_prim(&a->e, OP_part, dom, types[0], s->site, 3, args));
}

static void text_start(apply *a, stream_state *st) {
  const stream whole = {.kind = STREAM_LIST, .type = st->s->list->type, .list = st->s->list};
  st->limit = stream_list_len(a, &whole);
  st->at = stream_int_cell(a, emit_int(&a->e, 0));
  if (st->s->cut == OP_split) st->flag = stream_bool_cell(a, true);
}

static const val *word_next(apply *a, stream_state *st, stream_exits *x) {
  flat_var start = look(a, st->s, OP_space_end, emit_cell_at(&a->e, st->at));
  stream_go_on_if(a, stream_less(a, start, st->limit), x->done);
  flat_var end = look(a, st->s, OP_word_end, start);
  emit_cell_set(&a->e, st->at, end);
  return part(a, st->s, start, end);
}

static const val *line_next(apply *a, stream_state *st, stream_exits *x) {
  flat_var start = emit_cell_at(&a->e, st->at);
  stream_go_on_if(a, stream_less(a, start, st->limit), x->done);
  flat_var end = look(a, st->s, OP_line_end, start);
  emit_cell_set(&a->e, st->at, look(a, st->s, OP_line_next, end));
  return part(a, st->s, start, end);
}

static const val *split_next(apply *a, stream_state *st, stream_exits *x) {
  flat_var start = emit_cell_at(&a->e, st->at);
  stream_go_on_if(a, emit_cell_at(&a->e, st->flag), x->done);
  flat_var end = find_separator(a, st->s, start);
  emit_cell_set(&a->e, st->flag, stream_less(a, end, st->limit));
  emit_cell_set(&a->e, st->at, stream_moved(a, end, false, st->s->count));
  return part(a, st->s, start, end);
}

static const val *text_next(apply *a, stream_state *st, stream_exits *x) {
  if (st->s->cut == OP_words) return word_next(a, st, x);
  return st->s->cut == OP_lines ? line_next(a, st, x) : split_next(a, st, x);
}

const stream_stepper STREAM_STEP_TEXT = {text_start, text_next};
