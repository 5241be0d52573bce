"""Properties of what libraries compute for programs, and of format specifications; see property.py."""
import hashlib, json, math, random, re

FILLS = ["", "", "", "*", "0", " ", "é", "中"]


def spec(r, kinds):
    out = r.choice(["", "<", ">", "^", "="])
    if out:
        out = r.choice(FILLS) + out
    out += r.choice(["", "", "+", "-", " "]) + r.choice(["", "", "", "z"]) + r.choice(["", "", "#"]) + r.choice(["", "", "0"])
    out += r.choice(["", str(r.randrange(30))]) + r.choice(["", "", ",", "_"]) + r.choice(["", "", f".{r.randrange(20)}"])
    return out + r.choice(kinds)


# Python's answer differs where it pads a "c" or refuses what GAEL fails with, too; it has no "n" without its locale.
def formatted(value, how):
    return format(value, how)


# --------------------------------------------------------------------------------------------------------------- patterns

ATOMS = ["a", "b", "c", "é", "中", ".", r"\d", r"\w", r"\s", r"\W", "[ab]", "[^a]", "[a-cé]", r"\.", "1"]
PLACES = [r"\b", "^", "$", "(?=a)", "(?!b)", "(?<=a)"]


def branch(r, depth):
    out = ""
    for _ in range(r.randrange(1, 4)):
        kind = r.randrange(10)
        if kind == 0:
            out += r.choice(PLACES)
        elif kind < 3 and depth:
            out += f"({r.choice(['', '?:'])}{r.choice(ATOMS)}{pattern(r, depth - 1)}){r.choice(['', '', '?'])}"
        else:
            out += r.choice(ATOMS) + r.choice(["", "", "", "*", "+", "?", "{1,2}", "*?", "+?"])
    return out


def pattern(r, depth=2):
    return "|".join(branch(r, depth) for _ in range(r.choice([1, 1, 2])))


def subject(r):
    return "".join(r.choice("aaabbbccc  1.é中x\n") for _ in range(r.randrange(14)))


def broken(r):
    """A pattern that may be wrong."""
    p = list(pattern(r))
    p.insert(r.randrange(len(p) + 1), r.choice("()[]*+?"))
    return "".join(p)


def hits(text, p):
    return [m.group(0) for m in re.finditer(p, text)]


def groups(text, p):
    return [list(m.groups("")) for m in re.finditer(p, text)]


def parts(text, p):
    return [part or "" for part in re.split(p, text)]


# ------------------------------------------------------------------------------------------------------------------- JSON

def value(r, text, real, depth=3):
    kind = r.randrange(9 if depth else 6)
    if kind < 6:
        return [None, r.choice([True, False]), r.randint(-100, 100), r.randint(-2**80, 2**80), real(r), text(r) + r.choice(["", "\"\\/\b\f\n\r\t\x00\x1f\x7f", "😀"])][kind]
    if kind < 8:
        return [value(r, text, real, depth - 1) for _ in range(r.randrange(4))]
    return {text(r, 3): value(r, text, real, depth - 1) for _ in range(r.randrange(4))}


def spelled(r, v):
    return json.dumps(v, ensure_ascii=r.choice([True, False]), indent=r.choice([None, 1]), separators=r.choice([None, (",", ":")]))


