#!/usr/bin/env python3
"""The command line: a table of command lines with what they print and how they end, and runs that no table can hold.

  cli.py GAEL

A row of `table` is: command line, status, stdout, stderr; a text must be met whole, a pattern found, and what is not said is empty.
The commands run in a folder that holds `files`. Closing line: `N passed, N failed`.
"""
import json, os, pathlib, re, shlex, subprocess, sys, tempfile, time

GAEL = os.path.abspath(sys.argv[1])
ENV = {k: v for k, v in os.environ.items() if not k.startswith("GAEL_")} | {"TERM": "dumb"}
P = re.compile
DEEP = b"libasan.so" not in pathlib.Path(GAEL).read_bytes()  # under AddressSanitizer the stack is the process's

files = {
    "two.gael": "1+1\n",
    "sum.gael": "a+b\n",
    "words.gael": "a.words.len\n",
    "double.gael": "# twice as much\n#> double 4\n#= 8\ndouble=a*2\ndouble a\n",
    "wrong.gael": "double=a*2\n#> double 4\n#= 9\n#> double \"x\" 1\n#= 3\n",
    "bad.gael": "f=a.frist\nf(\n",
    "empty.gael": "",
    "many.gael": "type T=" + "|".join(f"K{i}" for i in range(300)) + "|Two(T,T)\n"
                 "walk=match a|Two(p,q)->walk p+walk q|K299->1|K3->10|_->0\nwalk a\n",
    "comment.gael": "# nothing here\n",
    "spaced.gael": "f = a + b # the sum\n\nf(1,2)\n",
    "dir.gael/inner.gael": "1\n",
    "geo.gael": "use circle\nsquare=a*a\narea w h=w*h\nround p=disc p+0.0\n99\n",
    "circle.gael": "use geo\ndisc=3*square a\n",
    "plan.gael": "use geo\nuse circle\nsquare=a*100\n[square 2,area(2,3),disc 2]\n",
    "both.gael": "use geo\nuse other\narea(1,2)\n",
    "other.gael": "area=a+b\n",
    "lost.gael": "use nowhere\nuse geo\nfar 1+square 3\n",
    "kinds.gael": "type T=Leaf|Node(T,Int,T)\ntype P={x:Int,t:T}\nf:P->{Str:Int}->Dyn->Big->(P,[Str],Dyn,Big)\n"
    "f p q r s=(p,q.keys,r,s+1)\nf a b c d\n",
    "counts.gael": "a.words.counts.items\n",
    "chain.gael": "type L=E|C(Int,L)\nup n l=n==0?l:up (n-1) (C(n,l))\nup a E\n",
    "tree.gael": "type Tree[t]=Leaf|Node(Tree[t],t,Tree[t])\ntype P={x:Int,y:Int}\ntype Name=Tree|List\n(a,Tree)\n",
    "run": "2+2\n",
    "crlf.gael": "f=a+1\r\nf 1\r\n",
    "bom.gael": "\ufeff1+2\n",
}

