#include <stdio.h>
#include <stdlib.h>

static long steps(long n) {
  long k = 1;
  for (; n != 1; k++) n = n % 2 ? 3 * n + 1 : n / 2;
  return k;
}

int main(int argc, char **argv) {
  long below = atol(argv[1]), best = 0, most = 0;
  for (long n = 1; n < below; n++) {
    long k = steps(n);
    if (k > most) most = k, best = n;
  }
  printf("%ld %ld\n", best, most);
}
