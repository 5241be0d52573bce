import sys


def key(n):
    return n * 48271 % 2147483647


n = int(sys.argv[1])
t = {key(i): i for i in range(1, n + 1)}
print(len(t), sum(t.get(key(i), 0) for i in range(1, 2 * n + 1)))
