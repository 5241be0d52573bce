#!/usr/bin/env python3
"""The judge's protocol, as docs/json.md has it: one answer a request, in order, whatever the programs do.

  judge.py GAEL

`answers` is a table: what a source called with JSON arguments must give. The functions named test_* below it look at whole
conversations. Closing line: `N passed, N failed`.
"""
import json, math, os, pathlib, re, signal, subprocess, sys, threading, time

GAEL = os.path.abspath(sys.argv[1])
ANY = object()
SANITIZED = b"libasan.so" in pathlib.Path(GAEL).read_bytes()  # then the stack is the process's, and memory is not given back


def talk(lines, *options, timeout=120):
    """The judge's answers to lines of text, parsed; its status must be 0."""
    text = "".join(l if isinstance(l, str) else json.dumps(l) + "\n" for l in lines)
    p = subprocess.run([GAEL, "judge", *options], input=text.encode(), capture_output=True, timeout=timeout)
    assert p.returncode == 0, f"status {p.returncode}: {p.stderr[:300]!r}"
    assert p.stderr == b"", p.stderr[:300]
    assert not p.stdout or p.stdout.endswith(b"\n"), "the last line does not end"
    return [json.loads(l) for l in p.stdout.splitlines()]


def value(v, type=ANY):
    return {"ok": True, "value": v, "type": type}


def error(kind, code=ANY, message=ANY, line=ANY, column=ANY):
    return {"ok": False, "error": {"kind": kind, "code": code, "message": message, "line": line, "column": column}}


def fits(found, wanted):
    """The found answer has all that is wanted; a pattern is searched, ANY is anything, also nothing."""
    if wanted is ANY:
        return True
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(w is ANY or k in found and fits(found[k], w) for k, w in wanted.items())
    if isinstance(wanted, re.Pattern):
        return isinstance(found, str) and bool(wanted.search(found))
    if isinstance(wanted, list):
        return isinstance(found, list) and len(found) == len(wanted) and all(map(fits, found, wanted))
    return type(found) is type(wanted) and found == wanted


NAN, INF = {"$float": "nan"}, {"$float": "inf"}
TIME, MEMORY = error("limit", "GL0601"), error("limit", "GL0602")
POINT, TREE = "type P={x:Int,y:Int}\n", "type Tree[t]=Leaf|Node(Tree[t],t,Tree[t])\n"
STACK = error("crash") if SANITIZED else error("limit", "GL0603")

