import sys


def text(seed, n):
    s = []
    for _ in range(n):
        s.append("abcd"[seed % 4])
        seed = seed * 16807 % 2147483647
    return "".join(s)


n = int(sys.argv[1])
t, row = text(7, n), list(range(n + 1))
for c in text(1, n):
    following = [row[0] + 1]
    for j, d in enumerate(t):
        following.append(min(following[j] + 1, row[j + 1] + 1, row[j] + (d != c)))
    row = following
print(row[n])
