/* Every primitive as machine code against the reference interpreter: a function that is the primitive, the same arguments, the
   same value or the same report, at level 0 and at level 2; nothing stays alive. */

#include <stdio.h>
#include <string.h>

#include "ir/op_type.h"
#include "ir/passes.h"
#include "support/vec.h"
#include "tests/unit/cg_outcome.h"

enum { SITE_START = 3, SITE_END = 7 };

/* What one case lives in. */
typedef struct bench {
  arena *home;
  ir_types *types;
  comb_store *store;
  ir_site site;
} bench;

static void define(ir_types *types, const char *name, bool record, uint32_t count, const ir_con *cons) {
  irt_define(types, irt_named(types, str_of(name), 0, NULL), record, count, cons);
}

/* type Color=Red|Blue; type P={x:Int,y:Str}; type Tree=Leaf|Node(Tree,Int,Tree): one of each representation. */
static void define_types(ir_types *types) {
  const str labels[] = {STR("x"), STR("y")};
  const ir_type *integer = irt_base(types, IRT_INT), *tree = irt_named(types, STR("Tree"), 0, NULL);
  const ir_type *const point[] = {integer, irt_str(types)}, *const node[] = {tree, integer, tree};
  define(types, "Color", false, 2, (const ir_con[]){{.name = STR("Red")}, {.name = STR("Blue")}});
  define(types, "P", true, 1, (const ir_con[]){{STR("P"), 2, point, labels}});
  define(types, "Tree", false, 2, (const ir_con[]){{.name = STR("Leaf")}, {STR("Node"), 3, node, NULL}});
}

static bench bench_open(void) {
  bench b = {.home = arena_new("code generator test")};
  b.types = ir_types_new(b.home);
  define_types(b.types);
  b.store = comb_store_new(b.home, b.types, intern_new(b.home));
  b.site = comb_site_add(b.store, (span){SITE_START, SITE_END, 0}, 0);
  return b;
}

static const ir_type *type_of(const bench *b, const char *text) {
  size_t used = 0;
  const ir_type *t = irt_read(b->types, str_of(text), &used);
  CU_ASSERT_PTR_NOT_NULL_FATAL(t);
  return t;
}

/* ---- primitives: a module of one function that is the primitive ---- */

typedef struct prim_case {
  const char *op, *domain, *result;
  const char *calls; /* arguments separated by '|', calls by '~' */
} prim_case;

static uint32_t parts_of(const ir_type *dom, uint32_t n, const ir_type **parts) {
  for (uint32_t i = 0; i < n; i++) parts[i] = n == 1 ? dom : dom->args[i];
  if (n == 1 && dom->kind == IRT_UNIT) return 0;
  return n;
}

static flat_var add_var(flat_module *m, flat_fun *f, flat_var_info info) { return flat_var_new(m, f, info); }

/* block 0: try op then 1 else 2;  1: return its results;  2: fail. An op that cannot fail stands in block 0 itself. */
static flat_module *prim_module(const bench *b, const prim_case *k, const ir_type *dom, const ir_type *cod) {
  ir_op op;
  CU_ASSERT_TRUE_FATAL(op_find(str_of(k->op), &op));
  flat_module *m = ARENA_NEW(b->home, flat_module);
  m->home = b->home;
  m->store = b->store;
  m->result = cod;
  const ir_type **parts = ARENA_ARRAY(b->home, const ir_type *, dom->count + 1);
  m->argc = parts_of(dom, op_parts(op, dom, cod), parts);
  m->args = parts;
  m->entry = flat_fun_new(m, STR("prim"), cod);
  flat_fun *f = m->funs.items[m->entry];
  flat_instr i = {.op = FLAT_PRIM, .prim = op, .type = dom, .result = cod, .site = b->site};
  i.arg_count = flat_scalar_count(dom), i.dest_count = flat_scalar_count(cod);
  i.args = ARENA_ARRAY(b->home, flat_var, i.arg_count), i.dests = ARENA_ARRAY(b->home, flat_var, i.dest_count);
  flat_var_info *infos = ARENA_ARRAY(b->home, flat_var_info, i.arg_count + i.dest_count);
  flat_scalars(dom, infos, i.arg_count);
  flat_scalars(cod, infos + i.arg_count, i.dest_count);
  for (uint32_t v = 0; v < i.arg_count; v++) i.args[v] = add_var(m, f, infos[v]);
  for (uint32_t v = 0; v < i.dest_count; v++) i.dests[v] = add_var(m, f, infos[i.arg_count + v]);
  f->params = i.args;
  f->param_count = i.arg_count;
  f->borrowed = ARENA_ARRAY(b->home, bool, i.arg_count + 1);
  bool fails = op_flags(op) & OP_FAILS;
  flat_block_new(m, f);
  if (fails) flat_block_new(m, f), flat_block_new(m, f);
  flat_block *first = &f->blocks.items[0], *good = &f->blocks.items[fails ? 1 : 0];
  if (fails) {
    first->end = FLAT_TRY;
    first->last = i;
    first->edges[0].to = 1;
    first->edges[1].to = 2;
    f->blocks.items[2].end = FLAT_FAIL;
  } else {
    vec_push(b->home, &first->code, i);
  }
  good->end = FLAT_RETURN;
  good->rets = i.dests;
  good->ret_count = i.dest_count;
  f->may_fail = fails;
  m->catches = m->outlived = true;
  flat_count(m);
  const char *complaint = flat_check(m, b->home);
  if (complaint) printf("%s: %s\n", k->op, complaint);
  CU_ASSERT_PTR_NULL_FATAL(complaint);
  return m;
}