# (source, arguments, result); more keys of the request in a fourth place
answers = [
    ("a+b", [1, 2], value(3, "Int")),
    ("a+b", [1.5, 2], value(3.5, "Float")),
    ("a+b", [1.0, 2], value(3.0, "Float")),
    ("a+b", ["x", "y"], value("xy", "Str")),
    ("a+b", [[1], [2.5]], value([1.0, 2.5], "[Float]")),
    ("[a,a]", [True], value([True, True], "[Bool]")),
    ("a", [None], value(None)),
    ("a", [[1, None]], value([1, None], "[Int?]")),
    ("a??0", [None], value(0, "Int")),
    ("a??0", [7], value(7, "Int")),
    ("a", [[]], value([])),
    ("a.len", [[]], value(0, "Int")),
    ("a", [[[1], [2.0], []]], value([[1.0], [2.0], []], "[[Float]]")),
    ("a", [9223372036854775807], value(9223372036854775807, "Int")),
    ("a", [-9223372036854775808], value(-9223372036854775808, "Int")),
    ("a", [1e300], value(1e300, "Float")),
    ("a", [0.1], value(0.1, "Float")),
    ("a", [-0.0], value(-0.0, "Float")),
    ("a", [NAN], value(NAN, "Float")),
    ("[a,-a,a-a]", [INF], value([INF, {"$float": "-inf"}, NAN], "[Float]")),
    ("a", [{"$tuple": [1, "a", [2.5]]}], value({"$tuple": [1, "a", [2.5]]}, "(Int,Str,[Float])")),
    ("a.0+a.1", [{"$tuple": [1, 2]}], value(3, "Int")),
    ("i,j=a;i-j", [[5, 3]], value(2, "Int")),
    ("(a,[(a,1)])", [1], value({"$tuple": [1, [{"$tuple": [1, 1]}]]}, "(Int,[(Int,Int)])")),
    ("(a,[(a,1)])", [1], value([1, [[1, 1]]]), {"plain": True}),
    ("a", [{"k": 1, "j": 2.5}], value({"k": 1.0, "j": 2.5}, "{Str:Float}")),
    ("a", [{}], value({})),
    ("a", [{"k": [1, {"j": None}]}], value({"k": [1, {"j": None}]}, "{Str:[Dyn]}")),
    ("a", [{"$dict": [[1, "x"], [2, "y"]]}], value({"$dict": [[1, "x"], [2, "y"]]}, "{Int:Str}")),
    ("a", [{"$dict": [[{"$tuple": [1, 2]}, []]]}], value({"$dict": [[{"$tuple": [1, 2]}, []]]})),
    ("a", [{"$set": [3, 1, 3]}], value({"$set": [3, 1]}, "{Int}")),
    ("a", [[1, "a", None, [2], {"k": True}]], value([1, "a", None, [2], {"k": True}], "[Dyn]")),
    ("a", [[{"$tuple": [1, "a"]}, {"$set": [1]}, {"$float": "nan"}]],
     value([{"$tuple": [1, "a"]}, {"$set": [1]}, NAN], "[Dyn]")),
    ("a", [[[1], ["a"]]], value([[1], ["a"]], "[[Dyn]]")),
    ("a.filter{y>b}", [{"x": 1, "y": 5}, 2], value({"y": 5}, "{Str:Int}")),
    ("a.filter{y>b}", [[{"$tuple": ["x", 1]}, {"$tuple": ["y", 5]}], 2], value([{"$tuple": ["y", 5]}])),
    ("a.map{y*2}", [{"x": 1, "y": 5}], value([2, 10], "[Int]")),
    ("a.get(b,0)", [{"x": 1}, "z"], value(0, "Int")),
    ("a.get(b,0)", [[4, 5], 1], value(5, "Int")),
    ("a[b]", [{"x": 1}, "x"], value(1, "Int")),
    ("a.keys.sort", [{"b": 1, "a": 2}], value(["a", "b"], "[Str]")),
    ("a.sort", [{"b": 1, "a": 2}], value(["a", "b"], "[Str]")),
    ("a.len", [{"b": 1, "a": 2}], value(2, "Int")),
    ("a.sum", [{"$set": [1, 2]}], value(3, "Int")),
    ("a.sum", [{"$float": "nan"}], error("type", "GL0502")),
    ("[n|n:Int<-a]", [[4, {}, [], 23.2, 9, "x"]], value([4, 9], "[Int]")),
    ("[n|n:Int<-a]", [["x"]], value([], "[Int]")),
    ("a.filter(isint)", [[4, {}, [], 23.2, 9, "x"]], value([4, 9], "[Dyn]")),
    ("a", [{"$odd": 1}], value({"$dict": [["$odd", 1]]}, "{Str:Int}")),
    # declared types
    (POINT + "a.x", [{"x": 1, "y": 2}], value(1, "Int")),
    (POINT + "f:P->P\nf p=p{y:p.x}\nf a", [{"x": 1, "y": 2}], value({"x": 1, "y": 1}, "P")),
    (POINT + "a.x", [{"x": 1}], error("type", "GL0502", re.compile("is no P"))),
    (TREE + "a", [{"$": "Leaf"}], value({"$": "Leaf", "args": []}, "Tree[Int]")),
    (TREE + "a", [{"$": "Node", "args": [{"$": "Leaf"}, "v", {"$": "Leaf"}]}],
     value({"$": "Node", "args": [{"$": "Leaf", "args": []}, "v", {"$": "Leaf", "args": []}]}, "Tree[Str]")),
    (TREE + "a", [{"$": "Node", "args": [1]}], error("type", "GL0502")),
    (TREE + "[a,[Leaf,Leaf]]", [[]], value([[], [{"$": "Leaf", "args": []}] * 2])),
    ("type C=Red|Blue\n[a,Blue]", [{"$": "Red"}], value([{"$": "Red", "args": []}, {"$": "Blue", "args": []}], "[C]")),
    ("a", [{"$": "Odd"}], error("type", "GL0502")),
    ("a", [10**30], value(10**30, "Big")),
    ("a", [[1, -10**30]], value([1, -10**30], "[Big]")),
    ("a", [[1.5, 10**30]], value([1.5, 1e30], "[Float]")),
    ("a", ["1" * 40], value("1" * 40, "Str")),
    ("a.ord", ["x"], value(120, "Int")),
    ("a.ord", ["\U0001f600"], value(0x1F600, "Int")),
    ("a[0]", ["xy"], value("x", "Char")),
    ("a.len", ["a\0\u00e9\n\"\\\U0001f600"], value(7, "Int")),
    ("a.rev", ["a\0\u00e9\n\"\\\U0001f600"], value("\U0001f600\\\"\n\u00e9\0a", "Str")),
    ("a.sqrt", [4], value(2.0, "Float")),
    ("()", [], value(None, "()")),
    ("f=a*2", [4], value(8, "Int")),
    ("f=a*2\nf 1", [], value(2, "Int")),
    ("print a;print \"x\";a+1", [1], {"ok": True, "value": 2, "stdout": "1\nx\n"}),
    ("print a;1//a", [0], {"ok": False, "stdout": "0\n"}),
    ("eprint a;a", [1], value(1)),
    ("(1..300000).map{print x;x}.len", [], {"ok": True, "value": 300000, "stdout": re.compile(r"^1\n2\n")}),
    ("(1..400000).map{print \"\u00e9\u20ac\";x}.len", [], {"ok": True, "stdout": re.compile("\u00e9\u20ac\n\u00e9?$")}),
    # failures and refusals
    ("a//b", [1, 0], error("fail", "GL0902", "division by zero", 1, 1)),
    ("f=a[b]\nf a b", [[1, 2], 5], error("fail", "GL0901", "index 5 is out of range of 2 elements", 1, 3)),
    ("a.max", [[]], error("fail", "GL0904", ANY, 1, 1)),
    ("fail a", ["why"], error("fail", "GL0909", "why")),
    ("a+1", ["x"], error("type")),
    ("a.ord", ["xy"], error("type", "GL0502", re.compile("argument 1"))),
    ("a.sqrt", ["x"], error("type", "GL0502", re.compile("argument 1"))),
    ("a.sqrt", ["x" + "\u00e9\u65e5" * 100], error("type", "GL0502", re.compile("\\.\\.\\. is no Float"))),
    ("a.max", [[1, "a"]], error("fail", "GL0910", "1 and \"a\" have no order")),
    ("a+b", [1], error("usage", "GL0503", re.compile("takes 2 arguments, not 1"))),
    ("a+b", [1, 2, 3], error("usage", "GL0503", re.compile("takes 2 arguments, not 3"))),
    ("1", [1], error("usage", "GL0503")),
    ("sum", [], error("type", "GL0316", re.compile("function"))),
    ("sum", [[1, 2]], value(3, "Int")),
    # limits
    ("f=f(a+1)\nf 0", [], TIME, {"limits": {"seconds": 0.3}}),
    ("f=f(a+1)\nf 0", [], TIME, {"limits": {"seconds": 0.0000001}}),
    ("(1..a).map{x*x%7}.sort.sum", [1000000000], MEMORY, {"limits": {"bytes": 50000000}}),
    ("f=a>99999999?1:f(a+1)-1\nf 0", [], STACK, {"limits": {"bytes": 30000000}}),
    ("f=a?f(a-1)-1:0", [100000], value(-100000), {"limits": {"bytes": 100000000}}),
]


