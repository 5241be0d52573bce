"""One run of one command: its time, its peak of memory, what it printed (through measure.c)."""

import os
import signal
import subprocess
from dataclasses import dataclass

HERE = os.path.dirname(os.path.abspath(__file__))


@dataclass
class Run:
    wall: float
    cpu: float       # user and system, of all threads
    peak: int        # kilobytes
    status: int      # None: over the limit of time
    output: str


def launcher(directory):
    """The path of measure.c's program, built when it is not there or old."""
    source, binary = os.path.join(HERE, "measure.c"), os.path.join(directory, "measure")
    if not os.path.exists(binary) or os.path.getmtime(binary) < os.path.getmtime(source):
        os.makedirs(directory, exist_ok=True)
        subprocess.run(["gcc", "-O2", "-Wall", "-Werror", "-static", source, "-o", binary], check=True)
    return binary


def measured(workshop, command, directory=None, stdin=None, environment=(), limit=60):
    """Runs the command in the directory, with a file as standard input; the output is both streams'."""
    reader, writer = os.pipe()
    with open(stdin or os.devnull, "rb") as given:
        process = subprocess.Popen([launcher(workshop.directory), str(writer), *command], stdin=given, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, pass_fds=[writer], cwd=directory,
                                   env=dict(os.environ, **dict(environment)), start_new_session=True)
    os.close(writer)
    try:
        output, _ = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        os.close(reader)
        return Run(limit, limit, 0, None, "")
    with os.fdopen(reader) as file:
        words = file.read().split()
    wall, user, system = map(float, words[:3])
    return Run(wall, user + system, int(words[3]), int(words[4]), output.decode("utf-8", "replace"))
