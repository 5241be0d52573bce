/* Random well-typed programs, small constructs composed: what the rules make of one verifies, is a normal form, reads
   back, and does the same on every argument: the same value and the same output, or a failure where there was one. */

#include <stdio.h>

#include "ir/interp.h"
#include "ir/rule.h"
#include "tests/unit/unit.h"

enum { PROGRAMS = 2500, DEPTH = 6, FUEL = 200000, ENTRIES = 32 };

typedef enum kind { INT, BOOL, LIST, OPTION, PAIR, FLOAT, STR_, DICT, SET, DYN, BIG, SHAPE, KINDS } kind;

static const char *const type_texts[KINDS] = {"Int", "Bool",      "[Int]",   "Int?", "(Int,Int)", "Float",
                                              "Str", "{Int:Int}", "{Float}", "Dyn",  "Big",       "Shape"};
#define SHAPES "(type Shape (Circle Int) (Rect Int Int) (Dot))\n"

typedef struct generator {
  uint64_t state;
  strbuf *out;
  kind env[ENTRIES];
  uint32_t entries;
} generator;

static uint32_t pick(generator *g, uint32_t n) {
  g->state ^= g->state << 13;
  g->state ^= g->state >> 7;
  g->state ^= g->state << 17;
  return (uint32_t)(g->state >> 33) % n;
}

/* What a term may be. In a form %k stands for a term of kind k (i b l o p f s; d a dictionary, e a set, y a Dyn, g a
   Big, n a Shape; r: of the kind that is wanted; t: its type), ^k for one with an Int more in its environment, ~k with
   two. */
static const char *const leaves[KINDS][4] = {
    {"(K 0)", "(K 1)", "(K -3)", "(K 9)"},
    {"(K true)", "(K false)", "(K true)", "(K false)"},
    {"(list:[Int])", "(list (K 1) (K 2))", "(range (K 1) (K 4))", "(range_open (K 0) (K 3))"},
    {"(none:Int?)", "(some (K 1))", "(none:Int?)", "(some (K -2))"},
    {"<(K 1) (K 2)>", "<(K 0) (K 0)>", "<(K 1) (K 2)>", "<(K 0) (K 0)>"},
    {"(K 0.0)", "(K -0.0)", "(K nan)", "(K 2.5)"},
    {"(K \"ab\")", "(K \"\")", "(K \"x\")", "(K \"ab\")"},
    {"(B (list:[(Int,Int)]) dict)", "(dict (list <(K 1) (K 2)> <(K 3) (K 4)>))", "(dict_counts (list (K 1) (K 0)))",
     "(dict (list <(K 0) (K 1)> <(K 0) (K 2)>))"},
    {"(B (list:[Float]) set)", "(set (list (K nan) (K 0.0)))", "(set (list (K -0.0) (K 2.5)))",
     "(set (list (K 2.5) (K 0.0)))"},
    {"(dyn_none)", "(dyn (K 1))", "(dyn (K 1.0))", "(dyn (K \"ab\"))"},
    {"(big (K 0))", "(big (K -7))", "(big_pow (big (K 10)) (K 20))", "(big (K 1))"},
    {"(make:Shape (K 1) (K 0))", "(make:Shape <(K 1) (K 2)> (K 1))", "(make:Shape (K ()) (K 2))",
     "(make:Shape <(K 0) (K 0)> (K 1))"},
};

static const char *const int_forms[] = {"(iadd %i %i)",
                                        "(isub %i %i)",
                                        "(imul %i %i)",
                                        "(idiv %i %i)",
                                        "(band %i %i)",
                                        "(ipow %i (K 1))",
                                        "(ineg %i)",
                                        "(iabs %i)",
                                        "(len %l)",
                                        "(fold %l %i (curry Int,Int ~i))",
                                        "(index %l %i)",
                                        "(unwrap %o)",
                                        "(B %p .0)",
                                        "(bool_int %b)",
                                        "(len %s)",
                                        "(B %i (W imul))",
                                        "(iterate %i (K 2) (curry Int ^i))",
                                        "(ftrunc %f)",
                                        "(dict_len %d)",
                                        "(dict_at %d %i)",
                                        "(len (dict_keys %d))",
                                        "(catch (dict_at %d %i) %i)",
                                        "(dict_at (dict_put %d (K 1) %i) (K 1))",
                                        "(set_len %e)",
                                        "(len (set_items %e))",
                                        "(big_int %g)",
                                        "(dyn_order %y %y)",
                                        "(tag %n)",
                                        "(fields:Int (make:Shape %i (K 0)) (K 0))",
                                        "(B <id %n> (choice (eq (tag .1) (K 1)) (B (fields:(Int,Int) .1 (K 1)) .1) "
                                        "(tag .1)))"};
