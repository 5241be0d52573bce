/* Types, layout, the store of combinators, its text form and its verifier. */

#include <stdio.h>
#include <string.h>

#include "ir/comb.h"
#include "ir/layout.h"
#include "ir/op_type.h"
#include "ir/rule.h"
#include "support/source.h"
#include "tests/unit/unit.h"

typedef struct world {
  arena *home;
  ir_types *types;
  intern *names;
  comb_store *store;
  const ir_type *i, *b, *f, *s, *unit, *ints;
} world;

static world world_new(void) {
  world w = {.home = arena_new("test")};
  w.types = ir_types_new(w.home);
  w.names = intern_new(w.home);
  w.store = comb_store_new(w.home, w.types, w.names);
  w.i = irt_base(w.types, IRT_INT);
  w.b = irt_base(w.types, IRT_BOOL);
  w.f = irt_base(w.types, IRT_FLOAT);
  w.s = irt_str(w.types);
  w.unit = irt_base(w.types, IRT_UNIT);
  w.ints = irt_list(w.types, w.i);
  return w;
}

static const comb *number(world *w, const ir_type *dom, int64_t i) {
  return comb_const(w->store, dom, (comb_literal){.type = w->i, .i = i});
}

static const comb *binary(world *w, ir_op op, const ir_type *cod) {
  return comb_prim(w->store, op, irt_pair(w->types, w->i, w->i), cod, 0);
}

/* ---- types ---- */

static void test_types_once(void) {
  world w = world_new();
  CU_ASSERT_PTR_EQUAL(irt_list(w.types, w.i), w.ints);
  CU_ASSERT_PTR_EQUAL(irt_pair(w.types, w.i, w.ints), irt_tuple(w.types, 2, (const ir_type *[]){w.i, w.ints}));
  CU_ASSERT_PTR_NOT_EQUAL(irt_pair(w.types, w.i, w.ints), irt_pair(w.types, w.ints, w.i));
  CU_ASSERT_PTR_NOT_EQUAL(irt_list(w.types, w.i), irt_option(w.types, w.i));
  CU_ASSERT(irt_is_str(w.s) && !irt_is_str(w.ints));
  CU_ASSERT(irt_has_fun(irt_list(w.types, irt_fun(w.types, w.i, w.i))) && !irt_has_fun(w.ints));
  arena_free(w.home);
}

static void test_types_text(void) {
  static const char *const texts[] = {
      "Int",
      "[Str]",
      "(Int,[Float],(Bool,Char))",
      "Int?",
      "[Int?]?",
      "(Int->Int)?",
      "Int->Int->Bool",
      "(Int->Int)->[Int]->()",
      "{Str:[Int]}",
      "{Char}",
      "Dyn",
      "Big",
      "()",
      "((Int,Int)->Bool,Str)",
  };
  world w = world_new();
  for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
    size_t used = 0;
    const ir_type *t = irt_read(w.types, str_of(texts[k]), &used);
    CU_ASSERT_PTR_NOT_NULL_FATAL(t);
    CU_ASSERT_EQUAL(used, strlen(texts[k]));
    strbuf out = strbuf_new(w.home);
    irt_print(&out, t);
    CU_ASSERT(str_eq(strbuf_str(&out), str_of(texts[k])));
    CU_ASSERT_PTR_EQUAL(irt_read(w.types, strbuf_str(&out), NULL), t);
  }
  static const char *const broken[] = {"", "Int->", "[Int", "(Int,", "{Int:}", "Foo", "(,Int)"};
  for (size_t k = 0; k < sizeof broken / sizeof *broken; k++)
    CU_ASSERT_PTR_NULL(irt_read(w.types, str_of(broken[k]), NULL));
  arena_free(w.home);
}

/* ---- declared types ---- */

static const ir_type *named(world *w, const char *name) { return irt_named(w->types, str_of(name), 0, NULL); }

/* A type of one constructor that holds `field`. */
static const ir_type *holder(world *w, const char *name, const ir_type *field) {
  const ir_type *t = named(w, name);
  irt_define(w->types, t, false, 1, &(ir_con){.name = str_of(name), .count = 1, .fields = &field});
  return t;
}

