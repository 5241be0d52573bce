#!/usr/bin/env python3
"""Examples say what they print, and print it: by the JIT and as native binaries.

  examples.py GAEL

Every program below examples/ that has a line `#= TEXT` is run. `#$ ARG ARG` begins a run with arguments, the `#=` lines behind it are
what that run prints, line by line; without a `#$` there is one run without arguments. Closing line: `N passed, N failed`.
"""
import os, pathlib, shlex, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def runs(text):
    """(arguments, expected output) pairs."""
    out = []
    for line in text.split("\n"):
        if line.startswith("#$"):
            out.append((shlex.split(line[2:]), []))
        elif line.startswith("#="):
            if not out:
                out.append(([], []))
            out[-1][1].append(line[3:])
    return [(args, "".join(l + "\n" for l in lines)) for args, lines in out if lines]


def printed(command):
    p = subprocess.run(command, capture_output=True, text=True, timeout=60, env=dict(os.environ, GAEL_CACHE="off"))
    return p.stdout if p.returncode == 0 else f"exit status {p.returncode}\n{p.stdout}{p.stderr}"


def main():
    gael, passed, failed = os.path.abspath(sys.argv[1]), 0, 0
    for path in sorted((ROOT / "examples").rglob("*.gael")):
        wanted = runs(path.read_text())
        if not wanted:
            continue
        with tempfile.TemporaryDirectory() as scratch:
            binary = f"{scratch}/program"
            built = printed([gael, "build", "-o", binary, str(path)])
            for args, text in wanted:
                for engine, command in (("JIT", [gael, str(path)]), ("native", [binary])):
                    found = printed(command + args) if engine == "JIT" or os.path.exists(binary) else built
                    passed, failed = passed + (found == text), failed + (found != text)
                    if found != text:
                        print(f"FAIL {path.relative_to(ROOT)} {shlex.join(args)} ({engine})\n  says:\n{text}  prints:\n{found}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


sys.exit(main())