# --------------------------------------------------------------------------------------------------------------------- the table
table = [
    # the program comes from a file, from -e, from stdin
    ("gael two.gael", 0, "2\n"),
    ("gael run two.gael", 0, "2\n"),
    # the manual
    ("gael doc any", 0, P(r"^any : \[t\]->Bool where t holds or not\nany : \[t\]->\(t->Bool\)->Bool\n"
     r"  does it hold for one element\? without a function: is one of them true\?\n"
     r"    \[1,2,3\]\.any\(>2\)                         = true\n    \[\]\.any\(>2\)                              = false\n"
     r"    \[false,true\]\.any                        = true\nany : \{t:u\}->\(\(t,u\)->Bool\)->Bool\n")),
    ("gael doc forEach", 0, "forEach is of another language: GAEL writes a.map(b)\n"),
    ("gael doc Max_By", 0, P(r"^maxby : \[t\]->\(t->ord\)->t\n")),
    ("gael doc print", 0, P(r"^print : show->!\(\)\n")),
    ("gael doc len srot", 3, P(r"^len : \[t\]->Int\n"), "error[GL0201]: the library has no `srot`; there is `sort`\n"),
    ("gael doc", 0, P(r"(?s)^.*\n  sort  .*\n  words  ")),
    # modules lie beside the file; its own definitions come first, a module's main expression is not run
    ("gael plan.gael", 0, "[200,6,12]\n"),
    ("gael plan.gael", 0, "[200,6,12]\n"),
    ("gael build plan.gael -o plan && ./plan", 0, "[200,6,12]\n"),
    ("gael -e 'use geo\nsquare 3'", 0, "9\n"),
    ("cd dir.gael && gael ../plan.gael", 0, "[200,6,12]\n"),
    ("mkdir m; cp plan.gael geo.gael circle.gael m; cd m; gael plan.gael; echo 'disc=a' > circle.gael; gael plan.gael", 0,
     "[200,6,12]\n[200,6,2]\n"),
    ("gael both.gael", 2, "", P(r"GL0221.*two used modules define `area`\n --> both.gael:3:1[\s\S]*geo.gael:3:1[\s\S]*other.gael:1:1")),
    ("gael lost.gael", 2, "", P(r"^error\[GL0220\]: there is no module `nowhere`: nowhere.gael: No such file or directory\n --> lost.gael:1:5(?![\s\S]*error)")),
    ("echo '{\"source\":\"use geo\\nsquare 3\"}' | gael judge", 0, P("GL0220.*may not use modules")),
    ("gael -e 1+1", 0, "2\n"),
    ("gael run -e 1+1", 0, "2\n"),
    ("echo 3+4 | gael -", 0, "7\n"),
    ("echo 3+4 | gael run -", 0, "7\n"),
    ("echo a+4 | gael - 5", 0, "9\n"),
    ("gael ./run", 0, "4\n"),
    ("gael run run", 0, "4\n"),
    ("gael crlf.gael", 0, "2\n"),
    ("gael bom.gael", 0, "3\n"),
    ("gael double.gael 4", 0, "8\n"),
    # arguments of every kind are read, as the JIT and as a native program; what is in none costs nothing
    *((f"{run} 'P{{t:Node(Leaf,2,Leaf),x:1}}' '{{\"a\":1}}' '[1,\"x\",set[2.5]]' 99999999999999999999", 0,
       "(P{x:1,t:Node(Leaf,2,Leaf)},[\"a\"],[1,\"x\",set[2.5]],100000000000000000000n)\n") for run in ("gael kinds.gael", "gael build kinds.gael -o kinds && ./kinds")),
    ("gael kinds.gael 'P{x:1}' '{}' 1 2", 3, "", "error[GL0502]: argument 1 should be of type P, which `P{x:1}` is not\n"),
    ("gael kinds.gael 'P{x:1,t:Leaf}' '{}' '[1,' 2", 3, "", "error[GL0502]: argument 3 should be of type Dyn, which `[1,` is not\n"),
    ("gael build counts.gael -o counts && ./counts 'to be or not to be' && test $(stat -c %s counts) -lt 56000", 0,
     "[(\"to\",2),(\"be\",2),(\"or\",1),(\"not\",1)]\n"),
    ("gael chain.gael 3", 0, "C(1,C(2,C(3,E)))\n"),
    # constructors without fields, of any number, are owned like others
    ("gael build many.gael -o many && GAEL_LIVE=1 ./many 'Two(K299,Two(K3,Two(K290,K255)))'", 0, "11\n", "live 0\n"),
    ("gael build chain.gael -o chain && GAEL_LIVE=1 ./chain 1000000 | wc -c", 0, "9888898\n", "live 0\n"),
    # values print as source that reads back; a Str alone is raw; unit is nothing
    ("gael -e '[1,2.0]'", 0, "[1.0,2.0]\n"),
    ("gael -e '(1,2.5,\"a\\n\",none,[true])'", 0, "(1,2.5,\"a\\n\",none,[true])\n"),
    ("gael -e '\"a\\nb\"'", 0, "a\nb\n"),
    ("gael -e \"'c'\"", 0, "'c'\n"),
    ("gael -e 'some 3'", 0, "3\n"),
    ("gael -e '()'", 0, ""),
    ("gael -e 'print 1;print \"x\";print [\"x\"];3'", 0, "1\nx\n[\"x\"]\n3\n"),
    ("gael -e 'eprint \"x\";3'", 0, "3\n", "x\n"),
    ("gael -e '1e100*1e300'", 0, P(r"^inf\n$")),
    # arguments are read at the types the program gives them (ruling 13)
    ("gael sum.gael 1 2", 0, "3\n"),
    ("gael sum.gael 1.5 2", 0, "3.5\n"),
    ("gael sum.gael x y", 0, "xy\n"),
    ("gael sum.gael [1] [2]", 0, "[1,2]\n"),
    ("gael words.gael 'to be or not'", 0, "4\n"),
    ("gael words.gael 12", 0, "1\n"),
    ("gael -e a+1 -5", 0, "-4\n"),
    ("gael -e a+1 -- 5", 3, "", P("GL0503")),
    ("gael -e a.rev 123", 0, "321\n"),
    ("gael -e a.rev abc", 0, "cba\n"),
    ("gael -e a.rev '[1,2]'", 0, "[2,1]\n"),
    ("gael -e a '[\"quoted\"]'", 0, "[\"quoted\"]\n"),
    ("gael -e a '(1,\"x\",[2.5])'", 0, "(1,\"x\",[2.5])\n"),
    ("gael -e a.len ''", 0, "0\n"),
    ("gael -e 'a.sqrt' 4", 0, "2.0\n"),
    ("gael -e 'd' 1 2 3 4", 0, "4\n"),
    ("gael -e sum '[1,2]'", 0, "3\n"),
    ("gael -e '(+1)' 2", 0, "3\n"),
    ("gael -e a --help", 0, "--help\n"),
    ("gael build -o bin -e 'a?b:c' && ./bin 5 1 2", 0, "1\n"),
    # too few, too many, unreadable: 3
    ("gael -e a.sum 5", 3, "", P("GL0502.*Int.*`5`")),
    ("gael -e a '{\"k\":[1,2]}'", 0, '{"k":[1,2]}\n'),
    ("gael -e a '{}'", 0, "{}\n"),
    ("gael -e a '{1:2.5,3:4}'", 0, "{1:2.5,3:4.0}\n"),
    ("gael -e a 'set[3,1,3]'", 0, "set[3,1]\n"),
    ("gael -e a '[1,\"x\",none,{\"k\":true}]'", 0, '[1,"x",none,{"k":true}]\n'),
    ("gael -e a 12n 2>&1", 0, "12n\n"),
    ("gael -e a+1 123456789012345678901234567890", 0, "123456789012345678901234567891n\n"),
    ("gael tree.gael 'Node(Leaf,1.5,Leaf)'", 0, "(Node(Leaf,1.5,Leaf),Tree)\n"),
    ("gael tree.gael '[Leaf,Node(Leaf,\"a\",Leaf)]'", 0, '([Leaf,Node(Leaf,"a",Leaf)],Tree)\n'),
    ("gael tree.gael 'P{y:2,x:1}'", 0, "(P{x:1,y:2},Tree)\n"),
    ("gael tree.gael 'Other(1)'", 0, '("Other(1)",Tree)\n'),
    ("gael run --json tree.gael 'P{y:2,x:1}'", 0,
     P(r'"value":\{"\$tuple":\[\{"x":1,"y":2\},\{"\$":"Tree","args":\[\]\}\]\},"type":"\(P,Name\)"')),
    ("gael build -o bin tree.gael && ./bin 5", 0, "(5,Tree)\n"),
    ("gael sum.gael 1", 3, "", "error[GL0503]: the program takes 2 arguments, not 1\n"),
    ("gael sum.gael 1 2 3", 3, "", "error[GL0503]: the program takes 2 arguments, not 3\n"),
    ("gael two.gael 1", 3, "", "error[GL0503]: the program takes 0 arguments, not 1\n"),
    ("gael double.gael", 3, "", "error[GL0503]: the program takes 1 argument, not 0\n"),
    ("gael -e a.sqrt nine", 3, "", "error[GL0502]: argument 1 should be of type Float, which `nine` is not\n"),
    ("gael -e a+1 x", 3, "", P("GL0318.*Str")),
    ("gael --json -e a+1 x", 3, P('"code":"GL0318"')),
    ("gael -e a.even 1.5", 3, "", P("GL0502.*argument 1.*Int.*`1.5`")),
    ("gael -e a.even 9223372036854775808", 3, "", P("GL0502")),
    ("gael -e sum", 2, "", P(r"GL0316(.|\n)*command line")),
    # nothing to run
    ("gael empty.gael", 2, "", P("GL0504")),
    ("gael comment.gael", 2, "", P("GL0504")),
    ("gael -e ''", 2, "", P("GL0504")),
    ("gael build empty.gael", 2, "", P("GL0504")),
    ("gael check empty.gael", 0),
    # refused programs: text on stderr, JSON on stdout, status 2
    ("gael bad.gael", 2, "", P(r"GL0201(.|\n)*bad.gael:1:5(.|\n)*GL0106(.|\n)*bad.gael:2:2")),
    ("gael --json bad.gael", 2, P(r'^\{"code":"GL0201".*\n\{"code":"GL0106".*\n$')),
    ("gael check bad.gael", 2, "", P("GL0201")),
    ("gael check --json bad.gael", 2, P('^{"code":"GL0201"')),
    ("gael build bad.gael", 2, "", P("GL0201")),
    ("gael build --json bad.gael", 2, P('^{"code":"GL0201"')),
    ("gael fmt bad.gael", 2, "", P("GL0106")),
    ("gael test bad.gael", 2, "0 passed, 0 failed\n", P("GL0201")),
    ("gael --color never bad.gael", 2, "", P("^error")),
    ("gael --color always bad.gael", 2, "", P("^\x1b\\[")),
    # failures
    ("gael -e '10//0'", 1, "", "error[GL0902]: division by zero\n --> -e:1:1\n  10//0\n  values: 10, 0\n"),
    ("gael --json -e '10//0'", 1, P(r'^\{"code":"GL0902".*"span":\[0,5\].*values: 10, 0.*\}\n$')),
    ("gael -e 'print 1;1//0'", 1, "1\n", P("GL0902")),
    ("gael -e '1//0??7'", 0, "7\n"),
    ("gael --json -e '[1,id][0]'", 2, P("^{")),
    ("gael --json -e '(2,\"x\",none)'", 0, P(r'^\{"ok":true,"value":\{"\$tuple":\[2,"x",null\]\},"type":"\(Int,Str,.*\)"\}\n$')),
    ("gael --json -e 'print 1;()'", 0, '1\n{"ok":true,"value":null,"type":"()"}\n'),
    # options
    ("gael", 3, "", P("gael run ")),
    ("gael --help", 0, P("gael run (.|\n)*gael build (.|\n)*gael judge ")),
    ("gael -h", 0, P("gael run ")),
    ("gael --version", 0, P(r"^gael \d+\.\d+\.\d+\n$")),
    *((f"gael {c} --help", 0, P(f"^gael {c} (.|\n)*--help")) for c in "run build check fmt test judge tokens".split()),
    ("gael nonsense", 3, "", "error[GL0501]: there is neither a command nor a file `nonsense`; see `gael --help`\n"),
    ("gael --nonsense", 3, "", P("GL0501.*`--nonsense`")),
    ("gael run --nonsense two.gael", 3, "", P("GL0501.*`--nonsense`.*gael run --help")),
    ("gael chekc x", 3, "", P("GL0501.*`chekc`; is `gael check` meant")),
    ("gael run --jsn two.gael", 3, "", P("GL0501.*`--jsn`; is `--json` meant")),
    ("gael run --release two.gael", 3, "", P("GL0501.*`--release`; is `-O2` meant")),
    ("gael run --opt two.gael", 3, "", P("GL0501.*write `-O2`")),
    ("gael help check", 0, P("types and errors only"), ""),
    ("gael run --dense two.gael", 3, "", P("GL0501.*`gael run` has no option --dense")),
    ("gael -x", 3, "", P("GL0501.*`-x`")),
    ("gael -e", 3, "", P("GL0501.*`-e` wants a value")),
    ("gael -O9 two.gael", 3, "", P("GL0501.*--optimize.*`9`")),
    ("gael -Ox two.gael", 3, "", P("GL0501")),
    ("gael --time soon two.gael", 3, "", P("GL0501.*--time.*`soon`")),
    ("gael --time -1 two.gael", 3, "", P("GL0501")),
    ("gael --memory much two.gael", 3, "", P("GL0501.*--memory.*`much`")),
    ("gael --color sometimes two.gael", 3, "", P("GL0501.*`sometimes`")),
    ("gael --allow fire two.gael", 3, "", P("GL0501.*`fire`.*read, write")),
    ("gael --allow read,write=/tmp,clock two.gael", 0, "2\n"),
    ("gael --cpu abacus two.gael", 3, "", P("^error.GL0501.*abacus")),
    ("gael -O0 two.gael", 0, "2\n"),
    ("gael -O3 --cpu native two.gael", 0, "2\n"),
    ("gael --without all two.gael", 0, "2\n"),
    ("gael --without rewrite,borow two.gael", 3, "", P("^error.GL0501.*no transformation `borow`; is `borrow` meant")),
    ("gael judge extra", 3, "", P("GL0501.*`extra`")),
    ("gael judge --jobs 0", 3, "", P("GL0501")),
    # files that cannot be read
    ("gael run missing.gael", 3, "", "error[GL0003]: cannot read missing.gael: No such file or directory\n"),
    ("gael run dir.gael", 3, "", "error[GL0003]: cannot read dir.gael: Is a directory\n"),
    ("gael run", 3, "", P("GL0501.*FILE")),
    ("gael check", 3, "", P("GL0501.*FILE")),
    ("gael build", 3, "", P("GL0501.*FILE")),
    ("gael fmt", 3, "", P("GL0501.*FILE")),
    ("gael test", 3, "", P("GL0501.*FILE")),
    ("gael tokens", 3, "", P("GL0501.*FILE")),
    ("gael check missing.gael", 3, "", P("GL0003")),
    ("gael fmt missing.gael", 3, "", P("GL0003")),
    ("gael test missing.gael", 3, "0 passed, 0 failed\n", P("GL0003")),
    ("gael tokens missing.gael", 3, "", P("GL0003")),
    ("gael build missing.gael", 3, "", P("GL0003")),
    # check
    ("gael check two.gael sum.gael", 0),
    ("gael check two.gael bad.gael sum.gael", 2, "", P("bad.gael:1:5")),
    ("gael check -v double.gael", 0, P(r"^double : \S.*\n.*\n$")),
    ("gael check -v -e 'f=a.map{x.len}.sum'", 0, P(r"^f : t->Int where u is an entry of t, v is an entry of u\n$")),
    # stages
    ("gael --emit=tokens -e 1+1", 0, "0-1 INT 1\n1-2 ADD +\n2-3 INT 1\n"),
    ("gael --emit=ast -e 1+1", 0, "(main (binary + (int 1) (int 1)))\n"),
    ("gael --emit=resolved double.gael", 0, P("double")),
    ("gael --emit=types double.gael 4", 0, P("Int")),
    ("gael --emit=comb double.gael 4", 0, P(r"\(def double")),
    ("gael --emit=opt double.gael 4", 0, P(r"\(main")),
    ("gael --emit=flat double.gael 4", 0, P("fun 0 main")),
    ("gael --emit=rc double.gael 4", 0, P("fun 0 main")),
    ("gael --emit=llvm double.gael 4", 0, P("target triple")),
    ("gael --emit=asm double.gael 4", 0, P(r"\.text")),
    ("gael --emit obj double.gael 4", 0, P("^\x7fELF")),
    ("gael check --emit=types double.gael", 0, P("Int")),
    ("gael build --emit=llvm double.gael", 0, P("target triple")),
    ("gael --emit=soup two.gael", 3, "", P("GL0501.*`soup`.*tokens, ast")),
    ("gael --emit=llvm bad.gael", 2, "", P("GL0201")),
    ("gael --emit=ast bad.gael", 2, P("main|def|f"), P("GL0106")),
    # build
    ("gael build two.gael && ./two", 0, "2\n"),
    ("gael build -o bin sum.gael && ./bin 1 2", 0, "3\n"),
    ("gael build sum.gael -o bin -O0 && ./bin 1 2", 0, "3\n"),
    ("gael build -O3 -g -o bin words.gael && ./bin 'to be'", 0, "2\n"),
    ("gael build -e 'a.sum' -o bin && ./bin '[1,2]'", 0, "3\n"),
    ("gael build -e 1 && ./a.out", 0, "1\n"),
    ("gael build -o bin sum.gael && ./bin 1", 3, "", "error[GL0503]: the program takes 2 arguments, not 1\n"),
    ("gael build -o bin sum.gael && ./bin 1 x", 3, "", P("GL0502.*argument 2")),
    ("gael build -o bin -e '[1,2][a]' && ./bin 5", 1, "", P(r"GL0901.*\n --> -e:1:1\n")),
    ("gael build -o bin two.gael && file -b ./bin 2>/dev/null || echo ELF statically linked", 0, P("ELF.*static")),
    ("gael build two.gael sum.gael", 3, "", P("GL0501.*`sum.gael`")),
    ("gael build -o missing/bin two.gael", 3, "", "error[GL0501]: cannot write missing/bin: No such file or directory\n"),
    ("gael build -o . two.gael", 3, "", "error[GL0501]: cannot write .: Is a directory\n"),
    ("gael build --target amiga two.gael", 3, "", P("^error.GL0501.*no target `amiga`; there are x86_64-linux, .*wasm32-wasi$")),
    ("gael build --target arm46 two.gael", 3, "", P("^error.GL0501.*no target `arm46`; is `arm64` meant")),
    ("gael build --target X86_64-unknown-linux-gnu -o bin two.gael && ./bin", 0, "2\n"),
    ("gael targets | grep -c also", 0, "7\n"),
    ("gael targets --json | head -n 1", 0, P('^{"target":"x86_64-linux","aliases":.*"installed":true,"bytes":[1-9]')),
    ("gael targets arm64", 3, "", P("^error.GL0501.*one word too many")),
    ("gael build --cpu abacus two.gael", 3, "", P("^error.GL0501.*abacus")),
    ("gael build -o bin -e sum && ./bin '[1,2]'", 0, "3\n"),
    # fmt
    ("gael fmt -e 'f=a+b'", 0, "f = a + b\n"),
    ("gael fmt --dense -e 'f = a + b'", 0, "f=a+b\n"),
    ("echo 'f = a + b' | gael fmt --dense -", 0, "f=a+b\n"),
    ("gael fmt --check --dense spaced.gael", 1, "spaced.gael\n"),
    ("gael fmt --check --dense two.gael", 0),
    ("gael fmt --check --dense two.gael spaced.gael", 1, "spaced.gael\n"),
    ("gael fmt --dense spaced.gael && cat spaced.gael", 0, P("^f=a\\+b +# the sum\n")),
    ("gael fmt --check --dense spaced.gael", 0),
    # test
    ("gael test double.gael", 0, "1 passed, 0 failed\n"),
    ("gael test -v double.gael", 0, "ok double.gael:2\n1 passed, 0 failed\n"),
    ("gael test wrong.gael", 1, "0 passed, 2 failed\n", P(r"GL0402.*`double 4` gives 8, not 9\n --> wrong.gael:3:4\n")),
    ("gael test --json wrong.gael", 1, P(r'^\{"code":"GL0402".*"line":3.*\n\{"code":"GL0402".*\n\{"passed":0,"failed":2\}\n$')),
    ("gael test dir.gael", 0, "0 passed, 0 failed\n"),
    # tokens
    ("gael tokens -e 'a.map{x*x}.sum'", 0, P(r"^ *6 +-e\n$")),
    ("gael tokens two.gael sum.gael", 0, P(r"two.gael\n.*sum.gael\n.*total\n$")),
    ("gael tokens --json two.gael", 0, P(r'^\{.*"tokens":\d+.*\}\n$')),
    ("gael tokens two.gael --against sum.gael", 0, P("%")),
    ("gael tokens --vocab klingon two.gael", 3, "", P("GL0501")),
    # limits: 4
    ("gael --time 0.2 -e 'f=f(1-a)\nf 0'", 4, "", "error[GL0601]: the time limit\n"),
    ("gael --time 0.0000001 -e 'f=f(1-a)\nf 0'", 4, "", P("GL0601")),
    ("gael --time 0.2 -e 'print 1;f x=f(1-x);f 0'", 4, "1\n", P("GL0601")),
    ("gael --time 0.2 -e '(f x=f(1-x);f 0)??7'", 4, "", P("GL0601")),
    ("gael --memory 20000000 -e '(1..100000000).map{x*x%7}.sort.sum'", 4, "", "error[GL0602]: the memory limit\n"),
    ("gael --memory 20000000 -e '(1..100000000).map{x*x%7}.sort.sum??7'", 4, "", P("GL0602")),
    ("gael --json --time 0.2 -e 'f=f(1-a)\nf 0'", 4, P(r'^\{"code":"GL0601".*"message":"the time limit","file":null,.*"span":null,"notes":\[\],"fixes":\[\]\}\n$')),
    ("gael -e 'f=a?f(a-1):0\nf 100000000'", 0, "0\n"),
    ("gael -e 'f=a?g(a-1):0\ng=a?f(a-1):1\nf 10000001'", 0, "1\n"),
    ("gael build --time 0.2 -o bin -e 'f x=f(-x);f a' && ./bin 1", 4, "", "error[GL0601]: the time limit\n"),
    ("gael build --memory 20000000 -o bin -e '(1..a).map{x*x%7}.sort.sum' && ./bin 100000000", 4, "", P("GL0602")),
    ("gael test --time 0.2 -e '#> f 1\n#= 1\nf x=f(-x)'", 4, "", P("GL0601")),
    # the world: stdin
    ("printf 'a\\n\\377\\303\\251' | gael -e stdin.lines", 0, '["a","\ufffd\u00e9"]\n'),
    ("printf ab | gael -e '[stdin,stdin]'", 0, '["ab",""]\n'),
    ("gael -e 'stdin.len' < .", 1, "", P(r"^error\[GL0913\]: stdin: Is a directory\n")),
    ("gael -e 'stdin.len' <&-", 1, "", P(r"^error\[GL0913\]: stdin: Bad file descriptor\n")),
    ("gael build -o bin -e 'stdin.words.len' && printf 'to be' | ./bin", 0, "2\n"),
    # ... read as it is wanted, at every level and without that, too
    ("seq 100000 | gael -e 'stdin.lines.sum int'", 0, "5000050000\n"),
    ("seq 100000 | gael -O0 -e 'stdin.words.sum len'", 0, "488895\n"),
    ("seq 100000 | gael -O2 -e \"stdin.count '\\\\n'\"", 0, "100000\n"),
    ("seq 100000 | gael -O2 -e 'stdin.lines.filter{x.ends \"99999\"}'", 0, '["99999"]\n'),
    ("(seq 40000;printf '\\303\\244\\r\\n\\n\\377') | gael -O2 -e 'stdin.lines.drop 39999'", 0, '["40000","ä","","\ufffd"]\n'),
    ("(seq 40000;printf '\\303\\244\\r\\n\\n\\377') | gael run --without inflow -e 'stdin.lines.drop 39999'", 0, '["40000","ä","","\ufffd"]\n'),
    ("seq 100000 | gael -O2 -e 'stdin.lines.map(int).find(>5)'", 0, "6\n"),
    ("printf '1\n2\nx\n' | gael -O2 -e 'stdin.lines.sum int'", 1, "", P(r"^error\[GL0905\]: \"x\" is not an Int\n")),
    ("gael -e 'stdin.lines.sum len' < .", 1, "", P(r"^error\[GL0913\]: stdin: Is a directory\n")),
    # words of the command line
    ("gael -e args", 0, "[]\n"),
    ("gael -e args a -5 '' \u00e9", 0, '["a","-5","","\u00e9"]\n'),
    ("gael -e '(a,args)' 5", 0, '(5,["5"])\n'),
    ("gael -e '(a,args)'", 3, "", P("GL0503")),
    ("gael --json -e args a", 0, P(r'"value":\["a"\]')),
    ("gael --json -e 1 a", 3, "", P("GL0503")),
    ("gael build -o bin -e args && ./bin a b && ./bin", 0, '["a","b"]\n[]\n'),
    # files, only where they are allowed
    ("gael -e 'read \"two.gael\"'", 1, "", 'error[GL0912]: reading "two.gael" is not allowed without --allow read\n --> -e:1:1\n'
     '  read "two.gael"\n  values: "two.gael"\n'),
    ("gael -e 'read(\"two.gael\")??\"no\"'", 0, "no\n"),
    ("gael --allow read -e 'read \"two.gael\"'", 0, "1+1\n\n"),
    ("gael --allow write,env -e 'read \"two.gael\"'", 1, "", P("GL0912")),
    ("gael --allow read=dir.gael -e 'read(\"dir.gael/inner.gael\").len'", 0, "2\n"),
    ("gael --allow read=dir.gael -e 'read \"dir.gael/../two.gael\"'", 1, "", P('GL0912.*"dir.gael/../two.gael" is outside of what --allow read')),
    ("ln -s ../two.gael dir.gael/out; gael --allow read=dir.gael -e 'read \"dir.gael/out\"'", 1, "", P("GL0912")),
    ("gael --allow read -e 'read \"missing\"'", 1, "", P('^error.GL0913.: "missing": No such file or directory\n')),
    ("gael --allow read -e 'read \".\"'", 1, "", P('GL0913.*: Is a directory\n')),
    ("gael --allow write=made,read=made -e 'write \"made\" \"\u00e9\\n\";read(\"made\").len'", 0, "2\n"),
    ("gael --allow write -e 'write \"/dev/full\" \"x\"'", 1, "", P("GL0913.*No space left on device")),
    ("gael build --allow read=two.gael -o bin -e 'read(args[0]).len' && ./bin two.gael && ./bin sum.gael", 1, "4\n", P('GL0912.*"sum.gael"')),
    ("gael build -o bin -e 'read(\"two.gael\").len' && ./bin", 1, "", P("GL0912.*without --allow read")),
    ("echo '{\"source\":\"read(a)??1\",\"calls\":[{\"args\":[\"two.gael\"]}]}' | gael judge", 0, P('"value":1')),
    ("gael test --allow read -e '#> read(\"two.gael\").len\n#= 4'", 0, "1 passed, 0 failed\n"),
    ("echo '{\"source\":\"f x=f(-x);f 1\"}' | gael judge --time 0.1", 0, P('"kind":"limit","code":"GL0601"')),
    ("echo '{\"source\":\"(1..10000000).map{x*x%7}.sort.sum\"}' | gael judge --memory 20000000", 0, P('"kind":"limit","code":"GL0602"')),
    # the environment, the clock, chance
    ("X=5 gael -e 'env \"X\"'", 1, "", P("GL0912.*the environment is not allowed without --allow env")),
    ("export X=5; gael --allow env -e 'env(\"X\").int+1'", 0, "6\n"),
    ("gael --allow env -e 'env \"NOT_SET\"'", 1, "", P('GL0907.*the environment has no "NOT_SET"')),
    ("gael -e now", 1, "", P("GL0912.*the clock")),
    ("gael --allow clock -e '1.7e9<now<1e11'", 0, "true\n"),
    ("gael --allow random -e 'entropy==entropy'", 0, "false\n"),
    # readers and disks
    ("gael -e '1..1000000' | head -c 4", 0, "[1,2"),
    ("gael -e '(1..1000000).map{print x;x}.len' | head -1", 0, "1\n"),
    ("gael --help | head -0", 0),
    ("gael -e '\"x\"*1000' > /dev/full", 1, "", P("cannot be written.*no space")),
    ("gael --version > /dev/full", 1, "", P("[Nn]o space")),
    ("gael --emit=llvm two.gael > /dev/full", 1, "", P("[Nn]o space")),
    ("gael --json two.gael > /dev/full", 1, "", P("[Nn]o space")),
    ("gael build -o bin -e '\"x\"*1000' && ./bin > /dev/full", 1, "", P("cannot be written.*no space")),
    ("gael build -o bin -e '1..1000000' && ./bin | head -c 4", 0, "[1,2"),
]

