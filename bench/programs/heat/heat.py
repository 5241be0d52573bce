import sys

n = int(sys.argv[1])
u = [100.0] + [0.0] * (n - 2) + [50.0]
for _ in range(1000):
    u = [u[0]] + [x * 0.25 + y * 0.5 + z * 0.25 for x, y, z in zip(u, u[1:], u[2:])] + [u[-1]]
print(f"{u[9]:.6f} {sum(u):.6f}")
