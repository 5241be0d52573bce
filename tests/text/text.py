#!/usr/bin/env python3
"""Real amounts of text: the programs of examples/data on 20 MB of words, a CSV table of 100,000 rows and a log of 100,000 lines, as native
binaries, against Python's answers.

  text.py GAEL

Closing line: `N passed, N failed`.
"""
import collections, csv, io, itertools, json, os, pathlib, random, re, subprocess, sys, tempfile

DATA = pathlib.Path(__file__).resolve().parents[2] / "examples/data"


def words(r):
    known = ["".join(r.choice("etaoinshrdlucmfwypvbgkjqxz") for _ in range(r.randint(1, 9))) for _ in range(30000)]
    weights = list(itertools.accumulate(1 / (i + 1) for i in range(len(known))))
    drawn = r.choices(known, cum_weights=weights, k=3_400_000)
    return "\n".join(" ".join(drawn[i:i + 12]).capitalize() + ".!?,"[i // 12 % 4] for i in range(0, len(drawn), 12)) + "\n"


def table(r):
    out = io.StringIO()
    w = csv.writer(out, lineterminator="\n")
    w.writerow(["id", "name", "amount", "note"])
    names = ["Ann, Dr.", 'Bo "the" B', "Cy", "Zoë"]
    w.writerows([i, r.choice(names), r.randint(1, 99999) / 100, "two\nlines" if i % 50 == 0 else "x"] for i in range(100_000))
    return out.getvalue()


def log(r):
    lines = []
    for i in range(100_000):
        path = r.choice(["/", "/a.html", "/b/c.png", "/missing"])
        status, size = (404, "-") if path == "/missing" else (200, r.randint(0, 10**6))
        lines.append(f'10.0.{r.randrange(3)}.{r.randrange(200)} - - [10/Oct/2026:{r.randrange(24):02}:{i % 60:02}:00 +0000] "GET {path} HTTP/1.1" {status} {size}'
                     if i % 1000 else "garbage")
    return "\n".join(lines) + "\n"


def most(counts, n):
    return sorted(counts.items(), key=lambda item: -item[1])[:n]


def frequencies(text):
    counts = collections.Counter(re.findall("[a-z]+", text.lower()))
    return "".join(f"{n} {w}\n" for w, n in most(counts, len(counts)) if n > 2)


def summary(text):
    entry = re.compile(r'(\S+) \S+ \S+ \[[^:]+:(\d\d)[^\]]*\] "\S+ (\S+)[^"]*" (\d{3}) (\d+|-)')
    found = [m for m in map(entry.fullmatch, text.splitlines()) if m]
    broken = len(text.splitlines()) - len(found)
    sizes = collections.Counter()
    for m in found:
        sizes[m[1]] += int(m[5]) if m[5] != "-" else 0
    show = lambda pairs: ", ".join(f"{k} {v}" for k, v in pairs)
    count = lambda i: collections.Counter(m[i] for m in found)
    return (f"{len(found)} requests, {broken} unreadable lines\nby status: {show(sorted(count(4).items()))}\nby hour:   {show(sorted(count(2).items()))}\n"
            f"most asked: {show(most(count(3), 3))}\nmost bytes: {show(most(sizes, 3))}\n")


def records(text):
    number = lambda s: int(s) if s.isdigit() else float(s) if re.fullmatch(r"\d+\.\d+", s) else s
    return [{k: number(v) for k, v in row.items()} for row in csv.DictReader(io.StringIO(text))]


def main():
    gael, r = os.path.abspath(sys.argv[1]), random.Random(1)
    passed = failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        def run(program, text):
            binary = f"{scratch}/{program}"
            subprocess.run([gael, "build", "-o", binary, str(DATA / f"{program}.gael")], check=True)
            return subprocess.run([binary], input=text, capture_output=True, text=True, timeout=300).stdout

        def check(name, good):
            nonlocal passed, failed
            passed, failed = passed + good, failed + (not good)
            print("ok  " if good else "FAIL", name)

        text, rows, lines = words(r), table(r), log(r)
        check(f"word frequencies of {len(text) >> 20} MB", run("wordfreq", text) == frequencies(text))
        made = run("csv2json", rows)
        check(f"CSV of {len(rows) >> 10} kB to JSON", json.loads(made) == records(rows))
        check("and back", run("json2csv", made) == rows)
        check(f"a log of {len(lines) >> 10} kB", run("weblog", lines) == summary(lines))
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
