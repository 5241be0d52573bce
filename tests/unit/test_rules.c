/* tests/rules/NAME.comb: a program, `=>`, what rule NAME alone makes of it, and behind `?` one run a line, arguments
   separated by ` | `. Both programs, and the one that all rules together make, must do the same in every run. */

#include <stdio.h>

#include "ir/interp.h"
#include "ir/rule.h"
#include "support/source.h"
#include "support/vec.h"
#include "tests/unit/unit.h"

typedef struct rule_test {
  arena *home;
  ir_types *types;
  intern *names;
  const char *name;
  str before, after, runs;
} rule_test;

enum { FUEL = 1000000 };

static void complain(const rule_test *t, str what) {
  fprintf(stderr, "tests/rules/%s.comb: " STR_FMT "\n", t->name, STR_ARG(what));
  CU_FAIL("a rule test");
}

/* The text before the line that is `mark`; *text becomes what is behind it. The whole text when there is no such line.
 */
static str take_until(str *text, str mark) {
  for (size_t i = 0; i < text->len; i++) {
    bool starts = i == 0 || text->ptr[i - 1] == '\n';
    if (!starts || !str_starts((str){text->ptr + i, text->len - i}, mark)) continue;
    str before = {text->ptr, i};
    *text = (str){text->ptr + i + mark.len, text->len - i - mark.len};
    return before;
  }
  str all = *text;
  text->len = 0;
  return all;
}

static str take_line(str *text) {
  size_t end = 0;
  while (end < text->len && text->ptr[end] != '\n') end++;
  str line = {text->ptr, end};
  end += end < text->len;
  *text = (str){text->ptr + end, text->len - end};
  return line;
}

static bool rule_test_open(const char *name, rule_test *t) {
  *t = (rule_test){.home = arena_new("rule test"), .name = name};
  t->types = ir_types_new(t->home);
  t->names = intern_new(t->home);
  str text, path = str_printf(t->home, "tests/rules/%s.comb", name);
  if (!source_read_file(t->home, path.ptr, &text)) return false;
  t->before = take_until(&text, STR("=>\n"));
  t->after = take_until(&text, STR("?\n"));
  t->runs = text;
  return true;
}

static comb_program read_program(rule_test *t, str text) {
  comb_program p = {0};
  str error;
  size_t offset;
  if (!comb_read(t->home, t->types, t->names, text, &p, &error, &offset)) complain(t, error);
  return p;
}

static str print_program(rule_test *t, const comb_program *p) {
  strbuf out = strbuf_new(t->home);
  comb_print(&out, p);
  return strbuf_str(&out);
}

static str show_result(rule_test *t, const comb_program *p, const interp_result *r) {
  strbuf out = strbuf_new(t->home);
  strbuf_add(&out, r->out);
  if (r->status == INTERP_VALUE) interp_show(&out, r->value, p->result, true);
  else if (r->status == INTERP_LIMIT) strbuf_add(&out, STR("limit"));
  else strbuf_printf(&out, "%d " STR_FMT, r->failure.code, STR_ARG(r->failure.message));
  return strbuf_str(&out);
}

static str run_program(rule_test *t, const comb_program *p, str arguments) {
  VEC(interp_value) values = {0};
  for (uint32_t i = 0; i < p->argc; i++) {
    size_t end = 0;
    while (end < arguments.len && !str_starts((str){arguments.ptr + end, arguments.len - end}, STR(" | "))) end++;
    interp_value v;
    if (!interp_parse(t->home, comb_types(p->store), p->args[i], (str){arguments.ptr, end}, &v)) {
      complain(t, STR("an argument that does not read"));
      return STR("");
    }
    vec_push(t->home, &values, v);
    size_t skip = end + 3 < arguments.len ? end + 3 : arguments.len;
    arguments = (str){arguments.ptr + skip, arguments.len - skip};
  }
  interp_result result;
  interp_run(t->home, p, values.items, values.len, FUEL, &result);
  return show_result(t, p, &result);
}

static void check_runs(rule_test *t, const comb_program *before, const comb_program *after, const comb_program *all) {
  for (str runs = t->runs; runs.len;) {
    str line = take_line(&runs);
    str expected = run_program(t, before, line);
    if (!str_eq(expected, run_program(t, after, line)) || !str_eq(expected, run_program(t, all, line)))
      complain(t, str_printf(t->home, "another result on " STR_FMT, STR_ARG(line)));
  }
}

static void check_rule(uint32_t number) {
  rule_test t;
  if (!rule_test_open(rule_at(number)->name, &t)) {
    complain(&t, STR("is missing"));
    arena_free(t.home);
    return;
  }
  comb_program before = read_program(&t, t.before), after = read_program(&t, t.after);
  uint32_t *fired = ARENA_ARRAY(t.home, uint32_t, rule_count());
  comb_program got = rules_run(&before, &(rule_options){.fired = fired, .only = t.name}),
               all = rules_run(&before, NULL);
  if (!fired[number]) complain(&t, STR("the rule does not fire"));
  const char *fault = comb_check(&got, t.home);
  if (!fault) fault = comb_check(&all, t.home);
  if (fault) complain(&t, str_of(fault));
  str wanted = print_program(&t, &after), printed = print_program(&t, &got);
  if (!str_eq(wanted, printed))
    complain(&t, str_printf(t.home, "wanted\n" STR_FMT "got\n" STR_FMT, STR_ARG(wanted), STR_ARG(printed)));
  comb_program again = rules_run(&all, NULL);
  if (!str_eq(print_program(&t, &all), print_program(&t, &again))) complain(&t, STR("the normal form is not normal"));
  check_runs(&t, &before, &after, &all);
  arena_free(t.home);
}