static const ir_type *tree_of(world *w, const ir_type *elem) {
  const ir_type *t = irt_named(w->types, STR("Tree"), 1, &elem);
  const ir_type *node[] = {t, elem, t};
  ir_con cons[] = {{.name = STR("Leaf")}, {.name = STR("Node"), .count = 3, .fields = node}};
  irt_define(w->types, t, false, 2, cons);
  return t;
}

static void test_named_types(void) {
  world w = world_new();
  const ir_type *tree = tree_of(&w, w.i), *strs = tree_of(&w, w.s);
  CU_ASSERT_PTR_EQUAL(irt_named(w.types, STR("Tree"), 1, &w.i), tree);
  CU_ASSERT_PTR_NOT_EQUAL(tree, strs);
  CU_ASSERT_EQUAL(irt_decl(tree)->count, 2);
  CU_ASSERT_PTR_EQUAL(irt_con_fields(w.types, tree, 0), w.unit);
  CU_ASSERT_EQUAL(irt_con_fields(w.types, tree, 1)->count, 3);
  CU_ASSERT_PTR_EQUAL(irt_con_fields(w.types, holder(&w, "Box", w.s), 0), w.s);
  static const char *const texts[] = {"Tree[Int]", "[Tree[Str]?]", "{Str:Tree[Int]}", "Tree[Int]->Box"};
  for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
    size_t used;
    strbuf out = strbuf_new(w.home);
    const ir_type *t = irt_read(w.types, str_of(texts[k]), &used);
    CU_ASSERT_PTR_NOT_NULL_FATAL(t);
    irt_print(&out, t);
    CU_ASSERT(used == strlen(texts[k]) && str_eq(strbuf_str(&out), str_of(texts[k])));
  }
  CU_ASSERT_PTR_NULL(irt_read(w.types, STR("Tree[Bool]"), NULL));
  CU_ASSERT_FALSE(irt_has_fun(tree));
  CU_ASSERT(irt_has_fun(holder(&w, "Task", irt_list(w.types, irt_fun(w.types, w.i, w.i)))));
  arena_free(w.home);
}

/* What a type of one constructor reaches decides, in whatever order it is asked. */
static void test_representations(void) {
  world w = world_new();
  const ir_type *colour = named(&w, "Colour"), *loop = named(&w, "Loop"), *left = named(&w, "Left"), *right;
  irt_define(w.types, colour, false, 2, (ir_con[]){{.name = STR("Red")}, {.name = STR("Blue")}});
  const ir_type *maybe = irt_option(w.types, loop);
  irt_define(w.types, loop, false, 1, &(ir_con){.name = STR("Loop"), .count = 1, .fields = &maybe});
  right = holder(&w, "Right", irt_option(w.types, left));
  irt_define(w.types, left, false, 1, &(ir_con){.name = STR("Left"), .count = 1, .fields = &right});
  CU_ASSERT_EQUAL(irt_decl(colour)->repr, IR_REPR_ENUM);
  CU_ASSERT_EQUAL(irt_decl(tree_of(&w, w.i))->repr, IR_REPR_BOXED);
  CU_ASSERT_EQUAL(irt_decl(loop)->repr, IR_REPR_BOXED);
  CU_ASSERT_EQUAL(irt_decl(right)->repr, IR_REPR_BOXED);
  CU_ASSERT_EQUAL(irt_decl(left)->repr, IR_REPR_BOXED);
  CU_ASSERT_EQUAL(irt_decl(holder(&w, "Outer", holder(&w, "Inner", loop)))->repr, IR_REPR_FLAT);
  CU_ASSERT_EQUAL(irt_decl(holder(&w, "Rose", irt_list(w.types, named(&w, "Rose"))))->repr, IR_REPR_FLAT);
  const ir_type *fields[] = {w.b, holder(&w, "One", irt_pair(w.types, w.i, colour)), w.s};
  const ir_type *wide = named(&w, "Wide");
  str labels[] = {STR("flag"), STR("one"), STR("name")};
  irt_define(w.types, wide, true, 1, &(ir_con){STR("Wide"), 3, fields, labels});
  uint32_t offsets[4];
  CU_ASSERT_EQUAL_FATAL(flat_scalar_count(wide), 4);
  layout_offsets(wide, 8, offsets);
  CU_ASSERT(offsets[0] == 0 && offsets[1] == 8 && offsets[2] == 16 && offsets[3] == 24);
  CU_ASSERT_EQUAL(layout_of(wide, 4).size, 32);
  CU_ASSERT_EQUAL(layout_part(wide, 2, 8), 24);
  flat_var_info scalars[4];
  flat_scalars(wide, scalars, 4);
  CU_ASSERT(scalars[2].scalar == FLAT_I64 && !scalars[2].heap && scalars[3].heap == w.s);
  arena_free(w.home);
}

