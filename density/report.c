#include "density/report.h"

#include <jansson.h>

static bool row_fill(const vocab *v, const tokens_text *t, tokens_row *row, str *culprit, str *problem) {
  arena *scratch = arena_new("row of a token table");
  bpe_tokens tokens = {0};
  bool done = tokens_split(v, scratch, t->text, &tokens, problem);
  arena_free(scratch);
  *row = (tokens_row){.name = t->name, .tokens = tokens.len, .bytes = t->text.len};
  if (!done) *culprit = t->name;
  return done;
}

static bool reference_fill(const vocab *v, const tokens_text *t, tokens_table *table, str *culprit, str *problem) {
  if (!row_fill(v, t, &table->reference, culprit, problem)) return false;
  table->compared = table->reference.tokens > 0;
  if (table->compared) return true;
  *culprit = t->name;
  *problem = STR("the reference has no tokens to compare with");
  return false;
}

static void row_rate(tokens_row *row, uint32_t reference) { row->rate = 1 - (double)row->tokens / reference; }

bool tokens_report(const vocab *v, arena *home, const tokens_text *texts, uint32_t count, const tokens_text *reference,
                   tokens_table *table, str *culprit, str *problem) {
  *table = (tokens_table){.vocabulary = v->name, .count = count, .total = {.name = STR("total")}};
  table->rows = ARENA_ARRAY(home, tokens_row, count);
  if (reference && !reference_fill(v, reference, table, culprit, problem)) return false;
  for (uint32_t i = 0; i < count; i++) {
    tokens_row *row = &table->rows[i];
    if (!row_fill(v, &texts[i], row, culprit, problem)) return false;
    if (table->compared) row_rate(row, table->reference.tokens);
    table->total.tokens += row->tokens;
    table->total.bytes += row->bytes;
  }
  if (table->compared) row_rate(&table->total, table->reference.tokens);
  return true;
}

typedef void row_print(strbuf *out, const tokens_table *t, const tokens_row *row, const char *kind);

/* The total says something new of several texts only; the reference is rated by nothing. */
static void table_print(strbuf *out, const tokens_table *t, row_print *print) {
  for (uint32_t i = 0; i < t->count; i++) print(out, t, &t->rows[i], "file");
  if (t->count > 1) print(out, t, &t->total, "total");
  if (t->compared) print(out, t, &t->reference, "reference");
}

static bool row_is_rated(const tokens_table *t, const tokens_row *row) { return t->compared && row != &t->reference; }

static void row_text(strbuf *out, const tokens_table *t, const tokens_row *row, const char *kind) {
  strbuf_printf(out, "%8u", row->tokens);
  if (row_is_rated(t, row))
    strbuf_printf(out, " %7.2f%%", 100 * row->rate);
  else if (t->compared)
    strbuf_printf(out, " %9s", kind);
  strbuf_printf(out, "  " STR_FMT "\n", STR_ARG(row->name));
}

static int json_take(const char *bytes, size_t len, void *out) {
  strbuf_add(out, (str){bytes, len});
  return 0;
}

static void row_json(strbuf *out, const tokens_table *t, const tokens_row *row, const char *kind) {
  json_t *object = json_object();
  json_object_set_new(object, "row", json_string(kind));
  if (row != &t->total) json_object_set_new(object, "file", json_stringn_nocheck(row->name.ptr, row->name.len));
  json_object_set_new(object, "tokens", json_integer(row->tokens));
  json_object_set_new(object, "bytes", json_integer((json_int_t)row->bytes));
  if (row_is_rated(t, row)) json_object_set_new(object, "rate", json_real(row->rate));
  json_dump_callback(object, json_take, out, JSON_COMPACT | JSON_REAL_PRECISION(6));
  json_decref(object);
  strbuf_byte(out, '\n');
}

void tokens_table_text(strbuf *out, const tokens_table *t) { table_print(out, t, row_text); }
void tokens_table_json(strbuf *out, const tokens_table *t) { table_print(out, t, row_json); }