static bool run_prim_call(const bench *b, const prim_case *k, const comb *term, const loaded *programs, char *call) {
  char *texts[MOST_ARGS] = {call}, *shown = arena_strndup(b->home, call, strlen(call));
  uint32_t argc = programs[0].start->argc;
  if (argc) CU_ASSERT_EQUAL_FATAL(cg_split_text(call, '|', texts, MOST_ARGS), argc);
  interp_value args[MOST_ARGS] = {{0}};
  for (uint32_t i = 0; i < argc; i++) {
    const ir_type *part = argc == 1 ? term->dom : term->dom->args[i];
    bool reads = interp_argument(b->home, b->types, part, str_of(texts[i]), &args[i]);
    if (!reads) printf("%s: argument %s\n", k->op, texts[i]);
    CU_ASSERT_TRUE_FATAL(reads);
  }
  interp_result r;
  interp_apply(b->home, b->store, term, argc == 1 ? args[0] : interp_tuple_of(b->home, argc, args), FUEL, &r);
  outcome want = cg_outcome_wanted(b->home, b->store, &r, term->cod);
  bool good = true;
  for (unsigned level = 0; level < LEVELS; level++)
    if (programs[level].start)
      good = cg_compare_run((demand){k->op, shown, level, true}, &want, programs[level].start, args) && good;
  return good;
}

static bool run_prim(const prim_case *k) {
  bench b = bench_open();
  const ir_type *dom = type_of(&b, k->domain), *cod = type_of(&b, k->result);
  ir_op op;
  CU_ASSERT_TRUE_FATAL(op_find(str_of(k->op), &op));
  const comb *term = comb_prim(b.store, op, dom, cod, b.site);
  flat_module *m = prim_module(&b, k, dom, cod);
  loaded programs[LEVELS] = {{0}};
  bool good = cg_load_program(b.home, m, 0, &programs[0]) && cg_load_program(b.home, m, 2, &programs[2]);
  char *calls[64];
  uint32_t n = good ? cg_split_text(arena_strndup(b.home, k->calls, strlen(k->calls)), '~', calls, 64) : 0;
  for (uint32_t c = 0; c < n; c++) good = run_prim_call(&b, k, term, programs, calls[c]) && good;
  cg_unload_programs(programs);
  arena_free(b.home);
  return good;
}

#define LEAST "-9223372036854775808"
#define MOST "9223372036854775807"
#define PAIRS                                                                                                          \
  "7|2~-7|2~7|-2~-7|-2~0|5~5|0~1|1~" LEAST "|-1~" LEAST "|1~" MOST "|1~" MOST "|2~-1|" MOST "~" LEAST "|" LEAST        \
  "~3|" LEAST
#define SINGLES "0~1~-1~9~10~" LEAST "~" MOST "~-9223372036854775807~1000000007~97"
#define SHIFTS                                                                                                         \
  "1|0~1|5~-1|63~-1|64~1|63~0|200~3|62~1|62~-5|1~5|-1~" LEAST "|0~" LEAST "|1~" MOST "|1~-8|200~8|64~" LEAST "|63"
#define REALS "0.0~-0.0~0.5~-0.5~1.0~-1.0~1.5~2.5~-2.5~3.7~1e300~-1e300~inf~-inf~nan~9.3e18~-9223372036854775808.0"
#define REAL_PAIRS                                                                                                     \
  "7.0|2.0~-7.0|2.0~7.5|-2.0~1.0|0.0~0.0|-0.0~2.0|0.5~-8.0|0.3~0.0|-1.0~inf|2.0~nan|1.0~1.0|nan~nan|nan~-0.0|0.0~"     \
  "1e308|1e308~1.0|inf"
#define WORDS "abc|b~abc|~abc|x~|a~|~aXbXc|X~h\xc3\xa9llo w\xc3\xb6rld|\xc3\xb6~aaaa|aa"
#define CHARS "a~Z~5~ ~\xc3\x9f~\xc3\x84~\xe2\x82\xac~_"
#define INTS "[]~[1]~[3,1,2]~[2,2,1,3,3]~[-5,7,0,-5,100,6,5,4,3,2,1,0]"
#define TEXTS "[]~[\"b\",\"a\"]~[\"x\",\"y\",\"x\",\"\",\"z\"]"

