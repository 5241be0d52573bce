"""The languages: what builds a program, what runs it, what a comment looks like. One row a contender."""

import hashlib
import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass

from measure import measured


@dataclass(frozen=True)
class Contender:
    """In build and run, {gael} {source} {binary} are filled in. The first word of build, else of run, is the tool it needs."""
    key: str
    title: str
    suffix: str
    comment: str
    build: tuple
    run: tuple
    version: tuple
    environment: tuple = ()

    @property
    def tool(self):
        return (self.build or self.run)[0]


COMPILED = ("{binary}",)

CONTENDERS = [
    Contender("c", "C, clang-19 -O3", "c", "//", ("clang-19", "-O3", "{source}", "-o", "{binary}", "-lm"), COMPILED,
              ("clang-19", "--version")),
    Contender("gcc", "C, gcc -O2", "c", "//", ("gcc", "-O2", "{source}", "-o", "{binary}", "-lm"), COMPILED,
              ("gcc", "--version")),
    Contender("gael", "GAEL", "gael", "#", ("{gael}", "build", "{source}", "-o", "{binary}"), COMPILED,
              ("{gael}", "--version")),
    # From source each time: no object of an earlier run is taken.
    Contender("jit", "GAEL, JIT", "gael", "#", (), ("{gael}", "run", "{source}"), ("{gael}", "--version"),
              (("GAEL_CACHE", "off"),)),
    Contender("ocaml", "OCaml", "ml", "(*", ("ocamlopt", "-O3", "-I", "+str", "-I", "+unix", "unix.cmxa", "str.cmxa", "{source}",
                                             "-o", "{binary}"), COMPILED, ("ocamlopt", "-version")),
    Contender("haskell", "Haskell, GHC -O2", "hs", "--", ("ghc", "-v0", "-O2", "{source}", "-o", "{binary}"), COMPILED,
              ("ghc", "--numeric-version")),
    Contender("go", "Go", "go", "//", ("go", "build", "-o", "{binary}", "{source}"), COMPILED, ("go", "version")),
    Contender("lua", "LuaJIT", "lua", "--", (), ("luajit", "{source}"), ("luajit", "-v")),
    Contender("js", "Node.js", "js", "//", (), ("node", "{source}"), ("node", "--version")),
    Contender("python", "CPython", "py", "#", (), ("python3", "{source}"), ("python3", "--version")),
]

BY_KEY = {c.key: c for c in CONTENDERS}


class Workshop:
    """Builds programs under a directory; what is unchanged since is not built again, its compile time is remembered."""

    def __init__(self, directory, gael, without=None):
        self.directory = directory
        self.names = {"gael": os.path.realpath(gael)}
        self.ablation = ["--without", without] if without else []

    def available(self, contender):
        return shutil.which(contender.tool.format(**self.names)) is not None

    def version(self, contender):
        command = [word.format(**self.names) for word in contender.version]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return (done.stdout + done.stderr).splitlines()[0].strip()

    def build(self, contender, program):
        """(command, compile seconds or None); raises what went wrong."""
        original = program.source(contender.suffix)
        place = os.path.join(self.directory, program.name, contender.key)
        os.makedirs(place, exist_ok=True)
        names = dict(self.names, source=os.path.join(place, os.path.basename(original)), binary=os.path.join(place, "program"))
        shutil.copyfile(original, names["source"])
        run = self._fill(contender.run, names)
        if not contender.build:
            return run, None
        command = self._fill(contender.build, names)
        stamp_path, stamp = os.path.join(place, "stamp"), self._stamp(command, original)
        if os.path.exists(stamp_path):
            with open(stamp_path, encoding="utf-8") as file:
                known = json.load(file)
            if known["stamp"] == stamp:
                return run, known["seconds"]
        done = measured(self, command, place)
        if done.status != 0:
            raise RuntimeError(f"{program.name}.{contender.suffix}: {' '.join(command)}\n{done.output}")
        with open(stamp_path, "w", encoding="utf-8") as file:
            json.dump({"stamp": stamp, "seconds": done.wall}, file)
        return run, done.wall

    def _fill(self, template, names):
        words = [word.format(**names) for word in template]
        return words[:2] + self.ablation + words[2:] if template[0] == "{gael}" else words

    def _stamp(self, command, source):
        compiler = os.stat(shutil.which(command[0]))
        with open(source, "rb") as file:
            text = file.read()
        return hashlib.sha256(repr((command, compiler.st_mtime_ns, compiler.st_size, text)).encode()).hexdigest()

    def tokens(self, program, suffix):
        """Tokens under o200k of a program without its lines of comment; None where there is no such program."""
        path = program.source(suffix)
        if not os.path.exists(path):
            return None
        comment = next(c.comment for c in CONTENDERS if c.suffix == suffix)
        with open(path, encoding="utf-8") as file:
            kept = [line for line in file if not line.lstrip().startswith(comment)]
        bare = os.path.join(self.directory, f"bare.{suffix}")
        with open(bare, "w", encoding="utf-8") as file:
            file.writelines(kept)
        counted = subprocess.run([self.names["gael"], "tokens", "--vocab", "o200k", bare], capture_output=True, text=True, check=True)
        return int(re.search(r"\d+", counted.stdout).group())
