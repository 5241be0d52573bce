"""Inputs of the programs that read: made once, the same ones everywhere, kept under the build directory and never committed."""

import itertools
import os
import random


def _syllables(rng, number):
    return "".join(rng.choice("bcdfglmnprstv") + rng.choice("aeiou") for _ in range(number))


def words(size):
    """So many words of a vocabulary in which few are frequent (Zipf), a dozen a line."""
    rng = random.Random(size)
    vocabulary = sorted({_syllables(rng, rng.randint(1, 5)) for _ in range(20000)})
    rng.shuffle(vocabulary)
    shares = list(itertools.accumulate(1 / rank for rank in range(1, len(vocabulary) + 1)))
    chosen = rng.choices(vocabulary, cum_weights=shares, k=size)
    for start in range(0, size, 12):
        yield " ".join(chosen[start:start + 12]).capitalize() + "\n"


def sales(size):
    """A table with commas: a heading, and so many rows of number, name, region, amount and price."""
    rng = random.Random(size)
    regions = ["north", "south", "east", "west", "center", "islands", "coast", "hills"]
    yield "number,name,region,amount,price\n"
    for number in range(1, size + 1):
        price = f"{rng.randint(0, 99)}.{rng.randint(0, 99):02d}"
        yield f"{number},{_syllables(rng, 4)},{rng.choice(regions)},{rng.randint(1, 500)},{price}\n"


def dna(size):
    """So many letters of ACGT on one line, in pieces that come again."""
    rng = random.Random(size)
    pieces = ["".join(rng.choices("ACGT", weights=[30, 20, 20, 30], k=rng.randint(4, 40))) for _ in range(2000)]
    while size > 0:
        piece = rng.choice(pieces)[:size]
        size -= len(piece)
        yield piece
    yield "\n"


def formulas(size):
    """So many lines of integer arithmetic with brackets; no value, on the way either, is beyond a million or so."""
    rng = random.Random(size)

    def formula(depth):
        kind = rng.random()
        if depth == 0 or kind < 0.2:
            return str(rng.randint(0, 99))
        if kind < 0.3:
            return f"-({formula(depth - 1)})"
        if kind < 0.45:
            return f"({formula(depth - 1)})%{rng.randint(2, 97)}"
        left, right = formula(depth - 1), formula(depth - 1)
        return f"{left}{rng.choice('+-')}{right}" if kind < 0.75 else f"({left})*({right})%1009"

    for _ in range(size):
        yield formula(5) + "\n"


def nothing(_):
    return ()


# Name of a generator: a function of the size that gives the text in pieces.
GENERATORS = {make.__name__: make for make in (nothing, words, sales, dna, formulas)}


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
