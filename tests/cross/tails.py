#!/usr/bin/env python3
"""Tail calls use no stack, whatever is passed: functions that call each other last, with arguments of all sorts, more than registers hold, and not the
same number in both; directly, through closures and through unknown functions.

  tails.py BUILD [--targets NAME,…] [--levels N,…] [--programs N] [--seed N] [--depth N]

Each program's value depends on every argument of every call; it is compared with what Python computes. One program goes 10,000,000 deep,
the random ones --depth, on a stack of 8 MB, the least that a program has (512 KB where it is the system's). The host runs them by the JIT, too. Closing line: `N passed, N failed`.
"""
import argparse, concurrent.futures, os, pathlib, random, resource, subprocess, sys, tempfile

from targets import available, command

MODULUS = 1000003

# sort: how its value is made anew from the old one (v) and the counter (n), its share of the result, a first value; in GAEL and in Python
SORTS = {
    "Int": (["(v*31+n)%1000003", "v"], "v%1009", "n*7%1000", lambda v, n, k: [(v * 31 + n) % MODULUS, v][k], lambda v: v % 1009, lambda n: n * 7 % 1000),
    "Float": (["v*0.5+1.25", "v"], "(v*16).int%1009", "(n%64)*0.25", lambda v, n, k: [v * 0.5 + 1.25, v][k], lambda v: int(v * 16) % 1009, lambda n: n % 64 * 0.25),
    "Str": (["v", "n%2==0?v:\"abc\""], "v.len", "\"x\"*(n%5)", lambda v, n, k: [v, v if n % 2 == 0 else "abc"][k], len, lambda n: "x" * (n % 5)),
    "[Int]": (["v", "[n%7,n%3]"], "v.sum", "[n%5]", lambda v, n, k: [v, [n % 7, n % 3]][k], sum, lambda n: [n % 5]),
    "(Int,Float)": (["(v.0+n%3,v.1)", "v"], "v.0%97+v.1.int", "(n%11,2.5)", lambda v, n, k: [(v[0] + n % 3, v[1]), v][k], lambda v: v[0] % 97 + int(v[1]), lambda n: (n % 11, 2.5)),
    "Bool": (["!v", "v"], "(v?1:2)", "n%2==0", lambda v, n, k: [not v, v][k], lambda v: 1 if v else 2, lambda n: n % 2 == 0),
    "Char": (["v", "n%2==0?v:'k'"], "v.ord", "'c'", lambda v, n, k: [v, v if n % 2 == 0 else "k"][k], ord, lambda n: "c"),
    "Int?": (["v", "n%2==0?v:some(n%5)"], "(v??7)", "none", lambda v, n, k: [v, v if n % 2 == 0 else n % 5][k], lambda v: 7 if v is None else v, lambda n: None),
    "Int->Int": (["v", "n%2==0?v:(+3)"], "v 5", "(*2)", lambda v, n, k: [v, v if n % 2 == 0 else lambda x: x + 3][k], lambda v: v(5), lambda n: lambda x: x * 2),
}


class Fun:
    """f n p1 … pk: at 0 the shares' sum, else one of two functions, last thing, with arguments made of these."""

    def __init__(self, r, name, most):
        self.name = name
        self.params = [r.choice(list(SORTS)) for _ in range(r.randrange(0, most))]

    def connect(self, r, all_):
        self.modulus = r.choice([2, 3, 5])
        self.calls = [self.call(r, r.choice(all_)) for _ in range(2)]

    def call(self, r, to):
        given = []
        for sort in to.params:
            own = [i for i, s in enumerate(self.params) if s == sort]
            given.append((r.choice(own), r.randrange(2)) if own and r.random() < 0.9 else None)
        return to, given

    def text(self):
        def argument(sort, source):
            if source is None:
                return f"({SORTS[sort][2]})"
            return "(" + SORTS[sort][0][source[1]].replace("v", f"p{source[0]}") + ")"

        def call(to, given):
            return to.name + "(" + ",".join(["n-1"] + [argument(s, g) for s, g in zip(to.params, given)]) + ")"

        shares = "+".join([f"{i + 1}*({SORTS[s][1].replace('v', f'p{i}')})" for i, s in enumerate(self.params)] + [str(len(self.params))])
        head = " ".join(["n"] + [f"p{i}" for i in range(len(self.params))])
        types = "->".join(["Int"] + [f"({s})" if s == "Int->Int" else s for s in self.params] + ["Int"])
        return f"{self.name}:{types}\n{self.name} {head}=n<1?{shares}:n%{self.modulus}==0?{call(*self.calls[0])}:{call(*self.calls[1])}"


def value(fun, n, args):
    while n >= 1:
        to, given = fun.calls[0 if n % fun.modulus == 0 else 1]
        args = [SORTS[s][5](n) if g is None else SORTS[s][3](args[g[0]], n, g[1]) for s, g in zip(to.params, given)]
        fun, n = to, n - 1
    return sum((i + 1) * SORTS[s][4](a) for i, (s, a) in enumerate(zip(fun.params, args))) + len(fun.params)


def random_program(seed, depth):
    r = random.Random(seed)
    funs = [Fun(r, name, r.choice([3, 6, 12, 20])) for name in ("f", "g", "h")[: r.randrange(2, 4)]]
    for f in funs:
        f.connect(r, funs)
    first = funs[0]
    arguments = ",".join([str(depth)] + [f"({SORTS[s][2].replace('n', '9') if s != 'Int?' else 'none'})" for s in first.params])
    text = "\n".join(f.text() for f in funs) + f"\nuse_ n=(k=n;first({arguments})+k-k)\n".replace("first", first.name) + "[use_ 1,use_ 2]\n"
    wanted = value(first, depth, [SORTS[s][5](9) for s in first.params])
    return f"seed {seed}", text, f"[{wanted},{wanted}]\n"


