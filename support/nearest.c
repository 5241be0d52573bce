/* Nearest names by the restricted Damerau-Levenshtein distance (Wagner, Fischer 1974; transpositions of neighbours
   count one). */

#include "support/nearest.h"

enum { LONGEST = 32 };

static uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }

static uint32_t distance(str a, str b) {
  uint32_t rows[3][LONGEST + 1];
  for (uint32_t j = 0; j <= b.len; j++) rows[0][j] = j;
  for (uint32_t i = 1; i <= a.len; i++) {
    uint32_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
    row[0] = i;
    for (uint32_t j = 1; j <= b.len; j++) {
      row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]));
      bool swapped = i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1];
      if (swapped) row[j] = least(row[j], before[j - 2] + 1);
    }
  }
  return rows[a.len % 3][b.len];
}

/* A third of the letters may differ, and the first counts twice, for it is seldom wrong; one-letter names have no
   neighbours. */
suggestion suggest_for(str wanted) {
  return (suggestion){wanted, {0}, (uint32_t)wanted.len / 3 + (wanted.len > 1 && wanted.len < 3) + 1};
}

uint32_t suggest_distance(str wanted, str candidate) {
  if (!wanted.len || wanted.len > LONGEST || candidate.len > LONGEST || candidate.len < 2) return UINT32_MAX;
  return distance(wanted, candidate) + (*wanted.ptr != *candidate.ptr);
}

void suggest_offer(suggestion *s, str candidate) {
  uint32_t d = suggest_distance(s->wanted, candidate);
  if (d >= s->distance) return;
  s->distance = d;
  s->best = candidate;
}
