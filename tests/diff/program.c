#include "tests/diff/program.h"

#include <string.h>

#include "support/bug.h"
#include "support/vec.h"

enum { LOOPS = 2, PLACES = 8, LONG_LEAST = 1000, LONG_MOST = 2600 };

typedef struct form {
  char kind;
  uint32_t weight;
  const char *text;
} form;

static const form forms[] = {
#define FORM(kind, weight, text) {kind, weight, text},
#include "tests/diff/forms.def"
#undef FORM
};

struct term {
  char kind;
  const char *text; /* of the form, or of a whole leaf */
  uint32_t names[PLACES];
  uint32_t count;
  term **parts;
};

typedef struct variable {
  char kind;
  uint32_t name;
} variable;

typedef struct maker {
  arena *home;
  uint64_t state;
  VEC(variable) scope;
  uint32_t names, loops;
} maker;

static uint32_t below(maker *m, uint32_t n) {
  m->state ^= m->state << 13;
  m->state ^= m->state >> 7;
  m->state ^= m->state << 17;
  return (uint32_t)((m->state >> 20) % n);
}

static bool one_in(maker *m, uint32_t n) { return below(m, n) == 0; }

static uint64_t start(uint64_t number) {
  uint64_t x = number * 0x9E3779B97F4A7C15u + 0x94D049BB133111EBu;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x ^= x >> 27;
  return x ? x : 1;
}

/* ---- leaves ---- */

static int64_t limit_value(maker *m) {
  int64_t near = (int64_t)below(m, 5) - 2;
  switch (below(m, 8)) {
  case 0:
  case 1: return INT64_MAX - below(m, 4);
  case 2: return INT64_MIN + below(m, 4);
  case 3: return (INT64_C(1) << 62) + near;
  case 4: return -(INT64_C(1) << 62) + near;
  case 5: return (INT64_C(1) << (30 + below(m, 4))) + near;
  case 6: return INT64_MAX / (2 + (int64_t)below(m, 9)) + near;
  default: return (int64_t)(m->state * 0x2545F4914F6CDD1Du);
  }
}

static int64_t small_value(maker *m) { return (int64_t)below(m, 15) - 4; }
static int64_t any_value(maker *m) { return one_in(m, 4) ? limit_value(m) : small_value(m); }

/* The least Int has no literal. */
static const char *int_text(arena *home, int64_t v) {
  if (v == INT64_MIN) return "(-9223372036854775807-1)";
  return str_printf(home, v < 0 ? "(%lld)" : "%lld", (long long)v).ptr;
}

static const struct {
  char kind;
  const char *texts[4];
} leaves[] = {
    {'b', {"false", "true", "true", "false"}},
    {'f', {"0.0", "1.5", "(-2.25)", "1e300"}},
    {'l', {"[0]", "[1,2,3]", "[5,-1,9223372036854775807,7]", "(0..<5)"}},
    {'g', {"[0.0]", "[0.1,2.5,-3.0]", "[1e308,1e308]", "[1.0]"}},
    {'v', {"[true]", "[false,true]", "([true]*9)", "[false]"}},
    {'s', {"\"\"", "\"12\"", "\"a 1,b\"", "\"9223372036854775808\""}},
    {'w', {"[\"\"]", "[\"a\",\"12\"]", "[\"x\"]", "[\"b\",\"a\"]"}},
    {'r', {"[[0]]", "[[1],[2,3]]", "[[4,5],[6,7]]", "([[0]*3]*3)"}},
    {'q', {"[(0,0)]", "[(1,2),(3,4)]", "[(0,9223372036854775807)]", "[(2,1)]"}},
    {'u', {"(0,0)", "(1,2)", "(9223372036854775807,1)", "(-1,0)"}},
    {'m', {"([0],[0])", "([1,2],[3])", "([1],[1])", "([],[2,1])"}},
    {'o', {"some(0)", "some(1)", "(1<0?1:none)", "some(9223372036854775807)"}},
    {'t', {"Leaf", "Node(Leaf,1,Leaf)", "Node(Node(Leaf,1,Leaf),2,Leaf)", "Leaf"}},
    {'e', {"(Num 0)", "(Num 1)", "Add(Num 1,Num 2)", "Mul(Num 3,Neg(Num 2))"}},
    {'c', {"Nil", "Cons(1,Nil)", "Cons(1,Cons(2,Nil))", "Nil"}},
    {'p', {"Point(0,0)", "Point(1,2)", "Point(3,-4)", "Point{px:0,py:1}"}},
    {'k', {"Red", "Green", "Blue", "Red"}},
    {'d', {"({0:0})", "({1:2,3:4})", "({7:9223372036854775807})", "({2:1,1:2})"}},
    {'z', {"set[0]", "set[1,2]", "set[9223372036854775807]", "set[3]"}},
    {'h', {"(+1)", "(*2)", "(\\v.v)", "(\\v.v*v-1)"}},
};

