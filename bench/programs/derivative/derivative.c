#include <stdio.h>
#include <stdlib.h>

// A subtree may have several owners, as a derivative shares parts of what it is made from.
typedef struct expr {
  enum { NUM, X, ADD, MUL } kind;
  int owners;
  union {
    long number;
    struct {
      struct expr *left, *right;
    };
  };
} expr;

static expr x = {X, 1, {0}};

static expr *share(expr *e) {
  e->owners++;
  return e;
}

static void drop(expr *e) {
  if (--e->owners) return;
  if (e->kind == ADD || e->kind == MUL) drop(e->left), drop(e->right);
  free(e);
}

static expr *num(long n) {
  expr *e = malloc(sizeof *e);
  *e = (expr){NUM, 1, {n}};
  return e;
}

static expr *node(int kind, expr *l, expr *r) {
  expr *e = malloc(sizeof *e);
  e->kind = kind, e->owners = 1, e->left = l, e->right = r;
  return e;
}

static int is(expr *e, long n) { return e->kind == NUM && e->number == n; }

static expr *keep(expr *kept, expr *other) {
  drop(other);
  return kept;
}

static expr *both(long n, expr *p, expr *q) {
  drop(p), drop(q);
  return num(n);
}

static expr *add(expr *p, expr *q) {
  if (is(p, 0)) return keep(q, p);
  if (is(q, 0)) return keep(p, q);
  if (p->kind == NUM && q->kind == NUM) return both(p->number + q->number, p, q);
  return node(ADD, p, q);
}

static expr *mul(expr *p, expr *q) {
  if (is(p, 0) || is(q, 1)) return keep(p, q);
  if (is(q, 0) || is(p, 1)) return keep(q, p);
  if (p->kind == NUM && q->kind == NUM) return both(p->number * q->number, p, q);
  return node(MUL, p, q);
}

static expr *derive(const expr *e) {
  switch (e->kind) {
  case NUM: return num(0);
  case X: return num(1);
  case ADD: return add(derive(e->left), derive(e->right));
  case MUL: return add(mul(derive(e->left), share(e->right)), mul(share(e->left), derive(e->right)));
  }
  return NULL;
}

static long value(const expr *e, long at) {
  switch (e->kind) {
  case NUM: return e->number;
  case X: return at;
  case ADD: return value(e->left, at) + value(e->right, at);
  case MUL: return value(e->left, at) * value(e->right, at);
  }
  return 0;
}

static expr *power(expr *e, long n) { return n == 1 ? e : node(MUL, share(e), power(e, n - 1)); }

static expr *start(long n) {
  return node(MUL, power(node(ADD, share(&x), num(n)), 4),
              power(node(ADD, node(MUL, share(&x), share(&x)), num(-n)), 3));
}

int main(int argc, char **argv) {
  long n = atol(argv[1]), sum = 0;
  for (long i = 1; i <= n; i++) {
    expr *e = start(i % 10);
    for (int k = 0; k < 3; k++) e = keep(derive(e), e);
    sum += value(e, i % 7);
    drop(e);
  }
  printf("%ld\n", sum);
}
