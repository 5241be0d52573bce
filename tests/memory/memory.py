#!/usr/bin/env python3
"""Memory stays flat: programs that allocate at every turn and keep little.

  memory.py GAEL [--long]

Each program of this folder takes a number of turns. With ten times the turns its peak must be the same within 5 %,
compiled as a binary and run at once; no object may be left at the end. --long: each binary runs for a minute instead,
and its memory after six seconds is compared with that at the end. Closing line: `N passed, N failed`.
"""
import os, pathlib, re, resource, subprocess, sys, tempfile, time

TURNS = {"few": 200_000, "many": 2_000_000, "endless": 10**15}
SECONDS, EARLY = 60, 6
ALIKE, SLACK_KB = 1.05, 256
HERE = pathlib.Path(__file__).parent
# A build under AddressSanitizer keeps what was freed for a while: little of it here.
ENVIRONMENT = dict(os.environ, GAEL_CACHE="off", ASAN_OPTIONS="quarantine_size_mb=1:thread_local_quarantine_size_kb=16")


def peak(command, turns):
    """Peak memory in kB, what was printed, and the objects left."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        p = subprocess.Popen([*command, str(turns)], stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                             env=dict(ENVIRONMENT, GAEL_LIVE="1"))
        _, status, usage = os.wait4(p.pid, 0)
        p.returncode = os.waitstatus_to_exitcode(status)
        err.seek(0)
        told = err.read().decode()
    live = re.search(r"^live (\d+)$", told, re.M)
    return usage.ru_maxrss, p.returncode, live[1] if live else told


def grows(command):
    """None, or what is wrong."""
    runs = [peak(command, TURNS[n]) for n in ("few", "many")]
    for memory, status, live in runs:
        if status or live != "0":
            return f"status {status}, objects left: {live}"
    few, many = runs[0][0], runs[1][0]
    if many <= few * ALIKE + SLACK_KB:
        return None
    return f"{few} kB after {TURNS['few']:,} turns, {many} kB after {TURNS['many']:,}"


def resident(pid):
    return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize() // 1024


def grow_for_long(binaries):
    """All at once; yields what is wrong with each, or None."""
    silent = dict(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    running = [subprocess.Popen([b, str(TURNS["endless"])], **silent) for b in binaries]
    try:
        time.sleep(EARLY)
        early = [resident(p.pid) for p in running]
        time.sleep(SECONDS - EARLY)
        for p, before in zip(running, early):
            after = resident(p.pid) if p.poll() is None else None
            if after is None:
                yield f"ended with {p.returncode}"
            else:
                flat = after <= before * ALIKE + SLACK_KB
                yield None if flat else f"{before} kB after {EARLY} s, {after} kB after {SECONDS}"
    finally:
        for p in running:
            p.kill()
            p.wait()


def main():
    gael, long = sys.argv[1], "--long" in sys.argv
    results = []
    with tempfile.TemporaryDirectory() as scratch:
        sources = sorted(HERE.glob("*.gael"))
        binaries = [f"{scratch}/{s.stem}" for s in sources]
        for source, binary in zip(sources, binaries):
            subprocess.run([gael, "build", "-o", binary, source], check=True)
        if long:
            results = list(zip(binaries, grow_for_long(binaries)))
        else:
            for source, binary in zip(sources, binaries):
                results.append((binary, grows([binary])))
                results.append((f"run {source.name}", grows([gael, "run", "-O0", source])))  # in tiers the compiler grows, too
    for name, trouble in results:
        if trouble:
            print(f"FAIL {pathlib.Path(name).name}: {trouble}")
    failed = sum(bool(t) for _, t in results)
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed or not results else 0


sys.exit(main())
