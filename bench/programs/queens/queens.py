import sys

def free(q, qs):
    return all(y != q and abs(y - q) != k for k, y in enumerate(qs, 1))

def count(n, qs):
    return 1 if len(qs) == n else sum(count(n, [q] + qs) for q in range(1, n + 1) if free(q, qs))

print(count(int(sys.argv[1]), []))
