#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv) {
  long n = atol(argv[1]), count = 0, sum = 0;
  bool *prime = malloc(n + 1);
  memset(prime, true, n + 1);
  for (long p = 2; p * p <= n; p++)
    if (prime[p])
      for (long i = p * p; i <= n; i += p) prime[i] = false;
  for (long p = 2; p <= n; p++)
    if (prime[p]) count++, sum += p;
  printf("%ld %ld\n", count, sum);
  free(prime);
}
