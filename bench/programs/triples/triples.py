import sys

n = int(sys.argv[1])
t = [x + y + z for x in range(1, n) for y in range(x + 1, n) for z in range(y + 1, n) if x * x + y * y == z * z]
print(len(t), sum(t))
