"""What compiling takes as programs get longer, and what a thousand small ones take: generated programs, a round each in turn."""

import json
import os
import subprocess
import sys

from measure import measured

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

SIZES = [400, 1770, 5000, 20000, 50000]  # definitions; 1770 are 5,000 lines
STAGES = {"checked": ["check"], "run at level 0": ["run", "-O0"], "run at level 2": ["run", "-O2"]}
PATIENCE = 100.0  # seconds of the processor after which a longer program is not asked for
SHORT, SHORT_ROUNDS = 1.0, 4  # what takes no longer is run so many times as often: it is disturbed as much by as little
LIMIT = 900.0
JUDGED = 1000
ENVIRONMENT = (("GAEL_CACHE", "off"),)


def generated(directory, definitions):
    """The path of tests/scale's program of that size, and its lines."""
    os.makedirs(directory, exist_ok=True)
    path = os.path.join(directory, f"scale{definitions}.gael")
    if not os.path.exists(path):
        text = subprocess.run([sys.executable, os.path.join(TOP, "tests", "scale", "program.py"), str(definitions)],
                              capture_output=True, check=True).stdout
        with open(path, "wb") as file:
            file.write(text)
    with open(path, "rb") as file:
        return path, file.read().count(b"\n")


def fastest(runs):
    """What disturbs a compilation only makes it longer."""
    best = min(runs, key=lambda r: r.wall)
    return [best.wall, best.cpu, best.peak]


def lengths(workshop, gael, rounds):
    """A row a size: definitions, lines, and for each stage [wall, cpu, peak], None where it takes too long."""
    rows, over = [], set()
    for definitions in SIZES:
        path, lines = generated(workshop.directory, definitions)
        runs = {stage: [] for stage in STAGES if stage not in over}
        for number in range(SHORT_ROUNDS * rounds):
            for stage in runs:
                taken = runs[stage][0].cpu if number else 0
                if taken > PATIENCE / 3 or (number >= rounds and taken > SHORT):
                    continue
                runs[stage].append(measured(workshop, [gael, *STAGES[stage], path], environment=ENVIRONMENT, limit=LIMIT))
        for stage, several in runs.items():
            if any(r.status != 0 for r in several):
                print(f"{stage}, {definitions} definitions: {several[0].output[-300:]}", file=sys.stderr)
                runs[stage] = []
            if not runs[stage] or several[0].cpu > PATIENCE:
                over.add(stage)
        rows.append([definitions, lines, {stage: fastest(runs[stage]) if runs.get(stage) else None for stage in STAGES}])
        print(".", end="", file=sys.stderr, flush=True)
    return rows


FORMS = ["(1..{n}).filter{{x%{k}==1}}.sum", "a.words.map{{x.len+{n}}}.sum", "[x*y|x<-1..{k},y<-1..9,x%2==0].len+{n}",
         "f n=n<2?n:f(n-1)+f(n-2)\nf {k}+{n}", "a.split(\",\").sortby{{x.len}}.join(\"-\").len*{n}",
         "a.words.enum.filter{{x.1.len<{k}}}.map{{x.0+{n}}}", "{{\"k{n}\":{k}}}[\"k{n}\"] ?? 0",
         "(a+\"{n}\").counts.items.sum{{x.1}}"]


def jobs(directory):
    """A file of programs, one a line and all of them different, as short as those that a judge gets."""
    path = os.path.join(directory, "judged.jsonl")
    with open(path, "w", encoding="utf-8") as file:
        for n in range(JUDGED):
            source = FORMS[n % len(FORMS)].format(n=n + 1, k=n % 11 + 3)
            args = ["to be, or not to be"] if "a." in source or "a+" in source else []
            file.write(json.dumps({"id": n, "source": source, "calls": [{"args": args}]}) + "\n")
    return path


def judging(workshop, gael):
    """[wall, cpu, peak] of all of them on one processor."""
    run = measured(workshop, ["taskset", "-c", "0", gael, "judge"], stdin=jobs(workshop.directory), environment=ENVIRONMENT,
                   limit=LIMIT)
    good = run.output.count('"ok":true,"value"')
    if run.status != 0 or good != JUDGED:
        print(f"judge: {good} of {JUDGED} programs gave a value\n{run.output[:500]}", file=sys.stderr)
        return None
    return [run.wall, run.cpu, run.peak]


def measure(workshop, gael, rounds):
    return {"stages": list(STAGES), "patience": PATIENCE, "lengths": lengths(workshop, gael, rounds), "judged": JUDGED,
            "judging": judging(workshop, gael)}
