import sys

n, x = int(sys.argv[1]), 1
room = 10 * n
best = [0] * (room + 1)
for _ in range(n):
    weight = x % 100 + 1
    x = x * 16807 % 2147483647
    value = x % 1000
    x = x * 16807 % 2147483647
    for r in range(room, weight - 1, -1):
        best[r] = max(best[r], best[r - weight] + value)
print(best[room])
