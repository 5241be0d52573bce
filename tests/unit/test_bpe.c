/* Token counting: the encoder on models of a few merges, the readers on small files, and o200k on texts whose counts
   the package gpt-tokenizer gave. */

#include <CUnit/Basic.h>
#include <stdio.h>
#include <string.h>

#include "density/report.h"
#include "density/vocab_json.h"

typedef struct golden {
  const char *text;
  uint32_t repeat, tokens;
} golden;

static const golden GOLDEN[] = {
    {"", 1, 0},
    {"a", 1, 1},
    {"hello world", 1, 2},
    {"f=a.sort.pairwise.any{y-x<b}", 1, 12},
    {"f=s=a.replace(\" \",\"\");e=(0..s.len).filter{s[:x].count('(')*2==x};e.zip(e[1:]).map{s[x:y]}", 1, 39},
    {"def has_close_elements(numbers: List[float], threshold: float) -> bool:\n    for idx, elem in "
     "enumerate(numbers):\n"
     "        return True\n",
     1, 30},
    {"  \n\n\t x   y \r\n", 1, 6},
    {"1234567890.125e-10", 1, 9},
    {"it's we'LL I'D they've 'tis", 1, 9},
    {"antidisestablishmentarianism", 1, 6},
    {"HTTPServerError camelCaseWord SHOUTING", 1, 9},
    {"Grüße, Jürgen! ¿Qué tal?", 1, 11},
    {"漢字かな交じり文です。", 1, 9},
    {"안녕하세요 세계", 1, 3},
    {"Привет, мир", 1, 4},
    {"مرحبا بالعالم", 1, 4},
    {"👩‍👩‍👧‍👦 🇩🇪 😀😀", 1, 17},
    {"e\u0301 nai\u0308ve", 1, 5},
    {"a/b//c/\n/", 1, 5},
    {"<|endoftext|>", 1, 7},
    {"x\u00a0\u2003y\u3000z", 1, 6},
    {"∀x∈ℝ: ⌈x⌉ = −⌊−x⌋", 1, 21},
    {"a", 1000, 125},
    {" ", 1000, 9},
    {"漢", 200, 200},
    {"=", 500, 9},
    {"ab", 700, 350},
    {"9", 100, 34},
};

enum { GOLDEN_COUNT = sizeof GOLDEN / sizeof GOLDEN[0] };

static const char TOKENIZER[] =
    "{\"normalizer\":{\"type\":\"NFC\"},"
    "\"pre_tokenizer\":{\"type\":\"Sequence\",\"pretokenizers\":["
    "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"\\\\s?\\\\w+|\\\\s\"},\"behavior\":\"Isolated\",\"invert\":false},"
    "{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"use_regex\":false}]},"
    "\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"b\":1,\"c\":2,\"Ġ\":3,\"ab\":4,\"bc\":5,\"Ġab\":6},"
    "\"merges\":[[\"b\",\"c\"],\"a b\",[\"Ġ\",\"ab\"]]},"
    "\"added_tokens\":[{\"id\":7,\"content\":\"<s>\",\"lstrip\":true}]}";

static str text_repeated(arena *a, const golden *g) {
  strbuf out = strbuf_new(a);
  for (uint32_t i = 0; i < g->repeat; i++) strbuf_add(&out, str_of(g->text));
  return strbuf_str(&out);
}

/* "id@start-end" of every token. */
static str tokens_print(arena *a, bpe_tokens tokens) {
  strbuf out = strbuf_new(a);
  for (uint32_t i = 0; i < tokens.len; i++)
    strbuf_printf(&out, "%s%u@%u-%u", i ? " " : "", tokens.items[i].id, tokens.items[i].start, tokens.items[i].end);
  return strbuf_str(&out);
}

static str tokens_of(arena *a, const vocab *v, const char *text) {
  bpe_tokens tokens = {0};
  str problem = {0};
  return tokens_split(v, a, str_of(text), &tokens, &problem) ? tokens_print(a, tokens) : problem;
}

static void expect(str got, const char *wanted) {
  CU_ASSERT(str_eq(got, str_of(wanted)));
  if (!str_eq(got, str_of(wanted))) printf("\n  got    " STR_FMT "\n  wanted %s\n", STR_ARG(got), wanted);
}

static vocab *vocab_of(arena *a, const char *json, str *problem) {
  vocab *v = ARENA_NEW(a, vocab);
  *v = (vocab){.name = STR("test"), .merges = bpe_new(a), .splitter = pretok_new(a)};
  return vocab_json_load(a, str_of(json), v, problem) ? v : NULL;
}

