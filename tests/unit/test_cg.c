/* Generated code against the reference interpreter: the same term, the same arguments, the same value or the same
   report, at level 0 and at level 2; nothing stays alive. */

#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/backend.h"
#include "backend/jit.h"
#include "ir/bignum.h"
#include "ir/interp_table.h"
#include "ir/interp_value.h"
#include "ir/op_type.h"
#include "ir/passes.h"
#include "runtime/gael_rt.h"
#include "support/source.h"
#include "support/vec.h"
#include "tests/flat_random.h"
#include "tests/unit/data_semantics.h"
#include "tests/unit/unit.h"

enum { LEVELS = 3, MOST_ARGS = 4, TEXT_ROOM = 4096, FUEL = 10000000, RANDOM_PROGRAMS = 50 };
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

/* ---- programs ---- */

typedef struct program {
  jit_code *code;
  const gl_program *start;
} program;

static bool load(arena *home, const flat_module *m, unsigned level, program *p) {
  /* In one piece and in parts: at two levels each. */
  backend_job job = {.module = m, .file = "test", .target = target_host(), .use = TARGET_JIT, .level = level,
                     .split_from = level % 2};
  str object, error = STR("");
  if (backend_object(home, &job, &object, &error)) p->code = jit_load(home, object, NULL, 0, &error);
  if (p->code) p->start = jit_find(p->code, "gael_program");
  if (!p->start) printf("level %u: " STR_FMT "\n", level, STR_ARG(error));
  return p->start != NULL;
}

static void unload(program *programs) {
  for (unsigned level = 0; level < LEVELS; level++)
    if (programs[level].code) jit_unload(programs[level].code);
}

/* ---- outcomes: a value as source, or a report; and what was printed ---- */

typedef struct outcome {
  bool failed;
  int32_t code;
  char value[TEXT_ROOM]; /* or the failure's sentence */
  char values[TEXT_ROOM];
  char printed[TEXT_ROOM];
  uint32_t frames;
  uint32_t places[GL_FRAMES]; /* starts of the failure's site and of the calls it passed through */
} outcome;

static void copy_text(char *to, str text) {
  size_t n = text.len < TEXT_ROOM ? text.len : TEXT_ROOM - 1;
  memcpy(to, text.ptr, n);
  to[n] = '\0';
}

static uint32_t start_of(const comb_store *s, ir_site site) {
  return site ? comb_site(s, site)->where.start : UINT32_MAX;
}

static outcome outcome_wanted(arena *home, comb_store *store, const interp_result *r, const ir_type *result) {
  outcome o = {.failed = r->status == INTERP_FAILURE};
  CU_ASSERT_NOT_EQUAL_FATAL(r->status, INTERP_LIMIT);
  copy_text(o.printed, r->out);
  if (!o.failed) {
    strbuf text = strbuf_new(home);
    interp_show(&text, r->value, result, true);
    copy_text(o.value, strbuf_str(&text));
    return o;
  }
  const interp_failure *f = &r->failure;
  o.code = f->code;
  copy_text(o.value, f->message);
  copy_text(o.values, f->values);
  o.frames = f->frame_count;
  o.places[0] = start_of(store, f->site);
  for (uint32_t i = 0; i < f->frame_count && i + 1 < GL_FRAMES; i++) o.places[i + 1] = start_of(store, f->frames[i]);
  return o;
}

static const gl_type CHAR = {.kind = GL_CHAR, .size = 4, .name = "Char"};

static void put_value(const gl_type *t, interp_value v, uint8_t *to);

static void put_parts(uint32_t n, const gl_type *const *parts, const uint32_t *offsets, const interp_value *from,
                      void *to) {
  for (uint32_t i = 0; i < n; i++) put_value(parts[i], from[i], (uint8_t *)to + offsets[i]);
}

static gl_object *put_object(const gl_type *t, const interp_object *from) {
  const gl_con *con = &t->cons[from->tag];
  gl_object *o = gl_object_new(from->tag, con->size);
  put_parts(con->count, con->parts, con->offsets, from->fields, o);
  return o;
}

