/* Terms to the text form of syntax.h. A composition is shown as its chain of links; neighbours in it that have a name
   of their own (a tuple and the primitive behind it, a tuple and apply, ..) are one group. Terms that are large and
   used more than once are named by a `let`, so that the text is linear in the terms. Expects a verified program. */

#include "ir/comb_walk.h"
#include "ir/decl_text.h"
#include "ir/literal.h"
#include "ir/op_type.h"
#include "ir/sexp.h"
#include "support/map.h"

enum { SHARED_WEIGHT = 14 };

typedef VEC(const comb *) comb_list;

typedef struct printer {
  arena *home;
  comb_store *store;
  strbuf *out;
  uint32_t *uses, *weight, *number; /* by term id; number 0: not named */
  bool *site_used, *seen;
  uint32_t lets;
  map name_uses; /* sym -> definitions of that name */
  decl_list decls;
} printer;

static sexp *print_term(printer *p, const comb *t);

/* ---- counting ---- */

static void count_uses(printer *p, const comb *t) {
  if (p->uses[t->id]++) return;
  uint64_t weight = 1;
  p->site_used[t->site] = true;
  decl_list_add(&p->decls, t->dom);
  decl_list_add(&p->decls, t->cod);
  for (uint32_t i = 0; i < comb_part_count(t); i++) {
    count_uses(p, comb_part(t, i));
    weight += p->weight[comb_part(t, i)->id];
  }
  p->weight[t->id] = weight > UINT32_MAX ? UINT32_MAX : (uint32_t)weight;
}

static bool is_named(const printer *p, const comb *t) {
  return p->uses[t->id] > 1 && p->weight[t->id] >= SHARED_WEIGHT;
}

/* ---- atoms ---- */

static str text_of(printer *p, void (*print)(strbuf *, const ir_type *), const ir_type *t) {
  strbuf b = strbuf_new(p->home);
  print(&b, t);
  return strbuf_str(&b);
}

static str type_text(printer *p, const ir_type *t) { return text_of(p, irt_print, t); }

static str def_text(printer *p, uint32_t d) {
  sym name = comb_def_at(p->store, d)->name;
  uint64_t uses = 0;
  map_get(&p->name_uses, name, &uses);
  str text = name ? intern_str(comb_names(p->store), name) : STR("_");
  return uses > 1 ? str_printf(p->home, STR_FMT "/%u", STR_ARG(text), d) : text;
}

static str site_text(printer *p, ir_site site) { return site ? str_printf(p->home, "@%u", site) : STR(""); }

/* The name of a primitive with its site, and with its codomain where the domain leaves that open. `lifted`: it stands
   in front of its arguments, where a list of some elements needs no type. */
static str prim_text(printer *p, const comb *t, bool lifted) {
  ir_op op = (ir_op)t->n;
  bool plain =
      op == OP_list ? lifted && op_parts(op, t->dom, t->cod) : op_result(comb_types(p->store), op, t->dom) != NULL;
  str site = site_text(p, t->site), type = plain ? STR("") : type_text(p, t->cod);
  return str_printf(p->home, "%s" STR_FMT "%s" STR_FMT, op_name(op), STR_ARG(site), plain ? "" : ":", STR_ARG(type));
}

static void print_literal(strbuf *b, const comb_literal *k) {
  if (k->type->kind == IRT_INT) literal_int(b, k->i);
  else if (k->type->kind == IRT_FLOAT) literal_float(b, k->f);
  else if (k->type->kind == IRT_BOOL) strbuf_add(b, k->i ? STR("true") : STR("false"));
  else if (k->type->kind == IRT_CHAR) literal_char(b, (uint32_t)k->i);
  else if (k->type->kind == IRT_UNIT) strbuf_add(b, STR("()"));
  else literal_str(b, k->s);
}

static sexp *list_new(printer *p, const char *head) { return sexp_new(p->home, '(', ')', str_of(head)); }

static void add(printer *p, sexp *list, const comb *part) { sexp_add(p->home, list, print_term(p, part)); }

