#include <stdio.h>
#include <stdlib.h>

typedef struct tree {
  struct tree *left, *right;
  long item;
} tree;

static tree *make(long item, long depth) {
  if (!depth) return NULL;
  tree *t = malloc(sizeof *t);
  t->left = make(2 * item - 1, depth - 1);
  t->item = item;
  t->right = make(2 * item, depth - 1);
  return t;
}

static long check(const tree *t) { return t ? check(t->left) + t->item - check(t->right) : 0; }

static void drop(tree *t) {
  if (!t) return;
  drop(t->left);
  drop(t->right);
  free(t);
}

int main(int argc, char **argv) {
  long n = atol(argv[1]);
  for (long depth = 4; depth <= n; depth += 2) {
    long sum = 0;
    for (long i = 1; i <= 1L << (n - depth + 4); i++) {
      tree *t = make(i, depth);
      sum += check(t);
      drop(t);
    }
    printf(depth == 4 ? "%ld" : " %ld", sum);
  }
  printf("\n");
}