static void test_layout(void) {
  world w = world_new();
  size_t used;
  const ir_type *t = irt_read(w.types, STR("(Bool,Int,(Char,Bool),Int?,Str,())"), &used);
  layout whole = layout_of(t, 8);
  CU_ASSERT_EQUAL(whole.size, 48);
  CU_ASSERT_EQUAL(whole.align, 8);
  uint32_t offsets[7];
  layout_offsets(t, 8, offsets);
  static const uint32_t expected[] = {0, 8, 16, 20, 24, 32, 40};
  for (uint32_t k = 0; k < 7; k++) CU_ASSERT_EQUAL(offsets[k], expected[k]);
  CU_ASSERT_EQUAL(layout_part(t, 3, 8), 24);
  CU_ASSERT_EQUAL(layout_part(t->args[3], 1, 8), 8);
  CU_ASSERT_EQUAL(layout_of(irt_read(w.types, STR("(Str,Bool)"), &used), 4).size, 8);
  CU_ASSERT_EQUAL(layout_of(w.unit, 8).size, 0);
  arena_free(w.home);
}

/* ---- operations ---- */

static void test_ops(void) {
  world w = world_new();
  for (uint32_t op = 0; op < OP_COUNT; op++) {
    ir_op found;
    CU_ASSERT(op_find(str_of(op_name((ir_op)op)), &found) && found == (ir_op)op);
    const char *signature = op_signature((ir_op)op);
    CU_ASSERT_PTR_NOT_NULL_FATAL(signature);
    uint32_t parts = 0, depth = 0;
    for (const char *p = signature; *p != '='; p++) {
      depth += (*p == '(' || *p == '[') - (*p == ')' || *p == ']');
      parts += *p == ' ' && !depth;
    }
    CU_ASSERT(op == OP_list || parts == op_arity((ir_op)op));
  }
  const ir_type *dom = irt_pair(w.types, w.ints, irt_fun(w.types, w.i, w.s));
  CU_ASSERT_PTR_EQUAL(op_result(w.types, OP_map, dom), irt_list(w.types, w.s));
  CU_ASSERT_PTR_NULL(op_result(w.types, OP_filter, dom));
  CU_ASSERT_PTR_NULL(op_result(w.types, OP_none, w.unit));
  CU_ASSERT(op_fits(OP_none, w.unit, irt_option(w.types, w.s)));
  CU_ASSERT_FALSE(op_fits(OP_eq, irt_pair(w.types, w.i, w.s), w.b));
  CU_ASSERT_EQUAL(op_calls(OP_fold), 2);
  CU_ASSERT_EQUAL(op_calls(OP_until), 1);
  CU_ASSERT_EQUAL(op_calls(OP_zip), 0);
  arena_free(w.home);
}

/* ---- constructors ---- */

static void test_hash_consing(void) {
  world w = world_new();
  const ir_type *pair = irt_pair(w.types, w.i, w.i);
  const comb *x = comb_proj(w.store, pair, 0), *y = comb_proj(w.store, pair, 1);
  CU_ASSERT_PTR_EQUAL(x, comb_proj(w.store, pair, 0));
  CU_ASSERT_PTR_NOT_EQUAL(x, y);
  CU_ASSERT_PTR_EQUAL(comb_pair(w.store, y, x), comb_pair(w.store, y, x));
  const comb *sum = comb_comp(w.store, comb_pair(w.store, y, x), binary(&w, OP_iadd, w.i));
  uint32_t terms = comb_count(w.store);
  CU_ASSERT_PTR_EQUAL(sum, comb_comp(w.store, comb_pair(w.store, y, x), binary(&w, OP_iadd, w.i)));
  CU_ASSERT_EQUAL(comb_count(w.store), terms);
  CU_ASSERT_PTR_NOT_EQUAL(binary(&w, OP_iadd, w.i),
                          comb_prim(w.store, OP_iadd, pair, w.i, comb_site_add(w.store, SPAN_NONE, 0)));
  comb_literal zero = {.type = w.f, .f = 0.0}, minus = {.type = w.f, .f = -0.0};
  CU_ASSERT_PTR_NOT_EQUAL(comb_const(w.store, pair, zero), comb_const(w.store, pair, minus));
  comb_literal text = {.type = w.s, .s = STR("ab")};
  CU_ASSERT_PTR_EQUAL(comb_const(w.store, pair, text), comb_const(w.store, pair, text));
  arena_free(w.home);
}

