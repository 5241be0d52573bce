#include "density/report.h"

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