static void lowest_rank_merges_first(void) {
  arena *a = arena_new("test");
  bpe *b = bpe_new(a);
  for (uint32_t i = 0; i < 3; i++) bpe_byte_set(b, (uint8_t)('a' + i), i);
  bpe_merge_add(b, 0, 1, 9, 10); /* ab */
  bpe_merge_add(b, 1, 2, 5, 11); /* bc */
  bpe_merge_add(b, 0, 0, 7, 12); /* aa */
  bpe_encoder *e = bpe_encoder_new(b, a);
  CU_ASSERT(bpe_encoder_piece(e, STR("abcab"), 0));
  expect(tokens_print(a, bpe_encoder_tokens(e)), "0@0-1 11@1-3 10@3-5");
  bpe_encoder_reset(e);
  CU_ASSERT(bpe_encoder_piece(e, STR("aaaaa"), 4)); /* the leftmost first */
  expect(tokens_print(a, bpe_encoder_tokens(e)), "12@4-6 12@6-8 0@8-9");
  CU_ASSERT_FALSE(bpe_encoder_piece(e, STR("az"), 0));
  arena_free(a);
}

static void whole_piece_needs_no_merges(void) {
  arena *a = arena_new("test");
  bpe *b = bpe_new(a);
  bpe_byte_set(b, 'x', 1);
  bpe_whole_add(b, STR("xxx"), 2);
  bpe_encoder *e = bpe_encoder_new(b, a);
  CU_ASSERT(bpe_encoder_piece(e, STR("xxx"), 0));
  CU_ASSERT(bpe_encoder_piece(e, STR("xx"), 3));
  expect(tokens_print(a, bpe_encoder_tokens(e)), "2@0-3 1@3-4 1@4-5");
  arena_free(a);
}

static void tokenizer_file_is_followed(void) {
  arena *a = arena_new("test");
  str problem = {0};
  const vocab *v = vocab_of(a, TOKENIZER, &problem);
  CU_ASSERT_PTR_NOT_NULL_FATAL(v);
  expect(tokens_of(a, v, "abc ab"), "0@0-1 5@1-3 6@3-6");
  expect(tokens_of(a, v, "a  <s>b"), "0@0-1 7@1-6 1@6-7");
  expect(tokens_of(a, v, "ad"), "the vocabulary has no token for a byte of this text");
  expect(tokens_of(a, v, "a\xcc\x81"), "the vocabulary wants Unicode normalisation, which could change this text");
  expect(tokens_of(a, v, "a\xff"), "the text is not UTF-8");
  arena_free(a);
}

static void tokenizer_file_is_refused(void) {
  static const char *const FILES[][2] = {
      {"{\"model\":", "not JSON"},
      {"{}", "the pre-tokenizer is not supported"},
      {"{\"normalizer\":{\"type\":\"Lowercase\"}}", "the normalizer Lowercase is not supported"},
      {"{\"pre_tokenizer\":{\"type\":\"Metaspace\"}}", "the pre-tokenizer Metaspace is not supported"},
      {"{\"pre_tokenizer\":{\"type\":\"ByteLevel\",\"add_prefix_space\":true}}", "add_prefix_space is not supported"},
      {"{\"pre_tokenizer\":{\"type\":\"ByteLevel\"},\"model\":{\"type\":\"WordPiece\"}}",
       "the model WordPiece is not supported"},
      {"{\"pre_tokenizer\":{\"type\":\"ByteLevel\"},\"model\":{\"vocab\":{\"a\":0},\"merges\":[[\"a\",\"q\"]]}}",
       "merge 0 does not"},
      {"{\"pre_tokenizer\":{\"type\":\"Split\",\"behavior\":\"Isolated\",\"pattern\":{\"Regex\":\"[a&&b]\"}}}",
       "a set operation"},
      {"{\"pre_tokenizer\":{\"type\":\"Split\",\"behavior\":\"Isolated\",\"pattern\":{\"Regex\":\"(\"}}}",
       "missing closing"},
  };
  for (size_t i = 0; i < sizeof FILES / sizeof FILES[0]; i++) {
    arena *a = arena_new("test");
    str problem = {0};
    CU_ASSERT_PTR_NULL(vocab_of(a, FILES[i][0], &problem));
    CU_ASSERT(str_starts(problem, str_of(FILES[i][1])));
    if (!str_starts(problem, str_of(FILES[i][1])))
      printf("\n  got    " STR_FMT "\n  wanted %s\n", STR_ARG(problem), FILES[i][1]);
    arena_free(a);
  }
}

static void unknown_vocabulary_is_named(void) {
  arena *a = arena_new("test");
  str problem = {0};
  CU_ASSERT_PTR_NULL(vocab_open(a, STR("no/such/file"), &problem));
  CU_ASSERT(str_starts(problem, STR("no vocabulary has this name")));
  arena_free(a);
}

