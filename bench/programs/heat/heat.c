#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  long n = atol(argv[1]);
  double *u = calloc(n, sizeof *u), *next = malloc(n * sizeof *next), sum = 0;
  u[0] = 100, u[n - 1] = 50;
  for (int k = 0; k < 1000; k++) {
    next[0] = u[0], next[n - 1] = u[n - 1];
    for (long i = 1; i < n - 1; i++) next[i] = u[i - 1] * 0.25 + u[i] * 0.5 + u[i + 1] * 0.25;
    double *swap = u;
    u = next, next = swap;
  }
  for (long i = 0; i < n; i++) sum += u[i];
  printf("%.6f %.6f\n", u[9], sum);
  free(u), free(next);
}
