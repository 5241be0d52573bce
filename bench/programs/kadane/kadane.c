#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  long n = atol(argv[1]), best = LONG_MIN, sum = 0;
  for (long i = 1; i <= n; i++) {
    long value = i * 7919 % 2003 - 1001;
    sum = sum > 0 ? sum + value : value;
    if (sum > best) best = sum;
  }
  printf("%ld\n", best);
}
