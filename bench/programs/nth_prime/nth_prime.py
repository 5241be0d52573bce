import itertools
import math
import sys


def is_prime(n):
    return all(n % d for d in range(2, math.isqrt(n) + 1))


nth = int(sys.argv[1])
print(next(itertools.islice(filter(is_prime, itertools.count(2)), nth - 1, None)))
