#include <stdio.h>
#include <stdlib.h>

static double *matrix(long n, long k) {
  double *m = malloc(n * n * sizeof *m);
  for (long i = 0; i < n; i++)
    for (long j = 0; j < n; j++) m[i * n + j] = (i * j % 7 + k) / 10.0;
  return m;
}

static double *transpose(long n, const double *m) {
  double *t = malloc(n * n * sizeof *t);
  for (long i = 0; i < n; i++)
    for (long j = 0; j < n; j++) t[j * n + i] = m[i * n + j];
  return t;
}

static double *times(long n, const double *p, const double *q) {
  double *m = malloc(n * n * sizeof *m), *t = transpose(n, q);
  for (long i = 0; i < n; i++)
    for (long j = 0; j < n; j++) {
      double sum = 0;
      for (long k = 0; k < n; k++) sum += p[i * n + k] * t[j * n + k];
      m[i * n + j] = sum;
    }
  free(t);
  return m;
}

int main(int argc, char **argv) {
  long n = atol(argv[1]);
  double *p = matrix(n, 1), *q = matrix(n, 2), *m = times(n, p, q), trace = 0, total = 0;
  for (long i = 0; i < n; i++) {
    double sum = 0;
    for (long j = 0; j < n; j++) sum += m[i * n + j];
    trace += m[i * n + i], total += sum;
  }
  printf("%.6f %.6f\n", trace, total);
  free(p), free(q), free(m);
}
