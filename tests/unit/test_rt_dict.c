/* Dictionaries and sets: random operations against a simple model, order of insertion, sharing, holes, bulk operations;
   equality without order; counts back to 0. */

#include "tests/unit/test_rt_dict.h"
#include "runtime/alloc.h"
#include "runtime/dict.h"

/* A limit leaves the program where it stands: what it held then is lost, on purpose. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);
const char *__asan_default_options(void) { return "detect_leaks=0"; }

DICT_OF(INT_INT, INT, INT, "{Int:Int}")
DICT_OF(STR_INT, STR, INT, "{Str:Int}")
DICT_OF(INT_STR, INT, STR, "{Int:Str}")
DICT_OF(STR_STRS, STR, STRS, "{Str:[Str]}")
DICT_OF(STR_STR, STR, STR, "{Str:Str}")
DICT_OF(CHAR_INT, CHAR, INT, "{Char:Int}")
DICT_OF(BOOL_CHAR, BOOL, CHAR, "{Bool:Char}")
DICT_OF(PAIR_MAYBE, PAIR, MAYBE, "{(Int,Str):Int?}")
DICT_OF(FLOAT_UNIT, FLOAT, UNIT, "{Float:()}")
SET_OF(INT_SET, INT, "{Int}")
SET_OF(STR_SET, STR, "{Str}")
SET_OF(SET_SET, STR_SET, "{{Str}}")
DICT_OF(SET_DICT, STR_SET, STR_INT, "{{Str}:{Str:Int}}")

/* ---- Int keys against a model ---- */

/* Keys in order of insertion, with their values. */
enum { KEYS = 600, MODEL_ROOM = 40 };
typedef struct model {
  int64_t count, keys[KEYS], values[KEYS];
} model;

static int64_t model_find(const model *m, int64_t key) {
  for (int64_t i = 0; i < m->count; i++) {
    if (m->keys[i] == key) return i;
  }
  return -1;
}

static void model_put(model *m, int64_t key, int64_t value) {
  int64_t i = model_find(m, key);
  if (i < 0) m->keys[i = m->count++] = key;
  m->values[i] = value;
}

static void model_remove(model *m, int64_t i) {
  m->count--;
  for (; i < m->count; i++) {
    m->keys[i] = m->keys[i + 1];
    m->values[i] = m->values[i + 1];
  }
}

static bool list_is(gl_list *a, const int64_t *values, int64_t count) {
  bool same = a->len == count && (!count || memcmp(a->data, values, (size_t)count * 8) == 0);
  gl_drop_list(a, &INT);
  return same;
}

static bool is_model(gl_dict *d, const model *m) {
  bool same = gl_dict_len(d) == m->count && list_is(gl_dict_keys(d, &INT_INT), m->keys, m->count) &&
              list_is(gl_dict_values(d, &INT_INT), m->values, m->count);
  for (int64_t key = 0; key < KEYS && same; key++) {
    int64_t i = model_find(m, key);
    const int64_t *value = gl_dict_find(d, &key, &INT_INT);
    same = (i < 0) == !value && (i < 0 || *value == m->values[i]) && gl_dict_find_int(d, key, &INT_INT) == value;
  }
  return same;
}

static gl_dict *random_step(gl_dict *d, model *m, int64_t keys, uint64_t *seed) {
  int64_t key = (int64_t)(random_next(seed) % (uint64_t)keys), value = (int64_t)random_next(seed);
  if (random_next(seed) % 5 < 2) {
    int64_t i = model_find(m, key);
    gl_dict *out = NULL;
    bool failed = gl_dict_remove(i < 0 ? (gl_dup(d), d) : d, &key, &INT_INT, 0, &out);
    CU_ASSERT_EQUAL(failed, i < 0);
    if (failed) return d;
    model_remove(m, i);
    return out;
  }
  model_put(m, key, value);
  if (random_next(seed) % 2) return gl_dict_put(d, &key, &value, &INT_INT);
  if (random_next(seed) % 2) (void)gl_dict_find_int(d, key, &INT_INT); /* found last when it is put */
  d = gl_dict_own(d, &INT_INT);
  *(int64_t *)gl_dict_place_int(d, key, &INT_INT) = value;
  return d;
}

