#include <stdio.h>
#include <stdlib.h>

typedef struct {
  long key, value;
} entry;

// Open addressing; no key is 0.
static entry *table;
static size_t size = 16, used;

static entry *find(long key) {
  size_t i = (unsigned long)key * 11400714819323198485u >> 20 & (size - 1);
  while (table[i].key && table[i].key != key) i = (i + 1) & (size - 1);
  return &table[i];
}

static void put(long key, long value) {
  if (2 * used >= size) {
    entry *old = table;
    size *= 2;
    table = calloc(size, sizeof *table);
    for (size_t i = 0; i < size / 2; i++)
      if (old[i].key) *find(old[i].key) = old[i];
    free(old);
  }
  entry *e = find(key);
  used += !e->key;
  *e = (entry){key, value};
}

static long key(long n) { return n * 48271 % 2147483647; }

int main(int argc, char **argv) {
  long n = atol(argv[1]), sum = 0;
  table = calloc(size, sizeof *table);
  for (long i = 1; i <= n; i++) put(key(i), i);
  for (long i = 1; i <= 2 * n; i++) sum += find(key(i))->value;
  printf("%zu %ld\n", used, sum);
  free(table);
}
