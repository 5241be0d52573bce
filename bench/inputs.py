"""Inputs of the programs that read: made once, the same ones everywhere, kept under the build directory and never committed."""

import os

# Name of a generator: a function of the size that gives the text in pieces.
GENERATORS = {}


def path_of(directory, program, size):
    """The file with the program's input of that size; None where it reads none."""
    if not program.generator:
        return None
    path = os.path.join(directory, "inputs", f"{program.generator}-{program.sizes[size]}")
    if not os.path.exists(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path + ".part", "w", encoding="utf-8") as file:
            file.writelines(GENERATORS[program.generator](int(program.sizes[size])))
        os.rename(path + ".part", path)
    return path
