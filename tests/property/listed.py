"""Properties of the functions on lists: against itertools, statistics, re and what Python's slices and comprehensions give."""
import itertools, math, re, statistics


def spread(letters):
    """`a-c` is `abc`, as in tr(1)."""
    return re.sub(r"(.)-(.)", lambda m: "".join(map(chr, range(ord(m[1]), ord(m[2]) + 1))), letters, flags=re.S)


def tr(s, old, new):
    old, new = spread(old), spread(new)
    table = {}
    for i, c in enumerate(old):
        table.setdefault(c, new[min(i, len(new) - 1)] if new else "")
    return "".join(table.get(c, c) for c in s)


def ints(s):
    return [int(m) for m in re.findall(r"(?<![0-9])-[0-9]+|[0-9]+", s)]


def rotated(a, n):
    n %= len(a) or 1
    return a[n:] + a[:n]


def interleaved(a, b):
    n = min(len(a), len(b))
    return [x for pair in zip(a, b) for x in pair] + a[n:] + b[n:]


def factors(n):
    out, p = [], 2
    while n > 1:
        while n % p == 0:
            out.append(p)
            n //= p
        p += 1
    return out


def unique(a):
    return list(dict.fromkeys(a))


def in_base(n, base):
    out = []
    while n >= base:
        out.append(n % base)
        n //= base
    return [n] + out[::-1]


def refuse():
    raise ValueError