static void test_plumbing_laws(void) {
  world w = world_new();
  const ir_type *pair = irt_pair(w.types, w.i, w.i);
  const comb *x = comb_proj(w.store, pair, 0), *y = comb_proj(w.store, pair, 1), *id = comb_id(w.store, pair);
  const comb *sum = binary(&w, OP_iadd, w.i), *three = number(&w, pair, 3);
  CU_ASSERT_PTR_EQUAL(comb_comp(w.store, id, sum), sum);
  CU_ASSERT_PTR_EQUAL(comb_comp(w.store, sum, comb_id(w.store, w.i)), sum);
  CU_ASSERT_PTR_EQUAL(comb_pair(w.store, x, y), id);
  CU_ASSERT_PTR_EQUAL(comb_comp(w.store, comb_pair(w.store, x, three), y), three);
  CU_ASSERT_PTR_EQUAL(comb_comp(w.store, comb_pair(w.store, y, three), number(&w, pair, 4)), number(&w, pair, 4));
  /* The sum may fail and so stays, although only its neighbour is wanted. */
  CU_ASSERT_PTR_NOT_EQUAL(comb_comp(w.store, comb_pair(w.store, sum, three), y), three);
  const comb *twice = comb_pair(w.store, sum, sum);
  const comb *left = comb_comp(w.store, comb_comp(w.store, twice, twice), sum);
  CU_ASSERT_PTR_EQUAL(left, comb_comp(w.store, twice, comb_comp(w.store, twice, sum)));
  CU_ASSERT_EQUAL(left->a->kind, COMB_TUPLE);
  arena_free(w.home);
}

/* ---- text ---- */

static bool read(world *w, const char *text, comb_program *out, str *error) {
  size_t offset;
  return comb_read(w->home, w->types, w->names, str_of(text), out, error, &offset);
}

static str print(world *w, const comb_program *p) {
  strbuf out = strbuf_new(w->home);
  comb_print(&out, p);
  return strbuf_str(&out);
}

/* Normal texts: they come out as they went in. */
static const char *const normal_texts[] = {
    "(main => Int (K 3))\n",
    "(main Int => Int (B .1 (W imul)))\n",
    "(main Int Int => Int (isub@1 .1 .0.1))\n(site 1 @3..6 f)\n",
    "(main => Str (K \"a\\n\\\"\\u{1}é\"))\n",
    "(main => (Float,Char,Bool,()) <(K -0.0) (K '\\'') (K true) (K ())>)\n",
    "(main [Int] => Int (B .1 sort rev len))\n",
    "(type Tree[Int] (Leaf) (Node Tree[Int] Int Tree[Int]))\n"
    "(main Tree[Int] => Int (choice (eq (tag .1) (K 1)) (B (fields:(Tree[Int],Int,Tree[Int]) .1 (K 1)) .1) (K 0)))\n",
    "(type P (P x:Int y:{Str:Int}))\n(type Box[P] (Box P))\n(main P => Box[P] (make:Box[P] .1 (K 0)))\n",
    "(type Even (Zero) (Succ Odd))\n(type Odd (Next Even))\n(main => [Even] (list:[Even]))\n",
    "(main {Str:Int} Dyn => {Int}? (choice (dict_has .0.1 (K \"a\")) (cast:{Int}? .1) (none:{Int}?)))\n",
    "(main [Int] => Bool (not (any .1 (curry Int (lt .1 (K 0))))))\n",
    "(main => Int? (none:Int?))\n",
    "(main => [Int] (list:[Int]))\n",
    "(main Int => [Int] (list .1 (K 2) .1))\n",
    "(main Int => [Int] (list .1))\n",
    "(main Int? => Int (option .1 (K 0) .1))\n",
    "(main Int => Int (catch (idiv@1 (K 1) .1) (fail@2:Int (K \"no\"))))\n(site 1 @2:4..9)\n(site 2)\n",
    "(def f : Int->Int->Int @0..5 library\n  (curry Int,Int (iadd .0.1 .1)))\n(main => Int (S@1 &f (K 1) (K "
    "2)))\n(site 1)\n",
    "(main => Int->Int\n  (fix Int=>Int (choice (lt .1 (K 1)) .1 (S@1 .0.1 (isub .1 (K 1))))))\n(site 1)\n",
};

