#!/bin/sh
# tests/density.sh [GAEL]: tokens of tests/humaneval/*.gael against the tasks' reference solutions, a line a task, and the
# totals. The reference is the prompt without docstrings and the canonical solution; both sides lose comments, blank lines
# and trailing spaces first, so that the layout of neither counts. Needs the task file beside the checkout.
set -eu
cd "$(dirname "$0")/.."
gael=${1:-build/gael}
tasks=${HUMANEVAL:-../shared/data/humaneval/HumanEval.jsonl}

skip() { echo "skipped: $1" && exit 77; }
[ -f "$tasks" ] || skip "the tasks are not at $tasks"
[ -x "$gael" ] || skip "there is no $gael"
ls tests/humaneval/*.gael >/dev/null 2>&1 || skip "there are no programs in tests/humaneval"

exec python3 - "$gael" "$tasks" <<'PYTHON'
import json, os, re, subprocess, sys, tempfile
from pathlib import Path
from statistics import mean, median

gael, tasks = sys.argv[1:]


def bare(text):
    lines = (line.rstrip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line and not line.lstrip().startswith("#"))


def reference(task):
    prompt = re.sub(r'("""|\'\'\')[\s\S]*?(\1|\Z)', "", task["prompt"])
    return bare(prompt + task["canonical_solution"])


def counts(texts):
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, str(i)) for i in range(len(texts))]
        for file, text in zip(files, texts):
            file.write_text(text, encoding="utf-8")
        run = subprocess.run([os.path.abspath(gael), "tokens", "--json", *files], capture_output=True, text=True)
    if run.returncode:
        print("skipped:" if "missing" in run.stderr else "failed:", run.stderr.strip())
        sys.exit(77 if "missing" in run.stderr else 1)
    rows = map(json.loads, run.stdout.splitlines())
    return [row["tokens"] for row in rows if row["row"] == "file"]


tasks = [json.loads(line) for line in Path(tasks).read_text(encoding="utf-8").split("\n") if line]
references = {int(task["task_id"].split("/")[-1]): reference(task) for task in tasks}
programs = {int(p.stem): bare(p.read_text(encoding="utf-8")) for p in sorted(Path("tests/humaneval").glob("*.gael"))}
ours = counts(list(programs.values()))
theirs = counts([references[number] for number in programs])
rates = [1 - a / b for a, b in zip(ours, theirs)]

print("task  tokens  reference    rate")
for number, a, b, rate in zip(programs, ours, theirs, rates):
    print(f"{number:4}  {a:6}  {b:9}  {rate:6.3f}")
print(f"all   {sum(ours):6}  {sum(theirs):9}  {1 - sum(ours) / sum(theirs):6.3f}")
print(f"{len(programs)} programs, mean rate {mean(rates):.3f}, median {median(rates):.3f}")
PYTHON
