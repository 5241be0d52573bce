#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  long n = atol(argv[1]), alive = 0;
  long *now = malloc(n * n * sizeof *now), *next = malloc(n * n * sizeof *next);
  for (long i = 0, x = 1; i < n * n; i++, x = x * 16807 % 2147483647) now[i] = x % 3 / 2;
  for (int k = 0; k < 100; k++) {
    for (long i = 0; i < n; i++) {
      const long *p = now + (i + n - 1) % n * n, *q = now + i * n, *r = now + (i + 1) % n * n;
      for (long j = 0; j < n; j++) {
        long left = j ? j - 1 : n - 1, right = j + 1 < n ? j + 1 : 0;
        long near = p[left] + p[j] + p[right] + q[left] + q[j] + q[right] + r[left] + r[j] + r[right];
        next[i * n + j] = near == 3 || (near == 4 && q[j] == 1);
      }
    }
    long *swap = now;
    now = next, next = swap;
  }
  for (long i = 0; i < n * n; i++) alive += now[i];
  printf("%ld\n", alive);
  free(now), free(next);
}
