#!/usr/bin/env python3
"""The teaching card tells the truth: every construct on it runs, every name on it is the library's, and it is short.

  card.py GAEL

tests/card/card.tsv has a line `what the card says <tab> program <tab> value` for each construct. What it says must stand in the card,
the program must print the value, and every word of the card that is code (a letter or sign that prose has not) must be within one of
them or be a name of the library. Closing line: `N passed, N failed`.
"""
import os, pathlib, re, subprocess, sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
MOST_TOKENS = 1000
CODE = re.compile(r"[=(){}\[\]<>|\\*/%&?+!_^`]|\w\.\w|\d")


def run(*command):
    p = subprocess.run(command, capture_output=True, text=True, timeout=60)
    return p.returncode, p.stdout.rstrip("\n") if p.returncode == 0 else p.stdout + p.stderr


def library_words(card):
    """The names in the part about the library; what stands in brackets is prose about them."""
    part = card[card.index("\nlists, strings:"):]
    bare = re.sub(r"\([^()]*(\([^()]*\))?[^()]*\)", " ", part)
    return [w for line in bare.strip().split("\n") for w in line.split(":", 1)[1].split(";")[0].split()]


def main():
    gael, wrong, right = os.path.abspath(sys.argv[1]), [], 0
    card = run(gael, "card")[1]
    rows = [l.split("\t") for l in (ROOT / "tests/card/card.tsv").read_text().rstrip("\n").split("\n")]

    status, counted = run(gael, "tokens", str(ROOT / "docs/card.md"))
    if status == 0 and int(counted.split()[0]) > MOST_TOKENS:
        wrong.append(f"the card has {counted.split()[0]} tokens, more than {MOST_TOKENS}")
    for said, program, value in rows:
        if said not in card:
            wrong.append(f"the card does not say: {said}")
        status, found = run(gael, "-e", program.replace("\\n", "\n"))
        if found == value.replace("\\n", "\n"):
            right += 1
        else:
            wrong.append(f"{said}: {program}\n  should print {value}, prints {found}")
    names = library_words(card)
    for name in names:
        status, found = run(gael, "doc", name)
        if status == 0 and "    " in found:
            right += 1
        else:
            wrong.append(f"the library has no documented `{name}`")

    covered = card[:card.index("\nLibrary")].split("\n", 1)[1]
    for said, _, _ in sorted(rows, key=lambda row: -len(row[0])):
        covered = covered.replace(said, " ")
    for word in covered.split():
        if CODE.search(word.strip(".,:;()")):
            wrong.append(f"no program of card.tsv is about `{word}`")
    for complaint in wrong:
        print("FAIL", complaint)
    print(f"{right} passed, {len(wrong)} failed")
    return 1 if wrong else 0


sys.exit(main())