static const char *leaf_text(maker *m, char kind) {
  if (kind == 'i') return int_text(m->home, any_value(m));
  for (size_t k = 0; k < sizeof leaves / sizeof *leaves; k++)
    if (leaves[k].kind == kind) return leaves[k].texts[below(m, 4)];
  gael_bug("no leaf of kind %c", kind);
}

static const char *least_text(char kind) {
  for (size_t k = 0; k < sizeof leaves / sizeof *leaves; k++)
    if (leaves[k].kind == kind) return leaves[k].texts[0];
  return "0";
}

static term *leaf(maker *m, char kind, const char *text) {
  term *t = ARENA_NEW(m->home, term);
  t->kind = kind;
  t->text = text;
  return t;
}

static const variable *variable_of(maker *m, char kind) {
  const variable *found = NULL;
  uint32_t seen = 0;
  for (uint32_t k = 0; k < m->scope.len; k++)
    if (m->scope.items[k].kind == kind && one_in(m, ++seen)) found = &m->scope.items[k];
  return found;
}

static term *name_of(maker *m, const variable *v) { return leaf(m, v->kind, str_printf(m->home, "v%u", v->name).ptr); }

/* ---- forms ---- */

static term *make(maker *m, char kind, uint32_t depth);

static bool is_place(const char *at) { return at[1] >= '0' && at[1] < '0' + PLACES; }
static uint32_t place(const char *at) { return (uint32_t)(at[1] - '0'); }

static bool may_stand(maker *m, const form *f, char kind) {
  if (f->kind != kind && f->kind != '_' && (f->kind != '-' || kind == 'o')) return false;
  if (m->loops >= LOOPS && strchr(f->text, '`')) return false;
  if (m->loops && strstr(f->text, "$N")) return false;
  return !strstr(f->text, "$H") || variable_of(m, 'h');
}

static const form *choose(maker *m, char kind) {
  const form *found = NULL;
  uint32_t seen = 0;
  for (size_t k = 0; k < sizeof forms / sizeof *forms; k++) {
    if (!may_stand(m, &forms[k], kind)) continue;
    seen += forms[k].weight;
    if (below(m, seen) < forms[k].weight) found = &forms[k];
  }
  return found;
}

static void hide(maker *m, uint32_t name) {
  for (uint32_t k = m->scope.len; k-- > 0;) {
    if (m->scope.items[k].name != name) continue;
    memmove(&m->scope.items[k], &m->scope.items[k + 1], (m->scope.len - k - 1) * sizeof *m->scope.items);
    m->scope.len--;
    return;
  }
}

static term *operand(maker *m, char wanted, char own, uint32_t depth) {
  switch (wanted) {
  case 'n': return leaf(m, wanted, str_printf(m->home, "%u", below(m, 10)).ptr);
  case 'N': return leaf(m, wanted, str_printf(m->home, "%u", LONG_LEAST + below(m, LONG_MOST - LONG_LEAST + 1)).ptr);
  case 'H': return name_of(m, variable_of(m, 'h'));
  case '_': return make(m, own, depth);
  default: return make(m, wanted, depth);
  }
}

static term *make_form(maker *m, const form *f, char kind, uint32_t depth) {
  term *t = leaf(m, kind, f->text);
  char kinds[PLACES] = {0};
  uint32_t scope = m->scope.len, loops = m->loops;
  VEC(term *) parts = {0};
  for (const char *at = f->text; *at; at++) {
    if (*at == '@') {
      kinds[place(at + 1)] = at[1] == '_' ? kind : at[1];
      if (!t->names[place(at + 1)]) t->names[place(at + 1)] = ++m->names;
    } else if (*at == '~') {
      vec_push(m->home, &m->scope, ((variable){kinds[place(at)], t->names[place(at)]}));
    } else if (*at == '^') {
      hide(m, t->names[place(at)]);
    } else if (*at == '`') {
      m->loops++;
    } else if (*at == '$') {
      vec_push(m->home, &parts, operand(m, at[1], kind, depth));
    }
  }
  m->scope.len = scope;
  m->loops = loops;
  t->count = parts.len;
  t->parts = parts.items;
  return t;
}

static term *make(maker *m, char kind, uint32_t depth) {
  const variable *v = one_in(m, depth ? 3 : 1) ? variable_of(m, kind) : NULL;
  if (v) return name_of(m, v);
  bool ends = !depth || one_in(m, 12);
  const form *f = ends ? NULL : choose(m, kind);
  return f ? make_form(m, f, kind, depth - 1) : leaf(m, kind, leaf_text(m, kind));
}

/* ---- runs ---- */