/* Options and pairs whose halves decide, lists of every kind of element. */
#define COMPARED(op)                                                                                                   \
  {op, "(Int,Int)", "Bool", PAIRS}, {op, "(Float,Float)", "Bool", REAL_PAIRS},                                         \
      {op, "(Bool,Bool)", "Bool", "true|false~true|true~false|true"},                                                  \
      {op, "(Char,Char)", "Bool", "a|b~b|a~\xe2\x82\xac|\xe2\x82\xac~\xe2\x82\xac|a"},                                 \
      {op, "(Str,Str)", "Bool", WORDS "~a|a~a|\xc3\xa9"},                                                              \
      {op, "([Int],[Int])", "Bool", "[1,2]|[1,2]~[1,2]|[1,3]~[]|[1]~[2]|[1,9]"},                                       \
      {op, "((Int,Float),(Int,Float))", "Bool", "(1,2.0)|(1,2.0)~(1,nan)|(1,nan)~(0,9.0)|(1,1.0)~(1,1.0)|(1,2.0)"},    \
      {op, "((Int,Str),(Int,Str))", "Bool", "(1,\"a\")|(1,\"a\")~(1,\"a\")|(1,\"b\")~(2,\"\")|(1,\"x\")"},             \
      {op, "(Int?,Int?)", "Bool", "none|none~none|0~3|3~3|4~5|none"}, {                                                \
    op, "([Str]?,[Str]?)", "Bool", "none|none~[\"a\"]|[\"a\"]~none|[]~[]|[\"\"]"                                       \
  }

#define TREES "Leaf|Leaf~Leaf|Node(Leaf,1,Leaf)~Node(Leaf,1,Leaf)|Node(Leaf,1,Leaf)~Node(Leaf,2,Leaf)|Node(Leaf,1,Leaf)"
#define TABLES                                                                                                         \
  "{}|{}~{1:\"a\"}|{1:\"a\"}~{1:\"a\"}|{1:\"b\"}~{1:\"a\",2:\"b\"}|{2:\"b\",1:\"a\"}~{1:\"a\"}|{}"
#define ORDERED_DATA(op)                                                                                               \
  {op, "(Tree,Tree)", "Bool", TREES}, {op, "(Color,Color)", "Bool", "Red|Red~Red|Blue~Blue|Red"}, {                    \
    op, "(P,P)", "Bool", "P{x:1,y:\"a\"}|P{x:1,y:\"a\"}~P{x:1,y:\"a\"}|P{x:1,y:\"b\"}~P{x:2,y:\"\"}|P{x:1,y:\"z\"}"  \
  }
#define COMPARED_DATA(op)                                                                                              \
  ORDERED_DATA(op), {op, "({Int:Str},{Int:Str})", "Bool", TABLES}, {                                                   \
    op, "({Int},{Int})", "Bool", "set[]|set[]~set[1,2]|set[2,1]~set[1]|set[2]"                                         \
  }

#define BIGS "0n~1n~-1n~123456789012345678901234567890n~-340282366920938463463374607431768211456n"
#define BIG_PAIRS                                                                                                      \
  "0n|0n~7n|2n~-7n|2n~7n|-2n~-7n|-2n~6n|0n~0n|6n~9223372036854775807n|1n~-9223372036854775808n|-1n~"                  \
  "100000000000000000000n|3n~-100000000000000000000n|3n~100000000000000000000n|-33333333333n~"                        \
  "123456789012345678901234567890123456789n|98765432109876543210n~18446744073709551616n|18446744073709551615n~"       \
  "-18446744073709551616n|18446744073709551616n"
#define LONG_TEXT "a text of more than a block, so that it is cut into blocks of sixty-four bytes each, and then some"

