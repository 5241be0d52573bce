/* Types as text, in the notation of annotations. */

#include "frontend/type.h"
#include "support/vec.h"

typedef struct named_var {
  type *var;
  sym name;       /* 0: the letter */
  uint32_t number; /* of those with this name, from 0 */
} named_var;

struct type_names {
  arena *home;
  const intern *names;
  type_class_name *better;
  void *context;
  VEC(named_var) seen;
  size_t start; /* of this type in the text */
  bool cut;
};

type_names *type_names_new(arena *home, const intern *names, type_class_name *better, void *context) {
  type_names *n = ARENA_NEW(home, type_names);
  *n = (type_names){.home = home, .names = names, .better = better, .context = context};
  return n;
}

static const named_var *name_of(type_names *n, type *var) {
  sym name = n->better ? n->better(n->context, var) : 0;
  uint32_t number = 0;
  for (uint32_t i = 0; i < n->seen.len; i++) {
    if (n->seen.items[i].var == var) return &n->seen.items[i];
    if (n->seen.items[i].name == name) number++;
  }
  vec_push(n->home, &n->seen, ((named_var){var, name, number}));
  return &vec_last(&n->seen);
}

/* t u v .. z, then t1 u1 .. */
static void print_var(strbuf *out, type *t, type_names *n) {
  enum { LETTERS = 7 };
  const named_var *v = name_of(n, t);
  if (v->name) {
    strbuf_add(out, intern_str(n->names, v->name));
    bool counts = v->number && intern_str(n->names, v->name).ptr[0] >= 'a'; /* ord, ord2; but Int and Int */
    if (counts) strbuf_printf(out, "%u", v->number + 1);
    return;
  }
  strbuf_byte(out, (char)('t' + v->number % LETTERS));
  if (v->number >= LETTERS) strbuf_printf(out, "%u", v->number / LETTERS);
}

static void print(strbuf *out, type *t, type_names *n);

static void print_list(strbuf *out, type *t, type_names *n, const char *open, const char *between, const char *close) {
  strbuf_add(out, str_of(open));
  for (uint32_t i = 0; i < t->count; i++) {
    if (i) strbuf_add(out, str_of(between));
    print(out, t->args[i], n);
  }
  strbuf_add(out, str_of(close));
}

/* As the left of an arrow or the content of an option: a function wants brackets. */
static void print_tight(strbuf *out, type *t, type_names *n) {
  t = type_find(t);
  bool brackets = t->kind == TYPE_FUN;
  if (brackets) strbuf_byte(out, '(');
  print(out, t, n);
  if (brackets) strbuf_byte(out, ')');
}

static void print(strbuf *out, type *t, type_names *n) {
  enum { LONGEST = 4000 };
  if (out->len > n->start + LONGEST) { /* shared parts may print without end */
    if (!n->cut) strbuf_add(out, STR(".."));
    n->cut = true;
    return;
  }
  t = type_find(t);
  switch (t->kind) {
    case TYPE_VAR: print_var(out, t, n); break;
    case TYPE_INT: strbuf_add(out, STR("Int")); break;
    case TYPE_FLOAT: strbuf_add(out, STR("Float")); break;
    case TYPE_BOOL: strbuf_add(out, STR("Bool")); break;
    case TYPE_CHAR: strbuf_add(out, STR("Char")); break;
    case TYPE_UNIT: strbuf_add(out, STR("()")); break;
    case TYPE_BIG: strbuf_add(out, STR("Big")); break;
    case TYPE_DYN: strbuf_add(out, STR("Dyn")); break;
    case TYPE_POISON: strbuf_byte(out, '_'); break;
    case TYPE_LIST:
      if (type_is_str(t)) strbuf_add(out, STR("Str"));
      else print_list(out, t, n, "[", "", "]");
      break;
    case TYPE_TUPLE: print_list(out, t, n, "(", ",", ")"); break;
    case TYPE_DICT: print_list(out, t, n, "{", ":", "}"); break;
    case TYPE_SET: print_list(out, t, n, "{", "", "}"); break;
    case TYPE_OPTION:
      print_tight(out, t->args[0], n);
      strbuf_byte(out, '?');
      break;
    case TYPE_FUN:
      print_tight(out, t->args[0], n);
      strbuf_add(out, STR("->"));
      print(out, t->args[1], n);
      break;
    case TYPE_NAMED:
      strbuf_add(out, intern_str(n->names, t->name));
      if (t->count) print_list(out, t, n, "[", ",", "]");
      break;
  }
}

void type_print_with(strbuf *out, type *t, type_names *n) {
  n->start = out->len;
  n->cut = false;
  print(out, t, n);
}

void type_print_effect(strbuf *out, type *t, uint32_t arrows, type_names *n) {
  n->start = out->len;
  n->cut = false;
  for (t = type_find(t); arrows && t->kind == TYPE_FUN; arrows--, t = type_find(t->args[1])) {
    print_tight(out, t->args[0], n);
    strbuf_add(out, STR("->"));
  }
  strbuf_byte(out, '!');
  print_tight(out, t, n);
}

void type_print(strbuf *out, type *t, const intern *names) {
  type_names n = {.home = out->home, .names = names};
  type_print_with(out, t, &n);
}
