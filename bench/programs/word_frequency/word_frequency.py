import sys
from collections import Counter

counts = Counter(sys.stdin.read().split())
for word, n in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))[:10]:
    print(word, n)
