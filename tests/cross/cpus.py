#!/usr/bin/env python3
"""Programs for particular processors (--cpu) print what they print for any: machines/*.gael at -O2, on what the emulator has. A Cortex-M7 computes Floats in
hardware, a Cortex-M4 by the library; its board, mps2-an500, has memory elsewhere, which board.ld is told. So is that of an STM32F405 with 128 KB
of memory, netduinoplus2, on which a recursion too deep is reported, too.

  cpus.py BUILD

Closing line: `N passed, N failed`.
"""
import pathlib, shutil, subprocess, sys, tempfile

from targets import HERE, available, command

CPUS = [("aarch64-linux", "cortex-a53"), ("aarch64-linux", "cortex-a72"), ("aarch64-linux", "neoverse-n1"), ("armv7-linux", "cortex-a15"),
        ("armv7-linux", "cortex-a53"), ("thumbv7-linux", "cortex-a9"), ("riscv64-linux", "sifive-u74"), ("thumbv7em-none", "cortex-m7")]
FLASH, RAM = "0x00000000, LENGTH = 4M", "0x21000000, LENGTH = 16M"
BOARDS = {"mps2-an500": (FLASH, "0x60000000, LENGTH = 16M"), "netduinoplus2": ("0x08000000, LENGTH = 1M", "0x20000000, LENGTH = 128K")}
SMALL = {"(1..100).filter(prime).sum": "1060\n", "[1.5,2.0].map exp": "[4.4816890703380645,7.38905609893065]\n",
         "f n=n<1?1:(f(n-1)*3+n)%7\nf 1000000": "error[GL0603]: the stack limit: a recursion is too deep; calls in tail position use no stack\n"}


def other_board(build, where, board):
    """A copy of the compiler whose programs are for that board: the two lines that board.ld asks to be changed."""
    libraries = where / "lib/gael/thumbv7em-none"
    shutil.copytree(build / "lib/gael/thumbv7em-none", libraries)
    shutil.copy(build / "gael", where / "gael")
    script = (libraries / "board.ld").read_text()
    assert FLASH in script and RAM in script
    flash, ram = BOARDS[board]
    (libraries / "board.ld").write_text(script.replace(FLASH, flash).replace(RAM, ram))
    return where / "gael"


def printed(words):
    p = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
    return p.stdout + p.stderr


def on_board(board, binary):
    return [board if w == "mps2-an386" else w for w in command("thumbv7em-none", binary)]


def main():
    build, passed, failed = pathlib.Path(sys.argv[1]).resolve(), 0, 0
    here = available(build, dict.fromkeys(t for t, _ in CPUS))
    wanted = {p: printed([build / "gael", "run", "-O2", p]) for p in sorted((HERE / "machines").glob("*.gael"))}
    for target, cpu in CPUS:
        if target not in here:
            continue
        with tempfile.TemporaryDirectory() as scratch:
            where = pathlib.Path(scratch)
            board = "mps2-an500" if cpu == "cortex-m7" else None
            gael = other_board(build, where, board) if board else build / "gael"
            for program, text in wanted.items():
                made = printed([gael, "build", "--target", target, "--cpu", cpu, program, "-o", where / "program"])
                found = made or printed(on_board(board, where / "program") if board else command(target, where / "program"))
                passed, failed = passed + (found == text), failed + (found != text)
                if found != text:
                    print(f"FAIL {program.name} for {cpu}\n  prints {found}\n  not {text}")
    if "thumbv7em-none" in here:
        with tempfile.TemporaryDirectory() as scratch:
            where = pathlib.Path(scratch)
            gael = other_board(build, where, "netduinoplus2")
            for source, text in SMALL.items():
                made = printed([gael, "build", "-O0", "--target", "cortex-m4", "-e", source, "-o", where / "program"])
                found = made or printed(on_board("netduinoplus2", where / "program"))
                passed, failed = passed + (found == text), failed + (found != text)
                if found != text:
                    print(f"FAIL {source!r} on netduinoplus2\n  prints {found}\n  not {text}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0 or not passed


sys.exit(main())
