#!/usr/bin/env python3
"""The world on every machine: files by capabilities, arguments, standard input, environment, clock, chance and exit statuses are the host's.

  world.py BUILD [TARGET…]

Each program is built with what it may do, and run in a directory of its own; status, both outputs and the file that it leaves are compared with x86-64's.
Closing line: `N passed, N failed`.
"""
import os, pathlib, subprocess, sys, tempfile

from targets import TARGETS, available, command

HOST = "x86_64-linux"
FILES = '(write "out.txt" (read "in.txt").upper;(read "out.txt",(read "missing")??"missing",(write "no/where" "x";"written")??"not written"))'
WORLD = '((env "WORLD")??"none",(now>1600000000)??"no clock",(entropy!=entropy)??"no chance")'
# name: program, what it may do, arguments, standard input, the outcome where it is not the host's
RUNS = {
    "files": (FILES, "read,write", [], "", {}),
    "files, not allowed": (FILES, "", [], "", {}),
    "one file of two": (FILES, "read=in.txt,write=out.txt", [], "", {}),
    "arguments": ("f:[Int]->Int->Str->([Int],Int,Str)\nf p q r=(p,q+1,r)\nf", "", ["[1,2]", "41", "a,comma"], "", {}),
    "a wrong argument": ("a+1", "", ["many"], "", {}),
    "too few arguments": ("a+b", "", ["1"], "", {}),
    "words behind the program": ("args", "", ["x", "-y", "z=1"], "", {}),
    "words with blanks": ("args", "", ["two words", ""], "", {"thumbv7em-none": ('["two","words"]',)}),  # a debugger's command line is one text
    "standard input": ("stdin.lines.map(len)", "", [], "one\ntwo\n\nvier ü\n", {}),
    "both outputs": ('(print "first";eprint "second";[1,2][7])', "", [], "", {}),
    "a failure": ("f n=n==0?10//n:f(n-1)\nf 3", "", [], "", {}),
    "a limit of memory": ("(1..30000000).map{x*x}.sortby{-x}.len", "", [], "", {}),
    "environment, clock, chance": (WORLD, "env,clock,random", [], "", {"thumbv7em-none": ("none", "no clock", "no chance")}),
}


def outcome(gael, where, target, run):
    source, allow, args, stdin, _ = run
    (where / "in.txt").write_text("some text\n")
    (where / "out.txt").unlink(missing_ok=True)
    (where / "p.gael").write_text(source + "\n")
    made = subprocess.run([gael, "build", *(["--allow", allow] if allow else []), "--memory", "16000000", "--target", target, "p.gael", "-o", "p"],
                          cwd=where, capture_output=True, text=True)
    if made.returncode:
        return made.stderr
    p = subprocess.run(command(target, "./p", args), cwd=where, input=stdin, capture_output=True, text=True, timeout=300, env=dict(os.environ, WORLD="seen"))
    return p.returncode, p.stdout, p.stderr, (where / "out.txt").exists()


def main():
    build, passed, failed = pathlib.Path(sys.argv[1]).resolve(), 0, 0
    targets = available(build, sys.argv[2:] or TARGETS)
    with tempfile.TemporaryDirectory() as scratch:
        where = pathlib.Path(scratch)
        for name, run in RUNS.items():
            wanted = outcome(build / "gael", where, HOST, run)
            for target in targets:
                found = outcome(build / "gael", where, target, run)
                own = run[4].get(target)
                good = all(text in found[1] for text in own) if own else found == wanted
                passed, failed = passed + good, failed + (not good)
                if not good:
                    print(f"FAIL {name} on {target}\n  {found}\n  x86-64: {wanted}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0 or not passed


sys.exit(main())
