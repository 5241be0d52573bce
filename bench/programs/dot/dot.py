import sys
from math import sqrt

def dot(u, v):
    return sum(x * y for x, y in zip(u, v))

n = int(sys.argv[1])
k = [x % 1000 for x in range(1, n + 1)]
u = [1 / x for x in range(1, n + 1)]
v = [x / 1000 for x in k]
print(f"{dot(u, v) / sqrt(dot(u, u) * dot(v, v)):.9f} {dot(k, k[::-1])}")
