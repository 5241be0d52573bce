import sys


def quicksort(v):
    if not v:
        return []
    head, *tail = v
    return quicksort([x for x in tail if x < head]) + [head] + quicksort([x for x in tail if x >= head])


v, x = [], 1
for _ in range(int(sys.argv[1])):
    v.append(x)
    x = x * 16807 % 2147483647
print(sum(quicksort(v)[::1000]))