static const char *const bool_forms[] = {"(lt %i %i)",
                                         "(le %i %i)",
                                         "(eq %i %i)",
                                         "(not %b)",
                                         "(not %b)",
                                         "(any %l (curry Int ^b))",
                                         "(all %l (curry Int ^b))",
                                         "(is_some %o)",
                                         "(elem %i %l)",
                                         "(lt %f %f)",
                                         "(eq %f %f)",
                                         "(eq %b %b)",
                                         "(ne (bool_int %b) (K 0))",
                                         "(eq %l %l)",
                                         "(dict_has %d %i)",
                                         "(elem %i (dict_keys %d))",
                                         "(is_some (dict_get %d %i))",
                                         "(elem %f (set_items %e))",
                                         "(set_has %e %f)",
                                         "(set_has (set %l) %i)",
                                         "(eq %d %d)",
                                         "(eq %e %e)",
                                         "(eq %y %y)",
                                         "(lt %g %g)",
                                         "(le %n %n)",
                                         "(dyn_is_none %y)"};
static const char *const list_forms[] = {"(map %l (curry Int ^i))",
                                         "(map %l (curry Int ^i))",
                                         "(filter %l (curry Int ^b))",
                                         "(sort %l)",
                                         "(rev %l)",
                                         "(uniq %l)",
                                         "(append %l %l)",
                                         "(push %l %i)",
                                         "(flatmap %l (curry Int ^l))",
                                         "(scan %l (curry Int,Int ~i))",
                                         "(list %i)",
                                         "(repeat %l (K 1))",
                                         "(slice %l %o %o (none:Int?))",
                                         "(takewhile %l (curry Int ^b))",
                                         "(flatmap %l (curry Int (choice ^b (list ^i) (list:[Int]))))",
                                         "(dict_keys %d)",
                                         "(dict_values %d)",
                                         "(map (dict_items %d) (curry (Int,Int) .1.0))",
                                         "(set_items (set %l))",
                                         "(dict_keys (dict_counts %l))"};
static const char *const option_forms[] = {"(some %i)", "(find %l (curry Int ^b))", "(position %l (curry Int ^b))",
                                           "(dict_get %d %i)", "(cast:Int? %y)", "(cast:Int? (dyn %i))",
                                           "(dict_get (dict_put %d (K 1) %i) (K 1))"};
static const char *const pair_forms[] = {"<%i %i>"};
static const char *const float_forms[] = {"(fadd %f %f)", "(fsub %f %f)", "(fmul %f %f)",  "(fdiv %f %f)",
                                          "(fneg %f)",    "(fabs %f)",    "(int_float %i)"};
static const char *const str_forms[] = {"(append %s %s)", "(show %s)", "(show %i)", "(append %s (K \"y\"))",
                                        "(show %g)",       "(show %d)", "(dyn_kind %y)", "(tojson %y)"};
static const char *const dict_forms[] = {"(dict_put %d %i %i)", "(dict_merge %d %d)", "(dict_remove %d %i)",
                                         "(dict_counts %l)",    "(dict (dict_items %d))",
                                         "(dict_put (dict_put %d (K 1) %i) (K 1) %i)"};
static const char *const set_forms[] = {"(set_put %e %f)", "(set_remove %e %f)", "(set (list %f %f))",
                                        "(set (set_items %e))", "(set (uniq (list %f %f)))"};
static const char *const dyn_forms[] = {"(dyn %i)", "(dyn %f)", "(dyn %l)", "(dyn %o)", "(dyn %d)",
                                        "(dyn %y)", "(dyn %n)", "(dyn %g)", "(dyn_at %y %y)"};
static const char *const big_forms[] = {"(big %i)",        "(big_add %g %g)",  "(big_sub %g %g)", "(big_mul %g %g)",
                                        "(big_idiv %g %g)", "(big_mod %g %g)", "(big_neg %g)",
                                        "(big_neg (big_neg %g))"};
static const char *const shape_forms[] = {"(make:Shape %i (K 0))", "(make:Shape %p (K 1))",
                                          "(make:Shape <%i %i> (K 1))"};
static const char *const any_forms[] = {"(choice %b %r %r)",
                                        "(catch %r %r)",
                                        "(option %o %r ^r)",
                                        "(B <id %i> ^r)",
                                        "(S@1 (curry Int ^r) %i)",
                                        "(S@1 (curry Int,Int ~r) %i %i)",
                                        "(choice %b (B (K \"no\") fail@1:%t) %r)",
                                        "(B <%i %r> .1)",
                                        "(B <(B %i print) %r> .1)"};

#define FORMS(table) {table, sizeof(table) / sizeof *(table)}
static const struct {
  const char *const *forms;
  uint32_t count;
} forms[KINDS + 1] = {FORMS(int_forms),   FORMS(bool_forms), FORMS(list_forms), FORMS(option_forms), FORMS(pair_forms),
                      FORMS(float_forms), FORMS(str_forms),  FORMS(dict_forms), FORMS(set_forms),    FORMS(dyn_forms),
                      FORMS(big_forms),   FORMS(shape_forms), FORMS(any_forms)};

static void write_term(generator *g, kind k, int depth);

static kind kind_of(char letter, kind wanted) {
  static const char letters[KINDS + 1] = "iblopfsdeygn";
  for (uint32_t k = 0; k < KINDS; k++)
    if (letters[k] == letter) return (kind)k;
  return wanted;
}

