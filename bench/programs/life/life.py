import sys


def step(g, n):
    following = []
    for i, q in enumerate(g):
        p, r = g[i - 1], g[(i + 1) % n]
        sums = [u + v + w for u, v, w in zip(p, q, r)]
        near = (sums[j - 1] + sums[j] + sums[(j + 1) % n] for j in range(n))
        following.append([1 if s == 3 or s == 4 and cell else 0 for s, cell in zip(near, q)])
    return following


n, x, cells = int(sys.argv[1]), 1, []
for _ in range(n * n):
    cells.append(x % 3 // 2)
    x = x * 16807 % 2147483647
g = [cells[i * n:(i + 1) * n] for i in range(n)]
for _ in range(100):
    g = step(g, n)
print(sum(map(sum, g)))
