#!/usr/bin/env python3
"""Broken programs and what must be said of them.

  fail.py GAEL

A program says what is expected in comments of its own, wherever a comment can stand: `#! GL0201 3:5-3:9 words of the message`. Exactly these
diagnostics may appear, in text and in JSON, and the status must be 2. Each fix, made alone, mends what it is offered for. Where every error
has a fix, the first fixes of all are made at once, and the program must compile, and print what `#= value` says, if it does; so must at least
half of the programs. `made` below lists programs that are better made than kept. Closing line: `N passed, N failed`.
"""
import json, pathlib, re, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).parent
EXPECT = re.compile(rb"#! (GL\d{4}) (\d+):(\d+)-(\d+):(\d+) ?(.*)")

made = {
    "brackets": (b"(" * 200_000, [("GL0107", "nest")]),
    "brackets_mixed": (b"f=" + b"[(" * 100_000, [("GL0107", "nest")]),
    "empty": (b"", [("GL0501", "main expression")]),
    "only_comment": (b"# nothing\n", [("GL0501", "main expression")]),
    "not_utf8": (b"f=1\n\"a\xffb\".len\n", [("GL0001", "UTF-8")]),
    "nul": (b"1+\x00 2\n", [("GL0105", "")]),
}


VALUE = re.compile(rb"#= (.*)")
PROGRAMS = 150
KEYS = "code severity message file line column end_line end_column span notes fixes".split()


def place(source, offset):
    """Line and column, both from 1, of a byte offset; a column is a letter."""
    before = source[:offset]
    start = before.rfind(b"\n") + 1
    return [before.count(b"\n") + 1, len(before[start:].decode(errors="replace")) + 1]


def misformed(d, source):
    """What is wrong with a diagnostic's JSON, by docs/json.md."""
    missing = [k for k in KEYS if k not in d]
    if missing:
        return f"no {missing} in {d}"
    ends = place(source, d["span"][0]) + place(source, d["span"][1])
    if ends != [d["line"], d["column"], d["end_line"], d["end_column"]]:
        return f"the span is at {ends} in {d}"
    return None


def mended(source, edits):
    """The source with the edits made; None where two of them overlap."""
    reached = len(source) + 1
    for edit in sorted(edits, key=lambda e: (e["span"], e["text"]), reverse=True):
        start, end = edit["span"]
        if end > reached:
            return None
        source = source[:start] + edit["text"].encode() + source[end:]
        reached = start
    return source


def check_source(gael, path, source):
    """What `gael check` finds in a text that takes the place of a file, so that its modules are found."""
    with tempfile.NamedTemporaryFile(suffix=".gael", dir=pathlib.Path(path).parent) as f:
        f.write(source)
        f.flush()
        done = subprocess.run([gael, "check", "--json", f.name], capture_output=True, timeout=60)
    return [json.loads(l) for l in done.stdout.splitlines()]


def useless_fixes(gael, path, source, found):
    """Fixes that, made as they are, leave the diagnostic where it was."""
    for d in found:
        for fix in d["fixes"]:
            left = [l for l in check_source(gael, path, mended(source, fix["edits"])) if l["code"] == d["code"]]
            fewer = len(left) < sum(f["code"] == d["code"] for f in found)
            if not fewer and any((l["line"], l["column"]) == (d["line"], d["column"]) for l in left):
                return f"{d['code']}: {fix['title']!r} mends nothing: {mended(source, fix['edits'])!r}"
    return None


def mends(gael, path, source, found):
    """Do the first fixes of all errors, made at once, give a program that compiles? None: some error has no fix."""
    errors = [d for d in found if d["severity"] == "error"]
    if not errors or not all(d["fixes"] for d in errors):
        return None, None
    text = mended(source, [e for d in errors for e in d["fixes"][0]["edits"]])
    if text is None:
        return False, "two fixes overlap"
    left = [d for d in check_source(gael, path, text) if d["severity"] == "error"]
    value = VALUE.search(source)
    if value and not left:
        run = subprocess.run([gael, "run", "-"], input=text, capture_output=True, timeout=60)
        if run.stdout.strip() != value[1].strip():
            return False, f"the fixes give {text!r}, which prints {run.stdout!r}"
    return not left, left and f"the fixes give {text!r}, in which {left[0]['code']}: {left[0]['message']}"


def check(gael, path):
    text = subprocess.run([gael, "run", path], capture_output=True, timeout=60, stdin=subprocess.DEVNULL)
    data = subprocess.run([gael, "run", "--json", path], capture_output=True, timeout=60, stdin=subprocess.DEVNULL)
    found = [json.loads(l) for l in data.stdout.splitlines() if l.strip().startswith(b"{")]
    return text, data, found


def trouble(gael, name, path, source, expected):
    text, data, found = check(gael, path)
    if name in made:
        if text.returncode not in (2, 3) or b"Sanitizer" in text.stderr:
            return f"status {text.returncode}: {text.stderr[:300]!r}"
        said = text.stderr.decode(errors="replace")
        missing = [c for c, words in expected if words not in said or (c != "GL0501" and c not in said)]
        return f"not said: {missing} in {said[:400]!r}" if missing else None
    if text.returncode != 2 or data.returncode != 2:
        return f"status {text.returncode}, {data.returncode}: {text.stderr.decode(errors='replace')[:400]} {text.stdout[:100]}"
    seen = [(d["code"], d["line"], d["column"], d["end_line"], d["end_column"]) for d in found]
    want = [e[:5] for e in expected]
    if sorted(seen) != sorted(want):
        return "expected " + str(sorted(want)) + "\n  found    " + "\n           ".join(f"{s} {d['message']}" for s, d in sorted(zip(seen, found), key=lambda p: p[0]))
    for code, *place, words in expected:
        d = next(d for d in found if (d["code"], d["line"], d["column"]) == (code, place[0], place[1]))
        if words not in d["message"]:
            return f"{code}: {words!r} is not in {d['message']!r}"
        if code not in text.stderr.decode():
            return f"{code} is missing in the text form"
    return next(filter(None, (misformed(d, source) for d in found)), None) or useless_fixes(gael, path, source, found)


def read_cases(scratch):
    cases = []
    for path in sorted(HERE.rglob("*.gael")):
        source = path.read_bytes()
        want = [(m[1].decode(), *map(int, m.groups()[1:5]), m[6].decode().strip()) for m in EXPECT.finditer(source)]
        cases.append((str(path.relative_to(HERE).with_suffix("")), str(path), source, want))
    for name, (source, want) in made.items():
        path = f"{scratch}/{name}.gael"
        pathlib.Path(path).write_bytes(source)
        cases.append((name, path, source, want))
    return cases


def main():
    gael = sys.argv[1]
    failed = whole = 0
    with tempfile.TemporaryDirectory() as scratch:
        cases = read_cases(scratch)
        for name, path, source, want in cases:
            problem = trouble(gael, name, path, source, want) if want else "the program expects nothing"
            if not problem and name not in made:
                good, problem = mends(gael, path, source, check(gael, path)[2])
                whole += bool(good)
            if problem:
                failed += 1
                print(f"FAIL {name}: {problem}")
    codes = {c[0] for case in cases for c in case[3]}
    print(f"{len(cases)} programs, {len(codes)} codes, {whole} programs compile with their fixes")
    if len(cases) < PROGRAMS or 2 * whole < len(cases):
        failed += 1
        print(f"FAIL totals: at least {PROGRAMS} programs are wanted, and half of them mended by their fixes")
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