static gl_dict *put_table(const gl_type *t, const interp_table *from) {
  arena *home = arena_new("entries");
  const interp_entry *entries = interp_table_entries(home, from);
  const gl_type *k = t->parts[0], *v = t->kind == GL_DICT ? t->parts[1] : NULL;
  void *key = arena_zalloc(home, k->size + 1, 16), *value = v ? arena_zalloc(home, v->size + 1, 16) : NULL;
  gl_dict *d = gl_dict_of(gl_list_new(0, k), t);
  for (int64_t i = 0; i < from->len; i++) {
    put_value(k, entries[i].key, key);
    if (v) put_value(v, entries[i].value, value);
    d = gl_dict_put(d, key, value, t);
  }
  arena_free(home);
  return d;
}

static gl_big *put_big(const bignum *from) {
  arena *home = arena_new("digits");
  str digits = bignum_text(home, from, 10);
  gl_list *text = gl_str_new(digits.ptr, digits.len);
  gl_big *big = NULL;
  CU_ASSERT_FALSE_FATAL(gl_parse_big(text, 10, 0, &big));
  gl_drop_list(text, &CHAR);
  arena_free(home);
  return big;
}

/* A value of the interpreter's as the runtime has it. */
static void put_value(const gl_type *t, interp_value v, uint8_t *to) {
  switch ((gl_kind)t->kind) {
    case GL_INT: *(int64_t *)(void *)to = v.i; break;
    case GL_FLOAT: *(double *)(void *)to = v.f; break;
    case GL_BOOL: *to = (uint8_t)v.i; break;
    case GL_CHAR: *(uint32_t *)(void *)to = (uint32_t)v.i; break;
    case GL_TUPLE: put_parts(t->count, t->parts, t->offsets, v.parts, to); break;
    case GL_RECORD: put_parts(t->count, t->parts, t->offsets, v.object->fields, to); break;
    case GL_ENUM: *(int64_t *)(void *)to = v.object->tag; break;
    case GL_NAMED: *(gl_object **)(void *)to = put_object(t, v.object); break;
    case GL_DICT:
    case GL_SET: *(gl_dict **)(void *)to = put_table(t, v.table); break;
    case GL_OPTION:
      to[t->offsets[0]] = v.content != NULL;
      if (v.content) put_value(t->parts[0], *v.content, to + t->offsets[1]);
      break;
    case GL_LIST: {
      gl_list *list = gl_list_new(v.list->len, t->parts[0]);
      uint8_t *element = calloc(1, t->parts[0]->size + 1);
      for (int64_t i = 0; i < v.list->len; i++) {
        put_value(t->parts[0], v.list->items[i], element);
        gl_list_push(list, element, t->parts[0]);
      }
      free(element);
      *(gl_list **)(void *)to = list;
      break;
    }
    case GL_BIG: *(gl_big **)(void *)to = put_big(v.big); break;
    case GL_UNIT:
    case GL_FUN:
    case GL_DYN: break;
  }
}

static void take_output(void *context, const uint8_t *bytes, size_t length) {
  char *printed = context;
  size_t had = strlen(printed), n = length < TEXT_ROOM - 1 - had ? length : TEXT_ROOM - 1 - had;
  memcpy(printed + had, bytes, n);
  printed[had + n] = '\0';
}

static void get_value(outcome *o, void *result, const gl_type *t) {
  gl_list *text = gl_source(result, t);
  o->value[gl_str_utf8(text, o->value, TEXT_ROOM - 1)] = '\0';
  gl_drop_list(text, &CHAR);
  gl_drop_value(result, t);
}

static uint32_t place_of(const gl_program *g, uint32_t site) { return site ? g->sites[site].start : UINT32_MAX; }

