"""Interleaved rounds: each runs every contender once, in rotated order, so that what slows the machine slows all alike."""

import statistics
import sys
from dataclasses import dataclass, field

import inputs
from measure import measured

# What takes longer runs in the first round only.
PATIENCE = 1.5
LIMIT = 60.0
BASE = "c"


@dataclass
class Outcome:
    """A program at a size: the runs of each contender, None where it did not run in that round."""
    program: object
    size: str
    runs: dict = field(default_factory=dict)
    wrong: dict = field(default_factory=dict)

    def times(self, key, clock):
        return [None if run is None else getattr(run, clock) for run in self.runs.get(key, [])]

    def seconds(self, key, clock):
        times = [t for t in self.times(key, clock) if t is not None]
        return statistics.median(times) if times else None

    def ratio(self, key, clock, base=BASE):
        """The median of the ratios within a round; None without one."""
        pairs = zip(self.times(key, clock), self.times(base, clock))
        ratios = [mine / max(theirs, 1e-6) for mine, theirs in pairs if mine is not None and theirs is not None]
        return statistics.median(ratios) if ratios and key not in self.wrong else None

    def peak(self, key):
        peaks = [run.peak for run in self.runs.get(key, []) if run is not None]
        return statistics.median(peaks) if peaks and key not in self.wrong else None


def play(workshop, program, size, commands, rounds):
    """commands: key of a contender to (contender, command)."""
    outcome = Outcome(program, size)
    stdin = inputs.path_of(workshop.directory, program, size)
    argument = [] if program.generator else [program.sizes[size]]
    keys = [key for key, (contender, _) in commands.items() if program.has(contender, size)]
    outcome.runs = {key: [] for key in keys}
    expected = None
    for number in range(rounds):
        turn = number % max(len(keys), 1)
        for key in keys[turn:] + keys[:turn]:
            if key in outcome.wrong or any(run and run.wall > PATIENCE for run in outcome.runs[key] if key != BASE):
                outcome.runs[key].append(None)
                continue
            contender, command = commands[key]
            run = measured(workshop, command + argument, stdin=stdin, environment=contender.environment, limit=LIMIT)
            outcome.runs[key].append(run)
            if run.status is None:
                outcome.wrong[key] = f"over {LIMIT:.0f} s"
            elif run.status != 0:
                outcome.wrong[key] = f"status {run.status}: {run.output.strip()[:200]}"
            elif expected is None:
                expected = run.output.strip()
            elif run.output.strip() != expected:
                outcome.wrong[key] = f"prints {run.output.strip()[:60]!r}, not {expected[:60]!r}"
        print(".", end="", file=sys.stderr, flush=True)
    return outcome