/* The lines of a definition break where they are long; texts are compared without their white space. */
static bool same_words(str a, str b) {
  size_t i = 0, j = 0;
  for (;;) {
    while (i < a.len && (a.ptr[i] == ' ' || a.ptr[i] == '\n')) i++;
    while (j < b.len && (b.ptr[j] == ' ' || b.ptr[j] == '\n')) j++;
    if (i == a.len || j == b.len) return i == a.len && j == b.len;
    if (a.ptr[i++] != b.ptr[j++]) return false;
  }
}

static void test_round_trip(void) {
  for (size_t k = 0; k < sizeof normal_texts / sizeof *normal_texts; k++) {
    world w = world_new();
    comb_program p, q;
    str error = {0};
    if (!read(&w, normal_texts[k], &p, &error)) {
      fprintf(stderr, "%s: " STR_FMT "\n", normal_texts[k], STR_ARG(error));
      CU_FAIL_FATAL("does not read");
    }
    CU_ASSERT_PTR_NULL(comb_check(&p, w.home));
    str once = print(&w, &p);
    if (!same_words(once, str_of(normal_texts[k]))) {
      fprintf(stderr, "%s" STR_FMT, normal_texts[k], STR_ARG(once));
      CU_FAIL("prints differently");
    }
    CU_ASSERT_FATAL(comb_read(w.home, w.types, w.names, once, &q, &error, &(size_t){0}));
    CU_ASSERT(str_eq(once, print(&w, &q)));
    arena_free(w.home);
  }
}

/* Other spellings of a term that has a shorter one. */
static void test_derived_names(void) {
  static const char *const pairs[][2] = {
      {"(main Int => Int (B <.1 .1> imul))", "(main Int => Int (imul .1 .1))"},
      {"(main Int => Int (B .1 <id id> imul))", "(main Int => Int (B .1 (W imul)))"},
      {"(main Int Int => Int (B <.0.1 .1> <.1 .0> isub))", "(main Int Int => Int (B <.0.1 .1> (C isub)))"},
      {"(main Str Str => Bool (B <.0.1 .1> <(B .0 len) (B .1 len)> eq))",
       "(main Str Str => Bool (B <.0.1 .1> (Psi eq len)))"},
      {"(main Int => Int (B <(curry Int .1) .1> apply/1))", "(main Int => Int (S (curry Int .1) .1))"},
      {"(main [Int] => Int (len (sort .1)))", "(main [Int] => Int (B .1 sort len))"},
      {"(main => Int ; a remark\n (K 1))", "(main => Int (K 1))"},
      {"(main (Int,Int) => (Int,Int) <.1.0 .1.1>)", "(main (Int,Int) => (Int,Int) .1)"},
      {"(main (Int,Int) Int => (Int,Int) <.0.1.0 .0.1.1>)", "(main (Int,Int) Int => (Int,Int) .0.1)"},
  };
  for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
    world w = world_new();
    comb_program p;
    str error;
    CU_ASSERT_FATAL(read(&w, pairs[k][0], &p, &error));
    str text = print(&w, &p);
    if (!same_words(text, str_of(pairs[k][1]))) fprintf(stderr, "%s\n" STR_FMT, pairs[k][1], STR_ARG(text));
    CU_ASSERT(same_words(text, str_of(pairs[k][1])));
    arena_free(w.home);
  }
}

