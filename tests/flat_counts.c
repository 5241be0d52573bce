#include "tests/flat_counts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct count_name {
  const char *name;
  size_t offset;
} count_name;

static const count_name names[] = {
    {"fun", offsetof(flat_stats, funs)},
    {"loop", offsetof(flat_stats, loops)},
    {"depth", offsetof(flat_stats, depth)},
    {"alloc", offsetof(flat_stats, allocs)},
    {"call", offsetof(flat_stats, calls)},
    {"reuse", offsetof(flat_stats, reuses)},
    {"closure", offsetof(flat_stats, closure_calls)},
    {"count", offsetof(flat_stats, counts)},
    {"caught", offsetof(flat_stats, caught)},
    {"dup", offsetof(flat_stats, dups)},
    {"instr", offsetof(flat_stats, instrs)},
    {"checks", offsetof(flat_stats, checks)},
    {"tries", offsetof(flat_stats, tries)},
};

enum { NAMES = sizeof names / sizeof *names };

static uint32_t count_of(const flat_stats *stats, const count_name *n) {
  return *(const uint32_t *)(const void *)((const char *)stats + n->offset);
}

static const count_name *find(const char *word) {
  for (size_t k = 0; k < NAMES; k++)
    if (!strcmp(word, names[k].name)) return &names[k];
  return NULL;
}

bool flat_counts_hold(const char *where, const flat_stats *stats, str line) {
  char text[256], *save = NULL;
  bool fine = true;
  snprintf(text, sizeof text, STR_FMT, STR_ARG(line));
  for (char *word = strtok_r(text, " ,)\r\n", &save); word; word = strtok_r(NULL, " ,)\r\n", &save)) {
    const char *count = strtok_r(NULL, " ,)\r\n", &save);
    const count_name *n = find(word);
    if (n && count && count_of(stats, n) == (uint32_t)atoi(count)) continue;
    if (n) fprintf(stderr, "%s: %s is %u, not %s\n", where, word, count_of(stats, n), count ? count : "");
    else fprintf(stderr, "%s: nothing is counted as `%s`\n", where, word);
    fine = false;
  }
  return fine;
}

void flat_counts_print(strbuf *out, const flat_stats *stats) {
  for (size_t k = 0; k < NAMES; k++) {
    uint32_t count = count_of(stats, &names[k]);
    strbuf_printf(out, "%s%s %u", k ? ", " : "", names[k].name, count);
  }
}
