import sys

def matrix(n, k):
    return [[(i * j % 7 + k) / 10 for j in range(n)] for i in range(n)]

def times(p, q):
    t = list(zip(*q))
    return [[sum(x * y for x, y in zip(r, c)) for c in t] for r in p]

n = int(sys.argv[1])
m = times(matrix(n, 1), matrix(n, 2))
print(f"{sum(r[i] for i, r in enumerate(m)):.6f} {sum(map(sum, m)):.6f}")