if DEEP:
    table += [
        ("gael --memory 50000000 -e 'f=a?f(a-1)-1:0\nf 100000000'", 4, "", P(r"^error\[GL0603\]: the stack limit")),
        ("gael -e 'f=a?1-f(a-1):0\nf 1000000'", 0, "0\n"),
    ]


def shell(command, **more):
    """bash, so that a pipe's status is the first failing one's; `gael` is the one under test."""
    script = f"gael() {{ {shlex.quote(GAEL)} \"$@\"; }}; set -o pipefail; {command}"
    return subprocess.run(["bash", "-c", script], capture_output=True, timeout=60, **more)


def matches(found, wanted):
    return bool(wanted.search(found)) if isinstance(wanted, re.Pattern) else found == wanted


def run_table(cwd, cache):
    for command, status, *streams in table:
        out, err = (streams + ["", ""])[:2]
        p = shell(command, cwd=cwd, env=ENV | cache, stdin=subprocess.DEVNULL)
        said, told = p.stdout.decode(errors="replace"), p.stderr.decode(errors="replace")
        if p.returncode != status or not matches(said, out) or not matches(told, err):
            yield f"{command}\n    status {p.returncode}, not {status}\n    out {said[:400]!r}, not {out!r}\n    err {told[:600]!r}, not {err!r}"


