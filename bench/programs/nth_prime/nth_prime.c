#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static bool is_prime(long n) {
  for (long d = 2; d * d <= n; d++)
    if (n % d == 0) return false;
  return true;
}

int main(int argc, char **argv) {
  long left = atol(argv[1]), n = 1;
  while (left) left -= is_prime(++n);
  printf("%ld\n", n);
}
