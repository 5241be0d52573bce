#!/usr/bin/env python3
"""same.py GAEL: every program's GAEL prints at the tiny size what its C prints: by the JIT at levels 0 and 2, and as a binary."""

import concurrent.futures
import os
import subprocess
import sys
import tempfile

import inputs
import suite


def output(command, stdin=None):
    with open(stdin or os.devnull, "rb") as given:
        done = subprocess.run(command, stdin=given, capture_output=True, text=True, timeout=60, check=False)
    return (done.stdout + done.stderr).strip() if done.returncode == 0 else f"status {done.returncode}: {done.stderr.strip()}"


def differences(gael, directory, program):
    """What GAEL prints otherwise than C, a line each."""
    place = os.path.join(directory, program.name)
    os.makedirs(place)
    stdin = inputs.path_of(place, program, "tiny")
    argument = [] if program.generator else [program.sizes["tiny"]]
    c, native, source = os.path.join(place, "c"), os.path.join(place, "gael"), program.source("gael")
    built = output(["gcc", "-O1", program.source("c"), "-o", c, "-lm"]) + output([gael, "build", source, "-o", native])
    if built:
        return [f"{program.name}: {built}"]
    expected = output([c] + argument, stdin)
    ways = {"-O0": [gael, "run", "-O0", source], "-O2": [gael, "run", "-O2", source], "native": [native]}
    found = {way: output(command + argument, stdin) for way, command in ways.items()}
    return [f"{program.name} {way}: {text[:300]!r}, but C {expected[:300]!r}" for way, text in found.items() if text != expected]


def main():
    gael = os.path.realpath(sys.argv[1])
    programs = suite.load_all()
    with tempfile.TemporaryDirectory() as directory, concurrent.futures.ThreadPoolExecutor(2) as pool:
        wrong = [line for lines in pool.map(lambda p: differences(gael, directory, p), programs) for line in lines]
    print("\n".join(wrong) or f"{len(programs)} programs print the same")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
