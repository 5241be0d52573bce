#include <stdio.h>
#include <stdlib.h>

static void quicksort(long *v, long n) {
  if (n < 2) return;
  long pivot = v[0], low = -1, high = n;
  for (;;) {
    while (v[++low] < pivot);
    while (v[--high] > pivot);
    if (low >= high) break;
    long t = v[low];
    v[low] = v[high], v[high] = t;
  }
  quicksort(v, high + 1);
  quicksort(v + high + 1, n - high - 1);
}

int main(int argc, char **argv) {
  long n = atol(argv[1]), sum = 0, *v = malloc(n * sizeof *v);
  for (long i = 0, x = 1; i < n; i++, x = x * 16807 % 2147483647) v[i] = x;
  quicksort(v, n);
  for (long i = 0; i < n; i += 1000) sum += v[i];
  printf("%ld\n", sum);
  free(v);
}
