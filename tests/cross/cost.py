#!/usr/bin/env python3
"""What programs for other machines cost: bytes, what they carry, and the time of building them.

  cost.py BUILD

- "hello" is at most 60 KB on every Linux target, at -O0 and -O2.
- A program that uses no big integers, no patterns, no JSON, no digests and no elementary functions has no code of theirs, on any target, by its symbols; one
  that uses all of them has all.
- Building hello for 64-bit ARM takes at most twice the processor time of building it for the host: the median of interleaved runs.
Closing line: `N passed, N failed`.
"""
import os, pathlib, re, resource, statistics, subprocess, sys, tempfile

from targets import HERE, TARGETS, available

HELLO_MOST = 60_000
SLOWER_MOST = 2
ROUNDS = 25
HELLO = '"hello"\n'
ORDINARY = """type Tree=Leaf|Node(Tree,Int,Tree)
put t v=match t|Leaf->Node(Leaf,v,Leaf)|Node(l,w,r)->v<w?Node(put l v,w,r):Node(l,w,put r v)
items t=match t|Leaf->[]|Node(l,v,r)->items l+[v]+items r
counted="to be or not to be".words.counts
([5,2,8].fold Leaf put).items.map{x*1.5}.sum.str+counted.str+[3,1,2].sort.str+"a,b".split(",").join "-"
"""
# Of what no program carries that does not use it: symbols that only it defines.
PARTS = {"big integers": r"^_*(s_)?mp_", "patterns": r"^_*pcre2_", "JSON": r"^_*gl_json", "digests": r"^_*(MD5|SHA256)", "powers": r"^_*rt_pow$"}


def build(gael, *words):
    done = subprocess.run([gael, "build", *words], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"FAIL gael build {' '.join(map(str, words))}\n{done.stderr}")


def symbols(binary):
    listing = subprocess.run(["llvm-nm-19", "--defined-only", "--format=just-symbols", binary], capture_output=True, text=True, check=True)
    return listing.stdout.split()


def carried(names):
    return {part for part, pattern in PARTS.items() if any(re.match(pattern, n) for n in names)}


def spent(gael, source, target, binary):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    build(gael, "--target", target, source, "-o", binary)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    build_tree = pathlib.Path(sys.argv[1]).resolve()
    gael, results = build_tree / "gael", []
    targets = available(build_tree, TARGETS)

    def check(good, what):
        results.append(good)
        if not good:
            print("FAIL", what)

    with tempfile.TemporaryDirectory() as scratch:
        where = pathlib.Path(scratch)
        (where / "hello.gael").write_text(HELLO)
        (where / "ordinary.gael").write_text(ORDINARY)
        for target in targets:
            sizes = []
            for level in ("-O0", "-O2"):
                build(gael, level, "--target", target, where / "hello.gael", "-o", where / "hello")
                sizes.append(os.path.getsize(where / "hello"))
            build(gael, "--target", target, HERE / "machines/kept.gael", "-o", where / "kept")
            print(f"{target}: hello {sizes[1]} bytes, at -O0 {sizes[0]}; kept.gael {os.path.getsize(where / 'kept')}")
            check(not target.endswith("-linux") or max(sizes) <= HELLO_MOST, f"hello for {target} takes {max(sizes)} bytes")
            build(gael, "-g", "--target", target, where / "ordinary.gael", "-o", where / "ordinary")
            found = carried(symbols(where / "ordinary"))
            check(not found, f"an ordinary program for {target} carries {', '.join(sorted(found))}")
            build(gael, "-g", "--target", target, HERE / "machines/kept.gael", "-o", where / "kept")
            lacking = PARTS.keys() - carried(symbols(where / "kept"))
            check(not lacking, f"kept.gael for {target} shows no {', '.join(sorted(lacking))}: their symbols have other names")
        if "aarch64-linux" in targets:
            times = {"x86_64-linux": [], "aarch64-linux": []}
            for _ in range(ROUNDS):
                for target, seen in times.items():
                    seen.append(spent(gael, where / "hello.gael", target, where / "hello"))
            host, arm = (statistics.median(t) * 1000 for t in times.values())
            print(f"hello is built in {host:.1f} ms for x86-64, in {arm:.1f} ms for 64-bit ARM: {arm / host:.2f} times")
            check(arm <= SLOWER_MOST * host, f"hello for 64-bit ARM takes {arm / host:.2f} times as long as for the host")
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return not all(results) or not results


sys.exit(main())
