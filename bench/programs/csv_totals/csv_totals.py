import csv
import sys
from collections import defaultdict

totals = defaultdict(float)
rows = csv.reader(sys.stdin)
next(rows)
for _, _, region, amount, price in rows:
    totals[region] += int(amount) * float(price)
for region, total in sorted(totals.items()):
    print(f"{region} {total:.2f}")
