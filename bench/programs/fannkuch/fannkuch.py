import sys

most = total = 0

def flips(p):
    k = 0
    while p[0]:
        p = p[p[0] :: -1] + p[p[0] + 1 :]
        k += 1
    return k

def visit(p, k):
    global most, total
    if k == 1:
        f = flips(p)
        total += f
        most = max(most, f)
        return
    for i in range(k):
        visit(p[i:k] + p[:i] + p[k:], k - 1)

n = int(sys.argv[1])
visit(list(range(n)), n)
print(most, total)
