#ifndef GAEL_DENSITY_REPORT_H
#define GAEL_DENSITY_REPORT_H

/* What `gael tokens` says: tokens of each text, their sum, and the compression rate against a reference program. */

#include "density/count.h"

typedef struct tokens_text {
  str name, text;
} tokens_text;

typedef struct tokens_row {
  str name;
  uint32_t tokens;
  size_t bytes;
  double rate; /* 1 - tokens / reference tokens; 0 without a reference */
} tokens_row;

typedef struct tokens_table {
  str vocabulary;
  tokens_row *rows; /* one a text, in the order given */
  uint32_t count;
  tokens_row total;
  bool compared;
  tokens_row reference;
} tokens_table;

/* `reference` may be NULL. false: *culprit is the text that cannot be counted, *problem says why. */
bool tokens_report(const vocab *v, arena *home, const tokens_text *texts, uint32_t count, const tokens_text *reference,
                   tokens_table *table, str *culprit, str *problem);

/* A line a row: tokens, rate in per cent when compared, name; then the total of several and the reference. */
void tokens_table_text(strbuf *out, const tokens_table *t);
/* The same, an object a line: {"row":"file|total|reference","file":…,"tokens":…,"bytes":…,"rate":…}. */
void tokens_table_json(strbuf *out, const tokens_table *t);

#endif