static void report_compares(void) {
  arena *a = arena_new("test");
  str problem = {0}, culprit = {0};
  const vocab *v = vocab_of(a, TOKENIZER, &problem);
  tokens_text texts[] = {{STR("one"), STR("ab")}, {STR("two"), STR("abc")}};
  tokens_text reference = {STR("other"), STR("ccc c")}, empty = {STR("empty"), STR("")},
              broken = {STR("broken"), STR("\xff")};
  tokens_table table;
  CU_ASSERT_FATAL(tokens_report(v, a, texts, 2, &reference, &table, &culprit, &problem));
  CU_ASSERT_EQUAL(table.rows[0].tokens, 1);
  CU_ASSERT_EQUAL(table.rows[1].tokens, 2);
  CU_ASSERT_EQUAL(table.total.tokens, 3);
  CU_ASSERT_EQUAL(table.total.bytes, 5);
  CU_ASSERT_EQUAL(table.reference.tokens, 5);
  CU_ASSERT_DOUBLE_EQUAL(table.rows[0].rate, 0.8, 1e-12);
  CU_ASSERT_DOUBLE_EQUAL(table.total.rate, 0.4, 1e-12);
  strbuf text = strbuf_new(a), json = strbuf_new(a);
  tokens_table_text(&text, &table);
  expect(strbuf_str(&text), "       1   80.00%  one\n       2   60.00%  two\n       3   40.00%  total\n"
                            "       5 reference  other\n");
  tokens_table_json(&json, &table);
  expect(strbuf_str(&json), "{\"row\":\"file\",\"file\":\"one\",\"tokens\":1,\"bytes\":2,\"rate\":0.8}\n"
                            "{\"row\":\"file\",\"file\":\"two\",\"tokens\":2,\"bytes\":3,\"rate\":0.6}\n"
                            "{\"row\":\"total\",\"tokens\":3,\"bytes\":5,\"rate\":0.4}\n"
                            "{\"row\":\"reference\",\"file\":\"other\",\"tokens\":5,\"bytes\":5}\n");
  CU_ASSERT(tokens_report(v, a, texts, 2, NULL, &table, &culprit, &problem));
  CU_ASSERT_FALSE(table.compared);
  CU_ASSERT_FALSE(tokens_report(v, a, texts, 2, &empty, &table, &culprit, &problem));
  expect(culprit, "empty");
  CU_ASSERT_FALSE(tokens_report(v, a, &broken, 1, NULL, &table, &culprit, &problem));
  expect(culprit, "broken");
  arena_free(a);
}

static void o200k_counts_as_its_publisher(void) {
  arena *a = arena_new("test");
  str problem = {0};
  const vocab *v = vocab_open(a, VOCAB_DEFAULT, &problem);
  if (!v) printf("skipped: " STR_FMT "\n", STR_ARG(problem));
  for (int i = 0; v && i < GOLDEN_COUNT; i++) {
    str text = text_repeated(a, &GOLDEN[i]);
    uint32_t count = UINT32_MAX;
    CU_ASSERT(tokens_count(v, text, &count));
    CU_ASSERT_EQUAL(count, GOLDEN[i].tokens);
    if (count != GOLDEN[i].tokens)
      printf("\n  \"%s\" x %u: got %u, wanted %u\n", GOLDEN[i].text, GOLDEN[i].repeat, count, GOLDEN[i].tokens);
  }
  arena_free(a);
}

static void o200k_tokens_cover_the_text(void) {
  arena *a = arena_new("test");
  str problem = {0};
  const vocab *v = vocab_open(a, VOCAB_DEFAULT, &problem);
  for (int i = 0; v && i < GOLDEN_COUNT; i++) {
    str text = text_repeated(a, &GOLDEN[i]);
    bpe_tokens tokens;
    uint32_t covered = 0;
    CU_ASSERT_FATAL(tokens_split(v, a, text, &tokens, &problem));
    for (uint32_t t = 0; t < tokens.len; covered = tokens.items[t++].end)
      CU_ASSERT_EQUAL(tokens.items[t].start, covered);
    CU_ASSERT_EQUAL(covered, text.len);
  }
  arena_free(a);
}

int main(void) {
  CU_TestInfo tests[] = {
      {"the lowest rank merges first", lowest_rank_merges_first},
      {"a whole piece needs no merges", whole_piece_needs_no_merges},
      {"a tokenizer.json is followed", tokenizer_file_is_followed},
      {"a tokenizer.json is refused", tokenizer_file_is_refused},
      {"an unknown vocabulary is named", unknown_vocabulary_is_named},
      {"a report compares", report_compares},
      {"o200k counts as its publisher", o200k_counts_as_its_publisher},
      {"o200k tokens cover the text", o200k_tokens_cover_the_text},
      CU_TEST_INFO_NULL,
  };
  CU_SuiteInfo suites[] = {{"tokens", NULL, NULL, NULL, NULL, tests}, CU_SUITE_INFO_NULL};
  if (CU_initialize_registry() != CUE_SUCCESS || CU_register_suites(suites) != CUE_SUCCESS) return 1;
  CU_basic_set_mode(CU_BRM_NORMAL);
  CU_basic_run_tests();
  unsigned failed = CU_get_number_of_failures();
  CU_cleanup_registry();
  return failed ? 1 : 0;
}
