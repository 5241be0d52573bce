"""The programs of the repository as closed texts: what the language, the library and the examples say of themselves, and HumanEval's tasks."""
import json, pathlib, re, shlex

from closed import close, close_calls, literal

ROOT = pathlib.Path(__file__).resolve().parents[2]
TASKS = ROOT.parent / "shared/data/humaneval/HumanEval.jsonl"


class Stop(BaseException):
    pass


def recorded_arguments(task, most):
    """The arguments of a task's test calls: the test runs against the reference solution, which notes them."""
    space = {}
    exec(task["prompt"] + task["canonical_solution"], space)
    reference, calls = space[task["entry_point"]], []

    def candidate(*args):
        try:
            calls.append([literal(a) for a in args])
        except ValueError:
            pass
        if len(calls) > most:
            raise Stop
        return reference(*args)

    try:
        exec(task["test"], space)
        space["check"](candidate)
    except (Stop, Exception):
        pass
    return calls[:most]


def examples(path):
    """`#> expression` lines: each with the file's definitions is a program. The library's own texts are no program's definitions."""
    lines = path.read_text().split("\n")
    own = [] if path.parent.name == "stdlib" else [l for l in lines if l.strip() and not l.lstrip().startswith("#")]
    for i, line in enumerate(lines):
        if line.startswith("#>"):
            yield f"{path.parent.name}/{path.name}:{i + 1}", "\n".join(own + [line[2:].strip()]) + "\n"


def argument(text):
    """A word of a `#$` line as source: a literal is itself, other words are texts."""
    return text if re.match(r"""[-\d\["'({]|(true|false|none)$|set\[|[A-Z]\w*[({]""", text) else json.dumps(text)


def of_texts():
    """What the language's tests and the library say of themselves."""
    for folder in ("tests/language", "stdlib"):
        for path in sorted((ROOT / folder).glob("*.gael")):
            yield from examples(path)


def of_files():
    """Whole programs: the examples, tests that were found, and what machines differ in."""
    for folder in ("examples", "examples/six", "tests/run", "tests/cross/machines"):
        for path in sorted((ROOT / folder).glob("*.gael")):
            text = path.read_text()
            runs = [[argument(w) for w in shlex.split(l[2:])] for l in text.split("\n") if l.startswith("#$")] or [[]]
            for i, args in enumerate(runs):
                yield f"{folder}/{path.name}#{i}", close(text, args)


def recorded_tasks(most):
    """HumanEval's: (path of the program, its text, the arguments of its first calls)."""
    if not TASKS.exists():
        return
    tasks = {t["task_id"].split("/")[-1]: t for t in map(json.loads, TASKS.read_text().splitlines())}
    for path in sorted((ROOT / "tests/humaneval").glob("*.gael")):
        yield path, path.read_text(), recorded_arguments(tasks[path.stem.lstrip("0") or "0"], most)


def of_tasks(most):
    """HumanEval's, a program a call."""
    for path, text, calls in recorded_tasks(most):
        for i, args in enumerate(calls):
            yield f"tests/humaneval/{path.name}#{i}", close(text, args)


def of_whole_tasks(most):
    """HumanEval's, a program a task: the texts of all results."""
    for path, text, calls in recorded_tasks(most):
        yield f"tests/humaneval/{path.name}", close_calls(text, calls)