static const prim_case PRIMS[] = {
    {"iadd", "(Int,Int)", "Int", PAIRS},
    {"isub", "(Int,Int)", "Int", PAIRS},
    {"imul", "(Int,Int)", "Int", PAIRS},
    {"idiv", "(Int,Int)", "Int", PAIRS},
    {"imod", "(Int,Int)", "Int", PAIRS},
    {"ipow", "(Int,Int)", "Int", "2|10~2|62~2|63~-2|63~0|0~3|-1~10|19~-1|" MOST},
    {"ineg", "Int", "Int", SINGLES},
    {"iabs", "Int", "Int", SINGLES},
    {"band", "(Int,Int)", "Int", PAIRS},
    {"bor", "(Int,Int)", "Int", PAIRS},
    {"xor", "(Int,Int)", "Int", PAIRS},
    {"shl", "(Int,Int)", "Int", SHIFTS},
    {"shr", "(Int,Int)", "Int", SHIFTS},
    {"popcount", "Int", "Int", SINGLES},
    {"isqrt", "Int", "Int", SINGLES},
    {"gcd", "(Int,Int)", "Int", PAIRS "~12|18~0|0~" LEAST "|0"},
    {"powmod", "(Int,Int,Int)", "Int", "2|10|1000~3|-1|7~2|-1|4~5|3|-7~5|3|0~" MOST "|" MOST "|" MOST},
    {"prime", "Int", "Bool", SINGLES},

    {"fadd", "(Float,Float)", "Float", REAL_PAIRS},
    {"fsub", "(Float,Float)", "Float", REAL_PAIRS},
    {"fmul", "(Float,Float)", "Float", REAL_PAIRS},
    {"fdiv", "(Float,Float)", "Float", REAL_PAIRS},
    {"fidiv", "(Float,Float)", "Float", REAL_PAIRS},
    {"fmod", "(Float,Float)", "Float", REAL_PAIRS},
    {"fpow", "(Float,Float)", "Float", REAL_PAIRS},
    {"fneg", "Float", "Float", REALS},
    {"fabs", "Float", "Float", REALS},
    {"sqrt", "Float", "Float", REALS},
    {"cbrt", "Float", "Float", "0.0~-0.0~1.0~-8.0~27.0~1e300~inf~-inf~nan"},
    {"exp", "Float", "Float", REALS},
    {"log", "Float", "Float", REALS},
    {"log2", "Float", "Float", REALS},
    {"log10", "Float", "Float", REALS},
    {"sin", "Float", "Float", REALS},
    {"cos", "Float", "Float", REALS},
    {"tan", "Float", "Float", REALS},
    {"asin", "Float", "Float", REALS},
    {"acos", "Float", "Float", REALS},
    {"atan", "Float", "Float", REALS},
    {"atan2", "(Float,Float)", "Float", REAL_PAIRS},
    {"sinh", "Float", "Float", REALS},
    {"cosh", "Float", "Float", REALS},
    {"tanh", "Float", "Float", REALS},
    {"hypot", "(Float,Float)", "Float", REAL_PAIRS},
    {"ffloor", "Float", "Int", REALS},
    {"fceil", "Float", "Int", REALS},
    {"ftrunc", "Float", "Int", REALS},
    {"fround", "Float", "Int", REALS},
    {"froundto", "(Float,Int)", "Float", "2.675|2~1234.5|-2~nan|3~0.5|0~1.5|0"},
    {"isnan", "Float", "Bool", REALS},

    {"int_float", "Int", "Float", SINGLES},
    {"bool_int", "Bool", "Int", "true~false"},
    {"char_int", "Char", "Int", CHARS},
    {"int_char", "Int", "Char", "0~65~8364~-1~55295~55296~57343~57344~1114111~1114112~" MOST},
    {"show", "Int", "Str", SINGLES},
    {"show", "Str", "Str", "abc~"},
    {"show", "[Str]", "Str", TEXTS},
    {"show", "(Int,Char?)", "Str", "(1,'x')~(2,none)"},
    {"source", "Str", "Str", "abc~a\"b"},
    {"source", "Float", "Str", REALS},
    {"parse_int", "(Str,Int)", "Int", "12|10~ -7 |10~ff|16~x|10~|10~0x1f|0~9223372036854775808|10"},
    {"parse_float", "Str", "Float", "1.5~1e3~x~~ 2 "},
    {"format", "(Int,Str)", "Str", "5|>4~255|x~7|q"},
    {"format", "(Float,Str)", "Str", "3.14159|.2f"},
    {"format", "(Str,Str)", "Str", "ab|>5~ab|*<4"},

    {"not", "Bool", "Bool", "true~false"},
    COMPARED("eq"),
    COMPARED("ne"),
    COMPARED("lt"),
    COMPARED("le"),
    {"compare", "(Int,Int)", "Int", PAIRS},
    {"compare", "(Float,Float)", "Int", REAL_PAIRS},
    {"compare", "(Bool,Bool)", "Int", "true|false~true|true~false|true"},
    {"compare", "(Char,Char)", "Int", "a|b~b|a~\xe2\x82\xac|\xe2\x82\xac"},
    {"compare", "(Str,Str)", "Int", WORDS},
    {"compare", "(Float?,Float?)", "Int", "none|1.0~nan|nan~nan|none~2.0|1.0"},
    {"compare", "([Float],[Float])", "Int", "[nan]|[nan]~[1.0]|[nan]"},
    {"compare_mixed", "(Int,Float)", "Int",
     "1|1.0~1|1.5~2|1.5~9007199254740993|9007199254740992.0~5|nan~" MOST "|9223372036854775807.0~0|-inf~-3|1e300~"
     MOST "|9223372036854774784.0~9007199254740993|9007199254740994.0~-9007199254740993|-9007199254740992.0~7|7.0"},

    {"some", "Int", "Int?", "1~2"},
    {"some", "Str", "Str?", "a~"},
    {"none", "()", "Int?", ""},
    {"none", "()", "(Str,Int)?", ""},
    {"is_some", "Int?", "Bool", "none~1"},
    {"is_some", "Str?", "Bool", "none~x"},
    {"unwrap", "Int?", "Int", "none~1"},
    {"unwrap", "Str?", "Str", "none~x"},
    {"unwrap", "(Str,[Int])?", "(Str,[Int])", "none~(\"a\",[1])"},

    {"list", "()", "[Int]", ""},
    {"list", "Int", "[Int]", "4"},
    {"list", "(Int,Int)", "[Int]", "4|5"},
    {"list", "(Str,Str,Str)", "[Str]", "a|b|c~|x|\xc3\xa9"},
    {"list", "(Char,Char)", "Str", "a|b~a|\xc3\xa9~\xc3\xa9|b"},
    {"list", "(Bool,Bool)", "[Bool]", "true|false"},
    {"list", "((Int,Str),(Int,Str))", "[(Int,Str)]", "(1,\"a\")|(2,\"b\")"},
    {"list", "(Int?,Int?)", "[Int?]", "none|3"},
    {"len", "[Int]", "Int", INTS},
    {"len", "Str", "Int", "abc~~h\xc3\xa9"},
    {"index", "([Int],Int)", "Int", "[1,2]|0~[1,2]|-1~[1,2]|2~[1,2]|-3~[]|0~[5]|" LEAST},
    {"index", "(Str,Int)", "Char", "abc|1~h\xc3\xa9|-1~a|1"},
    {"index", "([Str],Int)", "Str", "[\"a\",\"b\"]|1~[]|0"},
    {"index", "([(Int,Bool,Str)],Int)", "(Int,Bool,Str)", "[(1,true,\"a\"),(2,false,\"b\")]|1"},
    {"index", "([Float],Int)", "Float", "[1.5,2.5]|1"},
    {"index", "([Bool],Int)", "Bool", "[true,false]|1"},
    {"index", "([Char?],Int)", "Char?", "['x',none]|0~['x',none]|1"},
    {"slice", "([Int],Int?,Int?,Int?)", "[Int]",
     "[1,2,3,4]|1|3|none~[1,2,3,4]|none|none|-1~[1,2]|none|none|0~[1,2,3,4,5]|-3|none|2"},
    {"slice", "(Str,Int?,Int?,Int?)", "Str",
     "hello world and more text|6|none|none~h\xc3\xa9llo|none|2|none~abc|5|9|none"},
    {"append", "([Int],[Int])", "[Int]", "[1]|[2,3]~[]|[1]~[1]|[]"},
    {"append", "(Str,Str)", "Str", WORDS},
    {"append", "([Str],[Str])", "[Str]", "[\"a\"]|[\"b\"]"},
    {"push", "([Int],Int)", "[Int]", "[1]|2~[]|1"},
    {"push", "(Str,Char)", "Str", "ab|c~ab|\xc3\xa9~|x"},
    {"push", "([Str],Str)", "[Str]", "[\"a\"]|b"},
    {"put", "([Int],Int,Int)", "[Int]", "[1,2]|0|9~[1,2]|-1|9~[1,2]|2|9"},
    {"put", "([Str],Int,Str)", "[Str]", "[\"a\",\"b\"]|1|c~[]|0|x"},
    {"put", "(Str,Int,Char)", "Str", "abc|1|\xc3\xa9~abc|3|x"},
    {"repeat", "([Int],Int)", "[Int]", "[1,2]|3~[1]|0~[1]|-1"},
    {"repeat", "(Str,Int)", "Str", "ab|3~\xc3\xa9|2"},
    {"windows", "([Int],Int)", "[[Int]]", "[1,2,3]|2~[1]|2~[1]|0"},
    {"chunks", "([Int],Int)", "[[Int]]", "[1,2,3]|2~[]|2~[1]|0"},
    {"rev", "[Int]", "[Int]", INTS},
    {"rev", "Str", "Str", "abc~h\xc3\xa9"},
    {"elem", "(Int,[Int])", "Bool", "1|[3,1]~5|[3,1]~0|[]"},
    {"elem", "(Str,[Str])", "Bool", "a|[\"b\",\"a\"]~a|[]"},
    {"elem", "(Char,Str)", "Bool", "a|bca~\xc3\xa9|h\xc3\xa9~x|abc"},
    {"sort", "[Int]", "[Int]", INTS},
    {"sort", "[Str]", "[Str]", TEXTS},
    {"sort", "Str", "Str", "hello~"},
    {"order", "[Int]", "[Int]", INTS},
    {"order", "[Str]", "[Int]", TEXTS},
    {"uniq", "[Int]", "[Int]", INTS},
    {"uniq", "[Str]", "[Str]", TEXTS},
    {"transpose", "[[Int]]", "[[Int]]", "[]~[[1,2],[3,4]]~[[1,2],[3]]"},
    {"part", "([Int],Int,Int)", "[Int]", "[1,2,3]|0|2~[1,2,3,4,5]|1|5~[]|0|0"},
    {"transpose", "[Str]", "[Str]", TEXTS "~[\"abc\",\"def\"]"},

    {"split", "(Str,Str)", "[Str]", WORDS},
    {"words", "Str", "[Str]", "a b  c~~ x "},
    {"lines", "Str", "[Str]", "a\nb\n~~x"},
    {"join", "([Str],Str)", "Str", "[\"a\",\"b\"]|, ~[]|x~[\"a\"]|-"},
    {"find_str", "(Str,Str)", "Int?", WORDS},
    {"count_str", "(Str,Str)", "Int", WORDS},
    {"find_from", "(Str,Str,Int)", "Int", "abab|b|2~abab|ab|3~h\xc3\xa9h|\xc3\xa9|0~a,b|,|0"},
    {"space_end", "(Str,Int)", "Int", " a|0~a  b|1~  |0~h\xc3\xa9 x|2"},
    {"word_end", "(Str,Int)", "Int", "ab c|0~ab|1~h\xc3\xa9 x|0"},
    {"line_end", "(Str,Int)", "Int", "a\nb|0~a\r\nb|0~\xc3\xa9|0"},
    {"line_next", "(Str,Int)", "Int", "a\nb|1~a\r\nb|1~a|1"},
    {"replace_str", "(Str,Str,Str)", "Str", "abcabc|b|X~abc||-~aaa|aa|b"},
    {"starts_str", "(Str,Str)", "Bool", WORDS "~abc|ab"},
    {"ends_str", "(Str,Str)", "Bool", WORDS "~abc|bc"},
    {"upper", "Str", "Str", "abc~h\xc3\xa9\xc3\x9f"},
    {"lower", "Str", "Str", "ABC~H\xc3\x89"},
    {"title", "Str", "Str", "o neill~\xc3\xa9t\xc3\xa9 \xc3\x9f" "a"},
    {"swapcase", "Str", "Str", "aBc~h\xc3\xa9\xc3\x9f"},
    {"upper_char", "Char", "Char", CHARS},
    {"lower_char", "Char", "Char", CHARS},
    {"isalpha", "Char", "Bool", CHARS},
    {"isdigit", "Char", "Bool", CHARS},
    {"isupper", "Char", "Bool", CHARS},
    {"islower", "Char", "Bool", CHARS},
    {"isspace", "Char", "Bool", CHARS},

    COMPARED_DATA("eq"),
    COMPARED_DATA("ne"),
    ORDERED_DATA("lt"),
    ORDERED_DATA("le"),
    {"compare", "(Tree,Tree)", "Int", TREES},
    {"compare", "({Int:Str},{Int:Str})", "Int", TABLES},
    {"source", "Tree", "Str", "Leaf~Node(Leaf,1,Node(Leaf,2,Leaf))"},
    {"show", "[P]", "Str", "[P{x:1,y:\"a\"},P{x:2,y:\"\"}]"},
    {"source", "({Str:Int},{Char},Color)", "Str", "({\"k\":1,\"j\":2},set['a','b'],Blue)"},
    {"some", "P", "P?", "P{x:1,y:\"a\"}"},
    {"unwrap", "P?", "P", "P{x:1,y:\"a\"}~none"},
    {"index", "([P],Int)", "P", "[P{x:1,y:\"a\"},P{x:2,y:\"\"}]|1~[]|0"},
    {"index", "([Color],Int)", "Color", "[Red,Blue]|1~[Red]|2"},
    {"list", "(Tree,Tree)", "[Tree]", "Leaf|Node(Leaf,1,Leaf)"},
    {"list", "(Color,Color)", "[Color]", "Red|Blue"},
    {"push", "([Tree],Tree)", "[Tree]", "[Leaf]|Node(Leaf,1,Leaf)~[]|Leaf"},
    {"sort", "[Tree]", "[Tree]", "[Node(Leaf,2,Leaf),Leaf,Node(Leaf,1,Leaf)]~[]"},
    {"uniq", "[P]", "[P]", "[P{x:1,y:\"a\"},P{x:1,y:\"\"},P{x:1,y:\"a\"}]"},

    {"dict", "[(Str,Int)]", "{Str:Int}", "[]~[(\"a\",1),(\"b\",2),(\"a\",3)]"},
    {"dict", "[(Tree,[Str])]", "{Tree:[Str]}", "[]~[(Leaf,[\"x\"]),(Node(Leaf,1,Leaf),[]),(Leaf,[])]"},
    {"dict_get", "({Str:Int},Str)", "Int?", "{}|a~{\"a\":1}|a~{\"a\":1}|b"},
    {"dict_get", "({Int:Str},Int)", "Str?", "{}|1~{1:\"x\",2:\"y\"}|2~{1:\"x\"}|5"},
    {"dict_get", "({Str:P},Str)", "P?", "{}|a~{\"a\":P{x:1,y:\"b\"}}|a"},
    {"dict_get", "({Char:(Int,Str?)},Char)", "(Int,Str?)?", "{}|a~{'a':(1,none)}|a~{'a':(1,\"b\")}|a"},
    {"dict_at", "({Str:Int},Str)", "Int", "{}|a~{\"a\":1}|a~{\"a\":1}|b"},
    {"dict_at", "({Float:[Str]},Float)", "[Str]", "{}|1.0~{1.0:[\"x\"],nan:[]}|1.0~{1.0:[\"x\"],nan:[]}|nan"},
    {"dict_put", "({Str:Int},Str,Int)", "{Str:Int}", "{}|a|1~{\"a\":1,\"b\":2}|a|3~{\"a\":1}|c|0"},
    {"dict_put", "({Int:[Str]},Int,[Str])", "{Int:[Str]}", "{}|1|[\"a\"]~{1:[\"a\"],2:[]}|1|[]"},
    {"dict_remove", "({Str:Int},Str)", "{Str:Int}", "{}|a~{\"a\":1,\"b\":2}|a~{\"a\":1}|c"},
    {"dict_has", "({Str:Int},Str)", "Bool", "{}|a~{\"a\":1}|a~{\"a\":1}|b"},
    {"dict_has", "({Tree:Int},Tree)", "Bool", "{}|Leaf~{Leaf:1}|Leaf~{Leaf:1}|Node(Leaf,1,Leaf)"},
    {"dict_len", "{Str:Int}", "Int", "{}~{\"a\":1,\"b\":2}"},
    {"dict_keys", "{Str:Int}", "[Str]", "{}~{\"a\":1,\"b\":2}"},
    {"dict_keys", "{Char:Int}", "Str", "{}~{'a':1,'\xc3\xa9':2}"},
    {"dict_values", "{Str:Tree}", "[Tree]", "{}~{\"a\":Leaf,\"b\":Node(Leaf,1,Leaf)}"},
    {"dict_items", "{Str:P}", "[(Str,P)]", "{}~{\"a\":P{x:1,y:\"b\"}}"},
    {"dict_merge", "({Str:Int},{Str:Int})", "{Str:Int}", "{}|{}~{\"a\":1,\"b\":2}|{\"c\":4,\"a\":3}"},
    {"dict_group", "[(Str,Int)]", "{Str:[Int]}", "[]~[(\"a\",1),(\"b\",2),(\"a\",3)]"},
    {"dict_counts", "Str", "{Char:Int}", "~banana"},
    {"dict_count", "({Str:Int},Str)", "{Str:Int}", "{}|a~{\"a\":1}|a~{\"a\":1}|b"},
    {"dict_count_part", "({Str:Int},Str,Int,Int)", "{Str:Int}",
     "{}|abc|0|2~{\"b\":1}|abc|1|2~{\"\":1}|a|1|1~{\"a long key of more than a view's bytes\":7}|a long key of more than a view's bytes, and more|0|38"},
    {"dict_gather", "({Int:[Str]},Int,Str)", "{Int:[Str]}", "{}|1|a~{1:[\"a\"]}|1|b"},
    {"dict_counts", "[Tree]", "{Tree:Int}", "[]~[Leaf,Node(Leaf,1,Leaf),Leaf]"},
    {"set", "[Int]", "{Int}", INTS},
    {"set", "Str", "{Char}", "~banana"},
    {"set_has", "({Int},Int)", "Bool", "set[]|1~set[1,2]|2~set[1,2]|3"},
    {"set_len", "{Str}", "Int", "set[]~set[\"a\",\"b\"]"},
    {"set_items", "{Str}", "[Str]", "set[]~set[\"b\",\"a\"]"},
    {"set_put", "({Str},Str)", "{Str}", "set[]|a~set[\"b\",\"a\"]|a~set[\"b\"]|c"},
    {"set_remove", "({Str},Str)", "{Str}", "set[]|a~set[\"b\",\"a\"]|b"},

    {"dyn", "Int", "Dyn", "1~-5"},
    {"dyn", "[(Int,Str)]", "Dyn", "[]~[(1,\"a\")]"},
    {"dyn", "Tree", "Dyn", "Leaf~Node(Leaf,1,Leaf)"},
    {"dyn", "Str?", "Dyn", "none~a"},
    {"dyn_none", "()", "Dyn", ""},

    {"big", "Int", "Big", SINGLES},
    {"big_int", "Big", "Int", BIGS "~9223372036854775807n~-9223372036854775808n~9223372036854775808n"},
    {"big_float", "Big", "Float", BIGS "~9007199254740993n~9007199254740995n~18014398509481987n"},
    {"parse_big", "(Str,Int)", "Big",
     "12|10~ -0x1F |16~0b101|2~1_000|0~12n|10~|10~1__0|10~zz|36~1|37~1|1~123456789012345678901234567890|10~é|10~"
     "-ffffffffffffffffffffffff|16"},
    {"big_text", "(Big,Int)", "Str",
     "0n|2~-255n|16~123456789012345678901234567890n|10~123456789012345678901234567890n|36~5n|1~5n|37"},
    {"big_add", "(Big,Big)", "Big", BIG_PAIRS},
    {"big_sub", "(Big,Big)", "Big", BIG_PAIRS},
    {"big_mul", "(Big,Big)", "Big", BIG_PAIRS},
    {"big_idiv", "(Big,Big)", "Big", BIG_PAIRS},
    {"big_mod", "(Big,Big)", "Big", BIG_PAIRS},
    {"big_gcd", "(Big,Big)", "Big", BIG_PAIRS},
    {"big_pow", "(Big,Int)", "Big", "2n|100~-3n|41~0n|0~-1n|9000000000000000001~1n|5~2n|-1~100000000000000000000n|5"},
    {"big_neg", "Big", "Big", BIGS},
    {"big_abs", "Big", "Big", BIGS},
    {"big_powmod", "(Big,Big,Big)", "Big",
     "3n|100000000000000000000n|1000007n~3n|-1n|7n~2n|-1n|4n~5n|3n|-7n~5n|3n|0n~-5n|3n|7n~5n|0n|1n~7n|-3n|1n~"
     "-2n|5n|-1n~"
     "123456789012345678901n|98765432109876543210n|1000000000000000000007n"},
    {"big_isqrt", "Big", "Big", BIGS "~99999999999999999999n~100000000000000000000n~15n~16n"},
    {"eq", "(Big,Big)", "Bool", BIG_PAIRS},
    {"lt", "(Big,Big)", "Bool", BIG_PAIRS},
    {"compare", "(Big,Big)", "Int", BIG_PAIRS},
    {"show", "Big", "Str", BIGS},
    {"source", "Big", "Str", BIGS},

    {"re_match", "(Str,Str)", "Bool", "ab12|[a-z]+\\d+~ab12.|[a-z]+\\d+~été|\\w+~a|(~a|é(~|"},
    {"re_all", "(Str,Str)", "[[Str]]", "a1 b22|([a-z])(\\d)?~baac|a*~x|y~xé€y|(y)?(.)~éé|é~a|*"},
    {"re_sub", "(Str,Str,Str)", "Str",
     "john smith|(\\w+) (\\w+)|$2, \\1 <\\0>$$~abc||-~2024-05|(?<y>\\d+)-(?<m>\\d+)|${m}/\\g<y>~a|a|\\2~xéx|x|€~"
     "aaaaaaaaaaaa|(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)|$11-$12~a|a|${b}~a|a|$~a|a|\\g<"},
    {"re_split", "(Str,Str)", "[Str]", "a, b;c|[,;] *~a1b|(\\d)~axbc|x*~|x~éxé|x"},
    {"json", "Str", "Dyn",
     " [1, 2.5e1 ,-0,true,null,\"x\\u00e9\\n\\ud83d\\ude00\\ud83d\"] ~{\"a\":{\"b\":[]},\"a\":{}}~1e999~"
     "123456789012345678901234567890~-9223372036854775808~\"€\"~~[1,]~{\"a\"}~01~1.~+1~nan~[1 2]~\"\\x\"~\"a~{a:1}~"
     "\"\\u12\"~tru~1 2~[~'a'~\"\t\"~-~1e~{\"a\":1,}~[1,\n é]~{\"a\" 1}~[\"\\ud83dx\"]~\"\\udc00\""},
    {"tojson", "Int", "Str", SINGLES},
    {"tojson", "Float", "Str", "0.0~-0.0~1.5~1e300~1e16~1e-7~nan~inf"},
    {"tojson", "Str", "Str", "~a\"b\\c\n\t\r\b\f\x01\x1f\x7f/é€"},
    {"tojson", "(Char,Bool,())", "Str", "(' ',true,())~('\"',false,())"},
    {"tojson", "{Int:[Float?]}", "Str", "{}~{1:[],2:[none,1.0]}"},
    {"tojson", "{Char:{Str}}", "Str", "{'a':set[\"b\",\"c\"]}"},
    {"tojson", "{(Int,Str):Int}", "Str", "{(1,\"a\"):2}"},
    {"tojson", "Big", "Str", BIGS},
    {"tojson", "[Float]", "Str", "[1.0,nan]"},
    {"tojson", "(Tree,Color,P)", "Str", "(Node(Leaf,1,Leaf),Red,P{x:1,y:\"a\"})"},
    {"md5", "Str", "Str", "~abc~é~" LONG_TEXT},
    {"sha256", "Str", "Str", "~abc~é~" LONG_TEXT},
    {"mix", "Int", "Int", "0~1~-1~" MOST "~" LEAST},

    {"fail", "Str", "Int", "why~"},
    {"fail", "Str", "(Str,Float)", "why"},
    {"text_new", "()", "Str", ""},
    {"fail_search", "()", "Int", ""},
    {"fail_empty", "()", "Str", ""},
    {"fail_match", "Int", "Int", "4"},
    {"fail_match", "(Int,Str)", "Str", "(1,\"a\")"},
    {"fail_match", "[Int]", "()", "[1,2]"},
};

static void primitives_mean_what_the_interpreter_says(void) {
  for (size_t k = 0; k < sizeof PRIMS / sizeof *PRIMS; k++) CU_ASSERT_TRUE(run_prim(&PRIMS[k]));
}

/* Bulk operations are loops before they get here, those on declared types are other instructions, the content of an
   option is there; printing has a test of its own. No argument can be a Dyn here: programs have those. */
static void every_primitive_is_in_the_table(void) {
  for (uint32_t op = 0; op < OP_COUNT; op++) {
    bool found = (op_flags((ir_op)op) & (OP_BULK | OP_WORLD)) != 0 || (op >= OP_make && op <= OP_dyn_order) || op == OP_content;
    for (size_t k = 0; k < sizeof PRIMS / sizeof *PRIMS; k++)
      found = found || strcmp(PRIMS[k].op, op_name((ir_op)op)) == 0;
    if (!found) printf("%s has no case\n", op_name((ir_op)op));
    CU_ASSERT_TRUE(found);
  }
}

static const unit_case cases[] = {
    {"primitives mean what the interpreter says", primitives_mean_what_the_interpreter_says},
    {"every primitive is in the table", every_primitive_is_in_the_table},
};

UNIT_MAIN("primitives of the code generator", cases)
