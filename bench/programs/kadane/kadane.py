import sys
from itertools import accumulate

values = (x * 7919 % 2003 - 1001 for x in range(1, int(sys.argv[1]) + 1))
print(max(accumulate(values, lambda s, v: max(v, s + v))))
