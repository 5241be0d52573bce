#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const char *piece;
  long count;
} entry;

static size_t hash(const char *s, long k) {
  size_t h = 14695981039346656037u;
  for (long i = 0; i < k; i++) h = (h ^ (unsigned char)s[i]) * 1099511628211u;
  return h ^ h >> 32;
}

static entry *find(entry *table, size_t size, const char *s, long k) {
  size_t i = hash(s, k) & (size - 1);
  while (table[i].piece && memcmp(table[i].piece, s, k)) i = (i + 1) & (size - 1);
  return &table[i];
}

static void frequencies(const char *s, long length, long k) {
  size_t size = 16, used = 0;
  long most = 0;
  entry *table = calloc(size, sizeof *table);
  for (long at = 0; at + k <= length; at++) {
    entry *e = find(table, size, s + at, k);
    if (!e->piece) e->piece = s + at, used++;
    if (++e->count > most) most = e->count;
    if (2 * used < size) continue;
    entry *old = table;
    table = calloc(2 * size, sizeof *table);
    for (size_t i = 0; i < size; i++)
      if (old[i].piece) *find(table, 2 * size, old[i].piece, k) = old[i];
    free(old);
    size *= 2;
  }
  printf("%ld %zu %ld\n", k, used, most);
  free(table);
}

int main(void) {
  char *s = NULL;
  size_t capacity = 0;
  long length = getline(&s, &capacity, stdin) - 1;
  static const long lengths[] = {1, 2, 3, 4, 6, 12, 18};
  for (int i = 0; i < 7; i++) frequencies(s, length, lengths[i]);
  free(s);
}
