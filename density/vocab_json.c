/* tokenizer.json has four parts that matter for counting: normalizer, pre_tokenizer, model, added_tokens. Each reader
   below takes one and returns false with *problem set for what it does not know. Post-processors add tokens that are
   not the text's; they are not counted. Byte-level vocabularies spell a byte as a printable character, by a table of
   GPT-2: printable bytes of Latin-1 stand for themselves, the others for the characters from U+0100 on. */

#include "density/vocab_json.h"

#include <jansson.h>
#include <string.h>

#include "support/source.h"

typedef struct reader {
  arena *home;
  vocab *v;
  str *problem;
  strbuf bytes;
} reader;

static bool refuse(reader *r, const char *what, const char *which) {
  *r->problem = str_printf(r->home, "%s%s%s is not supported", what, which && *which ? " " : "", which ? which : "");
  return false;
}

static const char *string_at(const json_t *object, const char *key) {
  const char *s = json_string_value(json_object_get(object, key));
  return s ? s : "";
}

static bool string_is(const json_t *object, const char *key, const char *value) {
  return !strcmp(string_at(object, key), value);
}

static bool true_at(const json_t *object, const char *key) { return json_is_true(json_object_get(object, key)); }
static str text_of(const json_t *string) { return (str){json_string_value(string), json_string_length(string)}; }

/* --- bytes spelt as characters --- */

static bool byte_is_printable(uint32_t c) {
  return (c >= '!' && c <= '~') || (c >= 0xa1 && c <= 0xac) || (c >= 0xae && c <= 0xff);
}

/* The byte that `scalar` spells, or -1. */
static int byte_of_scalar(uint32_t scalar) {
  if (scalar < 0x100) return byte_is_printable(scalar) ? (int)scalar : -1;
  uint32_t hidden = 0x100;
  for (uint32_t byte = 0; byte < 0x100; byte++)
    if (!byte_is_printable(byte) && hidden++ == scalar) return (int)byte;
  return -1;
}

/* Into r->bytes; false when the text spells something that is not a byte. */
static bool bytes_of_spelling(reader *r, str spelling) {
  const char *p = spelling.ptr, *end = p + spelling.len;
  r->bytes.len = 0;
  while (p < end) {
    int byte = byte_of_scalar(utf8_next(&p, end));
    if (byte < 0) return false;
    strbuf_byte(&r->bytes, (char)byte);
  }
  return true;
}

/* --- normalizer --- */

/* A superset of what composition (NFC) can change in a text: marks, vowels and finals of decomposed Hangul, and
   characters that stand for others. Selectors of emoji are marks that compose with nothing. */
static const char NFC_TOUCHES[] =
    "(?![\\x{20e0}\\x{20e3}\\x{fe00}-\\x{fe0f}])\\p{M}"
    "|[\\x{374}\\x{37e}\\x{387}\\x{958}-\\x{95f}\\x{9dc}\\x{9dd}\\x{9df}\\x{a33}\\x{a36}\\x{a59}-\\x{a5b}\\x{a5e}]"
    "|[\\x{b5c}\\x{b5d}\\x{f43}\\x{f4d}\\x{f52}\\x{f57}\\x{f5c}\\x{f69}\\x{1161}-\\x{1175}\\x{11a8}-\\x{11c2}]"
    "|[\\x{1f71}-\\x{1f7d}\\x{1fbb}-\\x{1ffd}\\x{2000}\\x{2001}\\x{2126}\\x{212a}\\x{212b}\\x{2329}\\x{232a}\\x{2adc}]"
    "|[\\x{f900}-\\x{faff}\\x{fb1d}-\\x{fb4e}\\x{1d15e}-\\x{1d164}\\x{1d1bb}-\\x{1d1c0}\\x{2f800}-\\x{2fa1f}]";

static bool normalizer_read(reader *r, const json_t *n) {
  if (!n || json_is_null(n)) return true;
  if (string_is(n, "type", "NFC")) {
    r->v->refused = regex_new(r->home, str_of(NFC_TOUCHES), r->problem);
    return r->v->refused;
  }
  if (!string_is(n, "type", "Sequence")) return refuse(r, "the normalizer", string_at(n, "type"));
  const json_t *inner = json_object_get(n, "normalizers");
  for (size_t i = 0; i < json_array_size(inner); i++)
    if (!normalizer_read(r, json_array_get(inner, i))) return false;
  return true;
}

