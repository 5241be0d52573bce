#!/usr/bin/env python3
"""program.py DEFINITIONS [--reach N] [--seed S] [--chain]: prints a GAEL program of that many definitions, the same one for
the same numbers. They call each other in layers, so that running all of it takes time linear in its length. --reach: of the
definitions only about N are used by the main expression. --chain: each definition calls the one before it, and the main
expression all of them in their order: what is found out about the first has to come through to the last."""

import argparse
import random

LAYERS = 4  # a definition calls two of the layer below: at most 2**3 at the bottom for one at the top
GROUP = 40  # definitions that one definition of the main expression's adds up


class Program:
    def __init__(self, seed):
        self.choose = random.Random(seed)
        self.lines = []
        self.defined = {kind: [[] for _ in range(LAYERS)] for kind in ("number", "list", "text", "tree")}
        self.count = 0
        self.calls = []  # of a definition each, as a text of type Int

    def earlier(self, kind, layer):
        """The name of a definition of the layer below, near its end: programs call what stands near."""
        names = self.defined[kind][layer - 1][-30:] if layer else []
        return self.choose.choice(names) if names else {"number": "base", "list": "evens", "text": "plain", "tree": "leaf"}[kind]

    def small(self):
        return self.choose.randint(1, 97)

    def add(self, kind, name, layer, text, call):
        self.lines += text if isinstance(text, list) else [text]
        self.defined[kind][layer].append(name)
        self.calls.append(call)
        self.count += 1

    # ---- one definition each ----

    def arithmetic(self, n, layer):
        f, g = self.earlier("number", layer), self.earlier("number", layer)
        self.add("number", f"scale{n}", layer,
                 f"scale{n} p q = {f} (p+{self.small()}) q*{self.small()}%1009+{g} q ({self.small()}-p)", f"scale{n} 3 {n % 7}")

    def choice(self, n, layer):
        f, g = self.earlier("number", layer), self.earlier("number", layer)
        k = self.small()
        self.add("number", f"pick{n}", layer, [
            f"pick{n} p q =",
            f"  low = min p q; high = max p q",
            f"  low < {k} ? {f} low (high % {k}) : low == {k} ? {k} : {g} (low - {k}) high % 997"], f"pick{n} {n % 50} 60")

    def recursion(self, n, layer):
        f = self.earlier("number", layer)
        self.add("number", f"walk{n}", layer, [
            f"walk{n} p q = p < 1 ? {f} q {self.small()} : (walk{n} (p // 2) (q + {self.small()}) + p) % 10007"], f"walk{n} 9 2")

    def pipeline(self, n, layer):
        f = self.earlier("list", layer)
        a, b = self.small(), self.choose.randint(2, 9)
        self.add("list", f"sieve{n}", layer,
                 f"sieve{n} xs = {f}(xs).filter{{x % {b} != 1}}.map{{x * {a} % 101}}", f"(sieve{n} [4,8,{a},{b}]).sum")

    def totals(self, n, layer):
        f, g = self.earlier("list", layer), self.earlier("list", layer)
        self.add("number", f"total{n}", layer,
                 f"total{n} p q = {f}([p, q, {self.small()}]).sum + {g}([q, {self.small()}]).len", f"total{n} 5 6")

    def sorted_pairs(self, n, layer):
        f = self.earlier("list", layer)
        self.add("list", f"order{n}", layer,
                 f"order{n} xs = {f}(xs).enum.sortby{{(x.1 + {self.small()}) % 13}}.map{{x.0 + x.1}}", f"(order{n} [9,3,7]).sum")

    def comprehension(self, n, layer):
        f = self.earlier("number", layer)
        self.add("list", f"grid{n}", layer,
                 f"grid{n} xs = [x * {self.small()} + y | x <- xs, y <- [1, {self.small()}], x % 2 == 0 || y > {f} x y]",
                 f"(grid{n} [2,5]).sum")

    def words(self, n, layer):
        f = self.earlier("text", layer)
        self.add("text", f"words{n}", layer,
                 f"words{n} s = {f}(s).split(\" \").map{{x.title + \"{n}\"}}.join \"-\"", f"(words{n} \"ab cd\").len")

    def message(self, n, layer):
        f = self.earlier("text", layer)
        self.add("text", f"note{n}", layer,
                 f"note{n} s = f\"{{s.len}} of {n}: {{{f} s}}\" + (\"{n % 5}\" in s ? \" yes\" : s.take {n % 3 + 1})",
                 f"(note{n} \"x{n % 7}\").len")

    def tree(self, n, layer):
        f, g = self.earlier("number", layer), self.earlier("tree", layer)
        self.add("tree", f"fold{n}", layer, [
            f"fold{n} t = match t",
            f"  | Tip -> {self.small()}",
            f"  | Mark m -> {f} m {self.small()} % 89",
            f"  | Node(l, v, r) -> fold{n} l + v * {self.small()} + {g} r"],
            f"fold{n} (Node(Mark {n % 9}, {n % 5}, Tip))")

    def variant(self, n, layer):
        f = self.earlier("number", layer)
        self.add("number", f"area{n}", layer, [
            f"type Shape{n} = Dot{n} | Line{n}(Int) | Box{n}(Int, Int)",
            f"area{n} p q =",
            f"  shapes = [Dot{n}, Line{n} p, Box{n}(p, q), Line{n} {self.small()}]",
            f"  shapes.sum{{match x | Dot{n} -> {self.small()} | Line{n} k -> k + {f} k q | Box{n}(i, j) -> i * j}}"],
            f"area{n} 3 4")

    def record(self, n, layer):
        f = self.earlier("number", layer)
        self.add("number", f"move{n}", layer, [
            f"type Place{n} = {{east{n}: Int, north{n}: Int}}",
            f"move{n} p q =",
            f"  at = Place{n}{{east{n}: p, north{n}: {f} q p}}",
            f"  to = at{{east{n}: at.east{n} + {self.small()}}}",
            f"  to.east{n} + to.north{n} % 31"], f"move{n} 1 2")

    def tally(self, n, layer):
        f = self.earlier("text", layer)
        self.add("number", f"tally{n}", layer,
                 f"tally{n} p q = ({f} \"{n} and p\").counts.items.sum{{x.1}} + ({{\"k{n}\": p}}[\"k{n % 3}\"] ?? q)", f"tally{n} 8 9")

    KINDS = [arithmetic, arithmetic, choice, recursion, pipeline, totals, sorted_pairs, comprehension, words, message, tree,
             variant, record, tally]

    def grow(self, count):
        while self.count < count:
            n = self.count
            self.choose.choice(self.KINDS)(self, n, n // 8 % LAYERS)

    def close(self, reach):
        """The main expression, by way of definitions that add up a few each, so that no line gets long."""
        used = self.calls[-reach:] if reach else self.calls
        sums = []
        for at in range(0, len(used), GROUP):
            sums.append(f"part{len(sums)}")
            self.lines.append(f"{sums[-1]} k = k + " + " +\n  ".join(used[at:at + GROUP]))
        while len(sums) > GROUP:
            higher = []
            for at in range(0, len(sums), GROUP):
                higher.append(f"{sums[0]}_{len(higher)}")
                self.lines.append(f"{higher[-1]} k = k + " + " + ".join(f"{s} k" for s in sums[at:at + GROUP]))
            sums = higher
        self.lines.append(" + ".join(f"{s} 1" for s in sums))


def chain(count):
    """Of three kinds in turn: what fails, what owns a list, what does neither."""
    lines = ["link0:[Int]->Int->[Int]", "link0 xs k = k < 0 ? xs + [k // k] : xs"]
    for n in range(1, count):
        lines.append([
            f"link{n} xs k = k % {n % 7 + 2} == 0 ? link{n - 1} xs (k - {n % 3}) : k < 2 ? xs : link{n - 1} (xs.rev) (k * 5 % 13)",
            f"link{n} xs k =\n  ys = link{n - 1} xs (k * {n % 5 + 1} % 97)\n  ys.len > k ? ys + [k % {n % 7 + 2}] : ys.map{{x + k}}.rev",
            f"link{n} xs k = xs.len > {n % 9} ? xs.take {n % 4 + 1} : link{n - 1} (xs + [k * k]) (k + 1)"][n % 3])
    calls = [f"(link{n} [1] {n + 2}).len" for n in range(count)]
    sums = [f"part{at} = " + " +\n  ".join(calls[at:at + GROUP]) for at in range(0, count, GROUP)]
    names = [s.split()[0] for s in sums]
    return "\n".join(lines + sums + ["[" + ",".join(names) + "].sum"])


HEAD = """type Tree = Tip | Mark(Int) | Node(Tree, Int, Tree)
base p q = (p * 7 + q) % 1013
evens xs = xs.filter{x % 2 == 0}
plain s = s.trim.lower
leaf t = match t | Tip -> 1 | Mark m -> m | Node(_, v, _) -> v"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("definitions", type=int)
    parser.add_argument("--reach", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--chain", action="store_true")
    chosen = parser.parse_args()
    if chosen.chain:
        print(chain(chosen.definitions))
        return
    program = Program(chosen.seed)
    program.grow(chosen.definitions)
    program.close(chosen.reach)
    print(HEAD + "\n" + "\n".join(program.lines))


main()