def test_answers():
    """All at once, with several children at a time: the answers come in order, with their ids."""
    requests = [dict(row[3] if len(row) > 3 else {}, id=i, source=row[0], calls=[{"args": row[1]}]) for i, row in enumerate(answers)]
    got = talk(requests, "--jobs", "4")
    assert [g["id"] for g in got] == list(range(len(answers))), "order of the answers"
    wrong = [(row, g) for row, g in zip(answers, got) if not fits(g, {"ok": True, "results": [row[2]]})]
    assert not wrong, "\n".join(f"{row[:2]}: {g}" for row, g in wrong)


def test_requests():
    """Whatever comes in, an answer goes out."""
    bad = {"id": None, "ok": False, "error": ANY}
    table = [
        ("nonsense\n", bad),
        ("[1,2]\n", bad),
        ("{\"id\":1,\n", bad),
        ("3\n", bad),
        (b"\xff\xfe\n".decode("latin-1"), bad),
        ({"id": 1}, {"id": 1, "ok": False, "error": {"kind": "usage", "message": re.compile("source")}}),
        ({"id": 2, "source": 3}, {"id": 2, "ok": False}),
        ({"source": "1"}, {"id": None, "ok": True, "results": [value(1)]}),
        ({"id": [1, {"k": None}], "source": "1"}, {"id": [1, {"k": None}], "ok": True}),
        ({"id": "\u00e9\"\n", "source": "1"}, {"id": "\u00e9\"\n", "ok": True}),
        ({"id": 3, "source": "1", "calls": 4}, {"id": 3, "ok": False, "error": {"kind": "usage"}}),
        ({"id": 4, "source": "1", "calls": []}, {"id": 4, "ok": True, "results": []}),
        ({"id": 5, "source": "1+", "calls": []}, {"id": 5, "ok": False, "diagnostics": [{"code": "GL0101", "line": 1, "column": 3}]}),
        ({"id": 6, "source": "f=frist a\ng=a.lenght"}, {"id": 6, "ok": False, "diagnostics": [{"code": "GL0201", "line": 1}, {"code": "GL0201", "line": 2}]}),
        ({"id": 7, "source": ""}, {"id": 7}),
        ({"id": 8, "source": "(" * 200000}, {"id": 8, "ok": False, "diagnostics": ANY}),
        ({"id": 9, "source": "a", "calls": [3, {"args": 3}, {"fn": 3}, {"args": [1]}]},
         {"id": 9, "ok": True, "results": [error("usage"), error("usage"), error("usage"), value(1)]}),
        ({"id": 10, "source": "f=a*2\ng=f(a)+1\ng 1", "calls": [{"fn": "f", "args": [4]}, {"fn": "g", "args": [4]}, {"fn": "h"}, {}]},
         {"id": 10, "results": [value(8), value(9), error("usage", ANY, re.compile("`h`")), value(3)]}),
        ({"id": 11, "source": "a", "calls": [{"args": [1]}, {"args": ["s"]}, {"args": [[2.5]]}]},
         {"id": 11, "results": [value(1, "Int"), value("s", "Str"), value([2.5], "[Float]")]}),
        ({"id": 12, "source": "a", "more": {"of": "this"}, "calls": [{"args": [1], "note": 1}]}, {"id": 12, "results": [value(1)]}),
    ]
    got = talk([row[0] for row in table])
    assert len(got) == len(table), f"{len(got)} answers to {len(table)} requests"
    wrong = [(row, g) for row, g in zip(table, got) if not fits(g, row[1])]
    assert not wrong, "\n".join(f"{str(row)[:200]}: {str(g)[:300]}" for row, g in wrong)


