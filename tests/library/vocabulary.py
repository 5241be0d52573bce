#!/usr/bin/env python3
"""The library's vocabulary is complete: every name of vocabulary.txt and of the manual's list is in the manual with an example, in any
casing and spelling.

  vocabulary.py GAEL

Closing line: `N passed, N failed`.
"""
import pathlib, re, subprocess, sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def names():
    """(name, the name it is a spelling of) pairs; a paragraph's first line is its title."""
    text = (pathlib.Path(__file__).parent / "vocabulary.txt").read_text()
    for paragraph in text.split("\n\n")[1:]:
        own = ""
        for word, bracket in re.findall(r"(\(?)(\w+)", " ".join(paragraph.split("\n")[1:])):
            own = own if word else bracket
            yield bracket, own


def aliases():
    for line in re.findall(r"^[^#\n]+$", (ROOT / "stdlib/aliases").read_text(), re.M):
        canonical, *others = line.replace("=", "").split()
        yield from ((other, canonical) for other in others)


def listed(gael):
    text = subprocess.run([gael, "doc"], capture_output=True, text=True).stdout
    return [(name, name) for name in re.findall(r"^  (\w+)", text, re.M)]


def page(gael, name):
    p = subprocess.run([gael, "doc", name], capture_output=True, text=True)
    return p.stdout if p.returncode == 0 else None


def main():
    gael, pages, passed, failed = sys.argv[1], {}, 0, 0
    for name, own in dict.fromkeys([*names(), *aliases(), *listed(gael)]):
        if own not in pages:
            pages[own] = page(gael, own)
        wanted = pages[own]
        troubles = ["is not in the manual"] if wanted is None else []
        if wanted and not re.search(r"^    \S.* += \S|^    \S.*\n +\S", wanted, re.M):
            troubles.append("has no example")
        if wanted and own != name and page(gael, name) != wanted:
            troubles.append(f"is not {own}")
        if wanted and page(gael, name[0].upper() + "_".join(name[1:]).upper()) != wanted:
            troubles.append("depends on case or _")
        passed, failed = passed + (not troubles), failed + bool(troubles)
        for trouble in troubles:
            print(f"FAIL {name} {trouble}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


sys.exit(main())
