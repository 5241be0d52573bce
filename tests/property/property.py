#!/usr/bin/env python3
"""The library against Python, where docs/language.md says that GAEL does as Python does: random cases through `gael judge`.

  property.py GAEL [--cases N] [--only NAME] [--seed S]

Each property has a program, a maker of arguments and what Python answers; an answer that Python refuses (an exception) must be a failure
in GAEL. Every property runs N cases (10,000). Closing line: `N passed, N failed`, counting properties.
"""
import argparse, json, math, random, struct, subprocess, sys

import carried, collected, listed

BATCH = 500
LEAST, MOST = -2**63, 2**63 - 1


class Fails(Exception):
    """What Python does not answer, or answers beyond 64 bits."""


# ------------------------------------------------------------------------------------------------------------- arguments

LETTERS = "aabbcc  xyzXYZ019_-,.;" + "äÖßéñ" + "дЖ中文𝒳😀" + "ǅﬃİıΣσς" + "\t\n\u00a0\u2003"


def text(r, most=12, letters=LETTERS):
    return "".join(r.choice(letters) for _ in range(r.randrange(most + 1)))


def integer(r):
    kind = r.randrange(6)
    if kind == 0:
        return r.choice([0, 1, -1, 2, -2, 10, MOST, LEAST, MOST - 1, LEAST + 1, 2**31, -2**31, 2**53, 2**53 + 1])
    return r.randint(-9, 9) if kind < 3 else r.randint(-10**6, 10**6) if kind < 5 else r.randint(LEAST, MOST)


def real(r):
    kind = r.randrange(6)
    if kind == 0:
        return r.choice([0.0, -0.0, 0.5, 1.5, 2.5, -0.5, 1e16, 1e15, 123456789.125, 5e-324, 1.7976931348623157e308, 1e22, 1e23, 0.1])
    if kind == 1:
        return r.randint(-1000, 1000) / 2
    if kind == 2:
        return r.randint(-10**6, 10**6) / 10 ** r.randrange(6)
    if kind == 3:
        return r.uniform(-100, 100)
    while True:
        x = struct.unpack("d", struct.pack("Q", r.getrandbits(64)))[0]
        if math.isfinite(x):
            return x


def numbers(r, most=10):
    return [r.randint(-5, 5) for _ in range(r.randrange(most + 1))]


# ---------------------------------------------------------------------------------------------------------------- answers

def int64(n):
    if not LEAST <= n <= MOST:
        raise Fails
    return n


def rounded(x):
    return int64(round(x))


def parse(s, base):
    t = s.strip()
    if "_" in t or not t.isascii() or t[:1] + t[1:2] in ("+-", "-+"):
        raise Fails
    return int64(int(t, base))


def group(s):
    out = []
    for c in s:
        if out and out[-1][0] == c:
            out[-1] += c
        else:
            out.append(c)
    return out


def nth(s, i):
    return s[i]


def optional(r):
    return r.choice([None, r.randint(-14, 14), r.randint(-4, 4)])


def sliced(subject):
    """Slices with any of their three parts left out: the program names those that are there."""
    def make(r):
        parts = [optional(r), optional(r), r.choice([None, None, r.choice([-3, -2, -1, 1, 2, 3, 0])])]
        return parts, subject(r)

    def program(parts):
        names = iter("bcd")
        lo, hi, step = (next(names) if p is not None else "" for p in parts)
        return f"a[{lo}:{hi}:{step}]" if step else f"a[{lo}:{hi}]"
    return make, program


PROPERTIES = {}


def property_(name, source, arguments, answer):
    PROPERTIES[name] = (lambda r: (source, arguments(r)), answer)


def slices(name, subject):
    make, program = sliced(subject)

    def case(r):
        parts, value = make(r)
        return program(parts), [value] + [p for p in parts if p is not None], parts
    PROPERTIES[name] = (case, lambda value, lo, hi, step: value[slice(lo, hi, step)])


