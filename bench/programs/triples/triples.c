#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  long n = atol(argv[1]), count = 0, sum = 0;
  for (long x = 1; x < n; x++)
    for (long y = x + 1; y < n; y++)
      for (long z = y + 1; z < n; z++)
        if (x * x + y * y == z * z) count++, sum += x + y + z;
  printf("%ld %ld\n", count, sum);
}