def register(property_, text, numbers):
    some = lambda r: [numbers(r)]
    two = lambda r: [numbers(r), numbers(r)]
    counted = lambda r: [numbers(r), r.randint(-3, 9)]
    small = lambda r: [numbers(r, 5), r.randint(0, 4)]
    property_("first, last, take and drop", "[a.first b,a.take b,a.drop b]", counted, lambda a, n: [a[:max(n, 0)], a[:max(n, 0)], a[max(n, 0):]])
    property_("so many last", "a.last b", counted, lambda a, n: a[len(a) - n if len(a) > n else 0:] if n > 0 else [])
    property_("first and last that hold", "[a.first(>b),a.last(>b)]", counted,
              lambda a, n: [[x for x in a if x > n][i] for i in (0, -1)] if max(a, default=n) > n else refuse())
    property_("takewhile and dropwhile", "[a.takewhile(<b),a.dropwhile(<b)]", counted,
              lambda a, n: [list(f(lambda x: x < n, a)) for f in (itertools.takewhile, itertools.dropwhile)])
    property_("filter, reject, partition", "p,q=a.partition(>0);[a.filter(>0),a.reject(>0),p,q]", some,
              lambda a: [[x for x in a if x > 0], [x for x in a if x <= 0]] * 2)
    property_("indices of an element", "a.indices b", counted, lambda a, n: [i for i, x in enumerate(a) if x == n])
    property_("indices of a text", "a.indices b", lambda r: [text(r, 12, "aab"), text(r, 2, "ab") or "a"],
              lambda a, b: [i for i in range(len(a)) if a.startswith(b, i)])
    property_("index and lastindex", "[a.index b,a.lastindex b]", counted, lambda a, n: [a.index(n), len(a) - 1 - a[::-1].index(n)])
    property_("neighbours", "[a.pairwise.map{y-x},a.diff]", some, lambda a: [[y - x for x, y in itertools.pairwise(a)]] * 2)
    property_("windows and chunks", "[a.windows b,a.chunks b]", small,
              lambda a, n: [[a[i:i + n] for i in range(len(a) - n + 1)], [a[i:i + n] for i in range(0, len(a), n)]] if n else refuse())
    property_("rotate and rotations", "[a.rotate b]+a.rotations", counted,
              lambda a, n: [rotated(a, n)] + [rotated(a, i) for i in range(len(a) or 1)])
    property_("zip with a function", "a.zip b{x*10+y}", two, lambda a, b: [x * 10 + y for x, y in zip(a, b)])
    property_("interleave", "a.interleave b", two, interleaved)
    property_("enum with a function", "a.enum{x*y}", some, lambda a: [i * x for i, x in enumerate(a)])
    property_("diff, inter, union, uniq", "[a.diff b,a.inter b,a.union b,a.uniq]", two,
              lambda a, b: [[x for x in a if x not in b], unique(x for x in a if x in b), unique(a + b), unique(a)])
    property_("sets as lists", "s=a.set;t=b.set;[s.union(t).map(id),s.inter(t).map(id),s.diff(t).map(id)]", two,
              lambda a, b: [unique(a + b), unique(x for x in a if x in b), unique(x for x in a if x not in b)])
    property_("counts and groupby", "(a.counts.items,a.groupby(even).items)", some,
              lambda a: [[[x, a.count(x)] for x in unique(a)], [[k, [x for x in a if (x % 2 == 0) == k]] for k in unique(x % 2 == 0 for x in a)]])
    property_("without and replace", "[a.without b,a.replace(b,99)]", counted, lambda a, n: [[x for x in a if x != n], [99 if x == n else x for x in a]])
    property_("scan and fold", "[a.scan(+),a.scan 7{x*2-y},[a.fold 7{x*2-y}]]", some,
              lambda a: [list(itertools.accumulate(a)), folded := list(itertools.accumulate(a, lambda x, y: x * 2 - y, initial=7)), [folded[-1]]])
    property_("combos, pairs, perms", "(a.combos b,a.pairs,a.perms b)", lambda r: [numbers(r, 4), r.randint(0, 4)],
              lambda a, n: [[list(c) for c in f] for f in (itertools.combinations(a, n), itertools.combinations(a, 2), itertools.permutations(a, n))])
    property_("cross", "a.cross b", lambda r: [numbers(r, 4), numbers(r, 4)], lambda a, b: [list(p) for p in itertools.product(a, b)])
    property_("subsets", "a.subsets", lambda r: [numbers(r, 5)], lambda a: [list(c) for n in range(len(a) + 1) for c in itertools.combinations(a, n)])
    property_("prefixes and suffixes", "[a.prefixes,a.suffixes]", some, lambda a: [[a[:i + 1] for i in range(len(a))], [a[i:] for i in range(len(a))]])
    property_("transpose", "a.transpose", lambda r: [[numbers(r, 4) for _ in range(r.randint(1, 4))]], lambda a: [list(t) for t in zip(*a)])
    property_("sum, prod, mean by a function", "(a.sum{x*x},a.prod{x+9},a.mean{x*3})", some,
              lambda a: [sum(x * x for x in a), math.prod(x + 9 for x in a), sum(x * 3 for x in a) / len(a)])
    property_("sort, max, min by a key", "i=a.enum;(i.sort{-y},i.max{y%4},i.min{y%4})", some,
              lambda a: [[list(p) for p in sorted(enumerate(a), key=lambda p: -p[1])],
                         *[list(f(enumerate(a), key=lambda p: p[1] % 4)) for f in (max, min)]])
    property_("median and mode", "(a.median,a.mode)", some, lambda a: [float(statistics.median(a)), statistics.multimode(a)[0]])
    property_("insert, remove, put", "(a.insert(b,7),a.remove b,a.put(b,7))", counted,
              lambda a, n: [(c := a[:], c.insert(n, 7))[0], (c := a[:], c.pop(n))[0], (c := a[:], c.__setitem__(n, 7))[0]])
    property_("ints", "a.ints", lambda r: [text(r, 14, "0012--- x.中")], ints)
    property_("tr", "a.tr(b,c)", lambda r: [text(r, 12, "abcde-"), r.choice(["", "a", "a-c", "ce", "-a", "a-", "aba", "b-da"]), text(r, 3, "xyz中")], tr)
    property_("unwords and unlines", "[a.unwords,a.unlines]", some, lambda a: [" ".join(map(str, a)), "\n".join(map(str, a))])
    property_("factors and divisors", "[a.factors,a.divisors]", lambda r: [r.randint(-3, 5000)],
              lambda n: [factors(n), [d for d in range(1, n + 1) if n % d == 0]] if n > 0 else refuse())
    property_("digits and undigits", "(a.digits b,a.digits(b).undigits b)", lambda r: [r.randint(0, 10**9), r.randint(2, 40)],
              lambda n, base: [in_base(n, base), n])
    property_("comb and perm", "[comb a b,perm a b]", lambda r: [r.randint(-2, 20), r.randint(-2, 20)], lambda n, k: [math.comb(n, k), math.perm(n, k)])
