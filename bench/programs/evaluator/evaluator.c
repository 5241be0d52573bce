#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct expr {
  char op; // '0' is a number, '~' changes the sign
  union {
    long number;
    struct {
      struct expr *left, *right;
    };
  };
} expr;

static expr *node(char op, expr *left, expr *right) {
  expr *e = malloc(sizeof *e);
  e->op = op, e->left = left, e->right = right;
  return e;
}

static expr *sums(const char **s);

static expr *operand(const char **s) {
  if (**s == '(') {
    ++*s;
    expr *e = sums(s);
    ++*s;
    return e;
  }
  if (**s == '-') {
    ++*s;
    return node('~', operand(s), NULL);
  }
  expr *e = malloc(sizeof *e);
  *e = (expr){'0', {strtol(*s, (char **)s, 10)}};
  return e;
}

static expr *products(const char **s) {
  expr *e = operand(s);
  for (char op; (op = **s) == '*' || op == '%';) ++*s, e = node(op, e, operand(s));
  return e;
}

static expr *sums(const char **s) {
  expr *e = products(s);
  for (char op; (op = **s) == '+' || op == '-';) ++*s, e = node(op, e, products(s));
  return e;
}

static long modulo(long u, long v) {
  long r = u % v;
  return r && (r < 0) != (v < 0) ? r + v : r;
}

static long value(const expr *e) {
  switch (e->op) {
  case '0': return e->number;
  case '~': return -value(e->left);
  case '+': return value(e->left) + value(e->right);
  case '-': return value(e->left) - value(e->right);
  case '*': return value(e->left) * value(e->right);
  default: return modulo(value(e->left), value(e->right));
  }
}

static void drop(expr *e) {
  if (e->op != '0') {
    drop(e->left);
    if (e->right) drop(e->right);
  }
  free(e);
}

int main(void) {
  char *line = NULL;
  size_t capacity = 0;
  long sum = 0;
  while (getline(&line, &capacity, stdin) > 0) {
    const char *at = line;
    expr *e = sums(&at);
    sum += value(e);
    drop(e);
  }
  printf("%ld\n", sum);
  free(line);
}
