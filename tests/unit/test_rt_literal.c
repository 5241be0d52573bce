/* Literals: what source writes reads back, what is no literal is refused, and nothing is lost either way. */

#include "runtime/dyn.h"
#include "runtime/literal.h"
#include "tests/unit/test_rt_object.h"

DICT_OF(STR_INTS, STR, INTS, "{Str:[Int]}")
DICT_OF(CHAR_BOOL, CHAR, BOOL, "{Char:Bool}")
SET_OF(PAIR_SET, PAIR, "{(Int,Str)}")
LIST_OF(POINTS, POINT, "[Point]")
LIST_OF(COLORS, COLOR, "[Color]")
static const gl_type BIG = {
    .kind = GL_BIG, .pointers = 1, .size = sizeof(gl_big *), .name = "Big", .walk = &gl_walk_big};

enum { ROOM = 64 };

/* Reads one argument, as the command line does, but says nothing. */
static bool read_whole(const char *text, const gl_type *t, void *out) {
  rt_reader r = {(const uint8_t *)text, (const uint8_t *)text + strlen(text), rt_read_dyn};
  if (!rt_read_value(&r, t, out)) return false;
  rt_read_space(&r);
  if (r.at == r.end) return true;
  gl_drop_value(out, t);
  return false;
}

/* Does text read as a value of t whose source is `source`? NULL: it must not read. */
static bool reads(const char *text, const gl_type *t, const char *source) {
  _Alignas(8) uint8_t value[ROOM];
  if (!read_whole(text, t, value)) return !source;
  bool same = source && is_source(value, t, source);
  gl_drop_value(value, t);
  return same;
}
static bool reads_back(const char *text, const gl_type *t) { return reads(text, t, text); }

static void test_dictionaries(void) {
  BALANCED({
    CU_ASSERT(reads_back("{\"a\":[1,2],\"b\":[]}", &STR_INTS));
    CU_ASSERT(reads(" { 'x' : true , 'y':false,'x':false } ", &CHAR_BOOL, "{'x':false,'y':false}"));
    CU_ASSERT(reads_back("{}", &STR_INTS));
    CU_ASSERT(reads("{\"a\":[1],\"b\":[x]}", &STR_INTS, NULL));
    CU_ASSERT(reads("{\"a\"}", &STR_INTS, NULL));
    CU_ASSERT(reads("{\"a\":[1]", &STR_INTS, NULL));
    CU_ASSERT(reads("{\"a\":[1],}", &STR_INTS, NULL));
    CU_ASSERT(reads("set[ (1,\"a\"),(2,\"\"),(1,\"a\")]", &PAIR_SET, "set[(1,\"a\"),(2,\"\")]"));
    CU_ASSERT(reads_back("set[]", &PAIR_SET));
    CU_ASSERT(reads("set[(1,\"a\"),(2)]", &PAIR_SET, NULL));
    CU_ASSERT(reads("sets[]", &PAIR_SET, NULL));
  });
}

static void test_types(void) {
  BALANCED({
    CU_ASSERT(reads_back("Link(1,Link(-2,End))", &CHAIN));
    CU_ASSERT(reads(" Node ( Leaf , 3 , Node(Leaf,4,Leaf) ) ", &TREE, "Node(Leaf,3,Node(Leaf,4,Leaf))"));
    CU_ASSERT(reads_back("Rose(\"a\",[Rose(\"b\",[]),Rose(\"c\",[])])", &ROSE));
    CU_ASSERT(reads("Box{more:Box{text:\"b\",more:none},text:\"a\"}", &BOX,
                    "Box{text:\"a\",more:Box{text:\"b\",more:none}}"));
    CU_ASSERT(reads("[Point{y:2,x:1},Point{x:3,y:4}]", &POINTS, "[Point{x:1,y:2},Point{x:3,y:4}]"));
    CU_ASSERT(reads_back("[Red,Blue]", &COLORS));
    CU_ASSERT(reads("Link(1)", &CHAIN, NULL));
    CU_ASSERT(reads("Link(1,Link(2,Ende))", &CHAIN, NULL));
    CU_ASSERT(reads("Box{text:\"a\",text:\"b\"}", &BOX, NULL));
    CU_ASSERT(reads("Box{text:\"a\"}", &BOX, NULL));
    CU_ASSERT(reads("Box{text:\"a\",more:none,x:1}", &BOX, NULL));
    CU_ASSERT(reads("Rose(\"a\",[Rose(\"b\",[]),Rose(\"c\")])", &ROSE, NULL));
    CU_ASSERT(reads("[Red,Bluer]", &COLORS, NULL));
  });
}

static void test_bigs(void) {
  BALANCED({
    CU_ASSERT(reads_back("-123456789012345678901234567890n", &BIG));
    CU_ASSERT(reads("17", &BIG, "17n"));
    CU_ASSERT(reads("0x10n", &BIG, "16n"));
    CU_ASSERT(reads("1.5", &BIG, NULL));
    CU_ASSERT(reads("n", &BIG, NULL));
  });
}

