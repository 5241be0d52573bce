import sys

s = " ".join(str(i) for i in range(1, int(sys.argv[1]) + 1))
words = s.split(" ")
print(len(s), sum(int(word) for word in words), "; ".join(reversed(words))[-40:])