# ------------------------------------------------------------------------------------------------------------------------ failures
# program, the first place, words of the report in their order
failures = [
    ("[1,2][5]", "1:1", ["GL0901", "index 5 is out of range of 2 elements", "[1,2][5]", "values: [1,2], 5"]),
    ("[1,2][-3]", "1:1", ["GL0901", "index -3"]),
    ("\"abc\"[7]", "1:1", ["GL0901", "values: \"abc\", 7"]),
    ("10/0", "1:1", ["GL0902", "division by zero", "10/0", "values: 10.0, 0.0"]),
    ("10//0", "1:1", ["GL0902", "values: 10, 0"]),
    ("10%0", "1:1", ["GL0902", "values: 10, 0"]),
    ("9223372036854775807+1", "1:1", ["GL0903", "64 bits", "values: 9223372036854775807, 1"]),
    ("2**64", "1:1", ["GL0903", "values: 2, 64"]),
    ("(0-9223372036854775807-1).abs", "1:1", ["GL0903"]),
    ("[].max", "1:1", ["GL0904", "empty", "[].max"]),
    ("f=a.max\nf []", "1:3", ["GL0904", "a.max", "called from the main expression at F:2:1: f []"]),
    ("\"x\".int", "1:1", ["GL0905", "\"x\" is not an Int", "values: \"x\""]),
    ("\"1,x\".split(\",\").map(int)", "1:22", ["GL0905", "values: \"x\""]),
    ("\"1,x\".split(\",\").map{x.int}", "1:22", ["GL0905", "x.int", "values: \"x\""]),
    ("[1,2,3].find(>5)", "1:1", ["GL0906", "nothing was found"]),
    ("[1].index 7", "1:1", ["GL0906"]),
    ("match 3|1->2|2->3", "1:1", ["GL0908", "no case matches 3"]),
    ("p,q=[1];p", "1:5", ["GL0908"]),
    ("fail \"why not\"", "1:1", ["GL0909", "why not"]),
    ("f=a>2?fail f\"{a} is too much\":a\nf 3", "1:7", ["GL0909", "3 is too much", "called from the main expression at F:2:1: f 3"]),
    ("[1,2].chunks 0", "1:1", ["GL0910", "values: 0"]),
    ("[1,2,3][::0]", "1:1", ["GL0910"]),
    ("[1,2].+[3]", "1:1", ["GL0911", "2 and 1"]),
    ("h=a//b\ng=h(a,0)+1\nf=g(a+1)*2\nf(3)+1", "1:3", ["GL0902", "a//b", "values: 4, 0", "called from g at F:2:3: h(a,0)",
                                                  "called from f at F:3:3: g(a+1)", "called from the main expression at F:4:1: f(3)"]),
    ("[3,1].map{x//0}", "1:11", ["GL0902", "x//0", "values: 3, 0"]),
    ("f=a.map{10//x}.sum\nf [5,0]", "1:9", ["GL0902", "values: 10, 0", "called from the main expression at F:2:1: f [5,0]"]),
    ("[3,1,2].sort.map{[1,2][x]}.sum", "1:18", ["GL0901", "values: [1,2], 2"]),
    ("[1,2].fold 0{fail \"inside\"}", "1:14", ["GL0909", "inside"]),
    ("f=a.int\ng=f a\nh=a.map(g)\nh [\"1\",\"x\"]", "1:3", ["GL0905", "a.int", "called from the main expression at F:4:1"]),
    ("f=a.factorial\nf(0-1)", "1:3", ["GL0909", "factorial", "called from the main expression at F:2:1: f(0-1)"]),
    ("f=a==0?[1][1]:f(a-1)-1\nf 50", "1:8", ["GL0901", "called from f at F:1:15: f(a-1)", "and from 19 more calls"]),
    ("l=(1..100000).sort;l[100000]", "1:20", ["GL0901", "index 100000 is out of range of 100000 elements", "..."]),
    ("\"\u00e9\u00e8\".map{x==\"\u00e8\"[0]?1//0:1}", "1:20", ["GL0902", "values: 1, 0"]),
    ("x=1;\n  y=x-1;\n  x//y", "3:3", ["GL0902", "x//y", "values: 1, 0"]),
    ("print 1;print [2];[][0]", "1:19", ["GL0901"]),
]


