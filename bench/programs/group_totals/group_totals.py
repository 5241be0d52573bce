import sys

totals, x = {}, 1
for _ in range(int(sys.argv[1])):
    totals[x % 1000] = totals.get(x % 1000, 0) + x
    x = x * 16807 % 2147483647
print(len(totals), max(totals.values()), "[" + ",".join(str(k) for k in list(totals)[:5]) + "]")
