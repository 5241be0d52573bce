#!/usr/bin/env python3
"""Measures GAEL against C and others on the programs of bench/programs; README.md has the rules."""

import argparse
import os
import sys

import compiling
import report
import suite
from contenders import BY_KEY, CONTENDERS, Workshop
from rounds import play

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", metavar="NAME,…", help="these programs")
    parser.add_argument("--group", choices=suite.GROUPS, help="the programs of a group")
    parser.add_argument("--langs", metavar="KEY,…", help="these contenders of " + ",".join(BY_KEY))
    parser.add_argument("--size", choices=suite.SIZES + ["both"], default="both", help="both: small and large")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="C and GAEL, small sizes")
    parser.add_argument("--clock", choices=["wall", "cpu"], default="wall",
                        help="cpu: user and system time of all threads, for a machine that does something else, too")
    parser.add_argument("--without", metavar="NAME,…", help="GAEL's transformations to leave out (ir/transform.def)")
    parser.add_argument("--gael", default=os.path.join(TOP, "build", "gael"))
    parser.add_argument("--work", default=os.path.join(TOP, "build", "bench"), help="where binaries and inputs are kept")
    parser.add_argument("--write", metavar="DIRECTORY", help="README.md, charts and raw numbers there")
    parser.add_argument("--compiling", action="store_true", help="only what compiling takes as programs get longer")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.langs, chosen.size = chosen.langs or "c,gael,jit", "small"
    return chosen


def prepare(workshop, programs, contenders):
    """For each program its commands, and what building took; a build that fails is told and left out."""
    commands, compile_times, failed = {}, {}, False
    for program in programs:
        commands[program.name], compile_times[program.name] = {}, {}
        for contender in contenders:
            if not os.path.exists(program.source(contender.suffix)):
                continue
            try:
                command, seconds = workshop.build(contender, program)
            except RuntimeError as error:
                print(error, file=sys.stderr)
                failed = True
                continue
            commands[program.name][contender.key] = (contender, command)
            compile_times[program.name][contender.key] = seconds
    return commands, compile_times, failed


def measure_compiling(chosen):
    workshop = Workshop(os.path.abspath(chosen.work), chosen.gael, chosen.without)
    scale = compiling.measure(workshop, chosen.gael, chosen.rounds)
    print("\n" + report.scale_text(scale))
    if chosen.write:
        report.rewrite_scale(chosen.write, scale)
    return 0 if scale["judging"] else 1


def main():
    chosen = options()
    programs = suite.load_all(chosen.only.split(",") if chosen.only else None)
    programs = [p for p in programs if not chosen.group or p.group == chosen.group]
    if chosen.compiling:
        return measure_compiling(chosen)
    wanted = chosen.langs.split(",") if chosen.langs else list(BY_KEY)
    workshop = Workshop(os.path.abspath(chosen.work), chosen.gael, chosen.without)
    contenders = [c for c in CONTENDERS if c.key in wanted and workshop.available(c)]
    missing = [key for key in wanted if key not in [c.key for c in contenders]]
    if missing:
        print("not here:", *missing, file=sys.stderr)

    commands, compile_times, failed = prepare(workshop, programs, contenders)
    sizes = ["small", "large"] if chosen.size == "both" else [chosen.size]
    outcomes = []
    for size in sizes:
        for program in programs:
            if program.group == suite.START and size != sizes[0]:
                continue
            print(f"{program.name} {program.sizes[size]} ", end="", file=sys.stderr, flush=True)
            outcome = play(workshop, program, size, commands[program.name], chosen.rounds)
            print(file=sys.stderr)
            for key, why in outcome.wrong.items():
                print(f"{program.name}.{key} {size}: {why}", file=sys.stderr)
                failed = True
            outcomes.append(outcome)

    keys = report.keys_of(outcomes)
    print(report.terminal(report.ratio_rows(outcomes, keys, chosen.clock)))
    print("\npeak of memory")
    print(report.terminal(report.peak_rows(outcomes, keys)))
    if chosen.write:
        tokens = {p.name: {suffix: workshop.tokens(p, suffix) for suffix in ("gael", "c", "py")} for p in programs}
        scale = compiling.measure(workshop, chosen.gael, chosen.rounds)
        report.write(chosen.write, outcomes, workshop, compile_times, tokens, chosen.clock, scale)
    for key, (won, of) in report.ahead(outcomes, chosen.clock).items():
        print(f"GAEL is ahead of {BY_KEY[key].title} in {won} of {of}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
