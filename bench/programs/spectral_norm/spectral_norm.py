import sys
from math import sqrt

def at(i, j):
    return 1 / ((i + j) * (i + j + 1) // 2 + i + 1)

def times(u):
    return [sum(e * at(i, j) for j, e in enumerate(u)) for i in range(len(u))]

def back(u):
    return [sum(e * at(j, i) for j, e in enumerate(u)) for i in range(len(u))]

def dot(u, v):
    return sum(p * q for p, q in zip(u, v))

u = [1.0] * int(sys.argv[1])
for _ in range(19):
    u = back(times(u))
print(f"{sqrt(dot(u, back(times(u))) / dot(u, u)):.9f}")