def reread(text):
    def refuse(word):
        raise ValueError(word)
    out = json.dumps(json.loads(text, parse_constant=refuse), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return re.sub("[\ud800-\udfff]", "\ufffd", out)  # half a pair is no character


def damaged(r, text):
    at = r.randrange(len(text) + 1)
    return text[:at] + r.choice(["", ",", "}", "]", "\"", "0", "-", ".", "e", "nul", " ", "[", "{", ":"]) + text[at + r.randrange(3):]


# ------------------------------------------------------------------------------------------------------------------- Bigs

def large(r):
    n = r.randint(-9, 9) if r.randrange(4) == 0 else r.randint(-2**r.randrange(1, 400), 2**r.randrange(1, 400))
    return r.choice([n, n, 2**63, -2**63, 2**63 - 1, 2**120]) if r.randrange(8) == 0 else n


def digits(n, base):
    out = ""
    m = abs(n)
    while m or not out:
        out = "0123456789abcdefghijklmnopqrstuvwxyz"[m % base] + out
        m //= base
    return "-" * (n < 0) + out


def register(property_, text, real):
    property_("format of Ints", "a.format b", lambda r: [r.randint(-10**r.randrange(1, 19), 10**18), spec(r, ["", "d", "b", "o", "x", "X", "e", "f", "g", "%", "s"])], formatted)
    property_("format of Floats", "a.format b", lambda r: [real(r), spec(r, ["", "", "e", "E", "f", "F", "g", "G", "%", "d"])], formatted)
    property_("format of texts", "a.format b", lambda r: [text(r, 8) + "..", spec(r, ["", "s", "s", "d"])], formatted)
    property_("matches", "a.matches b", lambda r: [subject(r), pattern(r)], lambda s, p: re.fullmatch(p, s) is not None)
    property_("findall", "a.findall b", lambda r: [subject(r), pattern(r)], hits)
    property_("groups of matches", "a.groups b", lambda r: [subject(r), f"({pattern(r)})"], groups)
    property_("sub", "a.sub(b,c)", lambda r: [subject(r), f"({pattern(r)})", r.choice(["", "x", r"<\1>", r"\1\1", "é"])], lambda s, p, to: re.sub(p, to, s))
    property_("split by a pattern", "a.resplit b", lambda r: [subject(r), pattern(r)], parts)
    def bigs(name, program, arguments, answer):
        """a, b and c arrive as texts and are x, y and z of the program."""
        count = len(arguments(random.Random(0)))
        bound = "".join(f"{to}=big {from_} 10;" for to, from_ in list(zip("xyz", "abc"))[:count])
        property_(name, bound + program, lambda r: list(map(str, arguments(r))), lambda *texts: answer(*map(int, texts)))

    bigs("arithmetic of Bigs", "[x+y,x-y,x*y]", lambda r: [large(r), large(r)], lambda a, b: [a + b, a - b, a * b])
    bigs("// and % of Bigs", "[x//y,x%y]", lambda r: [large(r), large(r)], lambda a, b: [a // b, a % b])
    bigs("** of Bigs", "x**y.int", lambda r: [large(r), r.randrange(12)], pow)
    bigs("powmod of Bigs", "powmod x y z", lambda r: [large(r), r.randrange(10**6), large(r)], pow)
    bigs("gcd of Bigs", "gcd x y", lambda r: [large(r) * 6, large(r) * 4], math.gcd)
    bigs("isqrt of Bigs", "isqrt x", lambda r: [large(r)], math.isqrt)
    bigs("order of Bigs", "[x<y,x==y,x<=y]", lambda r: (lambda n: [n, r.choice([n, n + 1, -n, large(r)])])(large(r)), lambda a, b: [a < b, a == b, a <= b])
    bigs("Bigs as Floats", "x.float", lambda r: [large(r)], float)
    property_("format of Bigs", "x=big a 10;x.format b", lambda r: [str(large(r)), spec(r, ["", "d", "b", "o", "x", "X"])], lambda n, how: format(int(n), how))
    property_("Bigs of text", "big a b", lambda r: (lambda base: [digits(large(r), base), base])(r.randrange(2, 37)), int)
    property_("JSON read and written", "a.json.tojson", lambda r: [spelled(r, value(r, text, real))], reread)
    property_("damaged JSON", "a.json.tojson", lambda r: [damaged(r, spelled(r, value(r, text, real, 2)))], reread)
    property_("md5", "a.md5", lambda r: [text(r, 300)], lambda a: hashlib.md5(a.encode()).hexdigest())
    property_("sha256", "a.sha256", lambda r: [text(r, 300)], lambda a: hashlib.sha256(a.encode()).hexdigest())
