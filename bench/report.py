"""What was measured as tables: on the terminal, as docs/bench/README.md, and raw as JSON."""

import json
import math
import os
import platform
import statistics

import chart
from contenders import BY_KEY, CONTENDERS
from rounds import BASE
from suite import GROUPS, SIZES, START

DASH = "–"


def geometric(values):
    values = [v for v in values if v]
    return math.exp(sum(map(math.log, values)) / len(values)) if values else None


def number(value, digits=2):
    return DASH if value is None else f"{value:.{digits if value < 100 else 0}f}"


def keys_of(outcomes):
    """The contenders that ran anywhere, in the table's order."""
    return [c.key for c in CONTENDERS if any(c.key in o.runs for o in outcomes)]


def counted(outcomes):
    """Those that means are taken of."""
    return [o for o in outcomes if o.program.group != START]


def sections(outcomes):
    """(title, outcomes) of each group, each size, and all."""
    some = counted(outcomes)
    parts = [(f"*{group}*", [o for o in some if o.program.group == group]) for group in GROUPS]
    parts += [(f"*{size}*", [o for o in some if o.size == size]) for size in SIZES]
    return [part for part in parts if part[1]] + [("**all**", some)]


def mean_rows(outcomes, keys, ratio):
    """The geometric means of ratio(outcome, key) over each section."""
    return [[title, ""] + [number(geometric(ratio(o, k) for o in part)) for k in keys] for title, part in sections(outcomes)]


def time_ratio(clock):
    return lambda outcome, key: outcome.ratio(key, clock)


def peak_ratio(outcome, key):
    mine, theirs = outcome.peak(key), outcome.peak(BASE)
    return mine / theirs if mine and theirs else None


def title_of(outcome):
    return outcome.program.name if outcome.program.group == START else f"{outcome.program.name} {outcome.program.sizes[outcome.size]}"


def ratio_rows(outcomes, keys, clock):
    others = [k for k in keys if k != BASE]
    rows = [[title_of(o), number(o.seconds(BASE, clock), 3)] + [number(o.ratio(k, clock)) for k in others] for o in outcomes]
    return [["program", "C, s"] + [BY_KEY[k].title for k in others]] + rows + mean_rows(outcomes, others, time_ratio(clock))


def peak_rows(outcomes, keys):
    others = [k for k in keys if k != BASE]
    rows = [[title_of(o), number((o.peak(BASE) or 0) / 1024, 1)] + [number(peak_ratio(o, k)) for k in others] for o in outcomes]
    return [["program", "C, MB"] + [BY_KEY[k].title for k in others]] + rows + mean_rows(outcomes, others, peak_ratio)


def compile_rows(compile_times, keys):
    """Seconds from source to binary: the median, the fastest and the slowest program."""
    rows = [["", "median", "least", "most"]]
    for key in keys:
        times = [t[key] for t in compile_times.values() if t.get(key)]
        if times:
            rows.append([BY_KEY[key].title] + [number(f(times), 3) for f in (statistics.median, min, max)])
    return rows


def terminal(rows):
    """Columns as wide as they need to be; the first one to the left. Headings lose all but a word."""
    short = [[cell.strip("*") for cell in row] for row in rows]
    short[0] = rows[0][:2] + [{"C, gcc -O2": "gcc", "GAEL, JIT": "JIT"}.get(c, c.split(",")[0]) for c in rows[0][2:]]
    widths = [max(len(row[i]) for row in short) for i in range(len(short[0]))]
    return "\n".join("  ".join(cell.rjust(w) if i else cell.ljust(w) for i, (cell, w) in enumerate(zip(row, widths)))
                     for row in short)


def markdown(rows):
    head = rows[0]
    lines = ["| " + " | ".join(head) + " |", "|---" + "|---:" * (len(head) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows[1:]])


def ahead(outcomes, clock, mine="gael"):
    """For each contender: in how many of the programs and sizes that both ran GAEL took less time, and of how many."""
    counts = {}
    for key in keys_of(outcomes):
        ratios = [o.ratio(mine, clock, key) for o in counted(outcomes) if key != mine]
        ratios = [r for r in ratios if r is not None]
        if ratios:
            counts[key] = (sum(r < 1 for r in ratios), len(ratios))
    return counts


def with_tokens(rows, outcomes, tokens):
    """The table of times with the tokens of GAEL's, C's and Python's program behind the name."""
    suffixes = [("GAEL", "gael"), ("C", "c"), ("Python", "py")]
    wide = [rows[0][:1] + [f"tokens {name}" for name, _ in suffixes] + rows[0][1:]]
    for i, row in enumerate(rows[1:]):
        of = tokens[outcomes[i].program.name] if i < len(outcomes) else {}
        wide.append(row[:1] + [str(of.get(suffix) or "") for _, suffix in suffixes] + row[1:])
    programs = {o.program.name for o in counted(outcomes)}
    sums = {suffix: sum(tokens[name].get(suffix) or 0 for name in programs) for _, suffix in suffixes}
    wide[-1][1:4] = [str(sums[suffix]) for _, suffix in suffixes]
    return wide


PAGE = """# Measured

`make bench` made this page, the charts and `raw.json`; here on {machine}.
What is compared, and by which rules, stands in `bench/README.md`; the programs are in `bench/programs`. All times are ratios to C by
clang-19 -O3 within a round, medians over the rounds; below 1 is faster than C.

![The geometric mean of each language](means.svg)

![Every program](programs.svg)

{summary}

## Time

Ratios to C's seconds. The name is followed by the argument. {dash} means: it takes over ten seconds, and was left out, or does not
give C's output. Tokens are o200k's, comments aside.

{times}

## Peak of memory

Ratios to C's megabytes of resident pages, libraries included. `empty` is a program that does nothing.

{peaks}

## Compile time

{compiling}

## Versions

{versions}
"""


