#!/usr/bin/env python3
"""Compiling takes memory linear in the program's length: pages touched, counted by the system, so that a busy machine changes nothing.

  scale.py GAEL [--time]

Programs of tests/scale/program.py, each size twice the one before; for every stage the slope of the logarithms is told and may be
1.15 at most. Of a program that uses 20 of its definitions, the others cost parsing and checking only. --time: seconds, too, which
nobody judges. A long program's parts fit together. Closing line: `N passed, N failed`.
"""
import ctypes, math, os, pathlib, resource, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).parent
GAEL = os.path.abspath(sys.argv[1])
SIZES, MOST = [400, 800, 1600], 1.15


def program(folder, *words):
    path = pathlib.Path(folder) / ("_".join(map(str, words)) + ".gael")
    path.write_bytes(subprocess.run([sys.executable, HERE / "program.py", *map(str, words)], capture_output=True, check=True).stdout)
    return path


def small_pages():
    """The system gives no large ones: each that is touched counts."""
    PR_SET_THP_DISABLE = 41
    ctypes.CDLL(None).prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0)


def cost(command):
    """Pages and seconds of the processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=dict(os.environ, GAEL_CACHE="off"),
                   preexec_fn=small_pages)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_minflt - before.ru_minflt, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def alike(path):
    """Do level 2, whose parts are compiled at several levels and call each other, and level 0 say the same?"""
    runs = [subprocess.run([GAEL, "run", level, str(path)], capture_output=True, env=dict(os.environ, GAEL_CACHE="off"))
            for level in ("-O0", "-O2")]
    return runs[0].returncode == runs[1].returncode == 0 and runs[0].stdout == runs[1].stdout


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        nothing = cost([GAEL, "run", "--emit=obj", str(program(folder, 1))])[0]
        for shape in ([], ["--chain"]):
            paths = [program(folder, n, *shape) for n in SIZES]
            for stage, command in (("check", ["check"]), ("rc", ["run", "--emit=rc"]), ("obj", ["run", "--emit=obj"])):
                costs = [cost([GAEL, *command, str(p)]) for p in paths]
                pages = [max(c[0] - nothing * (stage == "obj"), 1) for c in costs]
                slope = math.log(pages[-1] / pages[0]) / math.log(SIZES[-1] / SIZES[0])
                passed, failed = passed + (slope <= MOST), failed + (slope > MOST)
                seconds = " ".join(f"{c[1]:.2f} s" for c in costs) if "--time" in sys.argv else ""
                print(f"{'' if slope <= MOST else 'FAIL '}{stage} {' '.join(shape)}: slope {slope:.2f}; pages {pages} {seconds}")
        check = cost([GAEL, "check", str(paths[-1])])[0]
        few = program(folder, SIZES[-1], "--reach", 20)
        over = cost([GAEL, "run", "--emit=obj", str(few)])[0] - cost([GAEL, "check", str(few)])[0] - nothing
        all_of_it = cost([GAEL, "run", "--emit=obj", str(program(folder, SIZES[-1]))])[0] - check - nothing
        fine = over < all_of_it / 10
        passed, failed = passed + fine, failed + (not fine)
        print(f"{'' if fine else 'FAIL '}20 of {SIZES[-1]} definitions used: {over} pages beyond checking, all of them: {all_of_it}")
        same = alike(program(folder, 1000, "--seed", 3))
        passed, failed = passed + same, failed + (not same)
        print(f"{'' if same else 'FAIL '}1000 definitions in parts of several levels print what they do at level 0")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


sys.exit(main())
