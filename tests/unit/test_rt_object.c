/* Values of declared types: text, order, hash; and that neither freeing nor the walks along a chain use the stack. */

#include "runtime/value.h"
#include "tests/unit/test_rt_object.h"

LIST_OF(COLORS, COLOR, "[Color]")

static gl_object *leaf(void) { return gl_object_new(0, sizeof(gl_object)); }

static bool drop_is(gl_object *o, const gl_type *t, const char *text) {
  bool same = is_source(&o, t, text);
  gl_drop_object(o, t);
  return same;
}

static void test_source(void) {
  BALANCED({
    CU_ASSERT(drop_is(chain_of(2), &CHAIN, "Link(0,Link(1,End))"));
    CU_ASSERT(drop_is(tree_node(tree_node(leaf(), 1, leaf()), 2, leaf()), &TREE, "Node(Node(Leaf,1,Leaf),2,Leaf)"));
    CU_ASSERT(drop_is(box_of("a", box_of("b", NULL)), &BOX, "Box{text:\"a\",more:Box{text:\"b\",more:none}}"));
    gl_list *children = gl_list_new(2, &ROSE);
    gl_object *one = rose_of("one", gl_list_new(0, &ROSE)), *two = rose_of("two", gl_list_new(0, &ROSE));
    gl_list_push(children, &one, &ROSE);
    gl_list_push(children, &two, &ROSE);
    CU_ASSERT(drop_is(rose_of("root", children), &ROSE, "Rose(\"root\",[Rose(\"one\",[]),Rose(\"two\",[])])"));
    CU_ASSERT(is_source(&(point){1, -2}, &POINT, "Point{x:1,y:-2}"));
    CU_ASSERT(is_source(&(int64_t){2}, &COLOR, "Blue"));
    gl_list *colors = INTS_OF(1, 0);
    CU_ASSERT(is_source(&colors, &COLORS, "[Green,Red]"));
    gl_drop_list(colors, &COLOR);
  });
}

/* Brackets of two sorts in one chain. */
static const gl_type CRATE;
static const gl_type *const CRATE_FIELDS[] = {&CHAIN};
static const gl_con CRATE_CONS[] = {
    {.name = "Crate", .count = 1, .size = 16, .parts = CRATE_FIELDS, .offsets = (const uint32_t[]){8},
     .labels = (const char *const[]){"chain"}}};
static const gl_type CRATE = {
    .kind = GL_NAMED, .pointers = 1, .count = 1, .size = sizeof(gl_object *), .name = "Crate", .cons = CRATE_CONS};
static const gl_type *const HELD_PARTS[] = {&INT, &CRATE};
static const uint32_t HELD_OFFSETS[] = {0, 8};
static const gl_type HELD = {.kind = GL_TUPLE, .pointers = 1, .count = 2, .size = 16, .parts = HELD_PARTS,
                             .offsets = HELD_OFFSETS, .name = "(Int,Crate)"};

static void test_brackets(void) {
  BALANCED({
    gl_object *crate = gl_object_new(0, 16);
    *(gl_object **)(crate + 1) = chain_of(2);
    struct {
      int64_t number;
      gl_object *crate;
    } held = {7, crate};
    CU_ASSERT(is_source(&held, &HELD, "(7,Crate{chain:Link(0,Link(1,End))})"));
    gl_drop_value(&held, &HELD);
  });
}

static int relation(gl_object *a, gl_object *b, const gl_type *t) {
  int order = gl_order(&a, &b, t);
  CU_ASSERT_EQUAL(gl_equal(&a, &b, t), order == 0);
  CU_ASSERT_EQUAL(gl_less(&a, &b, t), order < 0);
  CU_ASSERT_EQUAL(gl_less_equal(&a, &b, t), order <= 0);
  CU_ASSERT_EQUAL(rt_hash(&a, t) == rt_hash(&b, t), order == 0);
  gl_drop_object(a, t);
  gl_drop_object(b, t);
  return order;
}

static void test_relations(void) {
  BALANCED({
    CU_ASSERT_EQUAL(relation(chain_of(3), chain_of(3), &CHAIN), 0);
    CU_ASSERT_EQUAL(relation(chain_of(2), chain_of(3), &CHAIN), -1);
    CU_ASSERT_EQUAL(relation(chain_link(2, &chain_end), chain_of(3), &CHAIN), 1);
    CU_ASSERT_EQUAL(relation(leaf(), tree_node(leaf(), 0, leaf()), &TREE), -1);
    CU_ASSERT_EQUAL(relation(tree_node(leaf(), 1, leaf()), tree_node(leaf(), 0, leaf()), &TREE), 1);
    CU_ASSERT_EQUAL(relation(box_of("a", NULL), box_of("a", box_of("b", NULL)), &BOX), -1);
    CU_ASSERT(gl_less(&(point){1, 2}, &(point){1, 3}, &POINT));
    CU_ASSERT_FALSE(gl_less(&(point){2, 0}, &(point){1, 3}, &POINT));
    CU_ASSERT(gl_less(&(int64_t){0}, &(int64_t){2}, &COLOR));
    CU_ASSERT(rt_hash(&(point){1, 2}, &POINT) != rt_hash(&(point){2, 1}, &POINT));
  });
}

/* ---- depth ---- */

enum { LONG = 2000000, DEEP = 500000 };