static gl_dict *dict_new(const gl_type *t) { return gl_dict_of(gl_list_new(0, &PAIR), t); }

static void test_model(void) {
  static const int64_t SIZES[] = {3, 8, 9, 20, 100, KEYS};
  uint64_t seed = 5;
  BALANCED({
    for (size_t s = 0; s < sizeof SIZES / sizeof *SIZES; s++) {
      gl_dict *d = dict_new(&INT_INT), *old = NULL;
      model m = {0};
      model before = {0};
      int wrong = 0;
      for (int i = 0; i < 4000; i++) {
        if (i % 97 == 0) { /* somebody else holds it, and must not notice */
          wrong += old && !is_model(old, &before);
          if (old) gl_drop_dict(old, &INT_INT);
          before = m;
          gl_dup(old = d);
        }
        d = random_step(d, &m, SIZES[s], &seed);
        if (i % 31 == 0) wrong += !is_model(d, &m);
      }
      CU_ASSERT_EQUAL(wrong, 0);
      gl_drop_dict(old, &INT_INT);
      gl_drop_dict(d, &INT_INT);
    }
  });
}

/* First in, first out: holes gather at the front and must go. */
static void test_queue(void) {
  BALANCED({
    gl_dict *d = dict_new(&INT_INT);
    for (int64_t i = 0; i < 100000; i++) {
      d = gl_dict_put(d, &i, &i, &INT_INT);
      int64_t first = i - 20;
      if (first >= 0) CU_ASSERT_FALSE(gl_dict_remove(d, &first, &INT_INT, 0, &d));
    }
    CU_ASSERT(d->room <= 64);
    CU_ASSERT(list_is(gl_dict_keys(d, &INT_INT),
                      (int64_t[]){99980, 99981, 99982, 99983, 99984, 99985, 99986, 99987, 99988, 99989,
                                  99990, 99991, 99992, 99993, 99994, 99995, 99996, 99997, 99998, 99999},
                      20));
    gl_drop_dict(d, &INT_INT);
  });
}

/* Memory goes when entries do. */
static void test_shrink(void) {
  BALANCED({
    gl_dict *d = dict_new(&INT_INT);
    for (int64_t i = 0; i < 50000; i++) d = gl_dict_put(d, &i, &i, &INT_INT);
    for (int64_t i = 0; i < 49990; i++) CU_ASSERT_FALSE(gl_dict_remove(d, &i, &INT_INT, 0, &d));
    CU_ASSERT(d->room <= 64);
    CU_ASSERT_EQUAL(gl_dict_len(d), 10);
    gl_drop_dict(d, &INT_INT);
  });
}

/* Keys of one pattern must not crowd: the longest run of slots that are taken stays short. */
static void test_patterns(void) {
  static const int SHIFTS[] = {0, 1, 8, 16, 20, 32, 40, 47};
  BALANCED({
    for (size_t s = 0; s < sizeof SHIFTS / sizeof *SHIFTS; s++) {
      gl_dict *d = dict_new(&INT_INT);
      for (int64_t i = 0; i < 65536; i++) {
        int64_t key = i << SHIFTS[s];
        d = gl_dict_put(d, &key, &i, &INT_INT);
      }
      uint32_t run = 0, longest = 0;
      for (uint32_t i = 0; i < 2 * d->room; i++) {
        run = d->slots[i] ? run + 1 : 0;
        if (run > longest) longest = run;
      }
      CU_ASSERT(longest < (SHIFTS[s] < 3 ? 400 : 80)); /* neighbours stand together, on purpose */
      gl_drop_dict(d, &INT_INT);
    }
  });
}

/* ---- text ---- */

static gl_list *number_text(int64_t n) {
  gl_list *s = gl_source(&n, &INT);
  return s;
}

