#!/usr/bin/env python3
"""One meaning, many engines: every program of the repository must print the same and end the same way in each of them.

  diff.py --build BUILD [--jobs N] [--only TEXT] [--engines NAME,..]

Programs: examples/*.gael, examples/six/*.gael, tests/run/*.gael, tests/cross/machines/*.gael, and tests/humaneval/*.gael applied to the arguments of the tasks' tests (skipped where
../shared is absent). A line `#$ ARG ARG` in a program is one run: the arguments are written into the program, so that every engine
runs the same closed text. No such line: one run without arguments. Failing runs must fail with the same code. Engine tiersN: the
program goes over to its optimised version when it asks for it the Nth time (docs/decisions/050-tiers.md). Engine bare0: no
transformation that can be left out.
Closing line: `N passed, N failed, N skipped`.
"""
import argparse, concurrent.futures, itertools, os, pathlib, re, resource, subprocess, sys, tempfile

from corpus import ROOT, TASKS, of_files, of_tasks, of_texts


def outcome(command, **settings):
    env = dict(os.environ, GAEL_CACHE="off", GAEL_LIVE="1", ASAN_OPTIONS="allocator_may_return_null=1", **settings)
    try:
        p = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, env=env)
    except subprocess.TimeoutExpired:
        return ("timeout", b"", "", "")
    code = re.search(rb"error\[(GL\d+)\]", p.stderr)
    live = re.search(rb"^live (\d+)$", p.stderr, re.M)
    return (p.returncode, p.stdout, code.group(1).decode() if code else "", live.group(1).decode() if live and p.returncode == 0 else "0")


def run(name, text, build, engines):
    with tempfile.TemporaryDirectory() as scratch:
        source, binary = f"{scratch}/p.gael", f"{scratch}/p"
        pathlib.Path(source).write_text(text)
        seen = {}
        for engine in engines:
            if engine == "interp":
                seen[engine] = outcome([f"{build}/tests/oracle", source])
            elif engine == "rewritten":
                seen[engine] = outcome([f"{build}/tests/oracle", "--rewritten", source])
            elif engine.startswith("jit"):
                seen[engine] = outcome([f"{build}/gael", "run", f"-O{engine[3:]}", source])
            elif engine.startswith("bare"):
                seen[engine] = outcome([f"{build}/gael", "run", f"-O{engine[4:]}", "--without", "all", source])
            elif engine.startswith("tiers"):
                seen[engine] = outcome([f"{build}/gael", "run", source], GAEL_TIER=f"at={engine[5:]}")
            else:
                made = outcome([f"{build}/gael", "build", "-o", binary, source])
                seen[engine] = outcome([binary]) if made[0] == 0 else made
        for oracle in ("interp", "rewritten", "bare0"):  # a limit where nothing is transformed says nothing
            if len(seen) > 1 and seen.get(oracle, (0,))[0] in (4, "timeout"):
                del seen[oracle]
        first = next(iter(seen.values()))
        leaks = [e for e, s in seen.items() if s[3] != "0"]
        differ = [e for e, s in seen.items() if s[:3] != first[:3]]
        if first[0] in (2, 3, 70) or differ or leaks:
            return name, f"{text.strip()}\n" + "".join(f"    {e}: {s}\n" for e, s in seen.items())
    return name, None


def allow_depth():
    """A build under AddressSanitizer keeps programs on the system's stack."""
    most = resource.getrlimit(resource.RLIMIT_STACK)[1]
    wanted = 2 << 30
    resource.setrlimit(resource.RLIMIT_STACK, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


def main():
    allow_depth()
    ap = argparse.ArgumentParser()
    ap.add_argument("--build", default=str(ROOT / "build"))
    ap.add_argument("--jobs", type=int, default=os.cpu_count())
    ap.add_argument("--only", default="")
    ap.add_argument("--calls", type=int, default=4, help="at most so many of a task's calls")
    ap.add_argument("--engines", default="interp,rewritten,jit0,jit2,bare0,tiers0,tiers1,tiers2,tiers7,native")
    o = ap.parse_args()
    work = [(n, t) for n, t in itertools.chain(of_texts(), of_files(), of_tasks(o.calls)) if o.only in n]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(o.jobs) as pool:
        for name, trouble in pool.map(lambda w: run(*w, o.build, o.engines.split(",")), work):
            if trouble:
                failed += 1
                print(f"FAIL {name}\n{trouble}")
    skipped = 0 if TASKS.exists() else len(list((ROOT / "tests/humaneval").glob("*.gael")))
    print(f"{len(work) - failed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not work else 0


sys.exit(main())
