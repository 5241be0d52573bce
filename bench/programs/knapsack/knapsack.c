#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  long n = atol(argv[1]), room = 10 * n, x = 1;
  long *best = calloc(room + 1, sizeof *best);
  for (long i = 0; i < n; i++) {
    long weight = x % 100 + 1;
    x = x * 16807 % 2147483647;
    long value = x % 1000;
    x = x * 16807 % 2147483647;
    for (long r = room; r >= weight; r--)
      if (best[r - weight] + value > best[r]) best[r] = best[r - weight] + value;
  }
  printf("%ld\n", best[room]);
  free(best);
}