static void test_strings(void) {
  BALANCED({
    gl_dict *d = dict_new(&STR_INT);
    for (int64_t i = 0; i < 5000; i++) {
      gl_list *key = number_text(i * 7 % 1000);
      d = gl_dict_put(d, &key, &i, &STR_INT);
    }
    CU_ASSERT_EQUAL(gl_dict_len(d), 1000);
    gl_list *wide = gl_list_append(str("é"), str("77"), &CHAR);
    gl_list *key;
    CU_ASSERT_FALSE(gl_list_slice(wide, 1, 1, 0, 0, 0, 0, &CHAR, 0, &key)); /* "77" of four bytes a character */
    const int64_t *found = gl_dict_find(d, &key, &STR_INT);
    CU_ASSERT(found && *found == 4011);
    gl_drop_list(key, &CHAR);
    gl_drop_dict(d, &STR_INT);
  });
}

typedef struct entry {
  const char *key;
  int64_t value;
} entry;

static gl_dict *dict_of(size_t n, const entry *entries) {
  gl_dict *d = dict_new(&STR_INT);
  for (size_t i = 0; i < n; i++) {
    gl_list *key = str(entries[i].key);
    d = gl_dict_put(d, &key, &entries[i].value, &STR_INT);
  }
  return d;
}
#define STR_DICT(...) dict_of(sizeof((entry[]){__VA_ARGS__}) / sizeof(entry), (entry[]){__VA_ARGS__})

static gl_dict *set_of(const char *words) {
  gl_list *text = str(words);
  return gl_dict_of(gl_str_words(text), &STR_SET);
}

/* By the key's place: a new value is zero bytes, an old one has gone. */
static void test_places(void) {
  BALANCED({
    gl_dict *d = dict_new(&STR_STR);
    for (int64_t i = 0; i < 300; i++) {
      gl_list **to = gl_dict_place_str(d, number_text(i % 100), &STR_STR);
      CU_ASSERT(i >= 100 || !*to);
      *to = number_text(i);
    }
    CU_ASSERT_EQUAL(gl_dict_len(d), 100);
    gl_list *key = number_text(42);
    gl_list *const *value = gl_dict_find_str(d, key, &STR_STR);
    CU_ASSERT(value && is_source(value, &STR, "\"242\""));
    gl_drop_list(key, &CHAR);
    gl_drop_dict(d, &STR_STR);
  });
}

static void test_source(void) {
  BALANCED({
    gl_dict *d = STR_DICT({"b", 1}, {"a", 2}, {"b", 3}), *empty = dict_new(&STR_INT), *set = set_of("x y x z"),
            *none = set_of("");
    CU_ASSERT(is_source(&d, &STR_INT, "{\"b\":3,\"a\":2}"));
    CU_ASSERT(is_source(&empty, &STR_INT, "{}"));
    CU_ASSERT(is_source(&set, &STR_SET, "set[\"x\",\"y\",\"z\"]"));
    CU_ASSERT(is_source(&none, &STR_SET, "set[]"));
    gl_list *key = str("b");
    CU_ASSERT_FALSE(gl_dict_remove(d, &key, &STR_INT, 0, &d));
    d = gl_dict_put(d, &key, &(int64_t){9}, &STR_INT);
    CU_ASSERT(is_source(&d, &STR_INT, "{\"a\":2,\"b\":9}")); /* put again: last */
    gl_drop_dict(d, &STR_INT);
    gl_drop_dict(empty, &STR_INT);
    gl_drop_dict(set, &STR_SET);
    gl_drop_dict(none, &STR_SET);
  });
}

static void test_missing(void) {
  BALANCED({
    gl_dict *d = STR_DICT({"k", 1});
    gl_list *key = str("q");
    CU_ASSERT(gl_dict_remove(d, &key, &STR_INT, 4, &d));
    CU_ASSERT_EQUAL(gl_failure_now()->code, 907);
    CU_ASSERT_STRING_EQUAL(gl_failure_now()->message, "the key \"q\" is not there");
    CU_ASSERT_STRING_EQUAL(gl_failure_now()->values, "{\"k\":1}, \"q\"");
    gl_drop_list(key, &CHAR);
  });
}

/* ---- whole dictionaries ---- */

static int relation(gl_dict *a, gl_dict *b, const gl_type *t) {
  bool equal = gl_equal(&a, &b, t);
  int order = gl_order(&a, &b, t);
  CU_ASSERT_EQUAL(equal, order == 0);
  CU_ASSERT_EQUAL(gl_order(&b, &a, t), -order);
  if (equal) CU_ASSERT_EQUAL(rt_hash(&a, t), rt_hash(&b, t));
  gl_drop_dict(a, t);
  gl_drop_dict(b, t);
  return order;
}

