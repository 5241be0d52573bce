#!/usr/bin/env python3
"""A running program goes over to its optimised version: at every place where it can, and means the same.

  tier.py GAEL

`programs` are run as -O0 runs them and with GAEL_TIER=at=N for many N: output, status, report and live objects must be equal. Those with
names must say that they entered just these functions. Then: the switch happens without being told when, and the object
that a run leaves in the cache is the optimised one. Closing line: `N passed, N failed`.
"""
import os, pathlib, re, subprocess, sys, tempfile

GAEL = os.path.abspath(sys.argv[1])
AT = [0, 1, 2, 5, 13, 100]

# name: source, and {N: what is entered first}
programs = {
    "a loop": ("(1..1000).sum{x*x%7}", {0: "gael.main:loop0", 500: "gael.main:loop0", 5000: None}),
    "loops in a loop": ("row i=(1..40).sum{x*i%11}\n(1..30).sum{row x}", {}),
    "one loop behind another": ("p=(1..50).sum{x*x}\nq=(1..60).sum{x+p}\nr=(1..70).sum{x*3%5}\n(p,q,r)", {}),
    "a loop that gives a list": ("a=(1..200).filter{x%3==0}.map{x*x}\n(a.len,a.sum,a[7])", {}),
    "a loop that owns texts": ('a=(1..50).map{f"{x}-{x*x}"}\n(a.join ",").len+a.map(len).max', {}),
    "a loop that builds a dictionary": ("f d k=d.put (k%17) (d.get (k%17) 0+k)\nd=(1..100).fold ({0:0}) f\nd.items.sort", {}),
    "recursion": ("fib n=n<2?n:fib (n-1)+fib (n-2)\nfib 18", {0: "gael.fib:0", 100: "gael.fib:0"}),
    "recursion of two": ("even n=n==0?true:odd (n-1)\nodd n=n==0?false:even (n-1)\n(even 3001,odd 77)", {}),
    "tail calls of two, deep": ("f n s=n==0?s:g (n-1) (s+n%3)\ng n s=n==0?s:f (n-1) (s*2%1009)\nf 3000000 1", {}),
    "trees": ("type T=L|N(T,Int,T)\nput t k=match t|L->N(L,k,L)|N(l,v,r)->k<v?N(put l k,v,r):N(l,v,put r k)\n"
              "sum t=match t|L->0|N(l,v,r)->sum l+v+sum r\nt=(1..200).fold L{put x (y*7919%211)}\nsum t", {}),
    "closures": ("add n={x+n}\nfs=(1..20).map(add)\n(1..60).fold 0{fs[y%20](x)%1000}", {}),
    "closures that call each other": ("step f n=n==0?[]:[n]+f (n-1)\ngo n=step go n\n(go 60).sum", {}),
    "a constant that takes long": ("table=(0..500).map{x*x%97}\nlook n=table[n%500]\n(1..300).sum(look)", {}),
    "a constant that fails": ('bad=[1,2,3][(1..50).sum]\ntry n=(bad+n)??n\n(1..20).sum(try)', {}),
    "a failure in a loop": ("a=[4,5,6]\n(0..50).sum{a[x]}", {}),
    "a failure in a recursion": ("f n=n==0?1/(n*0//1):f (n-1)+1\nf 30", {}),
    "overflow": ("(1..100).fold 1{x*y}", {}),
    "failures that are caught": ('(0..60).sum{[1,2,3][x]??0-x}', {}),
    "failures that leave a call and are caught": ("f n=n%7==0?fail \"seven\":n\n(0..60).map{f x??-1}.sum", {}),
    "output": ("(1..5).fold (){(print y;x)}\nprint 9", {}),
    "options and tuples as state": ("(1..80).fold (none,0,1.5){(some(y+(x.0??0)),x.1+y,x.2*1.01)}", {}),
    "floats, characters, booleans": ('(1..90).fold (0.5,"a"[0],true){(x.0*1.1,y%2==0?"b"[0]:x.1,!x.2)}', {}),
    "sorting by a function": ("(1..120).map{x*7919%127}.sortby{-x}.take 5", {}),
    "big numbers": ("(1..40).fold 1n{x*y}", {}),
    "nothing to go over": ("1+2", {0: None}),
}


