#include <stdio.h>
#include <stdlib.h>

static int compare(const void *p, const void *q) {
  long x = *(const long *)p, y = *(const long *)q;
  return (x > y) - (x < y);
}

int main(int argc, char **argv) {
  long n = atol(argv[1]), sum = 0, *v = malloc(n * sizeof *v);
  for (long i = 0, x = 1; i < n; i++, x = x * 16807 % 2147483647) v[i] = x;
  qsort(v, n, sizeof *v, compare);
  for (long i = 0; i < n; i += 1000) sum += v[i];
  printf("%ld\n", sum);
  free(v);
}
