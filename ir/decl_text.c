#include "ir/decl_text.h"

decl_list decl_list_new(arena *home, const ir_types *types) {
  return (decl_list){.home = home, .seen = ARENA_ARRAY(home, bool, irt_count(types))};
}

void decl_list_add(decl_list *l, const ir_type *t) {
  if (l->seen[t->id]) return;
  l->seen[t->id] = true;
  for (uint32_t i = 0; i < t->count; i++) decl_list_add(l, t->args[i]);
  if (t->kind != IRT_NAMED) return;
  vec_push(l->home, &l->types, t);
  const ir_decl *d = irt_decl(t);
  for (uint32_t k = 0; k < d->count; k++)
    for (uint32_t i = 0; i < d->cons[k].count; i++) decl_list_add(l, d->cons[k].fields[i]);
}

static void print_con(strbuf *out, const ir_con *con) {
  strbuf_printf(out, " (" STR_FMT, STR_ARG(con->name));
  for (uint32_t i = 0; i < con->count; i++) {
    strbuf_byte(out, ' ');
    if (con->labels) strbuf_printf(out, STR_FMT ":", STR_ARG(con->labels[i]));
    irt_print(out, con->fields[i]);
  }
  strbuf_byte(out, ')');
}

void decl_print(strbuf *out, const ir_type *t) {
  const ir_decl *d = irt_decl(t);
  strbuf_add(out, STR("(type "));
  irt_print(out, t);
  for (uint32_t k = 0; k < d->count; k++) print_con(out, &d->cons[k]);
  strbuf_add(out, STR(")\n"));
}

/* ---- reading ---- */

static bool fail(syntax_reader *r, const char *error) {
  syntax_fail(r, error);
  return false;
}

static const ir_type *read_head(syntax_reader *r, ir_types *types) {
  str word = syntax_word(r);
  size_t used = 0;
  const ir_type *t = irt_read_named(types, word, &used);
  return t && used == word.len ? t : syntax_fail(r, "a declaration without its type's name");
}

/* Behind the name, to the bracket that closes the form. */
static bool skip_form(syntax_reader *r) {
  for (uint32_t open = 1; r->at < r->text.len;) {
    char c = r->text.ptr[r->at++];
    open += (c == '(') - (c == ')');
    if (!open) return true;
  }
  return fail(r, "a declaration that does not end");
}

bool decl_read_names(syntax_reader *r, ir_types *types) {
  size_t start = r->at;
  while (syntax_accept(r, STR("(")) && syntax_accept(r, STR("type ")))
    if (!read_head(r, types) || !skip_form(r)) return false;
  r->at = start;
  return true;
}

static size_t label_length(str word) {
  size_t n = 0;
  while (n < word.len && ((word.ptr[n] | 32) >= 'a' || (word.ptr[n] >= '0' && word.ptr[n] <= '9') || word.ptr[n] < 0) &&
         (word.ptr[n] | 32) <= 'z')
    n++;
  return n < word.len && word.ptr[n] == ':' ? n : 0;
}

/* A field, `x:Int` in a record. */
static const ir_type *read_field(syntax_reader *r, ir_types *types, str *label) {
  str word = syntax_word(r);
  size_t used = 0;
  label->ptr = word.ptr;
  label->len = label_length(word);
  if (label->len) word = (str){word.ptr + label->len + 1, word.len - label->len - 1};
  const ir_type *t = irt_read(types, word, &used);
  return t && used == word.len ? t : syntax_fail(r, "a field's type that cannot be read");
}

static bool read_con(syntax_reader *r, ir_types *types, ir_con *out) {
  VEC(const ir_type *) fields = {0};
  VEC(str) labels = {0};
  bool labelled = false;
  out->name = syntax_word(r);
  if (!out->name.len) return fail(r, "a constructor without its name");
  while (!syntax_accept(r, STR(")"))) {
    str label;
    const ir_type *field = read_field(r, types, &label);
    if (!field) return false;
    labelled = labelled || label.len;
    vec_push(r->home, &fields, field);
    vec_push(r->home, &labels, label);
  }
  out->count = fields.len;
  out->fields = fields.items;
  out->labels = labelled ? labels.items : NULL;
  return true;
}

static bool same_con(const ir_con *a, const ir_con *b) {
  if (!str_eq(a->name, b->name) || a->count != b->count || !a->labels != !b->labels) return false;
  for (uint32_t i = 0; i < a->count; i++)
    if (a->fields[i] != b->fields[i] || (a->labels && !str_eq(a->labels[i], b->labels[i]))) return false;
  return true;
}

static bool same_decl(const ir_decl *d, uint32_t count, const ir_con *cons) {
  if (d->count != count) return false;
  for (uint32_t k = 0; k < count; k++)
    if (!same_con(&d->cons[k], &cons[k])) return false;
  return true;
}

bool decl_read(syntax_reader *r, ir_types *types) {
  VEC(ir_con) cons = {0};
  const ir_type *t = read_head(r, types);
  while (t && !syntax_accept(r, STR(")"))) {
    ir_con con = {0};
    if (!syntax_accept(r, STR("("))) return fail(r, "a constructor stands in brackets");
    if (!read_con(r, types, &con)) return false;
    vec_push(r->home, &cons, con);
  }
  if (!t) return false;
  bool record = false;
  for (uint32_t k = 0; k < cons.len; k++) record = record || cons.items[k].labels;
  if (!cons.len || (record && cons.len > 1)) return fail(r, "a type has constructors, a record has one");
  if (!irt_is_defined(t)) irt_define(types, t, record, cons.len, cons.items);
  return same_decl(irt_decl(t), cons.len, cons.items) || fail(r, "a type that is declared otherwise already");
}
