import sys
from math import isqrt

n = int(sys.argv[1])
prime = bytearray([0, 0]) + bytearray([1]) * (n - 1)
for p in range(2, isqrt(n) + 1):
    if prime[p]:
        prime[p * p :: p] = bytes(len(range(p * p, n + 1, p)))
primes = [p for p in range(n + 1) if prime[p]]
print(len(primes), sum(primes))
