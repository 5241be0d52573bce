"""The programs: a directory each under programs/, with a file a language and `sizes`.

A line of sizes is

    group NAME            numbers, trees, text, pipelines or arrays; start, of which no mean is taken
    tiny|small|large N    the program's argument; where it reads an input, the input's size
    input GENERATOR       what inputs.py makes comes in on standard input, and there is no argument
    skip SIZE LANGUAGE…   would take more than ten seconds there
"""

import os
from dataclasses import dataclass, field

PROGRAMS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "programs")
GROUPS = ["numbers", "trees", "text", "pipelines", "arrays"]
START = "start"
SIZES = ["tiny", "small", "large"]


@dataclass
class Program:
    name: str
    group: str = ""
    sizes: dict = field(default_factory=dict)
    generator: str = None
    skipped: dict = field(default_factory=dict)

    def source(self, suffix):
        return os.path.join(PROGRAMS, self.name, f"{self.name}.{suffix}")

    def has(self, contender, size):
        return os.path.exists(self.source(contender.suffix)) and contender.key not in self.skipped.get(size, ())


def load(name):
    program = Program(name)
    with open(os.path.join(PROGRAMS, name, "sizes"), encoding="utf-8") as file:
        for line in file:
            words = line.split("#")[0].split()
            if not words:
                continue
            head, rest = words[0], words[1:]
            if head == "group" and rest[0] in GROUPS + [START]:
                program.group = rest[0]
            elif head in SIZES:
                program.sizes[head] = rest[0]
            elif head == "input":
                program.generator = rest[0]
            elif head == "skip" and rest[0] in SIZES:
                program.skipped[rest[0]] = rest[1:]
            else:
                raise ValueError(f"{name}/sizes: {line.strip()}")
    if not program.group or set(program.sizes) != set(SIZES):
        raise ValueError(f"{name}/sizes: wants a group and the sizes {', '.join(SIZES)}")
    return program


def load_all(only=None):
    """All programs by group, then name; or those named."""
    names = sorted(n for n in os.listdir(PROGRAMS) if os.path.exists(os.path.join(PROGRAMS, n, "sizes")))
    unknown = set(only or ()) - set(names)
    if unknown:
        raise ValueError("no such program: " + " ".join(sorted(unknown)))
    return sorted((load(n) for n in names if not only or n in only), key=lambda p: ((GROUPS + [START]).index(p.group), p.name))
