#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct node {
  struct node *left, *right, *parent;
  long key;
  bool red;
} node;

static node *root;

static node **place_of(node *n) {
  return !n->parent ? &root : n == n->parent->left ? &n->parent->left : &n->parent->right;
}

static void rotate_left(node *n) {
  node *up = n->right;
  *place_of(n) = up, up->parent = n->parent;
  n->right = up->left;
  if (up->left) up->left->parent = n;
  up->left = n, n->parent = up;
}

static void rotate_right(node *n) {
  node *up = n->left;
  *place_of(n) = up, up->parent = n->parent;
  n->left = up->right;
  if (up->right) up->right->parent = n;
  up->right = n, n->parent = up;
}

static void repair(node *n) {
  while (n->parent && n->parent->red) {
    node *parent = n->parent, *grand = parent->parent;
    bool left = parent == grand->left;
    node *uncle = left ? grand->right : grand->left;
    if (uncle && uncle->red) {
      parent->red = uncle->red = false, grand->red = true;
      n = grand;
    } else if (left) {
      if (n == parent->right) rotate_left(parent), parent = n;
      parent->red = false, grand->red = true;
      rotate_right(grand);
      break;
    } else {
      if (n == parent->left) rotate_right(parent), parent = n;
      parent->red = false, grand->red = true;
      rotate_left(grand);
      break;
    }
  }
  root->red = false;
}

static void insert(long key) {
  node **at = &root, *parent = NULL;
  while (*at) {
    parent = *at;
    if (key == parent->key) return;
    at = key < parent->key ? &parent->left : &parent->right;
  }
  node *n = malloc(sizeof *n);
  *n = (node){NULL, NULL, parent, key, true};
  *at = n;
  repair(n);
}

static bool has(long key) {
  const node *n = root;
  while (n && n->key != key) n = key < n->key ? n->left : n->right;
  return n;
}

static long size(const node *n) { return n ? size(n->left) + 1 + size(n->right) : 0; }
static long total(const node *n) { return n ? total(n->left) + n->key + total(n->right) : 0; }

static void drop(node *n) {
  if (!n) return;
  drop(n->left);
  drop(n->right);
  free(n);
}

int main(int argc, char **argv) {
  long n = atol(argv[1]), found = 0;
  for (long i = 1, x = 1; i <= n; i++, x = x * 16807 % 2147483647) insert(x % (2 * n));
  for (long k = 1; k <= n; k++) found += has(k);
  printf("%ld %ld %ld\n", size(root), total(root), found);
  drop(root);
}