COMPILING = """From source to binary, the programs above, in seconds:

{binaries}

{scale}"""

SCALE = """Generated programs (`tests/scale/program.py`), all of whose definitions are used: seconds from the start to the end of
`gael check`, `gael run -O0` and `gael run -O2`, without a cache, the fastest of a few rounds; the processors' seconds stand in brackets, behind them megabytes at the peak. {dash} means: a
shorter one took over {patience} seconds of the processor already.

{rows}

`gael judge` answers {judged} different small programs, each compiled and run in a process of its own, on one processor in {judging}."""


def scale_cell(measured):
    if measured is None:
        return DASH
    wall, cpu, peak = measured
    return f"{number(wall)} ({number(cpu)}), {peak / 1024:.0f}"


def scale_text(scale):
    """What bench/compiling.py has measured."""
    rows = [["definitions", "lines"] + scale["stages"]]
    rows += [[f"{definitions:,}", f"{lines:,}"] + [scale_cell(stages[s]) for s in scale["stages"]]
             for definitions, lines, stages in scale["lengths"]]
    judging = scale["judging"]
    told = f"{number(judging[0])} seconds ({number(judging[1])}), {judging[2] / 1024:.0f} MB at the peak" if judging else DASH
    return SCALE.format(dash=DASH, patience=f"{scale['patience']:.0f}", rows=markdown(rows), judged=f"{scale['judged']:,}",
                        judging=told)


def rewrite_scale(directory, scale):
    """Puts it in place of what the page has about it, and into raw.json."""
    with open(os.path.join(directory, "README.md"), encoding="utf-8") as file:
        page = file.read()
    head, rest = page.split("## Compile time", 1)
    compiling, tail = rest.split("\n## ", 1)
    binaries = "\n".join(line for line in compiling.split("Generated programs")[0].splitlines() if line.startswith("|"))
    text = COMPILING.format(binaries=binaries, scale=scale_text(scale))
    with open(os.path.join(directory, "README.md"), "w", encoding="utf-8") as file:
        file.write(f"{head}## Compile time\n\n{text}\n\n## {tail}")
    path = os.path.join(directory, "raw.json")
    with open(path, encoding="utf-8") as file:
        known = json.load(file)
    known["compiling"] = scale
    with open(path, "w", encoding="utf-8") as file:
        file.write(as_lines(known))


def as_lines(data):
    return json.dumps(data, separators=(",", ":")).replace('{"program"', '\n{"program"') + "\n"


def summary(outcomes, clock):
    means = {key: geometric(o.ratio(key, clock) for o in counted(outcomes)) for key in keys_of(outcomes)}
    worst = max(((o.ratio("gael", clock) or 0, title_of(o)) for o in counted(outcomes)), default=(0, ""))
    lines = [f"GAEL's native programs take {number(means.get('gael'))} times C's time in the geometric mean, "
             f"{number(geometric(peak_ratio(o, 'gael') for o in counted(outcomes)))} times its memory; "
             f"the slowest beside C is `{worst[1]}` with {number(worst[0])}.", ""]
    won = ahead(outcomes, clock)
    rows = [["", "times C", "GAEL is faster in"]]
    rows += [[BY_KEY[key].title, number(means[key]), f"{won[key][0]} of {won[key][1]}" if key in won else ""]
             for key in keys_of(outcomes)]
    return "\n".join(lines) + "\n" + markdown(rows)


def write(directory, outcomes, workshop, compile_times, tokens, clock, scale):
    """README.md, the charts and raw.json."""
    keys = keys_of(outcomes)
    page = PAGE.format(
        machine=machine(), dash=DASH, summary=summary(outcomes, clock),
        times=markdown(with_tokens(ratio_rows(outcomes, keys, clock), outcomes, tokens)),
        peaks=markdown(peak_rows(outcomes, keys)),
        compiling=COMPILING.format(binaries=markdown(compile_rows(compile_times, keys)), scale=scale_text(scale)),
        versions="\n".join(f"- {BY_KEY[key].title}: {workshop.version(BY_KEY[key])}" for key in keys))
    some = counted(outcomes)
    others = [key for key in keys if key != BASE]
    means = [(BY_KEY[k], geometric(o.ratio(k, clock) for o in some), geometric(peak_ratio(o, k) for o in some)) for k in others]
    files = {
        "README.md": page,
        "raw.json": raw(outcomes, workshop, compile_times, tokens, scale),
        "means.svg": chart.means(means),
        "programs.svg": chart.programs([(title_of(o), o.program.group, {k: o.ratio(k, clock) for k in others}) for o in some]),
    }
    os.makedirs(directory, exist_ok=True)
    for name, text in files.items():
        with open(os.path.join(directory, name), "w", encoding="utf-8") as file:
            file.write(text)


def raw(outcomes, workshop, compile_times, tokens, scale):
    """Everything, for whoever wants to count differently."""
    return as_lines({
        "machine": machine(),
        "versions": {key: workshop.version(BY_KEY[key]) for key in keys_of(outcomes)},
        "columns": ["wall seconds", "user and system seconds", "peak kilobytes"],
        "runs": [{"program": o.program.name, "group": o.program.group, "size": o.size, "argument": o.program.sizes[o.size],
                  "wrong": o.wrong,
                  "runs": {k: [r and [round(r.wall, 6), round(r.cpu, 6), r.peak] for r in runs] for k, runs in o.runs.items()}}
                 for o in outcomes],
        "compile seconds": compile_times,
        "tokens": tokens,
        "compiling": scale,
    })


def machine():
    model = "unknown"
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    return f"{os.cpu_count()} cores of {model}, {platform.system()} {platform.release().split('-')[0]}"
