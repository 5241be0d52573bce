#!/usr/bin/env python3
"""Random programs (tests/diff/differ.c) as native binaries on other machines: they print what they print on x86-64.

  random_programs.py BUILD [--targets NAME,…] [--levels N,…] [--seed N] [--modules N] [--together N]

A module holds many programs, each called with numbers near the limits and with lists, empty to hundreds long. Where the host meets a limit, or takes
seconds, nothing is said of the others. Closing line: `N passed, N failed, N skipped`.
"""
import argparse, concurrent.futures, os, pathlib, subprocess, sys, tempfile

from targets import available, command

HOST = "x86_64-linux"
EDGE = ("9223372036854775807", "(-9223372036854775807-1)")
CALLS = [("0", "0", "[]"), ("3", "(-2)", "[5,1,4]"), ("1", "2", "(1..300).map{x*7919%101-50}"), (*EDGE, "[9223372036854775807,-1,0,7]"),
         ("2147483648", "4294967295", "[4294967296,-4294967297,2147483647]")]


def module(build, first, count):
    text = subprocess.run([build / "tests/differ", "-p", "-s", str(first), "-n", str(count), "-m", str(count)], capture_output=True, text=True, check=True).stdout
    lines = text.rstrip("\n").split("\n")[:-1]
    tuples = {l.split()[0] for l in lines if " (v1," in l.split("=")[0]}  # these take their three arguments as one
    calls = ",".join(f'((p{k}({"(" * (f"p{k}" in tuples)}{",".join(c)}{")" * (f"p{k}" in tuples)}))??"fails")' for k in range(count) for c in CALLS)
    return "\n".join([*lines, f"[{calls}]"]) + "\n"


def outcome(words, seconds=200):
    try:
        p = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=seconds)
    except subprocess.TimeoutExpired:
        return "timeout", "", ""
    return p.returncode, p.stdout, p.stderr


def tried(build, first, count, targets, levels):
    """('refused', …), ('limit', …) or the list of (target, level, found, wanted) that differ."""
    found = []
    with tempfile.TemporaryDirectory() as scratch:
        source, binary = f"{scratch}/p.gael", f"{scratch}/p"
        pathlib.Path(source).write_text(module(build, first, count))

        def printed(target, level):
            made = outcome([build / "gael", "build", "--memory", "400000000", f"-O{level}", "--target", target, source, "-o", binary])
            return outcome(command(target, binary), 5 if target == HOST else 200) if made[0] == 0 else ("not built", *made)

        for level in levels:
            wanted = printed(HOST, level)
            if wanted[0] == "not built":
                return "refused"
            if wanted[0] != 0:
                return "limit"
            for target in targets:
                seen = printed(target, level)
                if seen != wanted:
                    found.append((target, level, seen, wanted))
    return found


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("build", type=pathlib.Path)
    ap.add_argument("--targets", default="aarch64-linux,armv7-linux,riscv64-linux,wasm32-wasi")
    ap.add_argument("--levels", default="0,2")
    ap.add_argument("--seed", type=int, default=9100660)
    ap.add_argument("--modules", type=int, default=12)
    ap.add_argument("--together", type=int, default=12)
    o = ap.parse_args()
    build = o.build.resolve()
    targets, levels = available(build, o.targets.split(",")), o.levels.split(",")
    if not targets:
        return 77
    passed = failed = skipped = 0
    firsts = [o.seed + i * o.together for i in range(o.modules)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for first, result in zip(firsts, pool.map(lambda s: tried(build, s, o.together, targets, levels), firsts)):
            if isinstance(result, str):
                skipped += 1
                continue
            failed += len(result)
            passed += len(targets) * len(levels) - len(result)
            for target, level, seen, wanted in result:
                print(f"FAIL programs {first} to {first + o.together - 1} on {target} at -O{level}\n    {str(seen)[:2000]}\n    x86-64: {str(wanted)[:2000]}", flush=True)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return failed > 0 or not passed


sys.exit(main())
