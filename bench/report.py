"""What was measured as tables: on the terminal, as docs/bench/README.md, and raw as JSON."""

import json
import math
import platform

from contenders import BY_KEY, CONTENDERS
from rounds import BASE
from suite import GROUPS

DASH = "–"


def geometric(values):
    values = [v for v in values if v]
    return math.exp(sum(map(math.log, values)) / len(values)) if values else None


def number(value, digits=2):
    return DASH if value is None else f"{value:.{digits if value < 100 else 0}f}"


def keys_of(outcomes):
    """The contenders that ran anywhere, in the table's order."""
    return [c.key for c in CONTENDERS if any(c.key in o.runs for o in outcomes)]


def ratio_rows(outcomes, keys, clock):
    """A row a program and size, then the geometric means: of each group, of each size, of all."""
    others = [k for k in keys if k != BASE]
    rows = [[f"{o.program.name} {o.program.sizes[o.size]}", number(o.seconds(BASE, clock), 3)] +
            [number(o.ratio(k, clock)) for k in others] for o in outcomes]

    def mean(title, some):
        if some:
            rows.append([title, ""] + [number(geometric(o.ratio(k, clock) for o in some)) for k in others])

    for group in GROUPS:
        mean(f"*{group}*", [o for o in outcomes if o.program.group == group])
    for size in sorted({o.size for o in outcomes}, reverse=True):
        mean(f"*{size}*", [o for o in outcomes if o.size == size])
    mean("**all**", outcomes)
    return [["program", "C, s"] + [BY_KEY[k].title for k in others]] + rows


def peak_rows(outcomes, keys):
    others = [k for k in keys if k != BASE]

    def against(outcome, key):
        mine, theirs = outcome.peak(key), outcome.peak(BASE)
        return mine / theirs if mine and theirs else None

    rows = [[f"{o.program.name} {o.program.sizes[o.size]}", number((o.peak(BASE) or 0) / 1024, 1)] +
            [number(against(o, k)) for k in others] for o in outcomes]
    rows.append(["**all**", ""] + [number(geometric(against(o, k) for o in outcomes)) for k in others])
    return [["program", "C, MB"] + [BY_KEY[k].title for k in others]] + rows


def terminal(rows):
    """Columns as wide as they need to be; the first one to the left. Headings lose all but a word."""
    short = [[cell.split(",")[0].strip("*") if n else cell for cell in row] for row in rows for n in [row is rows[0]]]
    short[0] = [rows[0][0], rows[0][1]] + [{"C, gcc -O2": "gcc", "GAEL, JIT": "JIT"}.get(c, c.split(",")[0]) for c in rows[0][2:]]
    widths = [max(len(row[i]) for row in short) for i in range(len(short[0]))]
    return "\n".join("  ".join(cell.rjust(w) if i else cell.ljust(w) for i, (cell, w) in enumerate(zip(row, widths)))
                     for row in short)


def markdown(rows):
    head = rows[0]
    lines = ["| " + " | ".join(head) + " |", "|---" + "|---:" * (len(head) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows[1:]])


def ahead(outcomes, clock, mine="gael"):
    """For each contender: in how many of the programs and sizes that both ran GAEL took less time."""
    counts = {}
    for key in keys_of(outcomes):
        ratios = [o.ratio(mine, clock, key) for o in outcomes if key != mine]
        ratios = [r for r in ratios if r is not None]
        if ratios:
            counts[key] = (sum(r < 1 for r in ratios), len(ratios))
    return counts


def raw(outcomes, workshop, compile_times, tokens):
    """Everything, for whoever wants to count differently."""
    return json.dumps({
        "machine": machine(),
        "versions": {key: workshop.version(BY_KEY[key]) for key in keys_of(outcomes)},
        "runs": [{"program": o.program.name, "group": o.program.group, "size": o.size, "argument": o.program.sizes[o.size],
                  "wrong": o.wrong,
                  "runs": {k: [r and [r.wall, r.cpu, r.peak] for r in runs] for k, runs in o.runs.items()}} for o in outcomes],
        "columns": ["wall seconds", "user and system seconds", "peak kilobytes"],
        "compile seconds": compile_times,
        "tokens": tokens,
    }, indent=None, separators=(",", ":")).replace('{"program"', '\n{"program"') + "\n"


def machine():
    model = "unknown"
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    return f"{model}, {platform.system()} {platform.release().split('-')[0]}"
