import sys
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

@dataclass(slots=True)
class Body:
    x: float
    y: float
    z: float
    u: float
    v: float
    w: float
    m: float

bodies = [
    Body(0, 0, 0, 0, 0, 0, 39.47),
    Body(4.84, -1.16, -0.10, 0.61, 2.81, -0.02, 0.037),
    Body(8.34, 4.12, -0.4, -1.01, 1.82, 0.008, 0.011),
    Body(12.89, -15.11, -0.22, 1.08, 0.86, -0.01, 0.0017),
    Body(15.37, -25.9, 0.179, 0.979, 0.594, -0.034, 0.002),
]

def soft(i, j, k):
    return i * i + j * j + k * k + 0.01

def pull(p, q):
    i, j, k = q.x - p.x, q.y - p.y, q.z - p.z
    s = soft(i, j, k)
    f = 0.001 * q.m / (s * sqrt(s))
    p.u += f * i
    p.v += f * j
    p.w += f * k

def step():
    for p in bodies:
        for q in bodies:
            pull(p, q)
    for p in bodies:
        p.x += 0.001 * p.u
        p.y += 0.001 * p.v
        p.z += 0.001 * p.w

def energy():
    kinetic = sum(p.m * (p.u * p.u + p.v * p.v + p.w * p.w) / 2 for p in bodies)
    return kinetic - sum(p.m * q.m / sqrt(soft(q.x - p.x, q.y - p.y, q.z - p.z)) for p, q in combinations(bodies, 2))

for _ in range(int(sys.argv[1])):
    step()
print(f"{energy():.9f}")
