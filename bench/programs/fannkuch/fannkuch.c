#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static long n, most, sum;

static long flips(const long *p) {
  long q[n], k = 0;
  memcpy(q, p, sizeof q);
  for (; q[0] != 0; k++)
    for (long i = 0, j = q[0]; i < j; i++, j--) {
      long t = q[i];
      q[i] = q[j], q[j] = t;
    }
  return k;
}

static void visit(long *p, long k) {
  if (k == 1) {
    long f = flips(p);
    sum += f;
    if (f > most) most = f;
    return;
  }
  for (long i = 0; i < k; i++) {
    visit(p, k - 1);
    long first = p[0];
    memmove(p, p + 1, (k - 1) * sizeof *p);
    p[k - 1] = first;
  }
}

int main(int argc, char **argv) {
  n = atol(argv[1]);
  long p[n];
  for (long i = 0; i < n; i++) p[i] = i;
  visit(p, n);
  printf("%ld %ld\n", most, sum);
}
