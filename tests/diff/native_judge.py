#!/usr/bin/env python3
"""`gael judge` by native binaries: native_judge.py judge, with GAEL in the environment, answers requests as `gael judge` does, but builds
a binary for each call and runs it. What evalset.py asks for is all it knows: requests of one source, calls of the main function.
"""
import json, os, subprocess, sys, tempfile

from closed import close, literal

GAEL = os.path.abspath(os.environ["GAEL"])
WORDS = dict(capture_output=True, text=True, env=dict(os.environ, GAEL_CACHE="off"))


def value(v):
    """What a JSON argument of the judge stands for."""
    if isinstance(v, list):
        return [value(x) for x in v]
    if isinstance(v, dict):
        tagged = {"$tuple": lambda t: tuple(map(value, t)), "$dict": lambda d: {value(k): value(x) for k, x in d}}
        tag = next(iter(v), "")
        return tagged[tag](v[tag]) if tag in tagged else {k: value(x) for k, x in v.items()}
    return v


def called(source, args, seconds):
    """The judge's result of one call; None and a diagnostic when the program does not compile."""
    with tempfile.TemporaryDirectory() as scratch:
        text, binary = f"{scratch}/p.gael", f"{scratch}/p"
        with open(text, "w") as f:
            f.write(close(source, [literal(value(a)) for a in args], "tojson({})"))
        built = subprocess.run([GAEL, "build", "-o", binary, text], **WORDS)
        if built.returncode:
            return None, {"code": "", "message": built.stderr}
        try:
            ran = subprocess.run([binary], timeout=seconds, **WORDS)
        except subprocess.TimeoutExpired:
            return {"ok": False, "error": {"kind": "time"}}, None
    if ran.returncode:
        return {"ok": False, "error": {"kind": "fail", "message": ran.stderr}}, None
    return {"ok": True, "value": json.loads(ran.stdout)}, None


def main():
    for line in sys.stdin:
        request = json.loads(line)
        pairs = [called(request["source"], call["args"], request["limits"]["seconds"]) for call in request["calls"]]
        troubles = [trouble for _, trouble in pairs if trouble]
        answer = {"ok": False, "diagnostics": troubles} if troubles else {"ok": True, "results": [result for result, _ in pairs]}
        print(json.dumps({"id": request["id"], **answer}), flush=True)


main()