/* A tower of pairs whose tree has a million nodes prints in as many lines as it has floors. */
static void test_shared_terms(void) {
  enum { FLOORS = 20 };
  world w = world_new();
  const ir_type *env = irt_pair(w.types, w.unit, w.i);
  const comb *t = comb_proj(w.store, env, 1);
  for (int k = 0; k < FLOORS; k++) t = comb_comp(w.store, comb_pair(w.store, t, t), binary(&w, OP_iadd, w.i));
  comb_program p = {w.store, t, 1, (const ir_type *[]){w.i}, w.i}, q;
  str text = print(&w, &p), error;
  CU_ASSERT(text.len < 2000);
  CU_ASSERT_FATAL(comb_read(w.home, w.types, w.names, text, &q, &error, &(size_t){0}));
  CU_ASSERT(str_eq(text, print(&w, &q)));
  arena_free(w.home);
}

static void test_namesakes(void) {
  static const char text[] =
      "(def f/0 : Int (K 1))\n(def f/1 : Bool (K true))\n(main => (Int,Bool) <&f/0 &f/1>)\n";
  world w = world_new();
  comb_program p;
  str error;
  CU_ASSERT_FATAL(read(&w, text, &p, &error));
  CU_ASSERT(str_eq(print(&w, &p), str_of(text)));
  CU_ASSERT_EQUAL(comb_def_at(p.store, 0)->name, comb_def_at(p.store, 1)->name);
  arena_free(w.home);
}

/* What the types of make and fields leave open: the constructor is a literal that holds what they say. */
static void test_constructors(void) {
  static const struct {
    const char *main;
    bool good;
  } cases[] = {
      {"Foo (make:Foo (K 1) (K 0))", true},      {"Foo (make:Foo (K ()) (K 1))", true},
      {"Foo (make:Foo (K 1) (K 1))", false},     {"Foo (make:Foo (K 1) (K 3))", false},
      {"Foo (make:Foo (K 1) (K -1))", false},    {"Foo (make:Foo (K 1) (iadd (K 0) (K 0)))", false},
      {"Int (fields:Int (make:Foo (K 1) (K 0)) (K 0))", true},
      {"Int (fields:Int (make:Foo (K 1) (K 0)) (K 1))", false},
  };
  for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
    world w = world_new();
    comb_program p;
    str error, text = str_printf(w.home, "(type Foo (A Int) (B) (C Str)) (main => %s)", cases[k].main);
    CU_ASSERT_FATAL(read(&w, text.ptr, &p, &error));
    CU_ASSERT_EQUAL(comb_check(&p, w.home) == NULL, cases[k].good);
    arena_free(w.home);
  }
}

static void test_broken_texts(void) {
  static const char *const texts[] = {
      "",
      "(main",
      "(main => Int)",
      "(main => Int (K 3)",
      "(main => Int (K 3) (K 4))",
      "(main => Bool (K 3))",
      "(main => Int .0)",
      "(main => Int (iadd (K 1) (K true)))",
      "(main => Int (iadd (K 1)))",
      "(main => Int (choice (K 1) (K 1) (K 2)))",
      "(main => Int (choice (K true) (K 1) (K false)))",
      "(main => Int (catch (K 1) (K 'c')))",
      "(main => Int &f)",
      "(main => Int (S (K 1) (K 2)))",
      "(main => Int %1)",
      "(main => Int (nothing))",
      "(main => Int (K 1)) (main => Int (K 2))",
      "(def f : Int (K true)) (main => Int &f)",
      "(main => Int (idiv@7 (K 1) (K 2)))",
      "(main => Int? none)",
      "(main => Foo (K 1))",
      "(type Foo) (main => Int (K 1))",
      "(type Foo (A) (B x:Int)) (main => Int (K 1))",
      "(type Foo (A Bar)) (main => Int (K 1))",
      "(type Foo (A) (main => Int (K 1))",
      "(type Foo (A)) (type Foo (B)) (main => Int (K 1))",
      "(type Int (A)) (main => Int (K 1))",
      "(type Foo (A Str)) (main => Foo (make:Foo (K 1) (K 0)))",
      "(main => Int (tag (K 1)))",
      "(main => [Int] (list (K 1) (K true)))",
      "(main => Int ?x)",
      "(let %1 (W %1)) (main => Int %1)",
      "(main => Int (option (K 1) (K 1) .1))",
      "(main => Int->Int (fix Int=>Int (lt .1 (K 1))))",
      "(frob)",
      "(main => Int (K 99999999999999999999))",
      "(site 1) (site 1) (main => Int (K 1))",
  };
  for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
    world w = world_new();
    comb_program p;
    str error = {0};
    bool good = read(&w, texts[k], &p, &error);
    if (good) fprintf(stderr, "reads: %s\n", texts[k]);
    CU_ASSERT(!good && error.len);
    arena_free(w.home);
  }
}

