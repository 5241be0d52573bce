#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static double at(long i, long j) { return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1); }

static void times(long n, const double *u, double *v) {
  for (long i = 0; i < n; i++) {
    v[i] = 0;
    for (long j = 0; j < n; j++) v[i] += u[j] * at(i, j);
  }
}

static void back(long n, const double *u, double *v) {
  for (long i = 0; i < n; i++) {
    v[i] = 0;
    for (long j = 0; j < n; j++) v[i] += u[j] * at(j, i);
  }
}

int main(int argc, char **argv) {
  long n = atol(argv[1]);
  double *u = malloc(n * sizeof *u), *v = malloc(n * sizeof *v), *w = malloc(n * sizeof *w), uv = 0, uu = 0;
  for (long i = 0; i < n; i++) u[i] = 1;
  for (int k = 0; k < 19; k++) times(n, u, w), back(n, w, u);
  times(n, u, w), back(n, w, v);
  for (long i = 0; i < n; i++) uv += u[i] * v[i], uu += u[i] * u[i];
  printf("%.9f\n", sqrt(uv / uu));
  free(u), free(v), free(w);
}
