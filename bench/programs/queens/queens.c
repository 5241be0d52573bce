#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static bool is_free(long row, const long *rows, long k) {
  for (long i = 0; i < k; i++)
    if (rows[i] == row || labs(rows[i] - row) == k - i) return false;
  return true;
}

static long count(long n, long *rows, long k) {
  if (k == n) return 1;
  long sum = 0;
  for (long row = 1; row <= n; row++)
    if (is_free(row, rows, k)) {
      rows[k] = row;
      sum += count(n, rows, k + 1);
    }
  return sum;
}

int main(int argc, char **argv) {
  long n = atol(argv[1]), rows[n];
  printf("%ld\n", count(n, rows, 0));
}
