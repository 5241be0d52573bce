#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct entry {
  struct entry *next;
  long count;
  char word[];
} entry;

static entry **buckets;
static size_t size = 1024, used;

static size_t hash(const char *s) {
  size_t h = 14695981039346656037u;
  while (*s) h = (h ^ (unsigned char)*s++) * 1099511628211u;
  return h;
}

static void grow(void) {
  entry **old = buckets;
  buckets = calloc(size * 2, sizeof *buckets);
  for (size_t i = 0; i < size; i++)
    for (entry *e = old[i], *next; e; e = next) {
      entry **at = &buckets[hash(e->word) % (size * 2)];
      next = e->next, e->next = *at, *at = e;
    }
  free(old);
  size *= 2;
}

static void count(const char *word) {
  entry **at = &buckets[hash(word) % size];
  for (entry *e = *at; e; e = e->next)
    if (!strcmp(e->word, word)) {
      e->count++;
      return;
    }
  size_t length = strlen(word) + 1;
  entry *e = malloc(sizeof *e + length);
  e->next = *at, e->count = 1;
  memcpy(e->word, word, length);
  *at = e;
  if (++used > size) grow();
}

static int by_count(const void *p, const void *q) {
  const entry *x = *(entry *const *)p, *y = *(entry *const *)q;
  return x->count != y->count ? (x->count < y->count ? 1 : -1) : strcmp(x->word, y->word);
}

int main(void) {
  buckets = calloc(size, sizeof *buckets);
  char word[256];
  size_t length = 0;
  for (int c; (c = getchar_unlocked()) != EOF;) {
    if (!isspace(c)) word[length++] = c;
    else if (length) word[length] = 0, count(word), length = 0;
  }
  entry **all = malloc(used * sizeof *all), **end = all;
  for (size_t i = 0; i < size; i++)
    for (entry *e = buckets[i]; e; e = e->next) *end++ = e;
  qsort(all, used, sizeof *all, by_count);
  for (size_t i = 0; i < used && i < 10; i++) printf("%s %ld\n", all[i]->word, all[i]->count);
}
