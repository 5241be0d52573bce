#!/usr/bin/env python3
"""Documents tell the truth: every fenced block marked `console` is a session, a line `$ command` and what it prints.

  docs.py GAEL [--bless] FILE.md..

`gael` and `build/gael` in a command mean GAEL; files that a block marked `file NAME` shows are there. A line `…` in a block stands for any
lines, a `…` within a line for any characters. --bless writes what is printed now into the document. Closing line: `N passed, N failed`.
"""
import os, pathlib, re, subprocess, sys, tempfile

BLOCK = re.compile(r"^```(console|file \S+|gael(?: GL\d+)?)\n(.*?)^```$", re.M | re.S)


def run(gael, command, where):
    bin_dir = pathlib.Path(where) / ".bin"
    bin_dir.mkdir(exist_ok=True)
    link = bin_dir / "gael"
    if not link.exists():
        link.symlink_to(gael)
    env = dict(os.environ, PATH=f"{bin_dir}:{os.environ['PATH']}", GAEL_CACHE="off", TERM="dumb")
    command = command.replace("build/gael", "gael")
    p = subprocess.run(["bash", "-c", command], cwd=where, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
    return p.stdout.decode(errors="replace").rstrip("\n")


def agrees(said, found):
    parts = [re.escape(p.strip("\n")).replace("…", "[^\n]*") for p in re.split(r"^…$", said, flags=re.M)]
    return re.fullmatch(r"\n?(?:.*\n)*?".join(parts) if len(parts) > 1 else parts[0], found) is not None


def program(gael, kind, text, where):
    """What is wrong with a block of GAEL; "" when nothing is."""
    pathlib.Path(where, "program.gael").write_text(text)
    if kind != "gael":
        said = run(gael, "gael check program.gael", where)
        return "" if f"[{kind.split()[1]}]" in said else said or "compiles"
    if "#>" not in text:
        return run(gael, "gael check program.gael", where)
    said = run(gael, "gael test program.gael", where)
    return "" if re.search(r"^[1-9]\d* passed, 0 failed$", said, re.M) else said


def sessions(text):
    """(command, said) pairs of a block."""
    out = []
    for line in text.rstrip("\n").split("\n"):
        if line.startswith("$ "):
            out.append([line[2:], []])
        elif out:
            out[-1][1].append(line)
    return [(c, "\n".join(s)) for c, s in out]


def main():
    bless = "--bless" in sys.argv
    gael, *files = [a for a in sys.argv[1:] if a != "--bless"]
    gael, passed, failed = os.path.abspath(gael), 0, 0
    for name in files:
        path = pathlib.Path(name)
        with tempfile.TemporaryDirectory() as where:
            def block(match):
                nonlocal passed, failed
                kind, text = match[1], match[2]
                if kind.startswith("gael"):
                    wrong = program(gael, kind, text, where)
                    passed, failed = passed + (not wrong), failed + bool(wrong)
                    if wrong:
                        print(f"{name}: ```{kind}\n{text}```\n{wrong}\n")
                    return match[0]
                if kind != "console":
                    pathlib.Path(where, kind.split()[1]).write_text(text)
                    return match[0]
                lines = []
                for command, said in sessions(text):
                    found = run(gael, command, where)
                    good = agrees(said, found)
                    passed, failed = passed + good, failed + (not good)
                    if not good and not bless:
                        print(f"{name}: $ {command}\n  says:\n{said}\n  prints:\n{found}")
                    lines += [f"$ {command}"] + ([said] if good and said else [found] if not good and found else [])
                return f"```{kind}\n" + "\n".join(lines) + "\n```"
            changed = BLOCK.sub(block, path.read_text())
        if bless:
            path.write_text(changed)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed and not bless else 0


sys.exit(main())