def deep(depth):
    """Two functions with different numbers of arguments, in registers and beyond, of all sorts."""
    text = ("f n a1 x s=n<1?a1+(x*4).int+s.len:g (n-1) (x+0.5) s a1 (a1%7,x) [n%3] (n%2==0) 'c' (x*0.5)\n"
            "g n x s a2 t l b c y=n<1?a2+(x*4).int+t.0+l.sum+(b?1:0)+y.int:f (n-1) (a2+t.0+l.sum-(b?1:0)) (x>1000?0.25:x) (n%1000==0?\"ab\":s)\n"
            f"[f {depth} 1 0.5 \"xyz\",f {depth + 1} 1 0.5 \"xyz\"]\n")

    def run(n):
        which, a, x, s = "f", 1, 0.5, 3
        while True:
            if which == "f":
                if n < 1:
                    return a + int(x * 4) + s
                which, n, t, l, b, y, x = "g", n - 1, a % 7, n % 3, n % 2 == 0, x * 0.5, x + 0.5
            else:
                if n < 1:
                    return a + int(x * 4) + t + l + b + int(y)
                which, n, a, x, s = "f", n - 1, a + t + l - b, 0.25 if x > 1000 else x, 2 if n % 1000 == 0 else s

    return "deep", text, f"[{run(depth)},{run(depth + 1)}]\n"


def unknown(depth):
    """Through closures: continuations that are handed on, a function that is a parameter, and one out of a list."""
    text = ("type Go=Go([Go]->Int->Float->Str->Int->Int)\n"
            "step k n=n<1?1:k(n-1)\n"
            "go n=step go n\n"
            "even n k=n<1?k(true,n):odd (n-1) k\n"
            "odd n k=n<1?k(false,n):even (n-1) k\n"
            "call v i n x s m=match v[i]|Go r->r v n x s m\n"
            "one v n x s m=n<1?m+s.len+x.int:call v (n%2) (n-1) (x>9?0.5:x+1.0) s (m+1)\n"
            "two v n x s m=n<1?m*2+s.len:call v (n%3) (n-1) x (n%5==0?\"abc\":s) (m+x.int)\n"
            f"(go {depth},even {depth} {{(x?10:20)+y}},call [Go one,Go two,Go one] 0 {depth} 0.5 \"q\" 0)\n")
    which, n, x, s, m = 0, depth, 0.5, 1, 0
    while n >= 1:
        if which != 1:
            which, n, x, m = n % 2, n - 1, 0.5 if x > 9 else x + 1.0, m + 1
        else:
            which, n, s, m = n % 3, n - 1, 3 if n % 5 == 0 else s, m + int(x)
    last = m * 2 + s if which == 1 else m + s + int(x)
    return "unknown functions", text, f"(1,{10 if depth % 2 == 0 else 20},{last})\n"


def too_deep():
    """A recursion that is none of these and does not fit is a limit that is reported; on WebAssembly the host says it in its own words."""
    return "a recursion too deep", "f n=n<1?1:(f(n-1)*3+n)%7\nf 100000000\n", "4 error[GL0603]: the stack limit: a recursion is too deep; calls in tail position use no stack\n"


STACK = ["--memory", str(8 << 20)]


def small_stack(words):
    """Of the system's stack; Node.js itself wants more."""
    if words[0] != "node":
        resource.setrlimit(resource.RLIMIT_STACK, (512 << 10, resource.RLIM_INFINITY))


def outcome(words):
    try:
        p = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, preexec_fn=lambda: small_stack(words), env=dict(os.environ, GAEL_CACHE="0"))
    except subprocess.TimeoutExpired:
        return "does not end"
    return p.stdout if p.returncode == 0 else f"{p.returncode} {p.stdout}{p.stderr}"


def tried(gael, program, targets, levels):
    name, text, wanted = program
    found = []
    with tempfile.TemporaryDirectory() as scratch:
        source, binary = f"{scratch}/p.gael", f"{scratch}/p"
        pathlib.Path(source).write_text(text)
        for level in levels:
            found.append(("JIT", level, outcome([gael, "run", *STACK, f"-O{level}", source])))
            for target in targets:
                if target == "wasm32-wasi" and wanted.startswith("4 "):
                    continue
                made = outcome([gael, "build", *STACK, f"-O{level}", "--target", target, source, "-o", binary])
                found.append((target, level, made or outcome(command(target, binary))))
    return name, text, wanted, found


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("build", type=pathlib.Path)
    ap.add_argument("--targets", default="x86_64-linux,aarch64-linux,armv7-linux")
    ap.add_argument("--levels", default="0,2")
    ap.add_argument("--programs", type=int, default=16)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--depth", type=int, default=600000)
    ap.add_argument("--deepest", type=int, default=10000000)
    ap.add_argument("--jobs", type=int, default=os.cpu_count())
    o = ap.parse_args()
    build = o.build.resolve()
    targets = available(build, o.targets.split(","))
    work = [too_deep(), deep(o.deepest), unknown(o.deepest // 10)] + [random_program(o.seed + i, o.depth) for i in range(o.programs)]
    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(o.jobs) as pool:
        for name, text, wanted, found in pool.map(lambda w: tried(build / "gael", w, targets, o.levels.split(",")), work):
            for where, level, seen in found:
                passed, failed = passed + (seen == wanted), failed + (seen != wanted)
                if seen != wanted:
                    print(f"FAIL {name} on {where} at -O{level}\n{text}    prints {seen!r}, not {wanted!r}", flush=True)
    print(f"{len(work)} programs by the JIT and on {', '.join(targets)}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0 or not passed


sys.exit(main())