/* Recursion over so many would need far more than the 8 MB of stack there are. */
static void test_long_chain(void) {
  BALANCED({
    gl_object *a = chain_of(LONG), *b = chain_of(LONG);
    CU_ASSERT(gl_equal(&a, &b, &CHAIN));
    CU_ASSERT_EQUAL(gl_order(&a, &b, &CHAIN), 0);
    CU_ASSERT_EQUAL(rt_hash(&a, &CHAIN), rt_hash(&b, &CHAIN));
    gl_list *text = gl_source(&a, &CHAIN);
    CU_ASSERT(text->data[text->len - LONG] == ')' && text->data[text->len - LONG - 1] == 'd');
    gl_drop_list(text, &CHAR);
    gl_drop_object(a, &CHAIN);
    gl_drop_value(&b, &CHAIN);
    gl_object *boxes = NULL;
    for (int i = 0; i < LONG / 10; i++) boxes = box_of("x", boxes);
    gl_drop_object(boxes, &BOX);
  });
}

/* Trees that lean to the left, roses of one child, sharing. */
static void test_deep(void) {
  BALANCED({
    gl_object *left = leaf();
    for (int64_t i = 0; i < DEEP; i++) left = tree_node(left, i, i % 2 ? leaf() : tree_node(leaf(), i, leaf()));
    gl_object *shared = left;
    gl_dup(shared);
    gl_drop_object(left, &TREE);
    CU_ASSERT_EQUAL(shared->rc, 1);
    gl_drop_object(shared, &TREE);
    gl_object *stem = rose_of("top", gl_list_new(0, &ROSE));
    for (int64_t i = 0; i < DEEP; i++) {
      gl_list *children = gl_list_new(1, &ROSE);
      gl_list_push(children, &stem, &ROSE);
      stem = rose_of("", children);
    }
    gl_drop_object(stem, &ROSE);
  });
}

/* Chains of different sorts through each other: an object, a closure, an object … */
typedef struct capture {
  gl_object *chain;
} capture;

static const gl_type FUN_TYPE = {.kind = GL_FUN, .pointers = 1, .size = sizeof(gl_closure *), .name = "()->()"};
static const gl_type *const STEP_PARTS[] = {&FUN_TYPE};
static const gl_con STEP_CONS[] = {
    {.name = "Step", .count = 1, .size = 8 + sizeof(void *), .parts = STEP_PARTS, .offsets = (const uint32_t[]){8}}};
static const gl_type STEP = {
    .kind = GL_NAMED, .pointers = 1, .count = 1, .size = sizeof(gl_object *), .name = "Step", .cons = STEP_CONS};
static const gl_type *const CAPTURE_PARTS[] = {&STEP};
static const uint32_t CAPTURE_OFFSETS[] = {0};
static const gl_type CAPTURES = {.kind = GL_TUPLE, .pointers = 1, .count = 1, .size = sizeof(capture),
                                 .parts = CAPTURE_PARTS, .offsets = CAPTURE_OFFSETS};

static void test_mixed_chain(void) {
  BALANCED({
    gl_closure *f = gl_closure_new(NULL, NULL);
    for (int i = 0; i < DEEP; i++) {
      gl_object *step = gl_object_new(0, STEP_CONS->size);
      *(gl_closure **)(step + 1) = f;
      f = gl_closure_new(NULL, &CAPTURES);
      ((capture *)(f + 1))->chain = step;
    }
    gl_drop_closure(f);
  });
}

/* … and through dictionaries: type Dir=Dir({Str:Dir}). */
static const gl_type DIR;
DICT_OF(STR_DIR, STR, DIR, "{Str:Dir}")
static const gl_type *const DIR_PARTS[] = {&STR_DIR};
static const gl_con DIR_CONS[] = {
    {.name = "Dir", .count = 1, .size = 8 + sizeof(void *), .parts = DIR_PARTS, .offsets = (const uint32_t[]){8}}};
static const gl_type DIR = {
    .kind = GL_NAMED, .pointers = 1, .count = 1, .size = sizeof(gl_object *), .name = "Dir", .cons = DIR_CONS};

static gl_object *dir_of(gl_object *inner) {
  gl_dict *entries = gl_dict_of(gl_list_new(0, &PAIR), &STR_DIR);
  gl_list *key = str("in");
  if (inner) {
    entries = gl_dict_put(entries, &key, &inner, &STR_DIR);
  } else {
    gl_drop_list(key, &CHAR);
  }
  gl_object *dir = gl_object_new(0, DIR_CONS->size);
  *(gl_dict **)(dir + 1) = entries;
  return dir;
}

static void test_dictionaries(void) {
  BALANCED({
    CU_ASSERT(drop_is(dir_of(dir_of(NULL)), &DIR, "Dir({\"in\":Dir({})})"));
    gl_object *deep = NULL;
    for (int i = 0; i < DEEP / 4; i++) deep = dir_of(deep);
    gl_drop_object(deep, &DIR);
  });
}

static const unit_case CASES[] = {
    {"source", test_source},         {"brackets", test_brackets}, {"relations", test_relations},
    {"long chain", test_long_chain}, {"deep", test_deep},         {"mixed chain", test_mixed_chain},
    {"dictionaries", test_dictionaries},
};
UNIT_MAIN("rt_object", CASES)
