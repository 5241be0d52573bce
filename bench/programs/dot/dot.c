#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static double dot(long n, const double *u, const double *v) {
  double sum = 0;
  for (long i = 0; i < n; i++) sum += u[i] * v[i];
  return sum;
}

static long dot_int(long n, const long *u, const long *v) {
  long sum = 0;
  for (long i = 0; i < n; i++) sum += u[i] * v[i];
  return sum;
}

int main(int argc, char **argv) {
  long n = atol(argv[1]), *k = malloc(n * sizeof *k), *l = malloc(n * sizeof *l);
  double *u = malloc(n * sizeof *u), *v = malloc(n * sizeof *v);
  for (long i = 0; i < n; i++) {
    k[i] = (i + 1) % 1000;
    u[i] = 1.0 / (i + 1);
    v[i] = k[i] / 1000.0;
  }
  for (long i = 0; i < n; i++) l[i] = k[n - 1 - i];
  printf("%.9f ", dot(n, u, v) / sqrt(dot(n, u, u) * dot(n, v, v)));
  printf("%ld\n", dot_int(n, k, l));
  free(k), free(l), free(u), free(v);
}