def run(source, tier, *more, folder, **env):
    path = pathlib.Path(folder) / "p.gael"
    path.write_text(source + "\n")
    settings = {k: v for k, v in os.environ.items() if not k.startswith("GAEL_")} | {"GAEL_CACHE": "off", "GAEL_LIVE": "1", "TERM": "dumb"} | env
    if tier:
        settings["GAEL_TIER"] = tier
    p = subprocess.run([GAEL, "run", *more, str(path)], capture_output=True, text=True, timeout=60, env=settings)
    return p.returncode, p.stdout, p.stderr


def without_trace(stderr):
    return "".join(l + "\n" for l in stderr.splitlines() if not l.startswith("gael: "))


def entered(stderr):
    found = re.search(r"^gael: entered (\S+)$", stderr, re.M)
    return found.group(1) if found else None


def main():
    passed, failures = 0, []

    def expect(what, found, wanted):
        nonlocal passed
        if found == wanted:
            passed += 1
        else:
            failures.append(f"FAIL {what}\n  {found}\n  instead of {wanted}")

    with tempfile.TemporaryDirectory() as folder:
        for name, (source, first) in programs.items():
            plain = run(source, None, "-O0", folder=folder)
            expect(f"{name}: objects", re.search(r"^live (\d+)$", plain[2], re.M).group(1) if plain[0] == 0 else "0", "0")
            for n in AT:
                expect(f"{name}, at={n}", run(source, f"at={n}", folder=folder), plain)
            for n, symbol in first.items():
                code, out, err = run(source, f"at={n},trace", folder=folder)
                expect(f"{name}, at={n}: result", (code, out, without_trace(err)), plain)
                expect(f"{name}, at={n}: entered", entered(err), symbol)

        long = "f n=n<2?n:f (n-1)+f (n-2)\n(1..50000000).sum{x*x%7}+f 30+(1..50000000).sum{x*3%11}"
        plain = run(long, None, "-O0", folder=folder)
        code, out, err = run(long, "trace", folder=folder)
        expect("by itself: result", (code, out, without_trace(err)), plain)
        expect("by itself: entered", entered(err) is not None, True)
        expect("by itself: told", bool(re.search(r"^gael: 1 functions and 2 loops optimised, ", err, re.M)), True)
        expect("off: nothing is told", run(long, "off,trace", folder=folder), plain)
        expect("left out", run(long, "trace", "--without", "tier", folder=folder)[:2], plain[:2])
        loops_only = run(long, "at=0,trace", "--without", "osr", folder=folder)
        expect("without loops", bool(re.search(r"^gael: 1 functions and 0 loops ", loops_only[2], re.M)), True)
        expect("-O2 has one version", run(long, "at=0,trace", "-O2", folder=folder), plain)

        cache = {"GAEL_CACHE": f"{folder}/cache"}
        run("1+1", None, folder=folder, **cache)
        expect("a short program leaves its first version", len(os.listdir(f"{folder}/cache")), 1)
        run(long, None, folder=folder, **cache)
        expect("a long one both", len(os.listdir(f"{folder}/cache")), 3)
        expect("the second run starts with the second version", run(long, "after=0", folder=folder, **cache), plain)
        broken = run("a=[1]\n(1..30000000).sum{x%3}+a[9]", "after=0", folder=folder, **cache)
        again = run("a=[1]\n(1..30000000).sum{x%3}+a[9]", "after=0", folder=folder, **cache)
        expect("a failure out of the cache", again, broken)
        limit = run("f n k=n<1?k:f (n-1) ((k+(1..1000).sum{x%7})%1009)\nf 100000000 0", None, "--time", "0.5", folder=folder)
        expect("a time limit", (limit[0], limit[1]), (4, ""))
        memory = run('(1..10000000).map{x*x%1009}.sort[5]', None, "--memory", "5000000", folder=folder)
        expect("a memory limit", (memory[0], memory[1]), (4, ""))

    print("\n".join(failures + [f"{passed} passed, {len(failures)} failed"]))
    return 1 if failures or not passed else 0


sys.exit(main())
