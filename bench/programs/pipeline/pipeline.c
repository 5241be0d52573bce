#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  long n = atol(argv[1]), sum = 0;
  for (long i = 1; i <= n; i++) {
    long m = i * 7919 % 1009;
    if (m % 2 == 0) sum += m + 1;
  }
  printf("%ld\n", sum);
}