static void test_relations(void) {
  BALANCED({
    CU_ASSERT_EQUAL(relation(STR_DICT({"a", 1}, {"b", 2}), STR_DICT({"b", 2}, {"a", 1}), &STR_INT), 0);
    CU_ASSERT_EQUAL(relation(STR_DICT({"a", 1}), STR_DICT({"a", 2}), &STR_INT), -1);
    CU_ASSERT_EQUAL(relation(STR_DICT({"a", 1}), STR_DICT({"b", 1}), &STR_INT), -1);
    CU_ASSERT_EQUAL(relation(STR_DICT({"a", 1}), STR_DICT({"a", 1}, {"b", 1}), &STR_INT), -1);
    CU_ASSERT_EQUAL(relation(STR_DICT({"b", 1}), STR_DICT({"b", 1}, {"a", 1}), &STR_INT), -1);
    CU_ASSERT_EQUAL(relation(STR_DICT({"c", 1}, {"b", 5}), STR_DICT({"b", 5}, {"a", 9}), &STR_INT), 1);
    CU_ASSERT_EQUAL(relation(STR_DICT({"c", 9}, {"b", 5}), STR_DICT({"b", 6}, {"c", 1}), &STR_INT), -1);
    CU_ASSERT_EQUAL(relation(dict_new(&STR_INT), STR_DICT({"a", 1}), &STR_INT), -1);
    CU_ASSERT_EQUAL(relation(set_of("p q r"), set_of("r p q"), &STR_SET), 0);
    CU_ASSERT_NOT_EQUAL(relation(set_of("p q r"), set_of("r p"), &STR_SET), 0);
  });
}

/* Sets as keys: their order must not count either. */
static void test_nested(void) {
  BALANCED({
    gl_dict *d = dict_new(&SET_DICT);
    for (int i = 0; i < 2; i++) {
      gl_dict *key = set_of(i ? "a b" : "b a"), *value = STR_DICT({"n", 1}, {"m", 2});
      d = gl_dict_put(d, &key, &value, &SET_DICT);
    }
    CU_ASSERT(is_source(&d, &SET_DICT, "{set[\"b\",\"a\"]:{\"n\":1,\"m\":2}}"));
    gl_drop_value(&d, &SET_DICT);
    gl_dict *sets = dict_new(&SET_SET);
    for (int i = 0; i < 3; i++) {
      gl_dict *element = set_of(i == 1 ? "x" : "");
      sets = gl_dict_put(sets, &element, NULL, &SET_SET);
    }
    CU_ASSERT(is_source(&sets, &SET_SET, "set[set[],set[\"x\"]]"));
    gl_dup_value(&sets, &SET_SET);
    gl_drop_value(&sets, &SET_SET);
    gl_drop_value(&sets, &SET_SET);
  });
}

/* Values of every alignment; the item's layout is the compiler's. */
static void test_layouts(void) {
  BALANCED({
    gl_dict *d = dict_new(&BOOL_CHAR), *units = dict_new(&FLOAT_UNIT), *wide = dict_new(&PAIR_MAYBE);
    for (uint8_t b = 0; b < 2; b++) d = gl_dict_put(d, &b, &(uint32_t){'p' + b}, &BOOL_CHAR);
    CU_ASSERT(is_source(&d, &BOOL_CHAR, "{false:'p',true:'q'}"));
    CU_ASSERT(is_text(gl_dict_values(d, &BOOL_CHAR), "pq"));
    double zero = 0, minus = -0.0, nan = __builtin_nan("");
    for (int i = 0; i < 2; i++) {
      units = gl_dict_put(units, &zero, NULL, &FLOAT_UNIT);
      units = gl_dict_put(units, &minus, NULL, &FLOAT_UNIT);
      units = gl_dict_put(units, &nan, NULL, &FLOAT_UNIT);
    }
    CU_ASSERT(is_source(&units, &FLOAT_UNIT, "{0.0:(),nan:()}"));
    CU_ASSERT(gl_dict_find(units, &nan, &FLOAT_UNIT) != NULL);
    for (int64_t i = 0; i < 3; i++) {
      pair key = {i, str("k")};
      maybe value = {i != 1, i};
      wide = gl_dict_put(wide, &key, &value, &PAIR_MAYBE);
    }
    CU_ASSERT(is_source(&wide, &PAIR_MAYBE, "{(0,\"k\"):0,(1,\"k\"):none,(2,\"k\"):2}"));
    gl_list *keys = gl_dict_keys(wide, &PAIR_MAYBE);
    CU_ASSERT(is_source(&keys, &PAIRS, "[(0,\"k\"),(1,\"k\"),(2,\"k\")]"));
    gl_drop_value(&keys, &PAIRS);
    gl_drop_dict(d, &BOOL_CHAR);
    gl_drop_dict(units, &FLOAT_UNIT);
    gl_drop_dict(wide, &PAIR_MAYBE);
  });
}