/* A Dyn of this kind and source. */
static bool dyn_reads(const char *text, const char *kind, const char *source) {
  gl_dyn *v;
  if (!read_whole(text, &rt_type_dyn, &v)) return false;
  bool same = is_text(gl_dyn_kind(v), kind) && is_source(&v, &rt_type_dyn, source);
  gl_drop_dyn(v);
  return same;
}

static void test_dyns(void) {
  BALANCED({
    CU_ASSERT(dyn_reads("12", "Int", "12"));
    CU_ASSERT(dyn_reads("12n", "Big", "12n"));
    CU_ASSERT(dyn_reads("99999999999999999999", "Big", "99999999999999999999n"));
    CU_ASSERT(dyn_reads("1.50", "Float", "1.5"));
    CU_ASSERT(dyn_reads("nan", "Float", "nan"));
    CU_ASSERT(dyn_reads("-inf", "Float", "-inf"));
    CU_ASSERT(dyn_reads("'c'", "Char", "'c'"));
    CU_ASSERT(dyn_reads("'cc'", "Str", "\"cc\""));
    CU_ASSERT(dyn_reads("\"c\"", "Str", "\"c\""));
    CU_ASSERT(dyn_reads("none", "none", "none"));
    CU_ASSERT(dyn_reads("some true", "Bool", "true"));
    CU_ASSERT(dyn_reads("()", "()", "()"));
    CU_ASSERT(dyn_reads("(7)", "Int", "7"));
    CU_ASSERT(dyn_reads("(7,\"a\",[])", "(Dyn,Dyn,Dyn)", "(7,\"a\",[])"));
    CU_ASSERT(dyn_reads("[1,2]", "[Int]", "[1,2]"));
    CU_ASSERT(dyn_reads("[1,2.5,3]", "[Float]", "[1.0,2.5,3.0]"));
    CU_ASSERT(dyn_reads("['a','b']", "Str", "\"ab\""));
    CU_ASSERT(dyn_reads("[1,\"a\",none]", "[Dyn]", "[1,\"a\",none]"));
    CU_ASSERT(dyn_reads("[[1],[\"a\"]]", "[Dyn]", "[[1],[\"a\"]]"));
    CU_ASSERT(dyn_reads("[]", "[Dyn]", "[]"));
    CU_ASSERT(dyn_reads("{\"a\":1,\"b\":[true]}", "{Str:Dyn}", "{\"a\":1,\"b\":[true]}"));
    CU_ASSERT(dyn_reads("{1:2,\"b\":3}", "{Dyn:Dyn}", "{1:2,\"b\":3}"));
    CU_ASSERT(dyn_reads("set[1,1.0,2]", "{Dyn}", "set[1,2]"));
    static const char *const BAD[] = {"",  "x",       "[1,", "(1,2", "{1}", "set[1", "(1,2,3,4,5,6,7,8,9)",
                                      "'", "\"\\q\"", "12x", "[1 2]"};
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) CU_ASSERT(reads(BAD[i], &rt_type_dyn, NULL));
  });
}

/* Texts a letter away from good ones: read or refused, never lost or overrun; what reads, reads back. */
static void test_damage(void) {
  static const struct {
    const char *text;
    const gl_type *t;
  } GOOD[] = {
      {"{\"a\":[1,2],\"bcd\":[3]}", &STR_INTS},
      {"set[(1,\"a\"),(2,\"bb\")]", &PAIR_SET},
      {"Node(Node(Leaf,1,Leaf),2,Leaf)", &TREE},
      {"Rose(\"a\",[Rose(\"b\",[]),Rose(\"c\",[])])", &ROSE},
      {"Box{text:\"a\",more:Box{text:\"b\",more:none}}", &BOX},
      {"[Point{x:1,y:2}]", &POINTS},
      {"{\"a\":[1,2.5,12n],\"b\":(1,'c',set[none])}", &rt_type_dyn},
  };
  static const char LETTERS[] = "[](){},:\"'1ae.n-LNxy \\";
  uint64_t seed = 77;
  int wrong = 0;
  BALANCED({
    for (int i = 0; i < 40000; i++) {
      size_t which = random_next(&seed) % (sizeof GOOD / sizeof *GOOD), length = strlen(GOOD[which].text);
      char *text = malloc(length + 1); /* exactly as long, so that an overrun shows */
      memcpy(text, GOOD[which].text, length + 1);
      for (uint64_t n = random_next(&seed) % 3 + 1; n; n--) {
        text[random_next(&seed) % length] = LETTERS[random_next(&seed) % (sizeof LETTERS - 1)];
      }
      _Alignas(8) uint8_t value[ROOM];
      if (read_whole(text, GOOD[which].t, value)) {
        gl_list *source = gl_source(value, GOOD[which].t);
        char again[256];
        size_t n = gl_str_utf8(source, again, sizeof again - 1);
        again[n] = 0;
        wrong += !reads_back(again, GOOD[which].t);
        gl_drop_list(source, &CHAR);
        gl_drop_value(value, GOOD[which].t);
      }
      free(text);
    }
  });
  CU_ASSERT_EQUAL(wrong, 0);
}

static const unit_case CASES[] = {
    {"dictionaries", test_dictionaries},
    {"types", test_types},
    {"bigs", test_bigs},
    {"dyns", test_dyns},
    {"damage", test_damage},
};
UNIT_MAIN("rt_literal", CASES)