def report_trouble(report, place, words):
    lines = report.split("\n")
    if len(lines) < 2 or lines[1] != f" --> F:{place}":
        return f"the place is not {place}"
    if "stdlib/" in report:
        return "the library shows"
    at = 0
    for word in words:
        found = report.find(word, at)
        if found < 0:
            return f"{word!r} is missing"
        at = found
    return None


def run_failures(cwd, cache):
    for source, place, words in failures:
        pathlib.Path(cwd, "F").write_text(source + "\n")
        shell("gael build -o failing F", cwd=cwd, env=ENV)
        runs = {c: shell(c, cwd=cwd, env=ENV | cache) for c in ("gael run -O0 F", "gael run -O2 F", "./failing", "gael run -O0 --json F")}
        text = runs["./failing"].stderr.decode()
        for command, p in runs.items():
            asjson = "json" in command
            if p.returncode != 1:
                yield f"{source!r}: {command}: status {p.returncode}: {p.stdout[:200]!r} {p.stderr[:300]!r}"
            elif not asjson and p.stderr.decode() != text:
                yield f"{source!r}: {command}: another report:\n{p.stderr.decode()}instead of\n{text}"
            elif asjson:
                d = json.loads(p.stdout.splitlines()[-1])
                if f"{d['line']}:{d['column']}" != place or d["code"] not in text or d["message"] not in text or "stdlib" in str(d):
                    yield f"{source!r}: {command}: {d}"
        trouble = report_trouble(text, place, words)
        if trouble:
            yield f"{source!r}: {trouble} in\n{text}"