static void write_template(generator *g, const char *form, kind wanted, int depth) {
  for (; *form; form++) {
    uint32_t entries = *form == '%' ? 0 : *form == '^' ? 1 : *form == '~' ? 2 : UINT32_MAX;
    if (entries == UINT32_MAX) {
      strbuf_byte(g->out, *form);
      continue;
    }
    if (*++form == 't') {
      strbuf_add(g->out, str_of(type_texts[wanted]));
      continue;
    }
    uint32_t before = g->entries;
    for (; entries; entries--) g->env[g->entries++] = INT;
    write_term(g, kind_of(*form, wanted), depth - 1);
    g->entries = before;
  }
}

/* The newest variable of a kind, or an older one; false when there is none. */
static bool write_variable(generator *g, kind k) {
  uint32_t start = pick(g, g->entries);
  for (uint32_t i = 0; i < g->entries; i++) {
    uint32_t at = (start + i) % g->entries;
    if (g->env[at] != k) continue;
    for (uint32_t below = at + 1; below < g->entries; below++) strbuf_add(g->out, STR(".0"));
    strbuf_add(g->out, STR(".1"));
    return true;
  }
  return false;
}

static void write_term(generator *g, kind k, int depth) {
  bool leaf = depth <= 0 || g->entries + 2 > ENTRIES || pick(g, 8) == 0;
  if (leaf && pick(g, 4) && write_variable(g, k)) return;
  uint32_t table = pick(g, 4) == 0 ? KINDS : (uint32_t)k;
  if (leaf) strbuf_add(g->out, str_of(leaves[k][pick(g, 4)]));
  else write_template(g, forms[table].forms[pick(g, forms[table].count)], k, depth);
}

/* ---- comparing ---- */

static const char *const arguments[][3] = {{"3", "[1,2,3]", "true"},
                                           {"0", "[]", "false"},
                                           {"-5", "[5,-2,5,0]", "true"},
                                           {"9223372036854775807", "[4]", "false"}};

/* Which of several failures is reported may change; limits say nothing. */
static str behaviour(arena *home, const comb_program *p, const char *const *texts) {
  interp_value values[3];
  for (uint32_t i = 0; i < p->argc; i++)
    if (!interp_parse(home, comb_types(p->store), p->args[i], str_of(texts[i]), &values[i])) return STR("unread");
  interp_result r;
  interp_run(home, p, values, p->argc, FUEL, &r);
  strbuf out = strbuf_new(home);
  if (r.status == INTERP_LIMIT) return STR("");
  strbuf_add(&out, r.out);
  if (r.status == INTERP_VALUE) interp_show(&out, r.value, p->result, true);
  else strbuf_add(&out, STR("failed"));
  return strbuf_str(&out);
}

static str print(arena *home, const comb_program *p) {
  strbuf out = strbuf_new(home);
  comb_print(&out, p);
  return strbuf_str(&out);
}

/* NULL, or what is wrong. */
static const char *compare(arena *home, ir_types *types, intern *names, str text) {
  comb_program before, again;
  str error;
  size_t offset;
  if (!comb_read(home, types, names, text, &before, &error, &offset)) return str_copy(home, error).ptr;
  comb_program after = rules_run(&before, NULL), twice = rules_run(&after, NULL);
  const char *fault = comb_check(&after, home);
  if (fault) return fault;
  str normal = print(home, &after);
  if (!str_eq(normal, print(home, &twice))) return "is not a normal form";
  if (!comb_read(home, types, names, normal, &again, &error, &offset)) return "does not read back";
  if (!str_eq(normal, print(home, &again))) return "reads back as something else";
  for (uint32_t i = 0; i < sizeof arguments / sizeof *arguments; i++) {
    str one = behaviour(home, &before, arguments[i]), other = behaviour(home, &after, arguments[i]);
    if (one.len && other.len && !str_eq(one, other)) return arguments[i][0];
  }
  return NULL;
}

static void test_random(void) {
  for (uint32_t i = 0; i < PROGRAMS; i++) {
    arena *home = arena_new("random program");
    strbuf text = strbuf_new(home);
    generator g = {.state = 0x9E3779B97F4A7C15u * (i + 1), .out = &text, .env = {INT, LIST, BOOL}, .entries = 3};
    for (int k = 0; k < 8; k++) (void)pick(&g, 1);
    kind wanted = (kind)pick(&g, KINDS);
    strbuf_printf(&text, SHAPES "(main Int [Int] Bool => %s ", type_texts[wanted]);
    write_term(&g, wanted, 2 + (int)pick(&g, DEPTH - 1));
    strbuf_add(&text, STR(")(site 1)"));
    const char *fault = compare(home, ir_types_new(home), intern_new(home), strbuf_str(&text));
    if (fault) fprintf(stderr, STR_FMT ": %s\n", STR_ARG(strbuf_str(&text)), fault);
    CU_ASSERT_PTR_NULL(fault);
    arena_free(home);
  }
}

static const unit_case cases[] = {{"random programs keep their meaning", test_random}};

UNIT_MAIN("rules on random programs", cases)