/* ---- bulk ---- */

static gl_list *pairs_of(int64_t n, int64_t keys) {
  gl_list *pairs = gl_list_new(n, &PAIR);
  for (int64_t i = 0; i < n; i++) gl_list_push(pairs, &(pair){i % keys, number_text(i)}, &PAIR);
  return pairs;
}

static void test_pairs(void) {
  BALANCED({
    for (int shared = 0; shared < 2; shared++) {
      gl_list *pairs = pairs_of(100, 3);
      if (shared) gl_dup(pairs);
      gl_dict *d = gl_dict_of(pairs, &INT_STR);
      CU_ASSERT(is_source(&d, &INT_STR, "{0:\"99\",1:\"97\",2:\"98\"}"));
      gl_list *items = gl_dict_items(d, &INT_STR);
      CU_ASSERT(is_source(&items, &PAIRS, "[(0,\"99\"),(1,\"97\"),(2,\"98\")]"));
      gl_drop_value(&items, &PAIRS);
      gl_drop_dict(d, &INT_STR);
      if (shared) gl_drop_value(&pairs, &PAIRS);
    }
  });
}

DICT_OF(INT_STRS, INT, STRS, "{Int:[Str]}")

static void test_group(void) {
  BALANCED({
    for (int shared = 0; shared < 2; shared++) {
      gl_list *pairs = pairs_of(7, 3);
      if (shared) gl_dup(pairs);
      gl_dict *d = gl_dict_group(pairs, &INT_STRS);
      CU_ASSERT(is_source(&d, &INT_STRS, "{0:[\"0\",\"3\",\"6\"],1:[\"1\",\"4\"],2:[\"2\",\"5\"]}"));
      gl_drop_value(&d, &INT_STRS);
      if (shared) gl_drop_value(&pairs, &PAIRS);
    }
  });
}

static bool counts_are(gl_list *a, const gl_type *e, const gl_type *t, const char *text) {
  gl_dict *d = gl_dict_counts(a, t);
  bool same = is_source(&d, t, text);
  gl_drop_dict(d, t);
  gl_drop_list(a, e);
  return same;
}

static void test_counts(void) {
  BALANCED({
    CU_ASSERT(counts_are(str("banana"), &CHAR, &CHAR_INT, "{'b':1,'a':3,'n':2}"));
    CU_ASSERT(counts_are(str("né é\n"), &CHAR, &CHAR_INT, "{'n':1,'é':2,' ':1,'\\n':1}"));
    CU_ASSERT(counts_are(str(""), &CHAR, &CHAR_INT, "{}"));
    CU_ASSERT(counts_are(INTS_OF(3, 1, 3), &INT, &INT_INT, "{3:2,1:1}"));
    CU_ASSERT(
        counts_are(gl_str_words(str("to be or not to be")), &STR, &STR_INT, "{\"to\":2,\"be\":2,\"or\":1,\"not\":1}"));
  });
}

