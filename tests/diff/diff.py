#!/usr/bin/env python3
"""One meaning, many engines: every program of the repository must print the same and end the same way in each of them.

  diff.py --build BUILD [--jobs N] [--only TEXT] [--engines NAME,..]

Programs: examples/*.gael, examples/six/*.gael, tests/run/*.gael, and tests/humaneval/*.gael applied to the arguments of the tasks' tests (skipped where
../shared is absent). A line `#$ ARG ARG` in a program is one run: the arguments are written into the program, so that every engine
runs the same closed text. No such line: one run without arguments. Failing runs must fail with the same code. Engine tiersN: the
program goes over to its optimised version when it asks for it the Nth time (docs/decisions/050-tiers.md). Engine bare0: no
transformation that can be left out.
Closing line: `N passed, N failed, N skipped`.
"""
import argparse, concurrent.futures, json, os, pathlib, re, shlex, subprocess, sys, tempfile

from closed import close, literal

ROOT = pathlib.Path(__file__).resolve().parents[2]
TASKS = ROOT.parent / "shared/data/humaneval/HumanEval.jsonl"


class Stop(BaseException):
    pass


def recorded_arguments(task, most):
    """The arguments of a task's test calls: the test runs against the reference solution, which notes them."""
    space = {}
    exec(task["prompt"] + task["canonical_solution"], space)
    reference, calls = space[task["entry_point"]], []

    def candidate(*args):
        try:
            calls.append([literal(a) for a in args])
        except ValueError:
            pass
        if len(calls) > most:
            raise Stop
        return reference(*args)

    try:
        exec(task["test"], space)
        space["check"](candidate)
    except (Stop, Exception):
        pass
    return calls[:most]


def examples(path):
    """`#> expression` lines: each with the file's definitions is a program. The library's own texts are no program's definitions."""
    lines = path.read_text().split("\n")
    own = [] if path.parent.name == "stdlib" else [l for l in lines if l.strip() and not l.lstrip().startswith("#")]
    for i, line in enumerate(lines):
        if line.startswith("#>"):
            yield f"{path.parent.name}/{path.name}:{i + 1}", "\n".join(own + [line[2:].strip()]) + "\n"


def argument(text):
    """A word of a `#$` line as source: a literal is itself, other words are texts."""
    return text if re.match(r"""[-\d\["'({]|(true|false|none)$|set\[|[A-Z]\w*[({]""", text) else json.dumps(text)


def programs(most):
    for folder in ("tests/language", "stdlib"):
        for path in sorted((ROOT / folder).glob("*.gael")):
            yield from examples(path)
    for folder in ("examples", "examples/six", "tests/run"):
        for path in sorted((ROOT / folder).glob("*.gael")):
            text = path.read_text()
            runs = [[argument(w) for w in shlex.split(l[2:])] for l in text.split("\n") if l.startswith("#$")] or [[]]
            for i, args in enumerate(runs):
                yield f"{folder}/{path.name}#{i}", close(text, args)
    if not TASKS.exists():
        return
    tasks = {t["task_id"].split("/")[-1]: t for t in map(json.loads, TASKS.read_text().splitlines())}
    for path in sorted((ROOT / "tests/humaneval").glob("*.gael")):
        key = path.stem.lstrip("0") or "0"
        for i, args in enumerate(recorded_arguments(tasks[key], most)):
            yield f"tests/humaneval/{path.name}#{i}", close(path.read_text(), args)


def outcome(command, **settings):
    env = dict(os.environ, GAEL_CACHE="off", GAEL_LIVE="1", **settings)
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


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--build", default=str(ROOT / "build"))
    ap.add_argument("--jobs", type=int, default=os.cpu_count())
    ap.add_argument("--only", default="")
    ap.add_argument("--calls", type=int, default=4, help="at most so many of a task's calls")
    ap.add_argument("--engines", default="interp,rewritten,jit0,jit2,bare0,tiers0,tiers1,tiers2,tiers7,native")
    o = ap.parse_args()
    work = [(n, t) for n, t in programs(o.calls) if o.only in n]
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