# -------------------------------------------------------------------------------------------------------------------- nothing is left
# programs that end with nothing alive, in the JIT and as binaries
clean = [
    "1", "\"a\"+\"b\"", "[[1],[2,3]].map(sum)", "(1..1000).map{x.str}.join \",\"", "f=a.map{x*2}\nf(1..10).sum", "[1,2][5]??0", "(1..9).map{[1,2][x]??x}.sum",
    "[\"1\",\"x\"].map{x.int??(-1)}", "f=[a,a].map{[x].max}\n(f []??[[7]])", "l=(1..9).sort;l[99]??l[0]", "(fail \"x\"??\"y\")+\"z\"",
    "f=a>3?fail f\"{a}\":[a]+f(a+1)??[a]\nf 0", "l=(1..9).sort\nl.sum+l.len", "(\\p.\\q.[p,q].sort)(\"b\")(\"a\")", "[(\"a\",[1]),(\"b\",[2])].map{y}.concat", "some [1]??[2]",
    "\"a,b\".split(\",\").map{x+x}.rev.zip([1,2])", "print [\"a\"];print \"b\";none??\"c\"", "(1..3).map{\"x\"*x}.map{x.len//(x.len-2)??0}",
]


def run_clean(cwd, cache):
    for source in clean:
        pathlib.Path(cwd, "C").write_text(source + "\n")
        shell("gael build -o clean C", cwd=cwd, env=ENV)
        for command in ("gael run -O0 C", "gael run -O2 C", "./clean"):
            p = shell(command, cwd=cwd, env=ENV | cache | {"GAEL_LIVE": "1"})
            if p.returncode != 0 or p.stderr != b"live 0\n":
                yield f"{source!r}: {command}: status {p.returncode}, {p.stderr.decode()!r}"