static void test_deep_text(void) {
  enum { DEPTH = 200000 };
  world w = world_new();
  strbuf text = strbuf_new(w.home);
  strbuf_add(&text, STR("(main => Int "));
  for (int k = 0; k < DEPTH; k++) strbuf_add(&text, STR("(iabs "));
  comb_program p;
  str error;
  CU_ASSERT_FALSE(comb_read(w.home, w.types, w.names, strbuf_str(&text), &p, &error, &(size_t){0}));
  CU_ASSERT(str_eq(error, STR("nesting beyond the limit")));
  arena_free(w.home);
}

/* ---- verifier ---- */

/* Terms cannot be built broken: they are broken by hand. */
static void test_verifier(void) {
  world w = world_new();
  const ir_type *pair = irt_pair(w.types, w.i, w.i);
  const comb *sum =
      comb_comp(w.store, comb_pair(w.store, number(&w, w.unit, 1), number(&w, w.unit, 2)), binary(&w, OP_iadd, w.i));
  comb_program p = {w.store, sum, 0, NULL, w.i};
  CU_ASSERT_PTR_NULL(comb_check(&p, w.home));
  struct {
    comb *where, broken;
  } cases[] = {
      {(comb *)sum, {.kind = COMB_COMP, .dom = w.unit, .cod = w.b, .a = sum->a, .b = sum->b}},
      {(comb *)sum, {.kind = COMB_COMP, .dom = w.unit, .cod = w.i, .a = sum->b, .b = sum->b}},
      {(comb *)sum->b, {.kind = COMB_PRIM, .dom = pair, .cod = w.b, .n = OP_iadd}},
      {(comb *)sum->b, {.kind = COMB_PRIM, .dom = pair, .cod = w.i, .n = OP_COUNT}},
      {(comb *)sum->b, {.kind = COMB_PRIM, .dom = pair, .cod = w.i, .n = OP_iadd, .site = 99}},
      {(comb *)sum->b, {.kind = COMB_PROJ, .dom = pair, .cod = w.i, .n = 2}},
      {(comb *)sum->b, {.kind = COMB_ID, .dom = pair, .cod = w.i}},
      {(comb *)sum->b, {.kind = COMB_APPLY, .dom = pair, .cod = w.i, .n = 1}},
      {(comb *)sum->b, {.kind = COMB_REF, .dom = pair, .cod = w.i, .n = 5}},
      {(comb *)sum->a,
       {.kind = COMB_TUPLE, .dom = w.unit, .cod = pair, .n = 2, .parts = (const comb *[]){sum, sum->b}}},
      {(comb *)sum->a->parts[0], {.kind = COMB_CONST, .dom = w.unit, .cod = w.i, .literal = {.type = w.b}}},
      {(comb *)sum,
       {.kind = COMB_CHOICE,
        .dom = w.unit,
        .cod = w.i,
        .a = sum->a->parts[0],
        .b = sum->a->parts[0],
        .c = sum->a->parts[0]}},
      {(comb *)sum, {.kind = COMB_CURRY, .dom = w.unit, .cod = w.i, .n = 1, .a = sum->b}},
  };
  for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
    comb saved = *cases[k].where;
    *cases[k].where = cases[k].broken;
    cases[k].where->id = saved.id;
    CU_ASSERT_PTR_NOT_NULL(comb_check(&p, w.home));
    *cases[k].where = saved;
  }
  p.result = w.b;
  CU_ASSERT_PTR_NOT_NULL(comb_check(&p, w.home));
  p.result = w.i;
  p.argc = 1;
  p.args = (const ir_type *[]){w.i};
  CU_ASSERT_PTR_NOT_NULL(comb_check(&p, w.home));
  p.argc = 0;
  comb_def_add(w.store, 0, w.i, SPAN_NONE, false);
  CU_ASSERT_PTR_NOT_NULL(comb_check(&p, w.home));
  arena_free(w.home);
}