static void get_failure(outcome *o, const gl_program *g) {
  const gl_failure *f = gl_failure_now();
  o->code = f->code;
  copy_text(o->value, str_of(f->message));
  copy_text(o->values, str_of(f->values));
  o->frames = f->frame_count;
  o->places[0] = place_of(g, f->site);
  for (uint32_t i = 0; i < f->frame_count && i + 1 < GL_FRAMES; i++) o->places[i + 1] = place_of(g, f->frames[i]);
}

typedef struct entry_call {
  const gl_program *program;
  void *args, *result;
} entry_call;

static bool call_entry(void *context) {
  entry_call *c = context;
  return c->program->entry(c->args, c->result);
}

static outcome outcome_got(const gl_program *g, const interp_value *args) {
  outcome o = {0};
  entry_call call = {g, calloc(1, g->argc ? g->args->size + 1 : 1), calloc(1, g->result->size + 1)};
  for (uint32_t i = 0; i < g->argc; i++)
    put_value(g->args->parts[i], args[i], (uint8_t *)call.args + g->args->offsets[i]);
  gl_on_output(take_output, o.printed);
  o.failed = gl_deep_call(call_entry, &call);
  gl_flush();
  gl_on_output(NULL, NULL);
  if (o.failed) get_failure(&o, g);
  else get_value(&o, call.result, g->result);
  if (g->release) g->release();
  free(call.args);
  free(call.result);
  return o;
}

/* What a failure says in words, and which calls it names, depends on what was applied in place: only `word_for_word`
   compares that. */
static bool same(const outcome *a, const outcome *b, bool word_for_word) {
  bool equal = a->failed == b->failed && a->code == b->code && !strcmp(a->printed, b->printed);
  if (equal && (word_for_word || !a->failed)) equal = !strcmp(a->value, b->value) && !strcmp(a->values, b->values);
  return equal && (!a->failed || a->places[0] == b->places[0]) && (!word_for_word || a->frames == b->frames);
}

static void say(const char *who, const outcome *o) {
  printf("  %s: %s%d %s [%s] \"%s\"", who, o->failed ? "failure " : "value ", (int)o->code, o->value, o->values,
         o->printed);
  for (uint32_t i = 0; o->failed && i <= o->frames && i < GL_FRAMES; i++) printf(" @%d", (int)o->places[i]);
  printf("\n");
}

/* What a run is compared by. */
typedef struct demand {
  const char *what, *call;
  unsigned level;
  bool word_for_word;
} demand;