static void test_every_rule(void) {
  for (uint32_t i = 0; i < rule_count(); i++) check_rule(i);
}

/* What must not be rewritten: each program is its own normal form. */
static void test_honest(void) {
  static const char *const texts[] = {
      /* dropping what may fail, or diverge */
      "(main Int => Int (imul (ineg .1) (K 0)))",
      "(main [Int] => Int (len (map .1 (curry Int (ineg .1)))))",
      "(main Int => Int (choice (lt (ineg .1) (K 0)) .1 .1))",
      "(main [Int] => Bool (any (map .1 (curry Int (ineg .1))) (curry Int (lt .1 (K 0)))))",
      /* printing in another order */
      "(main [Int] => [()] (map (map .1 (curry Int (print .1))) (curry () (print .1))))",
      "(main [Int] => [Int] (map (map .1 (curry Int (B <(print .1) .1> .1))) (curry Int (ineg .1))))",
      /* Floats that are told apart */
      "(main Float => Float (fadd .1 (K 0.0)))",
      "(main Float => Float (fmul .1 (K 0.0)))",
      "(main Float => Bool (eq .1 .1))",
      "(main Float Float => Bool (not (lt .0.1 .1)))",
      "(main [Float] => [Float] (sort (rev .1)))",
      /* overflow that would be lost */
      "(main Int => Int (isub (iadd .1 (K 1)) (K 1)))",
      "(main Int => Int (ineg (ineg .1)))",
      /* a value that is used twice, or in a loop, is computed once */
      "(main Int => Int (B <id (iadd .1 (K 1))> (imul .1 .1)))",
      "(main [Int] => [Int] (B <id (len .1)> (map .0.1 (curry Int (iadd .1 .0.1)))))",
  };
  for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
    rule_test t = {.home = arena_new("rule test"), .name = "none"};
    t.types = ir_types_new(t.home);
    t.names = intern_new(t.home);
    comb_program p = read_program(&t, str_of(texts[k])), q = rules_run(&p, NULL);
    str before = print_program(&t, &p), after = print_program(&t, &q);
    if (!str_eq(before, after))
      complain(&t, str_printf(t.home, STR_FMT "became\n" STR_FMT, STR_ARG(before), STR_ARG(after)));
    arena_free(t.home);
  }
}

static void test_fuel(void) {
  rule_test t = {.home = arena_new("rule test"), .name = "none"};
  t.types = ir_types_new(t.home);
  t.names = intern_new(t.home);
  comb_program p = read_program(&t, STR("(main => Int (iadd (K 1) (iadd (K 2) (iadd (K 3) (K 4)))))"));
  uint32_t *fired = ARENA_ARRAY(t.home, uint32_t, rule_count()), sum = 0;
  strbuf trace = strbuf_new(t.home);
  comb_program q = rules_run(&p, &(rule_options){.fuel = 2, .fired = fired, .trace = &trace});
  for (uint32_t i = 0; i < rule_count(); i++) sum += fired[i];
  CU_ASSERT_EQUAL(sum, 2);
  CU_ASSERT(str_eq(strbuf_str(&trace), STR("arithmetic: fold_constants\narithmetic: fold_constants\n")));
  CU_ASSERT(str_eq(print_program(&t, &q), STR("(main => Int (iadd (K 1) (K 9)))\n")));
  arena_free(t.home);
}

/* Twenty doublings of a shared term: the engine visits terms, not paths. */
static void test_linear(void) {
  enum { FLOORS = 64 };
  rule_test t = {.home = arena_new("rule test"), .name = "none"};
  t.types = ir_types_new(t.home);
  t.names = intern_new(t.home);
  strbuf text = strbuf_new(t.home);
  strbuf_add(&text, STR("(let %0 (iadd .1 (isub .1 (K 0))))\n"));
  for (int i = 1; i <= FLOORS; i++) strbuf_printf(&text, "(let %%%d (bor %%%d (iadd %%%d (K 0))))\n", i, i - 1, i - 1);
  strbuf_printf(&text, "(main Int => Int (band (ineg %%%d) (K 1)))", FLOORS);
  comb_program p = read_program(&t, strbuf_str(&text)), q = rules_run(&p, NULL);
  CU_ASSERT_PTR_NULL(comb_check(&q, t.home));
  CU_ASSERT(comb_count(q.store) < 2000);
  arena_free(t.home);
}

static const unit_case cases[] = {
    {"every rule does what its test says", test_every_rule},
    {"what may not be rewritten", test_honest},
    {"fuel, counters and trace", test_fuel},
    {"linear in shared terms", test_linear},
};

UNIT_MAIN("rules", cases)