/* ---- effects ---- */

static void test_effects(void) {
  static const struct {
    const char *text;
    uint32_t effects;
  } cases[] = {
      {"(main Int => Int (K 1))", 0},
      {"(main Int => Int (iadd .1 (K 1)))", COMB_MAY_FAIL},
      {"(main Int => Int (catch (iadd .1 (K 1)) (K 0)))", 0},
      {"(main [Int] => [Int] (map .1 (curry Int .1)))", 0},
      {"(main [Int] => [Int] (map .1 (curry Int (ineg .1))))", COMB_MAY_FAIL},
      {"(main [Int] => [()] (map .1 (curry Int (print .1))))", COMB_MAY_WORLD},
      {"(main [Int] => Int->Int (curry Int (ineg .1)))", 0},
      {"(main Int => Int (until .1 (curry Int (K true)) (curry Int .1)))", COMB_MAY_DIVERGE},
      {"(def f : Int->Int (curry Int (ineg .1))) (main Int => Int (S &f .1))", COMB_MAY_FAIL},
      {"(def f : Int->Int->Int (curry Int,Int (iadd .1 .0.1))) (main Int => Int->Int (S &f .1))", 0},
      {"(def c : Int (fail:Int (K \"x\"))) (main Int => Int &c)", COMB_MAY_FAIL},
      {"(def f : Int->Int (fix Int=>Int (S .0.1 .1))) (main Int => Int (S &f .1))",
       COMB_MAY_FAIL | COMB_MAY_DIVERGE | COMB_MAY_WORLD},
      {"(main Int->Int => Int (S .1 (K 1)))", COMB_MAY_FAIL | COMB_MAY_DIVERGE | COMB_MAY_WORLD},
  };
  for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
    world w = world_new();
    comb_program p;
    str error;
    CU_ASSERT_FATAL(read(&w, cases[k].text, &p, &error));
    CU_ASSERT_EQUAL(comb_effects(p.store, p.entry), cases[k].effects);
    arena_free(w.home);
  }
}

static void test_copy(void) {
  world w = world_new();
  comb_program p;
  str error;
  CU_ASSERT_FATAL(read(&w, normal_texts[13], &p, &error));
  comb_program q = comb_copy(w.home, &p);
  CU_ASSERT_PTR_NULL(comb_check(&q, w.home));
  CU_ASSERT(str_eq(print(&w, &p), print(&w, &q)));
  arena_free(w.home);
}

/* ---- documentation ---- */

/* docs/ir.md has a row for every operation and every rule: | `name` | .. */
static void check_row(arena *home, const char *page, const char *name) {
  str row = str_printf(home, "\n| `%s` |", name);
  if (!strstr(page, row.ptr)) fprintf(stderr, "docs/ir.md: no row for %s\n", name);
  CU_ASSERT_PTR_NOT_NULL(strstr(page, row.ptr));
}

static void test_documented(void) {
  arena *home = arena_new("test");
  str page;
  CU_ASSERT_FATAL(source_read_file(home, "docs/ir.md", &page));
  const char *text = arena_strndup(home, page.ptr, page.len);
  for (uint32_t op = 0; op < OP_COUNT; op++) check_row(home, text, op_name((ir_op)op));
  for (uint32_t i = 0; i < rule_count(); i++) check_row(home, text, rule_at(i)->name);
  arena_free(home);
}

static const unit_case cases[] = {
    {"types are built once", test_types_once},
    {"types read what they print", test_types_text},
    {"declared types", test_named_types},
    {"representations", test_representations},
    {"constructors", test_constructors},
    {"layout", test_layout},
    {"operations and their types", test_ops},
    {"equal terms are one", test_hash_consing},
    {"plumbing laws", test_plumbing_laws},
    {"text round trip", test_round_trip},
    {"derived names", test_derived_names},
    {"shared terms are named once", test_shared_terms},
    {"definitions of one name", test_namesakes},
    {"broken texts", test_broken_texts},
    {"deep text", test_deep_text},
    {"verifier", test_verifier},
    {"effects", test_effects},
    {"copies", test_copy},
    {"every operation and rule is documented", test_documented},
};

UNIT_MAIN("comb", cases)
