#!/usr/bin/env python3
"""ARM: the kept libraries, the runtime and the examples, static for aarch64 and armv7, print under qemu what they print on x86-64.

  cross.py BUILD

Asks the build tree for each target's libraries first, which fetches musl and compiler-rt for that machine (scripts/foreign). Skipped where
they cannot be had. Closing line: `N passed, N failed`.
"""
import os, pathlib, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGETS = {"aarch64-linux": "qemu-aarch64", "armv7-linux": "qemu-arm"}


def skip(why):
    print("skipped:", why)
    sys.exit(77)


def programs():
    yield ROOT / "tests/cross/kept.gael", ""
    for path in sorted((ROOT / "examples").rglob("*.gael")):
        lines = path.read_text().split("\n")
        if any(l.startswith("#=") for l in lines) and not any(l.startswith("#$") for l in lines) and not (path.name == "csv.gael"):
            stdin = [l[2:].strip() for l in lines if l.startswith("#<")]
            yield path, (path.parent / stdin[0]).read_text() if stdin else ""


def main():
    build, passed, failed = pathlib.Path(sys.argv[1]).resolve(), 0, 0
    gael = build / "gael"
    for target in TARGETS:
        made = subprocess.run(["cmake", "--build", build, "-j", str(os.cpu_count()), "--target", f"gael_runtime_{target}"], capture_output=True, text=True)
        if made.returncode:
            if not (ROOT / "build/deps" / target / "unpacked").exists():
                skip(f"no libraries for {target} to be had")
            print(made.stdout[-3000:])
            print(f"FAIL the runtime does not build for {target}")
            return 1
    with tempfile.TemporaryDirectory() as scratch:
        for path, stdin in programs():
            def printed(target, *runner):
                binary = f"{scratch}/program"
                if subprocess.run([gael, "build", "--target", target, path, "-o", binary]).returncode:
                    return f"does not build for {target}"
                p = subprocess.run([*runner, binary], input=stdin, capture_output=True, text=True, timeout=300)
                return (p.returncode, p.stdout, p.stderr)
            wanted = printed("x86_64-linux")
            for target, qemu in TARGETS.items():
                found = printed(target, qemu)
                passed, failed = passed + (found == wanted), failed + (found != wanted)
                if found != wanted:
                    print(f"FAIL {path.relative_to(ROOT)} on {target}\n  prints {found}\n  x86-64 {wanted}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0 or not passed


sys.exit(main())