# ------------------------------------------------------------------------------------------------------------------ the object cache
def run_cached(cwd, cache):
    """The second run of a program takes its object from the cache, and does the same; a warning is said each time."""
    folder = {"GAEL_CACHE": os.path.join(cwd, "objects")}
    for source, out, err in (("a.words.map(len).sum", "4\n", ""), ("f=[1][a.len]\nf a", "", "GL0901")):
        for turn in ("first", "second"):
            p = shell(f"gael -e {shlex.quote(source)} 'to be'", cwd=cwd, env=ENV | folder)
            if p.stdout.decode() != out or err not in p.stderr.decode():
                yield f"{source!r}, {turn} run: {p}"
    warned = "x=1;[2].map{x}"
    said = [shell(f"gael -e {shlex.quote(warned)}", cwd=cwd, env=ENV | folder).stderr for _ in range(2)]
    if said[0] != said[1] or b"GL0207" not in said[0]:
        yield f"{warned!r}: {said}"


def main():
    passed, failed = 0, 0
    with tempfile.TemporaryDirectory() as cwd:
        for name, text in files.items():
            path = pathlib.Path(cwd, name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        cache = {"GAEL_CACHE": "off"}
        for part, count in ((run_table, len(table)), (run_failures, len(failures)), (run_clean, len(clean)), (run_cached, 1)):
            troubles = list(part(cwd, cache))
            for t in troubles:
                print("FAIL", t)
            failed += len(troubles)
            passed += max(count - len(troubles), 0)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