static void fill_short(maker *m, program_run *r, int64_t (*value)(maker *), uint32_t most) {
  r->len = below(m, most + 1);
  r->list = ARENA_ARRAY(m->home, int64_t, most + 1);
  for (uint32_t k = 0; k < r->len; k++) r->list[k] = value(m);
}

/* What blocks of a thousand elements have to tell apart: nothing overflows; one place does; everything a little; up
   and back again. */
static void fill_long(maker *m, program_run *r) {
  uint32_t sort = below(m, 4);
  r->len = LONG_LEAST + below(m, LONG_MOST - LONG_LEAST + 1);
  r->list = ARENA_ARRAY(m->home, int64_t, r->len);
  for (uint32_t k = 0; k < r->len; k++) {
    r->list[k] = small_value(m);
    if (sort == 2) r->list[k] = (INT64_C(1) << 52) + (int64_t)below(m, 1000);
    if (sort == 3 && one_in(m, 4)) r->list[k] = (k & 1 ? -1 : 1) * ((INT64_C(1) << 62) + below(m, 9));
  }
  for (uint32_t k = 0; sort == 1 && k < 3; k++) r->list[below(m, r->len)] = limit_value(m);
}

static void make_runs(maker *m, diff_program *p) {
  program_run *r = p->runs;
  r[0] = (program_run){.first = small_value(m), .second = small_value(m)};
  r[1] = (program_run){.first = limit_value(m), .second = any_value(m)};
  r[2] = (program_run){.first = small_value(m), .second = any_value(m)};
  r[3] = (program_run){.first = any_value(m), .second = limit_value(m)};
  fill_short(m, &r[0], small_value, 8);
  fill_short(m, &r[1], any_value, 8);
  fill_long(m, &r[2]);
  fill_short(m, &r[3], limit_value, 1);
  p->run_count = PROGRAM_RUNS;
}

void program_make(arena *home, uint64_t number, diff_program *out) {
  static const char results[] = "iiiiiiiiiillllffssrqmmottecpdzb";
  maker m = {.home = home, .state = start(number)};
  *out = (diff_program){.number = number};
  vec_push(home, &m.scope, ((variable){'i', ++m.names}));
  vec_push(home, &m.scope, ((variable){'i', ++m.names}));
  vec_push(home, &m.scope, ((variable){'l', ++m.names}));
  static const uint32_t depths[] = {1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 4};
  uint32_t depth = depths[below(&m, sizeof depths / sizeof *depths)];
  char kind = results[below(&m, sizeof results - 1)];
  out->body = make_form(&m, choose(&m, kind), kind, depth);
  make_runs(&m, out);
}

/* ---- text ---- */

static void print_term(strbuf *out, const term *t) {
  uint32_t next = 0;
  for (const char *at = t->text; *at; at++) {
    if (*at == '@') {
      strbuf_printf(out, "v%u", t->names[place(at + 1)]);
      at += 2;
    } else if (*at == '%' && is_place(at)) {
      strbuf_printf(out, "v%u", t->names[place(at)]);
      at++;
    } else if (*at == '$') {
      print_term(out, t->parts[next++]);
      at++;
    } else if (*at == '~' || *at == '^') {
      at++;
    } else if (*at != '`') {
      strbuf_byte(out, *at);
    }
  }
}

static const char prelude[] =
    "type Tree=Leaf|Node(Tree,Int,Tree)\n"
    "type Expr=Num(Int)|Add(Expr,Expr)|Mul(Expr,Expr)|Neg(Expr)\n"
    "type Chain=Nil|Cons(Int,Chain)\n"
    "type Point={px:Int,py:Int}\n"
    "type Color=Red|Green|Blue\n"
    "grow t v=match t|Leaf->Node(Leaf,v,Leaf)\n"
    " |Node(l,u,r)->v<u?Node(grow l v,u,r):Node(l,u,grow r v)\n"
    "simplify e=match e|Add(Num 0,f)->simplify f|Mul(Num 1,f)->simplify f|Neg(Neg f)->simplify f\n"
    " |Add(f,g)->Add(simplify f,simplify g)|Mul(f,g)->Mul(simplify f,simplify g)\n"
    " |Neg f->Neg(simplify f)|Num n->Num n\n";

/* The last arm catches, so failures have to give back what they hold. */
static void print_main(strbuf *out, uint32_t count, bool table) {
  strbuf_add(out, table ? STR("a<0?(str(b//c+d.sum)??\"\"):[") : STR("match a"));
  for (uint32_t k = 0; k < count; k++) {
    if (table)
      strbuf_printf(out, "%sp%u", k ? "," : "", k);
    else
      strbuf_printf(out, "|%u->p%u(b,c,d)", k, k);
  }
  strbuf_add(out, table ? STR("][a]((b,c,d))\n") : STR("|_->(str(b//c+d.sum)??\"\")\n"));
}

