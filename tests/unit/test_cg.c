/* Generated code against the reference interpreter: the same term, the same arguments, the same value or the same report, at level 0 and
   at level 2; nothing stays alive. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/backend.h"
#include "backend/jit.h"
#include "ir/interp_value.h"
#include "ir/op_type.h"
#include "runtime/gael_rt.h"
#include "tests/unit/unit.h"

enum { MOST_ARGS = 4, TEXT_ROOM = 4096, FUEL = 10000000, SITE_START = 3, SITE_END = 7 };

/* What one case lives in. */
typedef struct bench {
  arena *home;
  ir_types *types;
  comb_store *store;
  ir_site site;
} bench;

static bench bench_open(void) {
  bench b = {.home = arena_new("code generator test")};
  b.types = ir_types_new(b.home);
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

/* ---- programs ---- */

typedef struct program {
  jit_code *code;
  const gl_program *start;
} program;

static bool load(bench *b, const flat_module *m, unsigned level, program *p) {
  backend_job job = {.module = m, .file = "test", .target = target_host(), .use = TARGET_JIT, .level = level};
  str object, error = STR("");
  if (backend_object(b->home, &job, &object, &error)) {
    p->code = jit_load(b->home, object, NULL, 0, &error);
    if (p->code) {
      p->start = jit_find(p->code, "gael_program");
      return p->start != NULL;
    }
  }
  printf("level %u: " STR_FMT "\n", level, STR_ARG(error));
  return false;
}

/* ---- outcomes: a value as source, or a report ---- */

typedef struct outcome {
  bool failed;
  int32_t code;
  char value[TEXT_ROOM]; /* or the failure's sentence */
  char values[TEXT_ROOM];
  uint32_t start, end; /* of the site */
} outcome;

static void copy_text(char *to, str text) {
  size_t n = text.len < TEXT_ROOM ? text.len : TEXT_ROOM - 1;
  memcpy(to, text.ptr, n);
  to[n] = '\0';
}

static outcome wanted(const bench *b, const comb *term, const interp_value *args, uint32_t argc, const ir_type *result) {
  interp_result r;
  outcome o = {0};
  interp_value argument = argc == 1 ? args[0] : interp_tuple_of(b->home, argc, args);
  interp_apply(b->home, b->store, term, argument, FUEL, &r);
  CU_ASSERT_NOT_EQUAL_FATAL(r.status, INTERP_LIMIT);
  o.failed = r.status == INTERP_FAILURE;
  if (o.failed) {
    o.code = r.failure.code;
    const ir_site_info *site = comb_site(b->store, r.failure.site);
    o.start = site->where.start, o.end = site->where.end;
    copy_text(o.value, r.failure.message);
    copy_text(o.values, r.failure.values);
    return o;
  }
  strbuf text = strbuf_new(b->home);
  interp_show(&text, r.value, result, true);
  copy_text(o.value, strbuf_str(&text));
  return o;
}

static const gl_type CHAR = {.kind = GL_CHAR, .size = 4, .name = "Char"};

static outcome got(const program *p, char **texts) {
  const gl_program *g = p->start;
  outcome o = {0};
  void *args = calloc(1, g->argc ? g->args->size + 1 : 1), *result = calloc(1, g->result->size + 1);
  CU_ASSERT_FALSE_FATAL(g->argc && g->read(g->args, texts, args));
  o.failed = g->entry(args, result);
  if (o.failed) {
    const gl_failure *f = gl_failure_now();
    o.code = f->code;
    o.start = g->sites[f->site].start, o.end = g->sites[f->site].end;
    copy_text(o.value, str_of(f->message));
    copy_text(o.values, str_of(f->values));
  } else {
    gl_list *text = gl_source(result, g->result);
    o.value[gl_str_utf8(text, o.value, TEXT_ROOM - 1)] = '\0';
    gl_drop_list(text, &CHAR);
    gl_drop_value(result, g->result);
  }
  free(args);
  free(result);
  return o;
}

static bool same(const outcome *a, const outcome *b) {
  return a->failed == b->failed && a->code == b->code && a->start == b->start && a->end == b->end && strcmp(a->value, b->value) == 0 &&
         strcmp(a->values, b->values) == 0;
}

static void say(const char *who, const outcome *o) {
  printf("  %s: %s%d %s [%s] at %u..%u\n", who, o->failed ? "failure " : "value ", (int)o->code, o->value, o->values, o->start, o->end);
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
  m->catches = true;
  flat_count(m);
  const char *complaint = flat_check(m, b->home);
  if (complaint) printf("%s: %s\n", k->op, complaint);
  CU_ASSERT_PTR_NULL_FATAL(complaint);
  return m;
}

static uint32_t split(char *text, char by, char **parts, uint32_t most) {
  uint32_t n = 0;
  for (char *at = text; n < most; at++) {
    parts[n++] = at;
    at = strchr(at, by);
    if (!at) break;
    *at = '\0';
  }
  return n;
}

static bool run_call(const bench *b, const prim_case *k, const comb *term, const program *programs, char *call) {
  char *texts[MOST_ARGS] = {call};
  const gl_program *g = programs[0].start;
  uint32_t argc = g->argc ? split(call, '|', texts, MOST_ARGS) : 0;
  CU_ASSERT_EQUAL_FATAL(argc, g->argc);
  interp_value args[MOST_ARGS] = {{0}};
  for (uint32_t i = 0; i < argc; i++) {
    const ir_type *part = argc == 1 ? term->dom : term->dom->args[i];
    bool reads = interp_argument(b->home, part, str_of(texts[i]), &args[i]);
    if (!reads) printf("%s: argument %s\n", k->op, texts[i]);
    CU_ASSERT_TRUE_FATAL(reads);
  }
  if (getenv("CG_TRACE")) fprintf(stderr, "%s %s %s\n", k->op, k->domain, texts[0]);
  outcome want = wanted(b, term, args, argc ? argc : 1, term->cod);
  bool good = true;
  for (unsigned level = 0; level <= 2; level += 2) {
    outcome have = got(&programs[level], texts);
    int64_t live = gl_live();
    if (same(&want, &have) && live == 0) continue;
    printf("%s %s at level %u, %lld alive\n", k->op, texts[0], level, (long long)live);
    say("wanted", &want);
    say("got", &have);
    good = false;
  }
  return good;
}

static bool run_prim(const prim_case *k) {
  bench b = bench_open();
  const ir_type *dom = type_of(&b, k->domain), *cod = type_of(&b, k->result);
  ir_op op;
  CU_ASSERT_TRUE_FATAL(op_find(str_of(k->op), &op));
  const comb *term = comb_prim(b.store, op, dom, cod, b.site);
  flat_module *m = prim_module(&b, k, dom, cod);
  program programs[3];
  bool good = load(&b, m, 0, &programs[0]) && load(&b, m, 2, &programs[2]);
  char *calls[64];
  uint32_t n = good ? split(arena_strndup(b.home, k->calls, strlen(k->calls)), '~', calls, 64) : 0;
  for (uint32_t c = 0; c < n; c++) good = run_call(&b, k, term, programs, calls[c]) && good;
  for (unsigned level = 0; level <= 2 && n; level += 2) jit_unload(programs[level].code);
  arena_free(b.home);
  return good;
}

#define LEAST "-9223372036854775808"
#define MOST "9223372036854775807"
#define PAIRS "7|2~-7|2~7|-2~-7|-2~0|5~5|0~1|1~" LEAST "|-1~" LEAST "|1~" MOST "|1~" MOST "|2~-1|" MOST "~" LEAST "|" LEAST "~3|" LEAST
#define SINGLES "0~1~-1~9~10~" LEAST "~" MOST "~-9223372036854775807~1000000007~97"
#define SHIFTS "1|0~1|5~-1|63~-1|64~1|63~0|200~3|62~1|62~-5|1~5|-1~" LEAST "|0~" LEAST "|1~" MOST "|1~-8|200~8|64~" LEAST "|63"
#define REALS "0.0~-0.0~0.5~-0.5~1.0~-1.0~1.5~2.5~-2.5~3.7~1e300~-1e300~inf~-inf~nan~9.3e18~-9223372036854775808.0"
#define REAL_PAIRS                                                                                                    \
  "7.0|2.0~-7.0|2.0~7.5|-2.0~1.0|0.0~0.0|-0.0~2.0|0.5~-8.0|0.3~0.0|-1.0~inf|2.0~nan|1.0~1.0|nan~nan|nan~-0.0|0.0~1e308|1e308~1.0|inf"
#define WORDS "abc|b~abc|~abc|x~|a~|~aXbXc|X~h\xc3\xa9llo w\xc3\xb6rld|\xc3\xb6~aaaa|aa"
#define CHARS "a~Z~5~ ~\xc3\x9f~\xc3\x84~\xe2\x82\xac~_"
#define INTS "[]~[1]~[3,1,2]~[2,2,1,3,3]~[-5,7,0,-5,100,6,5,4,3,2,1,0]"
#define TEXTS "[]~[\"b\",\"a\"]~[\"x\",\"y\",\"x\",\"\",\"z\"]"

/* Options and pairs whose halves decide, lists of every kind of element. */
#define COMPARED(op)                                                                                                  \
  {op, "(Int,Int)", "Bool", PAIRS}, {op, "(Float,Float)", "Bool", REAL_PAIRS}, {op, "(Bool,Bool)", "Bool", "true|false~true|true~false|true"},  \
  {op, "(Char,Char)", "Bool", "a|b~b|a~\xe2\x82\xac|\xe2\x82\xac~\xe2\x82\xac|a"}, {op, "(Str,Str)", "Bool", WORDS "~a|a~a|\xc3\xa9"},          \
  {op, "([Int],[Int])", "Bool", "[1,2]|[1,2]~[1,2]|[1,3]~[]|[1]~[2]|[1,9]"},                                           \
  {op, "((Int,Float),(Int,Float))", "Bool", "(1,2.0)|(1,2.0)~(1,nan)|(1,nan)~(0,9.0)|(1,1.0)~(1,1.0)|(1,2.0)"},        \
  {op, "((Int,Str),(Int,Str))", "Bool", "(1,\"a\")|(1,\"a\")~(1,\"a\")|(1,\"b\")~(2,\"\")|(1,\"x\")"},                 \
  {op, "(Int?,Int?)", "Bool", "none|none~none|0~3|3~3|4~5|none"}, {op, "([Str]?,[Str]?)", "Bool", "none|none~[\"a\"]|[\"a\"]~none|[]~[]|[\"\"]"}

static const prim_case PRIMS[] = {
    {"iadd", "(Int,Int)", "Int", PAIRS}, {"isub", "(Int,Int)", "Int", PAIRS}, {"imul", "(Int,Int)", "Int", PAIRS},
    {"idiv", "(Int,Int)", "Int", PAIRS}, {"imod", "(Int,Int)", "Int", PAIRS},
    {"ipow", "(Int,Int)", "Int", "2|10~2|62~2|63~-2|63~0|0~3|-1~10|19~-1|" MOST},
    {"ineg", "Int", "Int", SINGLES}, {"iabs", "Int", "Int", SINGLES},
    {"band", "(Int,Int)", "Int", PAIRS}, {"bor", "(Int,Int)", "Int", PAIRS}, {"xor", "(Int,Int)", "Int", PAIRS},
    {"shl", "(Int,Int)", "Int", SHIFTS}, {"shr", "(Int,Int)", "Int", SHIFTS}, {"popcount", "Int", "Int", SINGLES},
    {"isqrt", "Int", "Int", SINGLES}, {"gcd", "(Int,Int)", "Int", PAIRS "~12|18~0|0~" LEAST "|0"},
    {"powmod", "(Int,Int,Int)", "Int", "2|10|1000~3|-1|7~2|-1|4~5|3|-7~5|3|0~" MOST "|" MOST "|" MOST},
    {"prime", "Int", "Bool", SINGLES},

    {"fadd", "(Float,Float)", "Float", REAL_PAIRS}, {"fsub", "(Float,Float)", "Float", REAL_PAIRS},
    {"fmul", "(Float,Float)", "Float", REAL_PAIRS}, {"fdiv", "(Float,Float)", "Float", REAL_PAIRS},
    {"fidiv", "(Float,Float)", "Float", REAL_PAIRS}, {"fmod", "(Float,Float)", "Float", REAL_PAIRS},
    {"fpow", "(Float,Float)", "Float", REAL_PAIRS}, {"fneg", "Float", "Float", REALS}, {"fabs", "Float", "Float", REALS},
    {"sqrt", "Float", "Float", REALS}, {"cbrt", "Float", "Float", REALS}, {"exp", "Float", "Float", REALS},
    {"log", "Float", "Float", REALS}, {"log2", "Float", "Float", REALS}, {"log10", "Float", "Float", REALS},
    {"sin", "Float", "Float", REALS}, {"cos", "Float", "Float", REALS}, {"tan", "Float", "Float", REALS},
    {"asin", "Float", "Float", REALS}, {"acos", "Float", "Float", REALS}, {"atan", "Float", "Float", REALS},
    {"atan2", "(Float,Float)", "Float", REAL_PAIRS}, {"sinh", "Float", "Float", REALS}, {"cosh", "Float", "Float", REALS},
    {"tanh", "Float", "Float", REALS}, {"hypot", "(Float,Float)", "Float", REAL_PAIRS},
    {"ffloor", "Float", "Int", REALS}, {"fceil", "Float", "Int", REALS}, {"ftrunc", "Float", "Int", REALS},
    {"fround", "Float", "Int", REALS}, {"froundto", "(Float,Int)", "Float", "2.675|2~1234.5|-2~nan|3~0.5|0~1.5|0"},
    {"isnan", "Float", "Bool", REALS},

    {"int_float", "Int", "Float", SINGLES}, {"bool_int", "Bool", "Int", "true~false"}, {"char_int", "Char", "Int", CHARS},
    {"int_char", "Int", "Char", "0~65~8364~-1~55295~55296~57343~57344~1114111~1114112~" MOST},
    {"show", "Int", "Str", SINGLES}, {"show", "Str", "Str", "abc~"}, {"show", "[Str]", "Str", TEXTS}, {"show", "(Int,Char?)", "Str", "(1,'x')~(2,none)"},
    {"source", "Str", "Str", "abc~a\"b"}, {"source", "Float", "Str", REALS},
    {"parse_int", "(Str,Int)", "Int", "12|10~ -7 |10~ff|16~x|10~|10~0x1f|0~9223372036854775808|10"},
    {"parse_float", "Str", "Float", "1.5~1e3~x~~ 2 "}, {"format", "(Int,Str)", "Str", "5|>4~255|x~7|q"}, {"format", "(Float,Str)", "Str", "3.14159|.2f"},
    {"format", "(Str,Str)", "Str", "ab|>5~ab|*<4"},

    {"not", "Bool", "Bool", "true~false"}, COMPARED("eq"), COMPARED("ne"), COMPARED("lt"), COMPARED("le"),
    {"compare", "(Int,Int)", "Int", PAIRS}, {"compare", "(Float,Float)", "Int", REAL_PAIRS}, {"compare", "(Bool,Bool)", "Int", "true|false~true|true~false|true"},
    {"compare", "(Char,Char)", "Int", "a|b~b|a~\xe2\x82\xac|\xe2\x82\xac"}, {"compare", "(Str,Str)", "Int", WORDS},
    {"compare", "(Float?,Float?)", "Int", "none|1.0~nan|nan~nan|none~2.0|1.0"}, {"compare", "([Float],[Float])", "Int", "[nan]|[nan]~[1.0]|[nan]"},
    {"compare_mixed", "(Int,Float)", "Int", "1|1.0~1|1.5~2|1.5~9007199254740993|9007199254740992.0~5|nan~" MOST "|9223372036854775807.0~0|-inf"},

    {"some", "Int", "Int?", "1~2"}, {"some", "Str", "Str?", "a~"}, {"none", "()", "Int?", ""}, {"none", "()", "(Str,Int)?", ""},
    {"is_some", "Int?", "Bool", "none~1"}, {"is_some", "Str?", "Bool", "none~x"}, {"unwrap", "Int?", "Int", "none~1"}, {"unwrap", "Str?", "Str", "none~x"},
    {"unwrap", "(Str,[Int])?", "(Str,[Int])", "none~(\"a\",[1])"},

    {"list", "()", "[Int]", ""}, {"list", "Int", "[Int]", "4"}, {"list", "(Int,Int)", "[Int]", "4|5"}, {"list", "(Str,Str,Str)", "[Str]", "a|b|c~|x|\xc3\xa9"},
    {"list", "(Char,Char)", "Str", "a|b~a|\xc3\xa9~\xc3\xa9|b"}, {"list", "(Bool,Bool)", "[Bool]", "true|false"}, {"list", "((Int,Str),(Int,Str))", "[(Int,Str)]", "(1,\"a\")|(2,\"b\")"},
    {"list", "(Int?,Int?)", "[Int?]", "none|3"},
    {"len", "[Int]", "Int", INTS}, {"len", "Str", "Int", "abc~~h\xc3\xa9"}, {"index", "([Int],Int)", "Int", "[1,2]|0~[1,2]|-1~[1,2]|2~[1,2]|-3~[]|0~[5]|" LEAST},
    {"index", "(Str,Int)", "Char", "abc|1~h\xc3\xa9|-1~a|1"}, {"index", "([Str],Int)", "Str", "[\"a\",\"b\"]|1~[]|0"}, {"index", "([(Int,Bool,Str)],Int)", "(Int,Bool,Str)", "[(1,true,\"a\"),(2,false,\"b\")]|1"},
    {"index", "([Float],Int)", "Float", "[1.5,2.5]|1"}, {"index", "([Bool],Int)", "Bool", "[true,false]|1"}, {"index", "([Char?],Int)", "Char?", "['x',none]|0~['x',none]|1"},
    {"slice", "([Int],Int?,Int?,Int?)", "[Int]", "[1,2,3,4]|1|3|none~[1,2,3,4]|none|none|-1~[1,2]|none|none|0~[1,2,3,4,5]|-3|none|2"},
    {"slice", "(Str,Int?,Int?,Int?)", "Str", "hello world and more text|6|none|none~h\xc3\xa9llo|none|2|none~abc|5|9|none"},
    {"append", "([Int],[Int])", "[Int]", "[1]|[2,3]~[]|[1]~[1]|[]"}, {"append", "(Str,Str)", "Str", WORDS}, {"append", "([Str],[Str])", "[Str]", "[\"a\"]|[\"b\"]"},
    {"push", "([Int],Int)", "[Int]", "[1]|2~[]|1"}, {"push", "(Str,Char)", "Str", "ab|c~ab|\xc3\xa9~|x"}, {"push", "([Str],Str)", "[Str]", "[\"a\"]|b"},
    {"put", "([Int],Int,Int)", "[Int]", "[1,2]|0|9~[1,2]|-1|9~[1,2]|2|9"}, {"put", "([Str],Int,Str)", "[Str]", "[\"a\",\"b\"]|1|c~[]|0|x"}, {"put", "(Str,Int,Char)", "Str", "abc|1|\xc3\xa9~abc|3|x"},
    {"repeat", "([Int],Int)", "[Int]", "[1,2]|3~[1]|0~[1]|-1"}, {"repeat", "(Str,Int)", "Str", "ab|3~\xc3\xa9|2"},
    {"windows", "([Int],Int)", "[[Int]]", "[1,2,3]|2~[1]|2~[1]|0"}, {"chunks", "([Int],Int)", "[[Int]]", "[1,2,3]|2~[]|2~[1]|0"},
    {"rev", "[Int]", "[Int]", INTS}, {"rev", "Str", "Str", "abc~h\xc3\xa9"}, {"elem", "(Int,[Int])", "Bool", "1|[3,1]~5|[3,1]~0|[]"}, {"elem", "(Str,[Str])", "Bool", "a|[\"b\",\"a\"]~a|[]"},
    {"elem", "(Char,Str)", "Bool", "a|bca~\xc3\xa9|h\xc3\xa9~x|abc"},
    {"sort", "[Int]", "[Int]", INTS}, {"sort", "[Str]", "[Str]", TEXTS}, {"sort", "Str", "Str", "hello~"}, {"order", "[Int]", "[Int]", INTS}, {"order", "[Str]", "[Int]", TEXTS},
    {"uniq", "[Int]", "[Int]", INTS}, {"uniq", "[Str]", "[Str]", TEXTS}, {"transpose", "[[Int]]", "[[Int]]", "[]~[[1,2],[3,4]]~[[1,2],[3]]"}, {"transpose", "[Str]", "[Str]", TEXTS "~[\"abc\",\"def\"]"},

    {"split", "(Str,Str)", "[Str]", WORDS}, {"words", "Str", "[Str]", "a b  c~~ x "}, {"lines", "Str", "[Str]", "a\nb\n~~x"},
    {"join", "([Str],Str)", "Str", "[\"a\",\"b\"]|, ~[]|x~[\"a\"]|-"}, {"find_str", "(Str,Str)", "Int?", WORDS}, {"count_str", "(Str,Str)", "Int", WORDS},
    {"replace_str", "(Str,Str,Str)", "Str", "abcabc|b|X~abc||-~aaa|aa|b"}, {"starts_str", "(Str,Str)", "Bool", WORDS "~abc|ab"}, {"ends_str", "(Str,Str)", "Bool", WORDS "~abc|bc"},
    {"upper", "Str", "Str", "abc~h\xc3\xa9\xc3\x9f"}, {"lower", "Str", "Str", "ABC~H\xc3\x89"}, {"upper_char", "Char", "Char", CHARS}, {"lower_char", "Char", "Char", CHARS},
    {"isalpha", "Char", "Bool", CHARS}, {"isdigit", "Char", "Bool", CHARS}, {"isupper", "Char", "Bool", CHARS}, {"islower", "Char", "Bool", CHARS}, {"isspace", "Char", "Bool", CHARS},

    {"fail", "Str", "Int", "why~"}, {"fail", "Str", "(Str,Float)", "why"}, {"fail_search", "()", "Int", ""}, {"fail_empty", "()", "Str", ""}, {"fail_match", "Int", "Int", "4"},
    {"fail_match", "(Int,Str)", "Str", "(1,\"a\")"}, {"fail_match", "[Int]", "()", "[1,2]"},
};

static void primitives_mean_what_the_interpreter_says(void) {
  for (size_t k = 0; k < sizeof PRIMS / sizeof *PRIMS; k++) CU_ASSERT_TRUE(run_prim(&PRIMS[k]));
}

/* Bulk operations are loops before they get here; printing has a test of its own. */
static void every_primitive_is_in_the_table(void) {
  for (uint32_t op = 0; op < OP_COUNT; op++) {
    bool found = (op_flags((ir_op)op) & (OP_BULK | OP_WORLD)) != 0;
    for (size_t k = 0; k < sizeof PRIMS / sizeof *PRIMS; k++) found = found || strcmp(PRIMS[k].op, op_name((ir_op)op)) == 0;
    if (!found) printf("%s has no case\n", op_name((ir_op)op));
    CU_ASSERT_TRUE(found);
  }
}

static const unit_case cases[] = {
    {"primitives mean what the interpreter says", primitives_mean_what_the_interpreter_says},
    {"every primitive is in the table", every_primitive_is_in_the_table},
};

UNIT_MAIN("code generator", cases)
