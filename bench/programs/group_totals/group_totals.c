#include <stdio.h>
#include <stdlib.h>

typedef struct {
  long key, total;
} entry;

// Open addressing over slots; the entries stay in the order in which they came.
static entry *entries;
static int *slots, used;
static size_t size = 16;

static int *slot_of(long key) {
  size_t i = (unsigned long)key * 11400714819323198485u >> 20 & (size - 1);
  while (slots[i] && entries[slots[i] - 1].key != key) i = (i + 1) & (size - 1);
  return &slots[i];
}

static void grow(void) {
  size *= 2;
  entries = realloc(entries, size / 2 * sizeof *entries);
  free(slots);
  slots = calloc(size, sizeof *slots);
  for (int i = 0; i < used; i++) *slot_of(entries[i].key) = i + 1;
}

static void add(long key, long x) {
  int *slot = slot_of(key);
  if (!*slot) {
    if (2 * used >= size) grow(), slot = slot_of(key);
    entries[used] = (entry){key, 0};
    *slot = ++used;
  }
  entries[*slot - 1].total += x;
}

int main(int argc, char **argv) {
  long n = atol(argv[1]), most = 0;
  grow();
  for (long i = 0, x = 1; i < n; i++, x = x * 16807 % 2147483647) add(x % 1000, x);
  for (int i = 0; i < used; i++)
    if (entries[i].total > most) most = entries[i].total;
  printf("%d %ld [", used, most);
  for (int i = 0; i < 5; i++) printf(i ? ",%ld" : "%ld", entries[i].key);
  printf("]\n");
  free(entries), free(slots);
}
