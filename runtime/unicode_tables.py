#!/usr/bin/env python3
"""Writes unicode_class_table.h and unicode_case_table.h: what this Python's str methods say about every character beyond ASCII, so that
GAEL's agree with them. Run it with the Python whose Unicode version is wanted, in the directory of the files."""

import unicodedata

SCALARS = [c for c in range(0x80, 0x110000) if not 0xD800 <= c < 0xE000]
LONGEST = 1024


def runs(points):
    """(start, count, stride) covering the sorted points; strides of 2 are what alternating upper and lower case make."""
    out = []
    for c in points:
        if out:
            start, count, stride = out[-1]
            step = c - (start + (count - 1) * stride)
            if count < LONGEST and (step == stride or (count == 1 and step == 2)):
                out[-1] = (start, count + 1, step if count == 1 else stride)
                continue
        out.append((c, 1, 1))
    return out


def packed(run):
    start, count, stride = run
    return f"0x{start << 11 | (count - 1) << 1 | (stride - 1):08x}u"


def table(kind, name, texts, per_row):
    rows = ",\n".join("    " + ", ".join(texts[i : i + per_row]) for i in range(0, len(texts), per_row))
    return f"static const {kind} {name}[] = {{\n{rows}}};\n"


def class_table(name, test):
    return table("unicode_run", name, [packed(r) for r in runs([c for c in SCALARS if test(chr(c))])], 9)


def cased(ch):
    return ("1" + ch + "Σ").lower().endswith("ς")


def ignorable(ch):
    return not cased(ch) and ("A" + ch + "Σ").lower().endswith("ς")


def shift_table(name, mapping):
    """Runs of characters that move by the same distance."""
    out = []
    for c, to in sorted(mapping.items()):
        if out:
            (start, count, stride), shift = out[-1]
            step = c - (start + (count - 1) * stride)
            if shift == to - c and count < LONGEST and (step == stride or (count == 1 and step == 2)):
                out[-1] = ((start, count + 1, step if count == 1 else stride), shift)
                continue
        out.append(((c, 1, 1), to - c))
    return table("unicode_shift", name, [f"{{{packed(r)}, {s}}}" for r, s in out], 4)


def simple(c, full, title):
    """One to one: UnicodeData's simple mapping, which for upper case is that of title case where str.upper gives several."""
    if len(full) == 1:
        return ord(full)
    if len(title) == 1:
        return ord(title)
    return ord("i") if c == 0x130 else c


def special_table(name, mapping):
    cells = [f"{{0x{c:04x}, {{{', '.join(f'0x{ord(x):04x}' for x in to)}}}}}" for c, to in mapping.items()]
    return table("unicode_special", name, cells, 3)


CLOSING = "\n#endif\n"


def opening(name):
    guard = f"GAEL_RT_UNICODE_{name}_TABLE_H"
    note = f"/* Written by unicode_tables.py from Unicode {unicodedata.unidata_version}. */"
    return f'#ifndef {guard}\n#define {guard}\n\n{note}\n\n#include "runtime/unicode.h"\n\n'


def main():
    with open("unicode_class_table.h", "w") as f:
        f.write(opening("CLASS"))
        f.write(class_table("ALPHA", str.isalpha) + "\n")
        f.write(class_table("DIGIT", str.isdigit) + "\n")
        f.write(class_table("UPPER", str.isupper) + "\n")
        f.write(class_table("LOWER", str.islower) + CLOSING)
    upper = {c: simple(c, chr(c).upper(), chr(c).title()) for c in SCALARS}
    lower = {c: simple(c, chr(c).lower(), chr(c).lower()) for c in SCALARS}
    with open("unicode_case_table.h", "w") as f:
        f.write(opening("CASE"))
        f.write(shift_table("TO_UPPER", {c: to for c, to in upper.items() if c != to}) + "\n")
        f.write(shift_table("TO_LOWER", {c: to for c, to in lower.items() if c != to}) + "\n")
        f.write(special_table("UPPER_SPECIAL", {c: chr(c).upper() for c in SCALARS if len(chr(c).upper()) > 1}) + "\n")
        title = {c: chr(c).title() for c in SCALARS if chr(c).title() != chr(c).upper()}
        f.write(special_table("TITLE_SPECIAL", title) + "\n")
        f.write(class_table("CASED", cased) + "\n")
        f.write(class_table("CASE_IGNORABLE", ignorable) + CLOSING)


main()