static bool compare_run(demand d, const outcome *want, const gl_program *g, const interp_value *args) {
  int64_t before = gl_live();
  outcome have = outcome_got(g, args);
  bool leaks = gl_live() != before;
  if (same(want, &have, d.word_for_word) && !leaks) return true;
  printf("%s (%s) at level %u%s\n", d.what, d.call, d.level, leaks ? " leaks" : "");
  say("wanted", want);
  say("got", &have);
  return false;
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

static bool run_prim_call(const bench *b, const prim_case *k, const comb *term, const program *programs, char *call) {
  char *texts[MOST_ARGS] = {call}, *shown = arena_strndup(b->home, call, strlen(call));
  uint32_t argc = programs[0].start->argc;
  if (argc) CU_ASSERT_EQUAL_FATAL(split(call, '|', texts, MOST_ARGS), argc);
  interp_value args[MOST_ARGS] = {{0}};
  for (uint32_t i = 0; i < argc; i++) {
    const ir_type *part = argc == 1 ? term->dom : term->dom->args[i];
    bool reads = interp_argument(b->home, b->types, part, str_of(texts[i]), &args[i]);
    if (!reads) printf("%s: argument %s\n", k->op, texts[i]);
    CU_ASSERT_TRUE_FATAL(reads);
  }
  interp_result r;
  interp_apply(b->home, b->store, term, argc == 1 ? args[0] : interp_tuple_of(b->home, argc, args), FUEL, &r);
  outcome want = outcome_wanted(b->home, b->store, &r, term->cod);
  bool good = true;
  for (unsigned level = 0; level < LEVELS; level++)
    if (programs[level].start)
      good = compare_run((demand){k->op, shown, level, true}, &want, programs[level].start, args) && good;
  return good;
}

static bool run_prim(const prim_case *k) {
  bench b = bench_open();
  const ir_type *dom = type_of(&b, k->domain), *cod = type_of(&b, k->result);
  ir_op op;
  CU_ASSERT_TRUE_FATAL(op_find(str_of(k->op), &op));
  const comb *term = comb_prim(b.store, op, dom, cod, b.site);
  flat_module *m = prim_module(&b, k, dom, cod);
  program programs[LEVELS] = {{0}};
  bool good = load(b.home, m, 0, &programs[0]) && load(b.home, m, 2, &programs[2]);
  char *calls[64];
  uint32_t n = good ? split(arena_strndup(b.home, k->calls, strlen(k->calls)), '~', calls, 64) : 0;
  for (uint32_t c = 0; c < n; c++) good = run_prim_call(&b, k, term, programs, calls[c]) && good;
  unload(programs);
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

/* ---- whole programs, as text ---- */

static bool run_call(arena *home, const char *file, const comb_program *p, const program *programs, str line) {
  char *texts[MOST_ARGS], *shown = arena_strndup(home, line.ptr, line.len);
  interp_value args[MOST_ARGS] = {{0}};
  if (p->argc) CU_ASSERT_EQUAL_FATAL(split(arena_strndup(home, line.ptr, line.len), '|', texts, MOST_ARGS), p->argc);
  for (uint32_t i = 0; i < p->argc; i++) {
    while (*texts[i] == ' ') texts[i]++;
    size_t length = strlen(texts[i]);
    while (length && texts[i][length - 1] == ' ') length--;
    CU_ASSERT_TRUE_FATAL(interp_parse(home, comb_types(p->store), p->args[i], (str){texts[i], length}, &args[i]));
  }
  interp_result r;
  interp_run(home, p, args, p->argc, FUEL, &r);
  if (r.status == INTERP_LIMIT) return true;
  outcome want = outcome_wanted(home, p->store, &r, p->result);
  bool good = true;
  for (unsigned level = 0; level < LEVELS; level++)
    good = compare_run((demand){file, shown, level, false}, &want, programs[level].start, args) && good;
  return good;
}

/* A program, then (run argument|argument…) lines behind an (expect …) line. */
static bool run_text(const char *file, char *text) {
  arena *home = arena_new("program");
  char *rest = strstr(text, "(expect");
  CU_ASSERT_PTR_NOT_NULL_FATAL(rest);
  comb_program p;
  str error;
  size_t offset;
  bool good =
      comb_read(home, ir_types_new(home), intern_new(home), (str){text, (size_t)(rest - text)}, &p, &error, &offset);
  if (!good) printf("%s: " STR_FMT " at %.30s\n", file, STR_ARG(error), text + offset);
  CU_ASSERT_TRUE_FATAL(good);
  flat_module *m = flat_apply(home, &p, TRANSFORMS_EVERY);
  flat_optimize(m);
  m->catches = m->outlived = true; /* so that failing leaves nothing behind either */
  flat_count(m);
  program programs[LEVELS] = {{0}};
  for (unsigned level = 0; level < LEVELS; level++) good = good && load(home, m, level, &programs[level]);
  for (const char *at = rest; good && (at = strstr(at, "(run")) != NULL;) {
    size_t length = strcspn(at, "\n");
    while (at[length - 1] != ')') length--;
    good = run_call(home, file, &p, programs, (str){at + 4, length - 5});
    at += length;
  }
  unload(programs);
  arena_free(home);
  return good;
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* The programs that show what loops and allocations come to. */
static void programs_mean_what_the_interpreter_says(void) {
  arena *home = arena_new("files");
  VEC(char *) names = {0};
  DIR *d = opendir("tests/opt");
  CU_ASSERT_PTR_NOT_NULL_FATAL(d);
  for (struct dirent *e = readdir(d); e; e = readdir(d))
    if (strstr(e->d_name, ".opt")) vec_push(home, &names, arena_strndup(home, e->d_name, strlen(e->d_name)));
  closedir(d);
  qsort(names.items, names.len, sizeof *names.items, by_name);
  for (uint32_t k = 0; k < names.len; k++) {
    str text;
    CU_ASSERT_TRUE_FATAL(source_read_file(home, str_printf(home, "tests/opt/%s", names.items[k]).ptr, &text));
    CU_ASSERT_TRUE(run_text(names.items[k], arena_strndup(home, text.ptr, text.len)));
  }
  arena_free(home);
}

/* What only machine code can get wrong. */
typedef struct text_case {
  const char *name, *text;
} text_case;

#define FOUR "(Int,Int,Int,Int)"
#define RECORD "(Str,Float,Int?,Str?)"

static const text_case PROGRAMS[] = {
    {"results that come through memory, also out of tail calls",
     "(def go : Int->" FOUR " (curry Int (choice (lt .1 (K 1)) <(K 1) (K 2) (K 3) .1> (S@1 &back (isub@5 .1 (K 1))))))"
     "(def back : Int->" FOUR " (curry Int (choice (eq .1 (K 13)) <(idiv@2 .1 (K 0)) (K 0) (K 0) (K 0)> (S@3 &go .1))))"
     "(main Int => " FOUR " (S@4 &go .1)) (site 1) (site 2) (site 3) (site 4) (site 5) (expect)\n(run 5)\n(run 100)\n"},
    {"three Floats and a Str come back and go on",
     "(def f : Int->(Float,Float,Float,Str) (curry Int (choice (lt .1 (K 1)) <(K 0.5) (K 1.5) (K 2.5) (K \"end\")>"
     " (B (S@1 &f (isub@2 .1 (K 1))) <(fadd .0 .1) .2 .0 (append .3 (K \"!\"))>))))"
     "(main Int => (Float,Float,Float,Str) (S@3 &f .1)) (site 1) (site 2) (site 3) (expect)\n(run 0)\n(run 7)\n"},
    {"closures with captures and results of every kind",
     "(def pick : Int->Str->Int->" RECORD
     " (curry Int (choice (lt .1 (K 1)) (curry Str,Int <.0.1 (int_float .1) (some .1) (some .0.1)>)"
     " (curry Str,Int <(append .0.1 (show .0.0.1)) (K 0.25) (none:Int?) (none:Str?)>))))"
     "(main Str Int => [" RECORD "] (map (map (list (K 0) (K 1) (K 0)) &pick) (curry Str->Int->" RECORD
     " (S@1 .1 .0.0.1 .0.1))))"
     "(site 1) (expect)\n(run \"ab\" | 3)\n(run \"\" | -1)\n"},
    {"constants that hold objects and need each other's values",
     "(def words : [Str] (split@1 (K \"to be or not\") (K \" \")))"
     "(def pair : ([Str],Str?,Int) <&words (some (index@2 &words (K 0))) (len &words)>)"
     "(main Int => (Str,([Str],Str?,Int)) <(index@3 (B &pair .0) .1) &pair>)"
     "(site 1) (site 2) (site 3) (expect)\n(run 1)\n(run 9)\n"},
    {"a constant that fails does so again",
     "(def bad : [Int] (list (iadd@1 (K 9223372036854775807) (K 1))))"
     "(main Int => Int (choice (lt .1 (K 0)) (len &bad) (iadd@2 (catch (len &bad) (K 1)) (catch (len &bad) (K 2)))))"
     "(site 1) (site 2) (expect)\n(run 1)\n(run -1)\n"},
    {"texts become wide, and stay it",
     "(main Str Char => (Str,Int,Char?,[Str],Bool)"
     " (B <.0.1 .1 (push .0.1 .1)> <.2 (len .2) (choice (lt (len .2) (K 2)) (none:Char?) (some (index@1 .2 (K -2))))"
     " (list (upper .2) (map .2 (curry Char (upper_char .1)))) (elem .1 .0)>))"
     "(site 1) (expect)\n(run \"abc\" | 'd')\n(run \"abc\" | '\xc3\xa9')\n(run \"h\xc3\xa9\" | 'x')\n(run \"\" | "
     "'\xe2\x82\xac')\n"},
    {"a failure inside of a catch drops what was there",
     "(def f : [Str]->Int->Str (curry [Str],Int (append (index@1 .0.1 .1) (index@2 (B (append .0.1 (list (show .1))) "
     "id) (iadd@3 .1 (K 1))))))"
     "(main [Str] Int => Str (catch (S@4 &f .0.1 .1) (append (show .0.1) (K \"?\"))))"
     "(site 1) (site 2) (site 3) (site 4) (expect)\n(run [\"a\",\"b\"] | 0)\n(run [\"a\"] | 5)\n(run [\"a\"] | "
     "9223372036854775807)\n"},
    {"tail calls of what never fails, whatever others that call it do",
     "(def h : Int->Str (curry Int (choice (lt .1 (K 2)) (K \"h\") (append (S &h (popcount .1)) (K \"x\")))))"
     "(def f : Int->Str (curry Int (choice (eq .1 (K 0)) (K \"z\") (choice (lt .1 (K 2)) (append (S &f (xor .1 (K 1)))"
     " (K \"y\")) (S &h .1)))))"
     "(def bad : Int->Str (curry Int (choice (lt .1 (K 0)) (show (idiv@1 .1 (K 0))) (choice (eq .1 (K 3)) (append"
     " (S &bad (xor .1 (K 1))) (K \"b\")) (S &h .1)))))"
     "(main Int => (Str,Str) <(S &f .1) (catch (S &bad .1) (K \"?\"))>) (site 1) (expect)\n"
     "(run 0)\n(run 1)\n(run 3)\n(run 1000)\n(run -1)\n"},
    {"functions of functions, by tail calls",
     "(def then : Int->(Int->Int)->Int (curry Int,Int->Int (choice (lt .0.1 (K 1)) (S@1 .1 (K 0))"
     " (S@2 &then (isub@3 .0.1 (K 1)) (curry Int (S@4 .0.1 (iadd@5 .1 .0.0.1)))))))"
     "(main Int => Int (S@6 &then .1 (curry Int (imul@7 .1 (K 2)))))"
     "(site 1) (site 2) (site 3) (site 4) (site 5) (site 6) (site 7) (expect)\n(run 0)\n(run 5)\n(run 200)\n"},
};

static void texts_mean_what_the_interpreter_says(void) {
  for (size_t k = 0; k < sizeof PROGRAMS / sizeof *PROGRAMS; k++) {
    char *text = strdup(PROGRAMS[k].text);
    CU_ASSERT_TRUE(run_text(PROGRAMS[k].name, text));
    free(text);
  }
}

/* ---- what the interpreter's own tests say of data ---- */

static bool run_rows(const char *types, const semantics *rows, size_t count) {
  bool good = true;
  for (size_t i = 0; i < count; i++) {
    arena *home = arena_new("row");
    str text = str_printf(home, "%s(main => %s %s)(expect)\n(run )\n", types, rows[i].type, rows[i].term);
    good = run_text(rows[i].term, (char *)text.ptr) && good;
    arena_free(home);
  }
  return good;
}

static void data_means_what_the_interpreter_says(void) {
  for (size_t k = 0; k < sizeof DATA_ROWS / sizeof *DATA_ROWS; k++)
    CU_ASSERT_TRUE(run_rows(DATA_ROWS[k].types, DATA_ROWS[k].rows, DATA_ROWS[k].count));
}

/* ---- random programs ---- */

/* Which of several failures is reported is not specified, nor what was printed before. */
static bool run_random_call(arena *home, const comb_program *p, const char *what, const program *programs,
                            const char *const *texts) {
  interp_value args[2];
  interp_result r;
  for (uint32_t k = 0; k < 2; k++) interp_parse(home, comb_types(p->store), p->args[k], str_of(texts[k]), &args[k]);
  interp_run(home, p, args, 2, FUEL / 10, &r);
  if (r.status == INTERP_LIMIT) return true;
  outcome want = outcome_wanted(home, p->store, &r, p->result);
  bool good = true;
  for (unsigned level = 0; level < LEVELS; level += 2) {
    int64_t before = gl_live();
    outcome have = outcome_got(programs[level].start, args);
    bool same_end = want.failed == have.failed && !strcmp(want.printed, have.printed) &&
                    (want.failed || !strcmp(want.value, have.value));
    if (same_end && gl_live() == before) continue;
    printf("%s (%s, %s) at level %u\n", what, texts[0], texts[1], level);
    say("wanted", &want);
    say("got", &have);
    good = false;
  }
  return good;
}

static bool run_random(uint64_t seed) {
  static const char *const inputs[2][2] = {{"3", "[1,2,3]"}, {"0", "[]"}};
  arena *home = arena_new("random");
  comb_program p = flat_random(home, seed);
  flat_module *m = flat_apply(home, &p, TRANSFORMS_EVERY);
  flat_optimize(m);
  m->catches = m->outlived = true;
  flat_count(m);
  str what = str_printf(home, "random program %llu", (unsigned long long)seed);
  program programs[LEVELS] = {{0}};
  bool good = load(home, m, 0, &programs[0]) && load(home, m, 2, &programs[2]);
  for (uint32_t k = 0; good && k < 2; k++) good = run_random_call(home, &p, what.ptr, programs, inputs[k]);
  unload(programs);
  arena_free(home);
  return good;
}

static void random_programs_mean_what_the_interpreter_says(void) {
  for (uint64_t seed = 1; seed <= RANDOM_PROGRAMS; seed++) CU_ASSERT_TRUE(run_random(seed));
}

/* ---- what the interpreter cannot be asked ---- */

static const gl_program *load_text(arena *home, const char *text, unsigned level, program *p) {
  comb_program source;
  str error;
  size_t offset;
  CU_ASSERT_TRUE_FATAL(comb_read(home, ir_types_new(home), intern_new(home), str_of(text), &source, &error, &offset));
  flat_module *m = flat_apply(home, &source, TRANSFORMS_EVERY);
  flat_optimize(m);
  flat_count(m);
  CU_ASSERT_TRUE_FATAL(load(home, m, level, p));
  return p->start;
}

static void *call_on_small_stack(void *context) {
  const entry_call *call = context;
  bool failed = call_entry(context);
  if (call->program->release) call->program->release();
  gl_heap_release();
  return failed ? context : NULL;
}

/* Millions of calls, functions that answer in registers and in memory, known and unknown, on a stack of 64 KB. */
static void tail_calls_use_no_stack(void) {
  static const char *const texts[] = {
      "(def even : Int->Bool (curry Int (choice (eq .1 (K 0)) (K true) (S &odd (isub@1 .1 (K 1))))))"
      "(def odd : Int->Bool (curry Int (choice (eq .1 (K 0)) (K false) (S &even (isub@1 .1 (K 1))))))"
      "(main Int => Bool (S &even .1)) (site 1)",
      "(def go : Int->" FOUR " (curry Int (choice (lt .1 (K 1)) <(K 1) (K 2) (K 3) .1> (S &back (isub@1 .1 (K 1))))))"
      "(def back : Int->" FOUR " (curry Int (choice (lt .1 (K 1)) <(K 4) (K 5) (K 6) .1> (S &go (isub@1 .1 (K 1))))))"
      "(main Int => " FOUR " (S &go .1)) (site 1)",
      "(def steps : [Int->Int] (list (curry Int (S (index@1 &steps (imod@1 .1 (K 2))) (isub@1 .1 (K 1))))"
      " (curry Int (choice (lt .1 (K 2)) (K 7) (S (index@1 &steps (imod@1 .1 (K 2))) (isub@1 .1 (K 1)))))))"
      "(main Int => Int (S (index@1 &steps (K 0)) .1)) (site 1)",
      "(def go : Int->Int (curry Int (S (index@1 (list (curry Int (choice (lt .1 (K 1)) .0.1 (S &go (isub@1 .1 (K "
      "1)))))"
      " (curry Int (choice (lt .1 (K 2)) .0.1 (S &go (isub@1 .1 (K 1)))))) (imod@1 .1 (K 2))) .1)))"
      "(main Int => Int (S &go .1)) (site 1)",
  };
  for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
    for (unsigned level = 0; level < LEVELS; level++) {
      arena *home = arena_new("tail calls");
      program p = {0};
      int64_t n = 3000000, result[4] = {0};
      entry_call call = {load_text(home, texts[k], level, &p), &n, result};
      pthread_attr_t attributes;
      pthread_t thread;
      void *failed = &n;
      pthread_attr_init(&attributes);
      CU_ASSERT_FALSE_FATAL(pthread_attr_setstacksize(&attributes, 64 * 1024));
      CU_ASSERT_FALSE_FATAL(pthread_create(&thread, &attributes, call_on_small_stack, &call));
      pthread_join(thread, &failed);
      pthread_attr_destroy(&attributes);
      CU_ASSERT_PTR_NULL(failed);
      jit_unload(p.code);
      arena_free(home);
    }
  }
}

static void constants_that_need_each_other_fail(void) {
  for (unsigned level = 0; level < LEVELS; level++) {
    arena *home = arena_new("cycle");
    program p = {0};
    const gl_program *g = load_text(
        home, "(def a : Int (iadd@1 &b (K 1))) (def b : Int (iadd@1 &a (K 1))) (main => Int &a) (site 1)", level, &p);
    int64_t result;
    CU_ASSERT_TRUE(g->entry(NULL, &result));
    CU_ASSERT_EQUAL(gl_failure_now()->code, 317);
    CU_ASSERT_STRING_EQUAL(gl_failure_now()->message, "constants that need each other");
    CU_ASSERT_TRUE(g->entry(NULL, &result));
    g->release();
    jit_unload(p.code);
    arena_free(home);
  }
}

/* The same program for every machine that the compiler knows, with everything in it that depends on the machine. */
static void every_target_takes_it(void) {
  arena *home = arena_new("targets");
  for (size_t k = 0; k < sizeof PROGRAMS / sizeof *PROGRAMS; k++) {
    comb_program source;
    str error = STR(""), object;
    size_t offset;
    str text = {PROGRAMS[k].text, (size_t)(strstr(PROGRAMS[k].text, "(expect") - PROGRAMS[k].text)};
    CU_ASSERT_TRUE_FATAL(comb_read(home, ir_types_new(home), intern_new(home), text, &source, &error, &offset));
    flat_module *m = flat_apply(home, &source, TRANSFORMS_EVERY);
    flat_optimize(m);
    flat_count(m);
    for (uint32_t t = 0; t < target_count(); t++) {
      for (unsigned level = 0; level < 4; level++) {
        backend_job job = {.module = m,
                           .file = "test",
                           .target = target_at(t),
                           .use = TARGET_LINKED,
                           .level = level,
                           .debug = level == 1};
        bool done = backend_object(home, &job, &object, &error);
        if (!done) printf("%s: " STR_FMT "\n", target_at(t)->name, STR_ARG(error));
        CU_ASSERT_TRUE(done);
      }
    }
  }
  arena_free(home);
}

static const unit_case cases[] = {
    {"primitives mean what the interpreter says", primitives_mean_what_the_interpreter_says},
    {"every primitive is in the table", every_primitive_is_in_the_table},
    {"programs mean what the interpreter says", programs_mean_what_the_interpreter_says},
    {"texts mean what the interpreter says", texts_mean_what_the_interpreter_says},
    {"data means what the interpreter says", data_means_what_the_interpreter_says},
    {"random programs mean what the interpreter says", random_programs_mean_what_the_interpreter_says},
    {"tail calls use no stack", tail_calls_use_no_stack},
    {"constants that need each other fail", constants_that_need_each_other_fail},
    {"every target takes it", every_target_takes_it},
};

UNIT_MAIN("code generator", cases)
