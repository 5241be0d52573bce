import sys

def steps(n):
    k = 1
    while n != 1:
        n = 3 * n + 1 if n % 2 else n // 2
        k += 1
    return k

n = max(range(1, int(sys.argv[1])), key=steps)
print(n, steps(n))
