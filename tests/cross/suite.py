#!/usr/bin/env python3
"""The language on every machine: each program of the test suite, as a native binary, prints there what it prints on x86-64, ends with the same status
and reports the same failure.

  suite.py BUILD [--targets NAME,…] [--levels N,…] [--part N] [--only TEXT] [--jobs N]

Programs: machines/*.gael here, made to provoke differences; every example of tests/language and stdlib, examples/, tests/run, and HumanEval's tasks with the
calls of their tests (skipped where ../shared is absent). --part N takes each Nth of all but the first. Closing line: `N passed, N failed, N skipped`.
"""
import argparse, concurrent.futures, itertools, os, pathlib, subprocess, sys, tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "diff"))
from corpus import ROOT, TASKS, of_files, of_texts, of_whole_tasks
from targets import available, command

CALLS = 12  # of a task, at most
HOST = "x86_64-linux"


def outcome(words):
    try:
        p = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
    except subprocess.TimeoutExpired:
        return "does not end"
    return p.returncode, p.stdout.decode(errors="replace"), p.stderr.decode(errors="replace")


def printed(gael, source, target, level, binary):
    made = outcome([gael, "build", f"-O{level}", "--target", target, source, "-o", binary])
    return outcome(command(target, binary)) if made[0] == 0 else ("does not build", made)


def differences(gael, name, text, targets, levels):
    """[(target, level, how it differs)] of one program; at each level it is compared with the host's."""
    found = []
    with tempfile.TemporaryDirectory() as scratch:
        source, binary = f"{scratch}/p.gael", f"{scratch}/p"
        pathlib.Path(source).write_text(text)
        for level in levels:
            wanted = printed(gael, source, HOST, level, binary)
            if wanted[0] in ("does not build", "does not end"):
                found.append((HOST, level, wanted))
            for target in targets:
                seen = printed(gael, source, target, level, binary)
                if seen != wanted:
                    found.append((target, level, f"{seen}\n    x86-64: {wanted}"))
    return name, text, found


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("build", type=pathlib.Path)
    ap.add_argument("--targets", default="aarch64-linux,armv7-linux")
    ap.add_argument("--levels", default="0,2")
    ap.add_argument("--part", type=int, default=1)
    ap.add_argument("--only", default="")
    ap.add_argument("--jobs", type=int, default=os.cpu_count())
    o = ap.parse_args()
    build = o.build.resolve()
    targets = available(build, o.targets.split(","))
    if not targets:
        return 77
    every = itertools.chain(of_texts(), of_files(), of_whole_tasks(CALLS))
    every = [w for w in every if o.only in w[0]]
    work = [w for w in every if "/machines/" in w[0]] + [w for w in every if "/machines/" not in w[0]][:: o.part]
    failed, levels = 0, o.levels.split(",")
    with concurrent.futures.ThreadPoolExecutor(o.jobs) as pool:
        for name, text, found in pool.map(lambda w: differences(build / "gael", *w, targets, levels), work):
            failed += len(found)
            for target, level, how in found:
                print(f"FAIL {name} on {target} at -O{level}\n{text}    {how}", flush=True)
    if not TASKS.exists():
        print("skipped: HumanEval, ../shared is absent")
    runs = len(work) * len(targets) * len(levels)
    print(f"{len(work)} programs on {', '.join(targets)} at {', '.join('-O' + l for l in levels)}")
    print(f"{runs - failed} passed, {failed} failed, {0 if TASKS.exists() else len(list((ROOT / 'tests/humaneval').glob('*.gael')))} skipped")
    return failed > 0 or not runs


sys.exit(main())