/* --- pre_tokenizer --- */

static const char GPT2_PATTERN[] = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

static bool split_read(reader *r, const json_t *t) {
  const json_t *regex_text = json_object_get(json_object_get(t, "pattern"), "Regex");
  const json_t *plain = json_object_get(json_object_get(t, "pattern"), "String");
  pretok_keep keep = PRETOK_ALL;
  if (string_is(t, "behavior", "Removed"))
    keep = true_at(t, "invert") ? PRETOK_MATCHES : PRETOK_GAPS;
  else if (!string_is(t, "behavior", "Isolated"))
    return refuse(r, "the split behavior", string_at(t, "behavior"));
  if (json_is_string(regex_text)) return pretok_stage_add(r->v->splitter, text_of(regex_text), keep, r->problem);
  if (!json_is_string(plain)) return refuse(r, "a split without a pattern", NULL);
  strbuf quoted = strbuf_new(r->home);
  regex_quote(&quoted, text_of(plain));
  return pretok_stage_add(r->v->splitter, strbuf_str(&quoted), keep, r->problem);
}

static bool digits_read(reader *r, const json_t *t) {
  const char *pattern = true_at(t, "individual_digits") ? "\\p{N}" : "\\p{N}+";
  return pretok_stage_add(r->v->splitter, str_of(pattern), PRETOK_ALL, r->problem);
}

static bool byte_level_read(reader *r, const json_t *t) {
  if (true_at(t, "add_prefix_space")) return refuse(r, "add_prefix_space", NULL);
  if (json_is_false(json_object_get(t, "use_regex"))) return true;
  return pretok_stage_add(r->v->splitter, str_of(GPT2_PATTERN), PRETOK_ALL, r->problem);
}

static bool pre_tokenizer_read(reader *r, const json_t *t, bool *byte_level);

static bool sequence_read(reader *r, const json_t *t, bool *byte_level) {
  const json_t *inner = json_object_get(t, "pretokenizers");
  for (size_t i = 0; i < json_array_size(inner); i++)
    if (!pre_tokenizer_read(r, json_array_get(inner, i), byte_level)) return false;
  return true;
}

static bool pre_tokenizer_read(reader *r, const json_t *t, bool *byte_level) {
  if (string_is(t, "type", "Sequence")) return sequence_read(r, t, byte_level);
  /* What follows it would cut the spelling of the bytes, not the text. */
  if (*byte_level) return refuse(r, "a pre-tokenizer behind ByteLevel", NULL);
  *byte_level = string_is(t, "type", "ByteLevel");
  if (*byte_level) return byte_level_read(r, t);
  if (string_is(t, "type", "Split")) return split_read(r, t);
  if (string_is(t, "type", "Digits")) return digits_read(r, t);
  return refuse(r, "the pre-tokenizer", string_at(t, "type"));
}

/* --- model --- */

static bool id_of(const json_t *entries, str spelling, uint32_t *id) {
  const json_t *n = json_object_getn(entries, spelling.ptr, spelling.len);
  json_int_t value = json_integer_value(n);
  if (!json_is_integer(n) || value < 0 || value >= UINT32_MAX) return false;
  *id = (uint32_t)value;
  return true;
}

static void bytes_read(reader *r, json_t *entries, bool whole) {
  const char *key;
  size_t len;
  json_t *value;
  json_object_keylen_foreach(entries, key, len, value) {
    uint32_t id;
    str spelling = {key, len};
    if (!id_of(entries, spelling, &id) || !bytes_of_spelling(r, spelling)) continue;
    if (r->bytes.len == 1) bpe_byte_set(r->v->merges, (uint8_t)r->bytes.ptr[0], id);
    if (whole) bpe_whole_add(r->v->merges, strbuf_str(&r->bytes), id);
  }
}

