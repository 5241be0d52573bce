#include <stdio.h>
#include <stdlib.h>

static long escape(double p, double q) {
  double u = 0, v = 0;
  long k = 0;
  for (; k < 50 && u * u + v * v <= 4; k++) {
    double w = u * u - v * v + p;
    v = 2 * u * v + q;
    u = w;
  }
  return k;
}

int main(int argc, char **argv) {
  long n = atol(argv[1]), sum = 0;
  for (long j = 0; j < n; j++)
    for (long i = 0; i < n; i++) sum += escape(2.0 * i / n - 1.5, 2.0 * j / n - 1);
  printf("%ld\n", sum);
}
