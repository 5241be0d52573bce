from collections import Counter

s = input()
for k in 1, 2, 3, 4, 6, 12, 18:
    counts = Counter(s[i:i + k] for i in range(len(s) - k + 1))
    print(k, len(counts), max(counts.values()))