void program_print(strbuf *out, const diff_program *programs, uint32_t count, bool table) {
  strbuf_add(out, str_of(prelude));
  for (uint32_t k = 0; k < count; k++) {
    strbuf_printf(
        out, table ? "p%u:(Int,Int,[Int])->!Str\np%u (v1,v2,v3)=str(" : "p%u:Int->Int->[Int]->!Str\np%u v1 v2 v3=str(",
        k, k);
    print_term(out, programs[k].body);
    strbuf_add(out, STR(")\n"));
  }
  print_main(out, count, table);
}

void program_print_run(strbuf *out, const program_run *r) {
  strbuf_printf(out, "%s,%s,[", int_text(out->home, r->first), int_text(out->home, r->second));
  for (uint32_t k = 0; k < r->len; k++) {
    if (k) strbuf_byte(out, ',');
    strbuf_add(out, str_of(int_text(out->home, r->list[k])));
  }
  strbuf_byte(out, ']');
}

/* ---- shrinking ---- */

typedef struct shrinker {
  arena *home;
  diff_program *p;
  program_still *still;
  void *context;
  bool smaller; /* in this round */
} shrinker;

static bool kept(shrinker *s) {
  bool yes = s->still(s->context, s->p);
  s->smaller |= yes;
  return yes;
}

static bool try_term(shrinker *s, term *t, const term *by) {
  term old = *t;
  *t = *by;
  if (kept(s)) return true;
  *t = old;
  return false;
}

typedef VEC(const term *) terms;

static void collect(const term *t, char kind, uint32_t levels, arena *home, terms *found) {
  for (uint32_t k = 0; k < t->count; k++) {
    if (t->parts[k]->kind == kind) vec_push(home, found, t->parts[k]);
    if (levels) collect(t->parts[k], kind, levels - 1, home, found);
  }
}

static bool is_least(const term *t) { return !t->count && !strcmp(t->text, least_text(t->kind)); }

/* The leaf itself, or what stands within the term, for all of it. */
static bool shrink_here(shrinker *s, term *t) {
  if (is_least(t) || (!t->count && *t->text == 'v')) return false;
  term least = {.kind = t->kind, .text = least_text(t->kind)};
  if (try_term(s, t, &least)) return true;
  terms within = {0};
  collect(t, t->kind, 3, s->home, &within);
  for (uint32_t k = 0; k < within.len; k++)
    if (try_term(s, t, within.items[k])) return true;
  static const term one = {.kind = 'i', .text = "1"};
  return t->kind == 'i' && !t->count && strcmp(t->text, "1") && try_term(s, t, &one);
}

static void shrink_term(shrinker *s, term *t) {
  while (shrink_here(s, t)) continue;
  for (uint32_t k = 0; k < t->count; k++) shrink_term(s, t->parts[k]);
}

static void shrink_number(shrinker *s, int64_t *n) {
  const int64_t old = *n, tries[] = {0, 1, old / 2};
  for (uint32_t k = 0; k < 3; k++) {
    if (tries[k] == old || (old == 1 && k)) continue;
    *n = tries[k];
    if (kept(s)) return;
    *n = old;
  }
}

static void shrink_list(shrinker *s, program_run *r) {
  for (uint32_t piece = r->len; piece; piece /= 2)
    for (uint32_t at = 0; at + piece <= r->len;) {
      program_run old = *r;
      r->list = ARENA_ARRAY(s->home, int64_t, old.len);
      memcpy(r->list, old.list, at * sizeof *r->list);
      memcpy(r->list + at, old.list + at + piece, (old.len - at - piece) * sizeof *r->list);
      r->len = old.len - piece;
      if (kept(s)) continue;
      *r = old;
      at += piece;
    }
  for (uint32_t k = 0; k < r->len && r->len <= 64; k++) shrink_number(s, &r->list[k]);
}

static void shrink_runs(shrinker *s) {
  for (uint32_t k = 0; s->p->run_count > 1 && k < s->p->run_count; k++) {
    diff_program old = *s->p;
    s->p->runs[0] = old.runs[k];
    s->p->run_count = 1;
    if (kept(s)) break;
    *s->p = old;
  }
}

void program_shrink(arena *home, diff_program *p, program_still *still, void *context) {
  enum { ROUNDS = 6 };
  shrinker s = {home, p, still, context, true};
  shrink_runs(&s);
  for (uint32_t round = 0; round < ROUNDS && s.smaller; round++) {
    s.smaller = false;
    shrink_term(&s, p->body);
    for (uint32_t k = 0; k < p->run_count; k++) {
      shrink_list(&s, &p->runs[k]);
      shrink_number(&s, &p->runs[k].first);
      shrink_number(&s, &p->runs[k].second);
    }
  }
}
