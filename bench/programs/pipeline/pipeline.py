import sys

print(sum(m + 1 for m in (x * 7919 % 1009 for x in range(1, int(sys.argv[1]) + 1)) if m % 2 == 0))
