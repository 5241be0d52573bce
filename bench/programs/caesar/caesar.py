import string
import sys

LOWER, UPPER = string.ascii_lowercase, string.ascii_uppercase
MOVED = str.maketrans(LOWER + UPPER, LOWER[3:] + LOWER[:3] + UPPER[3:] + UPPER[:3])
for line in sys.stdin:
    print(line.rstrip("\n").translate(MOVED)[::-1])