/* A merge is written ["a","b"] or, in older files, "a b". */
static bool merge_halves(const json_t *merge, str *left, str *right) {
  if (json_is_array(merge)) {
    *left = text_of(json_array_get(merge, 0));
    *right = text_of(json_array_get(merge, 1));
    return json_array_size(merge) == 2 && left->ptr && right->ptr;
  }
  const char *text = json_string_value(merge), *space = text ? strchr(text, ' ') : NULL;
  if (!space) return false;
  *left = (str){text, (size_t)(space - text)};
  *right = str_of(space + 1);
  return true;
}

static bool merge_read(reader *r, const json_t *entries, const json_t *merge, uint32_t rank) {
  str left, right;
  uint32_t left_id, right_id, id;
  if (!merge_halves(merge, &left, &right)) return false;
  r->bytes.len = 0;
  strbuf_add(&r->bytes, left);
  strbuf_add(&r->bytes, right);
  if (!id_of(entries, left, &left_id) || !id_of(entries, right, &right_id) ||
      !id_of(entries, strbuf_str(&r->bytes), &id))
    return false;
  bpe_merge_add(r->v->merges, left_id, right_id, rank, id);
  return true;
}

static bool model_read(reader *r, const json_t *model) {
  static const char *const UNKNOWN[] = {"continuing_subword_prefix", "end_of_word_suffix"};
  json_t *entries = json_object_get(model, "vocab");
  if (!string_is(model, "type", "BPE") && json_object_get(model, "type"))
    return refuse(r, "the model", string_at(model, "type"));
  for (size_t i = 0; i < sizeof UNKNOWN / sizeof *UNKNOWN; i++)
    if (!string_is(model, UNKNOWN[i], "")) return refuse(r, UNKNOWN[i], NULL);
  if (!json_is_object(entries)) return refuse(r, "a model without a vocabulary", NULL);
  bytes_read(r, entries, true_at(model, "ignore_merges"));
  const json_t *merges = json_object_get(model, "merges");
  for (size_t i = 0; i < json_array_size(merges); i++) {
    if (merge_read(r, entries, json_array_get(merges, i), (uint32_t)i)) continue;
    *r->problem = str_printf(r->home, "merge %zu does not name tokens of the vocabulary", i);
    return false;
  }
  return true;
}

/* --- added_tokens --- */

static bool added_token_read(reader *r, const json_t *t) {
  const json_t *content = json_object_get(t, "content"), *id = json_object_get(t, "id");
  json_int_t value = json_integer_value(id);
  if (!json_is_string(content) || !json_is_integer(id) || value < 0 || value >= UINT32_MAX - 1)
    return refuse(r, "an added token without content and id", NULL);
  unsigned margins = (true_at(t, "lstrip") ? PRETOK_SPACE_BEFORE : 0u) |
                     (true_at(t, "rstrip") ? PRETOK_SPACE_AFTER : 0u) |
                     (true_at(t, "single_word") ? PRETOK_WORD_ONLY : 0u);
  pretok_literal_add(r->v->splitter, text_of(content), (uint32_t)value, margins);
  return true;
}

static bool added_read(reader *r, const json_t *added) {
  for (size_t i = 0; i < json_array_size(added); i++)
    if (!added_token_read(r, json_array_get(added, i))) return false;
  return pretok_literals_close(r->v->splitter, r->problem);
}

static bool tokenizer_read(reader *r, const json_t *root) {
  bool byte_level = false;
  if (!normalizer_read(r, json_object_get(root, "normalizer"))) return false;
  if (!pre_tokenizer_read(r, json_object_get(root, "pre_tokenizer"), &byte_level)) return false;
  if (!byte_level) return refuse(r, "a vocabulary that is not byte-level", NULL);
  return model_read(r, json_object_get(root, "model")) && added_read(r, json_object_get(root, "added_tokens"));
}

bool vocab_json_load(arena *home, str json, vocab *v, str *problem) {
  json_error_t error;
  json_t *root = json_loadb(json.ptr, json.len, JSON_ALLOW_NUL, &error);
  if (!root) {
    *problem = str_printf(home, "not JSON, line %d: %s", error.line, error.text);
    return false;
  }
  reader r = {.home = home, .v = v, .problem = problem, .bytes = strbuf_new(home)};
  bool done = tokenizer_read(&r, root);
  json_decref(root);
  return done;
}
