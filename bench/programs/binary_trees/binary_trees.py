import sys


def make(item, depth):
    return (make(2 * item - 1, depth - 1), item, make(2 * item, depth - 1)) if depth else None


def check(tree):
    if tree is None:
        return 0
    left, item, right = tree
    return check(left) + item - check(right)


n = int(sys.argv[1])
print(*(sum(check(make(i, depth)) for i in range(1, 2 ** (n - depth + 4) + 1)) for depth in range(4, n + 1, 2)))
