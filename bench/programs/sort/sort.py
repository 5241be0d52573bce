import sys

v, x = [], 1
for _ in range(int(sys.argv[1])):
    v.append(x)
    x = x * 16807 % 2147483647
v.sort()
print(sum(v[::1000]))
