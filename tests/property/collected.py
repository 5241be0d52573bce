"""Properties of dictionaries, sets and Dyns; see property.py. Where the order of keys matters the answer is a list of pairs."""
from collections import Counter


def pairs(d):
    return [list(p) for p in d.items()]


def unique(a):
    return list(dict.fromkeys(a))


def changed(steps):
    """A negative value removes its key."""
    d = {}
    for key, value in steps:
        if value >= 0:
            d[key] = value
        else:
            d.pop(key, None)
    return pairs(d)


def grouped(a):
    d = {}
    for n in a:
        d.setdefault(n % 3, []).append(n)
    return pairs(d)


def added(a, b):
    d = dict(a)
    for key, value in b.items():
        d[key] = d[key] + value if key in d else value
    return pairs(d)


def register(property_, text):
    def word(r):
        return text(r, 2, "abc中")

    def small(r, most=12):
        return [r.randint(-4, 4) for _ in range(r.randrange(most + 1))]

    def words(r, most=12):
        return [word(r) for _ in range(r.randrange(most + 1))]

    def table(r, most=6):
        return {word(r): r.randint(-5, 5) for _ in range(r.randrange(1, most + 1))}

    def steps(r):
        return [[word(r), r.randint(-3, 5)] for _ in range(r.randrange(1, 30))]

    def mixed(r, most=8):
        kinds = [lambda: r.randint(-2, 2), lambda: r.randint(-4, 4) / 2, lambda: word(r) + "!"]
        return [1, 0.5, "!"] + [r.choice(kinds)() for _ in range(r.randrange(most + 1))]

    property_("dictionary of pairs", "a.dict.items", lambda r: [steps(r)], lambda a: pairs(dict(map(tuple, a))))
    property_("put and remove", "a.fold {}{k=y.0;y.1<0?(k in x?x.remove(k):x):x.put(k,y.1)}.items", lambda r: [steps(r)], changed)
    property_("dictionary of numbers", "a.fold {}{x.put(y,x.get(y,0)+1)}.items", lambda r: [small(r, 30) + [1]], lambda a: pairs(Counter(a)))
    property_("counts", "a.counts.items", lambda r: [text(r, 30, "aabc中") + "x"], lambda a: pairs(Counter(a)))
    property_("groupby", "a.groupby{x%3}.items", lambda r: [small(r, 20) + [1]], grouped)
    property_("+ of dictionaries", "(a+b).items", lambda r: [table(r), table(r)], lambda a, b: pairs(a | b))
    property_("merge with a function", "a.merge(b,(+)).items", lambda r: [table(r), table(r)], added)
    property_("look-up", "a[b]", lambda r: [table(r), word(r)], looked_up)
    property_("get", "a.get(b,99)", lambda r: [table(r), word(r)], lambda a, b: a.get(b, 99))
    property_("key in dictionary", "b in a", lambda r: [table(r), word(r)], lambda a, b: b in a)
    property_("pairs of a dictionary", "(a.map{y},a.filter{y>b}.items,a.count{y>b})", lambda r: [table(r), r.randint(-5, 5)],
              lambda a, b: [list(a.values()), [list(p) for p in a.items() if p[1] > b], sum(v > b for v in a.values())])
    property_("keys in order", "k=a.keys;(a.sort,a.max,k.sortby{a[x]})", lambda r: [table(r)], lambda a: [sorted(a), max(a), sorted(a, key=a.get)])
    property_("equal dictionaries", "a==b", lambda r: (lambda d: [d, r.choice([dict(reversed(d.items())), table(r)])])(table(r)), lambda a, b: a == b)
    property_("elements of a set", "a.set.map{x}", lambda r: [words(r)], unique)
    property_("set operations", "s=a.set;[s.union(b).map{x},s.inter(b).map{x},s.diff(b).map{x}]", lambda r: [small(r), small(r)],
              lambda a, b: [unique(a + b), [x for x in unique(a) if x in b], [x for x in unique(a) if x not in b]])
    property_("equal sets", "a.set==b.set", lambda r: (lambda a: [a, r.choice([a[::-1] + a[:2], small(r)])])(small(r, 4)), lambda a, b: set(a) == set(b))
    property_("large dictionary", "a.fold {}{x.put(y,y)}.items.map{x-y}.sum+a.set.len", lambda r: [[r.randint(0, 400) for _ in range(r.randrange(1, 300))]],
              lambda a: len(set(a)))
    property_("mixed values", "(a.uniq.len,a.index(b),a.counts.values.sum,[n|n:Int<-a],a.filter(isstr).len)", lambda r: (lambda a: [a, r.choice(a)])(mixed(r)),
              lambda a, b: [len(unique(a)), a.index(b), len(a), [n for n in a if type(n) is int], sum(isinstance(x, str) for x in a)])


def looked_up(table, key):
    if key not in table:
        raise IndexError
    return table[key]