static void test_merge(void) {
  BALANCED({
    for (int shared = 0; shared < 4; shared++) {
      gl_dict *a = STR_DICT({"a", 1}, {"b", 2}), *b = STR_DICT({"c", 3}, {"a", 9});
      if (shared & 1) gl_dup(a);
      if (shared & 2) gl_dup(b);
      gl_dict *both = gl_dict_merge(a, b, &STR_INT);
      CU_ASSERT(is_source(&both, &STR_INT, "{\"a\":9,\"b\":2,\"c\":3}"));
      if (shared & 1) CU_ASSERT(is_source(&a, &STR_INT, "{\"a\":1,\"b\":2}"));
      if (shared & 1) gl_drop_dict(a, &STR_INT);
      if (shared & 2) gl_drop_dict(b, &STR_INT);
      gl_drop_dict(both, &STR_INT);
    }
    gl_dict *set = gl_dict_merge(set_of("p q"), set_of("q r"), &STR_SET);
    CU_ASSERT(is_source(&set, &STR_SET, "set[\"p\",\"q\",\"r\"]"));
    set = gl_dict_merge(dict_new(&STR_SET), set, &STR_SET);
    set = gl_dict_merge(set, dict_new(&STR_SET), &STR_SET);
    CU_ASSERT_EQUAL(gl_dict_len(set), 3);
    gl_drop_dict(set, &STR_SET);
  });
}

/* What is put moves in; what it replaces goes. */
static void test_ownership(void) {
  gl_list *key = str("key"), *value = str("value"), *other = str("other");
  gl_dict *d = dict_new(&STR_STR);
  for (int i = 0; i < 3; i++) {
    gl_dup(key);
    gl_dup(value);
    d = gl_dict_put(d, &key, &value, &STR_STR);
  }
  CU_ASSERT_EQUAL(key->rc, 2);
  CU_ASSERT_EQUAL(value->rc, 2);
  gl_dup(d);
  gl_dict *changed = gl_dict_put(d, &key, &other, &STR_STR);
  CU_ASSERT_EQUAL(key->rc, 2); /* its own, handed over, and the copy's */
  gl_drop_dict(d, &STR_STR);
  CU_ASSERT_EQUAL(value->rc, 1);
  gl_drop_dict(changed, &STR_STR);
  gl_drop_list(value, &CHAR);
  CU_ASSERT_EQUAL(gl_live(), 0);
}

/* ---- no memory ---- */

#ifdef GAEL_RT_CHECK
#include <setjmp.h>

static jmp_buf escape;
static void leave(int32_t code) {
  CU_ASSERT_EQUAL(code, GL_LIMIT_MEMORY);
  longjmp(escape, 1);
}

static void use_everything(void) {
  gl_dict *d = gl_dict_of(pairs_of(12, 12), &INT_STR), *old = d;
  gl_dup(d);
  pair more = {77, str("more")};
  d = gl_dict_put(d, &more.number, &more.text, &INT_STR);
  d = gl_dict_merge(d, old, &INT_STR);
  gl_dict *groups = gl_dict_group(pairs_of(20, 3), &INT_STRS);
  gl_list *items = gl_dict_items(d, &INT_STR), *text = gl_source(&groups, &INT_STRS);
  gl_drop_list(text, &CHAR);
  gl_drop_list(items, &PAIR);
  gl_drop_dict(groups, &INT_STRS);
  gl_drop_dict(d, &INT_STR);
}

/* Whichever allocation fails, the limit is hit in order; what the program held then is the heap's to release. */
static void test_no_memory(void) {
  volatile bool done = false;
  gl_on_limit(leave);
  for (volatile int64_t n = 1; !done; n++) {
    rt_fail_allocation(n);
    if (setjmp(escape) == 0) {
      use_everything();
      done = true;
    }
    rt_fail_allocation(0);
  }
  gl_on_limit(NULL);
}
#endif

static const unit_case CASES[] = {
    {"model", test_model},         {"queue", test_queue},         {"shrink", test_shrink},
    {"places", test_places},
    {"patterns", test_patterns},   {"strings", test_strings},     {"source", test_source},
    {"missing", test_missing},     {"relations", test_relations}, {"nested", test_nested},
    {"layouts", test_layouts},     {"pairs", test_pairs},         {"group", test_group},
    {"counts", test_counts},       {"merge", test_merge},         {"ownership", test_ownership},
#ifdef GAEL_RT_CHECK
    {"no memory", test_no_memory},
#endif
};
UNIT_MAIN("rt_dict", CASES)
