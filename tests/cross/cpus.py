#!/usr/bin/env python3
"""Programs for particular processors (--cpu) print what they print for any: machines/*.gael at -O2, on what the emulator has. A Cortex-M7 computes Floats in
hardware, a Cortex-M4 by the library; its board, mps2-an500, has memory elsewhere, which board.ld is told.

  cpus.py BUILD

Closing line: `N passed, N failed`.
"""
import pathlib, shutil, subprocess, sys, tempfile

from targets import HERE, available, command

CPUS = [("aarch64-linux", "cortex-a53"), ("aarch64-linux", "cortex-a72"), ("aarch64-linux", "neoverse-n1"), ("armv7-linux", "cortex-a15"),
        ("armv7-linux", "cortex-a53"), ("thumbv7-linux", "cortex-a9"), ("riscv64-linux", "sifive-u74"), ("thumbv7em-none", "cortex-m7")]
OTHER_BOARDS = {"cortex-m7": ("mps2-an500", "0x60000000")}


def other_board(build, where, memory):
    """A copy of the compiler whose programs expect memory there."""
    libraries = where / "lib/gael/thumbv7em-none"
    shutil.copytree(build / "lib/gael/thumbv7em-none", libraries)
    shutil.copy(build / "gael", where / "gael")
    script = (libraries / "board.ld").read_text()
    assert "0x21000000" in script
    (libraries / "board.ld").write_text(script.replace("0x21000000", memory))
    return where / "gael"


def printed(words):
    p = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
    return p.stdout + p.stderr


def main():
    build, passed, failed = pathlib.Path(sys.argv[1]).resolve(), 0, 0
    here = available(build, dict.fromkeys(t for t, _ in CPUS))
    wanted = {p: printed([build / "gael", "run", "-O2", p]) for p in sorted((HERE / "machines").glob("*.gael"))}
    for target, cpu in CPUS:
        if target not in here:
            continue
        with tempfile.TemporaryDirectory() as scratch:
            where = pathlib.Path(scratch)
            board, memory = OTHER_BOARDS.get(cpu, (None, None))
            gael = other_board(build, where, memory) if board else build / "gael"
            for program, text in wanted.items():
                made = printed([gael, "build", "--target", target, "--cpu", cpu, program, "-o", where / "program"])
                run = [board if w == "mps2-an386" else w for w in command(target, where / "program")]
                found = made or printed(run)
                passed, failed = passed + (found == text), failed + (found != text)
                if found != text:
                    print(f"FAIL {program.name} for {cpu}\n  prints {found}\n  not {text}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0 or not passed


sys.exit(main())
