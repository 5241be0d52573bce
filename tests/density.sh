#!/bin/sh
# tests/density.sh [GAEL [TOKENIZER.json]]: tokens of tests/humaneval/*.gael against the tasks' reference solutions, a line a task, and
# those of examples/six; docs/density.md says what is counted. Fails when a total exceeds its bound. Needs the task file beside the
# checkout. Tokens are o200k's, and those of the tokenizer.json where there is one.
set -eu
cd "$(dirname "$0")/.."
gael=${1:-build/gael}
tokenizer=${2:-build/density/deepseek_v3.json}
tasks=${HUMANEVAL:-../shared/data/humaneval/HumanEval.jsonl}

skip() { echo "skipped: $1" && exit 77; }
[ -f "$tasks" ] || skip "the tasks are not at $tasks"
[ -x "$gael" ] || skip "there is no $gael"
ls tests/humaneval/*.gael >/dev/null 2>&1 || skip "there are no programs in tests/humaneval"
[ -s "$tokenizer" ] || { echo "counted by o200k only: there is no $tokenizer (make density fetches it)"; tokenizer=; }

exec python3 - "$gael" "$tasks" "$tokenizer" <<'PYTHON'
import json, os, re, subprocess, sys, tempfile
from pathlib import Path
from statistics import mean, median

MOST_HUMANEVAL, MOST_SIX = 2241, 200  # o200k tokens
gael, tasks, tokenizer = sys.argv[1:]
vocabs = {"o200k": "o200k", **({Path(tokenizer).stem: os.path.abspath(tokenizer)} if tokenizer else {})}


def bare(text):
    lines = (line.rstrip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line and not line.lstrip().startswith("#"))


def reference(task):
    prompt = re.sub(r'("""|\'\'\')[\s\S]*?(\1|\Z)', "", task["prompt"])
    return bare(prompt + task["canonical_solution"])


def counts(texts, vocab):
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, str(i)) for i in range(len(texts))]
        for file, text in zip(files, texts):
            file.write_text(text, encoding="utf-8")
        command = [os.path.abspath(gael), "tokens", "--json", "--vocab", vocab, *files]
        run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        print("skipped:" if "missing" in run.stderr else "failed:", run.stderr.strip())
        sys.exit(77 if "missing" in run.stderr else 1)
    rows = map(json.loads, run.stdout.splitlines())
    return [row["tokens"] for row in rows if row["row"] == "file"]


def programs(folder):
    return {path.stem: bare(path.read_text(encoding="utf-8")) for path in sorted(Path(folder).glob("*.gael"))}


def row(label, pairs):
    print(f"{label:5}" + "".join(f"  {ours:{len(v)}}  {theirs:9}  {1 - ours / theirs:6.3f}" for v, (ours, theirs) in zip(vocabs, pairs)))


tasks = [json.loads(line) for line in Path(tasks).read_text(encoding="utf-8").split("\n") if line]
references = {task["task_id"].split("/")[-1].zfill(3): reference(task) for task in tasks}
solved = programs("tests/humaneval")
ours = [counts(list(solved.values()), v) for v in vocabs.values()]
theirs = [counts([references[task] for task in solved], v) for v in vocabs.values()]

print("task " + "".join(f"  {v}  reference    rate" for v in vocabs))
for task, pairs in zip(solved, zip(*[zip(o, t) for o, t in zip(ours, theirs)])):
    row(task, pairs)
row("all", [(sum(o), sum(t)) for o, t in zip(ours, theirs)])
for vocab, o, t in zip(vocabs, ours, theirs):
    rates = [1 - a / b for a, b in zip(o, t)]
    print(f"{vocab}: {len(solved)} programs, mean rate {mean(rates):.3f}, median {median(rates):.3f}")

six = programs("examples/six")
by_vocab = [counts(list(six.values()), v) for v in vocabs.values()]
print("\n" + " " * 9 + "".join(f"  {v}" for v in vocabs))
for name, numbers in [*zip(six, zip(*by_vocab)), ("all", [sum(n) for n in by_vocab])]:
    print(f"{name:9}" + "".join(f"  {n:{len(v)}}" for v, n in zip(vocabs, numbers)))

for what, total, most in [("HumanEval's programs", sum(ours[0]), MOST_HUMANEVAL), ("the six programs", sum(by_vocab[0]), MOST_SIX)]:
    if total > most:
        sys.exit(f"failed: {what} are {total} o200k tokens, more than {most}")
PYTHON