def test_after_limits():
    """A limit ends a call, not the calls after it."""
    source = "f=f(a+1)\ng=a?g(a-1)-1:0\nh=(1..a).map{x*x}.sort.sum"
    calls = [{"fn": "g", "args": [3]}, {"fn": "f", "args": [0]}, {"fn": "g", "args": [99999999]}, {"fn": "h", "args": [999999999]},
             {"fn": "h", "args": [3]}, {"fn": "g", "args": [4]}]
    got = talk([{"id": 1, "source": source, "calls": calls, "limits": {"seconds": 0.5, "bytes": 50000000}}])
    assert fits(got[0]["results"], [value(-3), TIME, STACK, MEMORY, value(14), value(-4)]), got


def test_failures_leave_nothing():
    """What calls that failed left behind does not count against later ones."""
    calls = [{"args": [2000000, 9999999]}] * 20 + [{"args": [2000000, 0]}]
    got = talk([{"id": 1, "source": "l=(1..a).map{x*2}.sort;l[b]", "calls": calls, "limits": {"bytes": 60000000}}])
    assert fits(got[0]["results"], [error("fail", "GL0901")] * 20 + [value(2)]), str(got)[:600]


def test_isolation():
    """A child that is killed takes one call with it."""
    p = subprocess.Popen([GAEL, "judge"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    source = "f=f(a+1)\ng=a+1"
    request = {"id": 1, "source": source, "calls": [{"fn": "g", "args": [1]}, {"fn": "f", "args": [0]}, {"fn": "g", "args": [2]}], "limits": {"seconds": 60}}
    p.stdin.write((json.dumps(request) + "\n").encode())
    p.stdin.flush()
    children = pathlib.Path(f"/proc/{p.pid}/task/{p.pid}/children")
    for _ in range(200):
        time.sleep(0.05)
        child = children.read_text().split()
        state = pathlib.Path(f"/proc/{child[0]}/stat").read_text().split() if child else []
        if state and int(state[13]) >= 30:  # it has calculated for 0.3 s: the endless call
            break
    os.kill(int(child[0]), signal.SIGKILL)
    out, _ = p.communicate(timeout=60)
    got = json.loads(out)
    assert p.returncode == 0 and fits(got["results"], [value(2), error("crash", "GL0604"), value(3)]), got


def test_interactive():
    """An answer is there before the next request is written; the last line needs no end."""
    p = subprocess.Popen([GAEL, "judge", "--jobs", "3"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for i in range(5):
        p.stdin.write(json.dumps({"id": i, "source": f"{i}+1"}).encode() + b"\n")
        p.stdin.flush()
        assert json.loads(p.stdout.readline())["results"][0]["value"] == i + 1
    p.stdin.write(b'{"id":"last","source":"7"}')
    p.stdin.close()
    assert json.loads(p.stdout.read())["results"][0]["value"] == 7
    assert p.wait(timeout=30) == 0


def test_long_line():
    """A request of 20 MB."""
    got = talk([{"id": 1, "source": "a.sum+b.len", "calls": [{"args": [list(range(1500000)), "x" * 10000000]}]}])
    assert fits(got[0], {"results": [value(1500000 * 1499999 // 2 + 10000000)]}), str(got)[:300]


def resident(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1])


def test_flat():
    """Three hundred programs leave the parent as it was."""
    p = subprocess.Popen([GAEL, "judge", "--jobs", "2"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    sizes = []
    for i in range(300):
        source = f"f{i}=a.map{{x*{i}+x}}.sort.sum\ng=f{i}(1..a)\n(g a,g(a+{i}))"
        p.stdin.write(json.dumps({"id": i, "source": source, "calls": [{"args": [10]}, {"args": [20]}]}).encode() + b"\n")
        p.stdin.flush()
        assert json.loads(p.stdout.readline())["results"][1]["ok"]
        if i in (99, 299):
            sizes.append(resident(p.pid))
    p.stdin.close()
    p.wait(timeout=30)
    assert SANITIZED or sizes[1] - sizes[0] < 8192, f"{sizes[0]} kB after 100 programs, {sizes[1]} kB after 300"  # what is cached counts


def test_cache():
    """The same source again costs a call: far less than compiling what is as long as this."""
    long = "".join(f"g{i} p=p.split(\",\").map(int).sort.pairwise.map{{y-x+{i}}}.filter(>{i}).len\n" for i in range(60))
    uses = f"_=[{','.join(f'g{i} a' for i in range(60))}]\n"
    p = subprocess.Popen([GAEL, "judge"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(n):
        source = f"f=a.split(\",\").map(int).sort.pairwise.map{{y-x}}.filter(>{n}).len\n{long}{uses}f a"
        start = time.perf_counter()
        p.stdin.write(json.dumps({"id": n, "source": source, "calls": [{"args": ["3,1,2"]}]}).encode() + b"\n")
        p.stdin.flush()
        assert json.loads(p.stdout.readline())["results"][0]["value"] == (2 if n == 0 else 0), n
        return time.perf_counter() - start

    ask(999)
    fresh = sorted(ask(n) for n in (0, 10, 11, 12, 13))[2]
    again = sorted(ask(n) for n in (0, 10, 11, 12, 13))[2]
    p.stdin.close()
    p.wait(timeout=30)
    assert again < fresh / 2, f"first {fresh * 1e3:.1f} ms, again {again * 1e3:.1f} ms"


def test_many_calls():
    """A thousand calls of one program."""
    calls = [{"args": [n]} for n in range(1000)]
    start = time.perf_counter()
    got = talk([{"id": 1, "source": "a*a", "calls": calls}])
    assert fits(got[0]["results"], [value(n * n) for n in range(1000)]), str(got)[:300]
    assert time.perf_counter() - start < 5


def test_nothing():
    assert talk([]) == []
    assert talk(["\n", "\n"]) == []


def test_gone_reader():
    """Nobody listens any more: the judge ends, with 0."""
    p = subprocess.Popen([GAEL, "judge"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    p.stdout.close()
    try:
        p.stdin.write(b'{"id":1,"source":"1"}\n' * 50)
        p.stdin.close()
    except BrokenPipeError:
        pass
    assert p.wait(timeout=30) == 0 and p.stderr.read() == b""


def main():
    tests = [f for name, f in globals().items() if name.startswith("test_")]
    failed = 0
    for test in tests:
        try:
            test()
        except (AssertionError, subprocess.TimeoutExpired, ValueError, KeyError, IndexError, OSError) as e:
            failed += 1
            print(f"FAIL {test.__name__}: {type(e).__name__} {str(e)[:3000]}")
    print(f"{len(tests) - failed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
