#include <stdio.h>
#include <stdlib.h>

typedef struct tree {
  struct tree *left, *right;
} tree;

static tree *make(long depth) {
  if (!depth) return NULL;
  tree *t = malloc(sizeof *t);
  t->left = make(depth - 1);
  t->right = make(depth - 1);
  return t;
}

static long size(const tree *t) { return t ? size(t->left) + size(t->right) + 1 : 1; }

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
    for (long i = 0; i < 1L << (n - depth + 4); i++) {
      tree *t = make(depth);
      sum += size(t);
      drop(t);
    }
    printf(depth == 4 ? "%ld" : " %ld", sum);
  }
  printf("\n");
}
