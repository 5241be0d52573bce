#include <stdio.h>
#include <stdlib.h>

static char *text(long seed, long n) {
  char *s = malloc(n);
  for (long i = 0; i < n; i++, seed = seed * 16807 % 2147483647) s[i] = "abcd"[seed % 4];
  return s;
}

static long min(long x, long y) { return x < y ? x : y; }

int main(int argc, char **argv) {
  long n = atol(argv[1]);
  char *s = text(1, n), *t = text(7, n);
  long *row = malloc((n + 1) * sizeof *row), *next = malloc((n + 1) * sizeof *next);
  for (long j = 0; j <= n; j++) row[j] = j;
  for (long i = 0; i < n; i++) {
    next[0] = row[0] + 1;
    for (long j = 0; j < n; j++) next[j + 1] = min(min(next[j], row[j + 1]) + 1, row[j] + (t[j] != s[i]));
    long *swap = row;
    row = next, next = swap;
  }
  printf("%ld\n", row[n]);
  free(s), free(t), free(row), free(next);
}