static sexp *print_const(printer *p, const comb *t) {
  strbuf b = strbuf_new(p->home);
  strbuf_add(&b, STR("K "));
  print_literal(&b, &t->literal);
  return sexp_new(p->home, '(', ')', strbuf_str(&b));
}

static sexp *print_function(printer *p, const comb *t) {
  strbuf b = strbuf_new(p->home);
  strbuf_add(&b, t->kind == COMB_FIX ? STR("fix ") : STR("curry "));
  const ir_type *fun = t->cod;
  for (uint32_t i = 0; i < t->n; i++, fun = fun->args[1]) {
    if (i) strbuf_byte(&b, ',');
    irt_print(&b, fun->args[0]);
  }
  if (t->kind == COMB_FIX) {
    strbuf_add(&b, STR("=>"));
    irt_print(&b, t->a->cod);
  }
  sexp *list = sexp_new(p->home, '(', ')', strbuf_str(&b));
  add(p, list, t->a);
  return list;
}

static sexp *print_parts(printer *p, const comb *t, sexp *list) {
  for (uint32_t i = 0; i < comb_part_count(t); i++) add(p, list, comb_part(t, i));
  return list;
}

/* ---- chains ---- */

static bool is_kind(const comb *t, comb_kind kind) { return t && t->kind == kind; }

static bool is_duplicate(const comb *t) {
  return t->kind == COMB_TUPLE && t->n == 2 && t->parts[0]->kind == COMB_ID && t->parts[1]->kind == COMB_ID;
}

static bool is_swap(const comb *t) {
  return t->kind == COMB_TUPLE && t->n == 2 && is_kind(t->parts[0], COMB_PROJ) && is_kind(t->parts[1], COMB_PROJ) &&
         t->parts[0]->n == 1 && t->parts[1]->n == 0 && t->dom->count == 2;
}

/* The g of <.0;g .1;g>; NULL otherwise. A g that goes on projecting is a path into the environment, not a function of
   both sides. */
static const comb *is_on(const comb *t) {
  if (t->kind != COMB_TUPLE || t->n != 2 || t->dom->kind != IRT_TUPLE || t->dom->count != 2) return NULL;
  const comb *f = t->parts[0], *g = t->parts[1];
  bool both = f->kind == COMB_COMP && g->kind == COMB_COMP && f->b == g->b && f->a->kind == COMB_PROJ &&
              g->a->kind == COMB_PROJ;
  if (!both || f->a->n != 0 || g->a->n != 1) return NULL;
  const comb *inner = f->b->kind == COMB_COMP ? f->b->a : f->b;
  return inner->kind == COMB_PROJ ? NULL : f->b;
}

static bool is_lifted(const comb *first, const comb *prim) {
  if (!is_kind(prim, COMB_PRIM)) return false;
  uint32_t parts = op_parts((ir_op)prim->n, prim->dom, prim->cod);
  if (parts == 0) return first->kind == COMB_CONST;
  return parts > 1 && first->kind == COMB_TUPLE && first->n == parts;
}

static sexp *print_lifted(printer *p, const comb *first, const comb *prim) {
  sexp *list = sexp_new(p->home, '(', ')', prim_text(p, prim, true));
  return first->kind == COMB_TUPLE ? print_parts(p, first, list) : list;
}

/* The group that starts with first;second, both of it; NULL when they are no group. */
static sexp *print_pair(printer *p, const comb *first, const comb *second) {
  if (!second || is_named(p, first)) return NULL;
  if (is_duplicate(first)) {
    sexp *list = list_new(p, "W");
    add(p, list, second);
    return list;
  }
  if (is_lifted(first, second)) {
    const comb *inner = is_on(first);
    if (!inner) return is_swap(first) ? NULL : print_lifted(p, first, second);
    sexp *list = list_new(p, "Psi");
    add(p, list, second);
    add(p, list, inner);
    return list;
  }
  if (first->kind != COMB_TUPLE || second->kind != COMB_APPLY || first->n != second->n + 1) return NULL;
  str site = site_text(p, second->site);
  return print_parts(p, first, sexp_new(p->home, '(', ')', str_printf(p->home, "S" STR_FMT, STR_ARG(site))));
}