slices("slices of lists", lambda r: numbers(r, 12))
slices("slices of texts", lambda r: text(r))
property_("index", "a[b]", lambda r: [text(r, 6), r.randint(-8, 8)], nth)
property_("// of Ints", "a//b", lambda r: [integer(r), integer(r)], lambda a, b: int64(a // b))
property_("% of Ints", "a%b", lambda r: [integer(r), integer(r)], lambda a, b: int64(a % b))
property_("// of Floats", "a//b", lambda r: [real(r), real(r)], lambda a, b: a // b)
property_("% of Floats", "a%b", lambda r: [real(r), real(r)], lambda a, b: a % b)
property_("divmod", "divmod a b", lambda r: [integer(r), integer(r)], lambda a, b: [int64(x) for x in divmod(a, b)])
property_("+ - * of Ints", "[a+b,a-b,a*b]", lambda r: [integer(r), integer(r)], lambda a, b: [int64(a + b), int64(a - b), int64(a * b)])
property_("/ of Ints", "a/b", lambda r: [r.randint(-2**52, 2**52), integer(r) >> 12], lambda a, b: a / b)
property_("**", "a**b", lambda r: [r.randint(-12, 12), r.randint(0, 20)], lambda a, b: int64(a**b))
property_("comparison of Int and Float", "[a<b,a==b,a>b]", lambda r: (lambda n: [n, r.choice([float(n), real(r)])])(integer(r)),
          lambda a, b: [a < b, a == b, a > b])
property_("round", "round a", lambda r: [real(r)], rounded)
property_("round to decimals", "round a b", lambda r: [real(r), r.randint(0, 8)], lambda a, b: round(a, b))
property_("floor ceil trunc", "[floor a,ceil a,trunc a]", lambda r: [real(r)], lambda a: [int64(f(a)) for f in (math.floor, math.ceil, math.trunc)])
property_("Float as text", "a.str", lambda r: [real(r)], repr)
property_("Float of text", "a.float", lambda r: [repr(real(r))], float)
property_("Int of text", "int a b", lambda r: [text(r, 5, " +-0123456789abfxz"), r.choice([2, 8, 10, 16, 36])], parse)
property_("sort of Ints", "a.sort", lambda r: [[integer(r) for _ in range(r.randrange(40))]], sorted)
property_("sort of Floats", "a.sort", lambda r: [[real(r) for _ in range(r.randrange(40))]], sorted)
property_("sort of texts", "a.sort", lambda r: [[text(r, 4) for _ in range(r.randrange(20))]], sorted)
property_("stable sort by a key", "a.enum.sortby{y%3}", lambda r: [numbers(r, 40)], lambda a: [list(p) for p in sorted(enumerate(a), key=lambda p: p[1] % 3)])
property_("minby and maxby take the first", "i=a.enum;(i.minby{y%4},i.maxby{y%4})", lambda r: [numbers(r, 9) + [1]],
          lambda a: [list(min(enumerate(a), key=lambda p: p[1] % 4)), list(max(enumerate(a), key=lambda p: p[1] % 4))])
property_("split at a text", "a.split b", lambda r: [text(r, 16, "aab,,  x中"), text(r, 2, "a,b 中")], str.split)
property_("split at white space", "a.words", lambda r: [text(r, 16)], str.split)
property_("join", "b.join a", lambda r: [text(r, 2), [text(r, 4) for _ in range(r.randrange(6))]], str.join)
property_("replace", "a.replace(b,c)", lambda r: [text(r, 14, "aab,中"), text(r, 2, "ab,中") or "a", text(r, 3)], str.replace)
property_("count of a text", "a.count b", lambda r: [text(r, 20, "aab"), text(r, 3, "ab") or "a"], str.count)
property_("index of a text", "a.index b", lambda r: [text(r, 12, "aabc中"), text(r, 2, "abc中")], str.index)
property_("in", "b in a", lambda r: [text(r, 12, "aabc中"), text(r, 3, "abc中")], lambda a, b: b in a)
property_("starts and ends", "[a.starts b,a.ends b]", lambda r: [text(r, 6, "ab中"), text(r, 3, "ab中")], lambda a, b: [a.startswith(b), a.endswith(b)])
property_("upper and lower", "[a.upper,a.lower]", lambda r: [text(r)], lambda a: [a.upper(), a.lower()])
property_("title swapcase capitalize", "[a.title,a.swapcase,a.capitalize]", lambda r: [text(r)],
          lambda a: [a.title(), a.swapcase(), a.capitalize()])
property_("trim", "a.trim", lambda r: [text(r, 8)], str.strip)
property_("kinds of characters", "[a.isalpha,a.isdigit,a.isupper,a.islower,a.isspace,a.isalnum]", lambda r: [text(r, 3)],
          lambda a: [a != "" and all(map(kind, a)) for kind in (str.isalpha, str.isdecimal, str.isupper, str.islower, str.isspace, lambda c: c.isalpha() or c.isdecimal())])
property_("center", "a.center b", lambda r: [text(r, 6), r.randint(0, 12)], lambda a, b: a.center(b))
property_("order of texts and lists", "[a<b,a==b,a<=b]", lambda r: [text(r, 3, "ab中"), text(r, 3, "ab中")], lambda a, b: [a < b, a == b, a <= b])
property_("order of tuples", "(a,b)<(c,d)", lambda r: [r.randint(0, 2), text(r, 2, "ab"), r.randint(0, 2), text(r, 2, "ab")], lambda a, b, c, d: (a, b) < (c, d))
property_("groups", "a.group", lambda r: [text(r, 10, "aab中")], group)
property_("gcd and lcm", "[gcd a b,lcm a b]", lambda r: [r.randint(-10**6, 10**6), r.randint(-10**6, 10**6)], lambda a, b: [math.gcd(a, b), math.lcm(a, b)])
property_("bits", "[band a b,bor a b,xor a b,a.shr(b%64)]", lambda r: [integer(r), integer(r)], lambda a, b: [a & b, a | b, a ^ b, a >> b % 64])
property_("isqrt", "isqrt a", lambda r: [integer(r)], math.isqrt)
property_("powmod", "powmod a b c", lambda r: [integer(r), r.randint(0, 10**6), integer(r)], pow)
property_("chr and ord", "a.map(ord)", lambda r: [text(r)], lambda a: [ord(c) for c in a])
property_("bin and hex", "[a.bin,a.hex,a.oct]", lambda r: [integer(r)], lambda a: [f"{a:b}", f"{a:x}", f"{a:o}"])
carried.register(property_, text, real)
collected.register(property_, text)
listed.register(property_, text, numbers)


# ------------------------------------------------------------------------------------------------------------------- runs

def same(a, b):
    if isinstance(a, float) or isinstance(b, float):
        if isinstance(a, bool) or isinstance(b, bool) or not isinstance(a, (int, float)) or not isinstance(b, (int, float)):
            return False
        return a == b and math.copysign(1, a) == math.copysign(1, b)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    return type(a) is type(b) and a == b


def decode(v):
    if isinstance(v, dict) and "$float" in v:
        return float(v["$float"])
    return [decode(x) for x in v] if isinstance(v, list) else v


def expected(answer, arguments):
    try:
        return True, answer(*arguments)
    except (Fails, ValueError, ZeroDivisionError, IndexError, OverflowError, TypeError):
        return False, None


def run(judge, requests):
    """(source, arguments) pairs -> results, programs of the same text in one request."""
    by_source = {}
    for at, (source, arguments) in enumerate(requests):
        by_source.setdefault(source, []).append(at)
    results = [None] * len(requests)
    for source, places in by_source.items():
        for k in range(0, len(places), BATCH):
            part = places[k:k + BATCH]
            calls = [{"args": requests[at][1]} for at in part]
            judge.stdin.write(json.dumps({"source": source, "calls": calls, "plain": True}) + "\n")
            judge.stdin.flush()
            reply = json.loads(judge.stdout.readline())
            for at, result in zip(part, reply["results"] if reply.get("ok") else [reply] * len(part)):
                results[at] = result
    return results


def check(judge, name, cases, seed):
    make, answer = PROPERTIES[name]
    r = random.Random(f"{seed} {name}")
    made = [make(r) for _ in range(cases)]
    results = run(judge, [m[:2] for m in made])
    wrong = 0
    for m, result in zip(made, results):
        arguments = [m[1][0], *m[2]] if len(m) > 2 else m[1]
        fine, wanted = expected(answer, arguments)
        got = decode(result["value"]) if result.get("ok") else None
        kind = result.get("error", {}).get("kind")
        if fine == bool(result.get("ok")) and (same(got, wanted) if fine else kind == "fail"):
            continue
        wrong += 1
        if wrong <= 3:
            print(f"FAIL {name}: {m[0]} of {json.dumps(m[1], ensure_ascii=False)}: {json.dumps(result, ensure_ascii=False)[:300]}, "
                  f"Python says {wanted!r}" if fine else f"FAIL {name}: {m[0]} of {m[1]!r}: {result}, Python refuses")
    print(f"{name}: {cases} cases, {wrong} differ")
    return wrong == 0


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("gael")
    ap.add_argument("--cases", type=int, default=10000)
    ap.add_argument("--only", default="")
    ap.add_argument("--seed", default="1")
    o = ap.parse_args()
    judge = subprocess.Popen([o.gael, "judge"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    passed = failed = 0
    for name in PROPERTIES:
        if o.only and o.only not in name:
            continue
        good = check(judge, name, o.cases, o.seed)
        passed, failed = passed + good, failed + (not good)
    judge.stdin.close()
    judge.wait(10)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
