#!/usr/bin/env python3
"""ahead.py GAEL: sums that run ahead in blocks of 256 turns (ir/ahead.c) fail where the checked loop fails, and give what it gives.

Lists of every length about a block's, with numbers where blocks begin and end that overflow in the sum, in what is added, or only look as if they
would. Each program runs at -O0 and, built for this processor and for the oldest, at -O2; Python says what has to come out."""
import itertools, pathlib, subprocess, sys, tempfile

GAEL = pathlib.Path(sys.argv[1]).resolve()
TOP, LOW = 2**63 - 1, -(2**63)
BLOCK = 256

# The program; of a turn what is calculated, and what is added to the sum.
SUMS = {
    "a.sum": lambda x, b: ([], x),
    "a.fold 0{x-y}": lambda x, b: ([], -x),
    "a.map{x*b}.sum": lambda x, b: ([x * b], x * b),
    "a.map{x*x}.sum+0*b": lambda x, b: ([x * x], x * x),
    "a.map{x*x*b+x-7}.sum": lambda x, b: ([x * x, x * x * b, x * x * b + x, x * x * b + x - 7], x * x * b + x - 7),
    "(a.sum,a.map{x-b}.sum).1": lambda x, b: ([x - b], x - b),
}


def lists():
    for n in (0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 1, 1000):
        plain = [(i * 7919) % 201 - 100 for i in range(n)]
        yield plain
        for at in sorted({0, 1, BLOCK // 2, BLOCK - 1, BLOCK, n - 1} & set(range(n))):
            for large in (TOP, LOW, 2**62, -(2**62), 2**50, -(2**50) - 1, 2**32, -(2**31)):
                yield plain[:at] + [large] + plain[at + 1 :]
    for n in (BLOCK, 2 * BLOCK + 3):
        yield [2**62 if i % 2 else -(2**62) for i in range(n)]
        yield [2**62 - 1 if i % 4 < 2 else -(2**62) for i in range(n)]
        yield [2**55] * n
        yield [-(2**49)] * n
        yield [2**31 - 1] * n


def fits(v):
    return LOW <= v <= TOP


def wanted(name, xs, b):
    """None: it fails."""
    total, other = 0, 0
    for x in xs:
        steps, added = SUMS[name](x, b)
        total += added
        other += x if name.startswith("(") else 0
        if not all(map(fits, [*steps, total, other])):
            return None
    return total


def said(command, xs, b):
    """What is printed, or the failure: code and values. Lists come by standard input: they are long."""
    p = subprocess.run([*command, str(b)], input=" ".join(map(str, xs)), capture_output=True, text=True)
    return p.stdout.strip() if p.returncode == 0 else p.stderr


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        for number, name in enumerate(SUMS):
            source = pathlib.Path(scratch, f"p{number}.gael")
            source.write_text(f"f:[Int]->Int->Int\nf a b={name}\nf (stdin.words.map int) a\n")
            builds = []
            for level, cpu in (("-O0", "x86-64"), ("-O2", "x86-64"), ("-O2", "native")):
                binary = pathlib.Path(scratch, f"p{number}{level}{cpu}")
                subprocess.run([GAEL, "build", level, "--cpu", cpu, source, "-o", binary], check=True)
                builds.append([binary])
            for xs, b in itertools.product(lists(), (3, -(2**40))):
                want = wanted(name, xs, b)
                have = [said(command, xs, b) for command in builds]
                right = have[0] == str(want) if want is not None else "GL0903" in have[0]
                if right and len(set(have)) == 1:
                    passed += 1
                else:
                    failed += 1
                    print(f"FAIL {name} b={b} len={len(xs)} {xs[:3]}…: {want}\n  " + "\n  ".join(have))
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
