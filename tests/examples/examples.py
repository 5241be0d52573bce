#!/usr/bin/env python3
"""Examples say what they print, and print it: by the JIT and as native binaries.

  examples.py GAEL

Every program below examples/ that has a line `#= TEXT` before its code is run. `#$ ARG ARG` begins a run with arguments, `#< FILE` one whose
standard input is a file beside the program; the `#=` lines behind it are what that run prints, line by line; without either there is one
run without arguments. Programs of which other files are modules have their own examples: `gael test`. Closing line: `N passed, N failed`.
"""
import os, pathlib, shlex, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def runs(text):
    """(arguments, file of standard input, expected output) triples."""
    out = []
    for line in text.split("\n"):
        if line.strip() and not line.startswith("#"):
            break
        if line.startswith("#$"):
            out.append((shlex.split(line[2:]), None, []))
        elif line.startswith("#<"):
            out.append(([], line[2:].strip(), []))
        elif line.startswith("#="):
            if not out:
                out.append(([], None, []))
            out[-1][2].append(line[3:])
    return [(args, file, "".join(l + "\n" for l in lines)) for args, file, lines in out if lines]


def printed(command, stdin=""):
    p = subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=60, env=dict(os.environ, GAEL_CACHE="off"))
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
            for args, file, text in wanted:
                stdin = (path.parent / file).read_text() if file else ""
                for engine, command in (("JIT", [gael, str(path)]), ("native", [binary])):
                    found = printed(command + args, stdin) if engine == "JIT" or os.path.exists(binary) else built
                    passed, failed = passed + (found == text), failed + (found != text)
                    if found != text:
                        print(f"FAIL {path.relative_to(ROOT)} {shlex.join(args)} ({engine})\n  says:\n{text}  prints:\n{found}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


sys.exit(main())