/* The chain from i on as far as it is projections, as one path. */
static sexp *print_path(printer *p, const comb_list *chain, uint32_t *i) {
  strbuf b = strbuf_new(p->home);
  for (; *i < chain->len && chain->items[*i]->kind == COMB_PROJ; (*i)++) strbuf_printf(&b, ".%u", chain->items[*i]->n);
  return sexp_atom(p->home, strbuf_str(&b));
}

static sexp *print_group(printer *p, const comb_list *chain, uint32_t *i) {
  const comb *first = chain->items[*i], *second = *i + 1 < chain->len ? chain->items[*i + 1] : NULL;
  if (first->kind == COMB_PROJ) return print_path(p, chain, i);
  sexp *pair = print_pair(p, first, second);
  if (!pair && second && is_swap(first)) {
    pair = list_new(p, "C");
    add(p, pair, second);
  }
  *i += pair ? 2 : 1;
  return pair ? pair : print_term(p, first);
}

static bool is_unary(const comb *t) { return t->kind == COMB_PRIM && op_parts((ir_op)t->n, t->dom, t->cod) == 1; }

static sexp *print_chain(printer *p, const comb *t) {
  comb_list chain = {0};
  const comb *link = t;
  for (; link->kind == COMB_COMP && (link == t || !is_named(p, link)); link = link->b)
    vec_push(p->home, &chain, link->a);
  vec_push(p->home, &chain, link);
  VEC(sexp *) groups = {0};
  for (uint32_t i = 0; i < chain.len;) vec_push(p->home, &groups, print_group(p, &chain, &i));
  if (groups.len == 1) return groups.items[0];
  const comb *last = vec_last(&chain);
  bool call = groups.len == 2 && is_unary(last) && !is_named(p, last);
  sexp *list = call ? sexp_new(p->home, '(', ')', prim_text(p, last, true)) : list_new(p, "B");
  for (uint32_t i = 0; i < groups.len - call; i++) sexp_add(p->home, list, groups.items[i]);
  return list;
}

/* ---- terms ---- */

static sexp *print_form(printer *p, const comb *t) {
  switch (t->kind) {
    case COMB_ID: return sexp_atom(p->home, STR("id"));
    case COMB_COMP: return print_chain(p, t);
    case COMB_TUPLE: return print_parts(p, t, sexp_new(p->home, '<', '>', STR("")));
    case COMB_PROJ: return sexp_atom(p->home, str_printf(p->home, ".%u", t->n));
    case COMB_CONST: return print_const(p, t);
    case COMB_CURRY:
    case COMB_FIX: return print_function(p, t);
    case COMB_APPLY: {
      str site = site_text(p, t->site);
      return sexp_atom(p->home, str_printf(p->home, "apply/%u" STR_FMT, t->n, STR_ARG(site)));
    }
    case COMB_CHOICE: return print_parts(p, t, list_new(p, "choice"));
    case COMB_CATCH: return print_parts(p, t, list_new(p, "catch"));
    case COMB_OPTION: return print_parts(p, t, list_new(p, "option"));
    case COMB_PRIM: return sexp_atom(p->home, prim_text(p, t, false));
    case COMB_REF: {
      str name = def_text(p, t->n);
      return sexp_atom(p->home, str_printf(p->home, "&" STR_FMT, STR_ARG(name)));
    }
  }
  return NULL;
}

static sexp *print_term(printer *p, const comb *t) {
  if (!is_named(p, t)) return print_form(p, t);
  return sexp_atom(p->home, str_printf(p->home, "%%%u", p->number[t->id]));
}

/* ---- programs ---- */

static void write_line(printer *p, const sexp *s) {
  sexp_write(p->out, s, 0);
  strbuf_byte(p->out, '\n');
}

