import sys

def escape(p, q):
    u = v = 0.0
    for k in range(50):
        if u * u + v * v > 4:
            return k
        u, v = u * u - v * v + p, 2 * u * v + q
    return 50

n = int(sys.argv[1])
print(sum(escape(2 * i / n - 1.5, 2 * j / n - 1) for j in range(n) for i in range(n)))
