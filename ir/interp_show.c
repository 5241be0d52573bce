/* Values as GAEL source. What is open lies on a stack of its own, so that a chain of any length needs no C stack. */

#include "ir/bignum.h"
#include "ir/interp_table.h"
#include "ir/literal.h"
#include "support/vec.h"

/* Values between brackets, of which some are written. */
typedef struct sequence {
  const interp_value *items;
  const ir_type *const *types; /* of item i: types[i % period] */
  const str *labels;           /* in front of the items; NULL: none */
  int64_t n, period, next;
  bool pairs; /* a dictionary's: keys and values in turn */
  char close;
} sequence;

typedef struct shower {
  strbuf *out;
  VEC(sequence) open;
} shower;

static void open_sequence(shower *s, str opening, sequence q) {
  strbuf_add(s->out, opening);
  vec_push(s->out->home, &s->open, q);
}

static void show_str(strbuf *out, const interp_list *chars, bool source) {
  if (source) strbuf_byte(out, '"');
  for (int64_t i = 0; i < chars->len; i++) {
    if (source) literal_scalar(out, (uint32_t)chars->items[i].i, '"');
    else strbuf_utf8(out, (uint32_t)chars->items[i].i);
  }
  if (source) strbuf_byte(out, '"');
}

/* Functions show only among the operands of a failure. */
static void show_opaque(strbuf *out, const ir_type *t) {
  strbuf_byte(out, '<');
  irt_print(out, t);
  strbuf_byte(out, '>');
}

static void show_table(shower *s, const interp_table *table, const ir_type *t) {
  int64_t period = t->kind == IRT_DICT ? 2 : 1, n = table->len * period;
  const interp_entry *entries = interp_table_entries(s->out->home, table);
  interp_value *items = ARENA_ARRAY(s->out->home, interp_value, n);
  for (int64_t i = 0; i < table->len; i++) {
    items[i * period] = entries[i].key;
    if (period == 2) items[i * 2 + 1] = entries[i].value;
  }
  sequence q = {.items = items, .types = t->args, .n = n, .period = period, .pairs = period == 2};
  q.close = q.pairs ? '}' : ']';
  open_sequence(s, q.pairs ? STR("{") : STR("set["), q);
}

static void show_object(shower *s, const interp_object *object, const ir_type *t) {
  const ir_decl *d = irt_decl(t);
  const ir_con *con = &d->cons[object->tag];
  strbuf_add(s->out, con->name);
  if (!con->count && !d->record) return;
  sequence q = {.items = object->fields, .types = con->fields, .n = con->count, .period = con->count};
  q.labels = d->record ? con->labels : NULL;
  q.close = d->record ? '}' : ')';
  open_sequence(s, d->record ? STR("{") : STR("("), q);
}

static void show_big(strbuf *out, const bignum *big, bool source) {
  strbuf_add(out, bignum_text(out->home, big, 10));
  if (source) strbuf_byte(out, 'n');
}

/* `source`: a Str in its quotes, a Big with its n. */
static void show_value(shower *s, interp_value v, const ir_type *t, bool source) {
  if (t->kind == IRT_OPTION) source = true;
  t = interp_strip(&v, t);
  switch (t->kind) {
    case IRT_INT: literal_int(s->out, v.i); return;
    case IRT_FLOAT: literal_float(s->out, v.f); return;
    case IRT_BOOL: strbuf_add(s->out, v.i ? STR("true") : STR("false")); return;
    case IRT_CHAR: literal_char(s->out, (uint32_t)v.i); return;
    case IRT_UNIT: strbuf_add(s->out, STR("()")); return;
    case IRT_LIST:
      if (irt_is_str(t)) show_str(s->out, v.list, source);
      else open_sequence(s, STR("["), (sequence){v.list->items, t->args, NULL, v.list->len, 1, 0, false, ']'});
      return;
    case IRT_TUPLE:
      open_sequence(s, STR("("), (sequence){v.parts, t->args, NULL, t->count, t->count, 0, false, ')'});
      return;
    case IRT_OPTION:
    case IRT_DYN: strbuf_add(s->out, STR("none")); return;
    case IRT_DICT:
    case IRT_SET: show_table(s, v.table, t); return;
    case IRT_NAMED: show_object(s, v.object, t); return;
    case IRT_BIG: show_big(s->out, v.big, source); return;
    case IRT_FUN: show_opaque(s->out, t); return;
  }
}

/* The topmost sequence's next item, or its end. */
static void show_next(shower *s) {
  sequence *q = &vec_last(&s->open);
  int64_t i = q->next++;
  if (i == q->n) {
    strbuf_byte(s->out, q->close);
    s->open.len--;
    return;
  }
  if (i) strbuf_byte(s->out, q->pairs && i % 2 ? ':' : ',');
  if (q->labels) strbuf_printf(s->out, STR_FMT ":", STR_ARG(q->labels[i]));
  show_value(s, q->items[i], q->types[i % q->period], true);
}

bool interp_show_most(strbuf *out, interp_value v, const ir_type *t, bool source, uint64_t most) {
  shower s = {.out = out};
  uint64_t start = out->len;
  show_value(&s, v, t, source);
  while (s.open.len && out->len - start <= most) show_next(&s);
  return !s.open.len;
}

void interp_show(strbuf *out, interp_value v, const ir_type *t, bool source) {
  interp_show_most(out, v, t, source, UINT64_MAX);
}

void interp_print(strbuf *out, interp_value v, const ir_type *t) {
  t = t->kind == IRT_DYN ? interp_strip(&v, t) : t;
  interp_show(out, v, t, !irt_is_str(t));
}