/* Numbers what is to be named below t and prints it, innermost first. */
static void print_lets(printer *p, const comb *t) {
  if (p->seen[t->id]) return;
  p->seen[t->id] = true;
  for (uint32_t i = 0; i < comb_part_count(t); i++) print_lets(p, comb_part(t, i));
  if (!is_named(p, t)) return;
  p->number[t->id] = ++p->lets;
  sexp *let = sexp_new(p->home, '(', ')', str_printf(p->home, "let %%%u", p->number[t->id]));
  sexp_add(p->home, let, print_form(p, t));
  write_line(p, let);
}

static str span_text(printer *p, span where) {
  if (where.file == SPAN_NONE.file) return STR("");
  if (where.file == 0) return str_printf(p->home, " @%u..%u", where.start, where.end);
  return str_printf(p->home, " @%u:%u..%u", where.file, where.start, where.end);
}

static void print_def(printer *p, uint32_t d) {
  const comb_def *def = comb_def_at(p->store, d);
  if (def->body) print_lets(p, def->body);
  str name = def_text(p, d), type = type_text(p, def->type), where = span_text(p, def->where);
  sexp *list = sexp_new(p->home, '(', ')',
                        str_printf(p->home, "def " STR_FMT " : " STR_FMT STR_FMT "%s", STR_ARG(name), STR_ARG(type),
                                   STR_ARG(where), def->library ? " library" : ""));
  if (def->body) add(p, list, def->body);
  write_line(p, list);
}

static void print_main(printer *p, const comb_program *program) {
  print_lets(p, program->entry);
  strbuf head = strbuf_new(p->home);
  strbuf_add(&head, STR("main"));
  for (uint32_t i = 0; i < program->argc; i++) {
    strbuf_byte(&head, ' ');
    irt_print(&head, program->args[i]);
  }
  strbuf_add(&head, STR(" => "));
  irt_print(&head, program->result);
  sexp *list = sexp_new(p->home, '(', ')', strbuf_str(&head));
  add(p, list, program->entry);
  write_line(p, list);
}

static void print_site(printer *p, ir_site site) {
  const ir_site_info *info = comb_site(p->store, site);
  str name = info->definition ? intern_str(comb_names(p->store), info->definition) : STR("");
  str where = span_text(p, info->where);
  strbuf_printf(p->out, "(site %u" STR_FMT "%s" STR_FMT ")\n", site, STR_ARG(where), name.len ? " " : "",
                STR_ARG(name));
}

static printer printer_new(strbuf *out, const comb_program *program) {
  comb_store *s = program->store;
  printer p = {.home = out->home, .store = s, .out = out, .name_uses = map_new(out->home)};
  p.decls = decl_list_new(p.home, comb_types(s));
  p.uses = ARENA_ARRAY(p.home, uint32_t, comb_count(s));
  p.weight = ARENA_ARRAY(p.home, uint32_t, comb_count(s));
  p.number = ARENA_ARRAY(p.home, uint32_t, comb_count(s));
  p.seen = ARENA_ARRAY(p.home, bool, comb_count(s));
  p.site_used = ARENA_ARRAY(p.home, bool, comb_site_count(s));
  for (uint32_t d = 0; d < comb_def_count(s); d++) {
    uint64_t uses = 0;
    map_get(&p.name_uses, comb_def_at(s, d)->name, &uses);
    map_set(&p.name_uses, comb_def_at(s, d)->name, uses + 1);
    decl_list_add(&p.decls, comb_def_at(s, d)->type);
    if (comb_def_at(s, d)->body) count_uses(&p, comb_def_at(s, d)->body);
  }
  count_uses(&p, program->entry);
  return p;
}

void comb_print(strbuf *out, const comb_program *program) {
  printer p = printer_new(out, program);
  for (uint32_t i = 0; i < p.decls.types.len; i++) decl_print(out, p.decls.types.items[i]);
  for (uint32_t d = 0; d < comb_def_count(p.store); d++) print_def(&p, d);
  print_main(&p, program);
  for (ir_site site = 1; site < comb_site_count(p.store); site++)
    if (p.site_used[site]) print_site(&p, site);
}
