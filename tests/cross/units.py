#!/usr/bin/env python3
"""The runtime's unit tests on every machine: tests/unit/test_rt_*.c, built by cmake/RuntimeTarget.cmake, which says which cannot be had where.

  units.py BUILD [TARGET…]

Closing line: `N passed, N failed`.
"""
import concurrent.futures, os, pathlib, subprocess, sys

from targets import TARGETS, available, command


def outcome(target, binary):
    try:
        p = subprocess.run(command(target, binary), stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=300)
    except subprocess.TimeoutExpired:
        return "does not end"
    return "" if p.returncode == 0 else f"status {p.returncode}\n{p.stdout[-2000:]}{p.stderr[-2000:]}"


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    targets = available(build, sys.argv[2:] or TARGETS, "units")
    work = [(t, b) for t in targets for b in sorted((build / "runtime" / t / "units").iterdir()) if not b.suffix]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for (target, binary), trouble in zip(work, pool.map(lambda w: outcome(*w), work)):
            failed += bool(trouble)
            if trouble:
                print(f"FAIL {binary.name} on {target}: {trouble}")
    for target in targets:
        print(f"{target}: {sum(t == target for t, _ in work)} programs")
    print(f"{len(work) - failed} passed, {failed} failed")
    return failed > 0 or not work


sys.exit(main())
