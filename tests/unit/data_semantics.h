#ifndef GAEL_TESTS_DATA_SEMANTICS_H
#define GAEL_TESTS_DATA_SEMANTICS_H

/* What terms on declared types, Dyns, dictionaries, sets, Bigs, patterns and JSON mean. */

#include "tests/unit/semantics.h"

#define TYPES                                                                                                         \
  "(type Colour (Red) (Green) (Blue))"                                                                                \
  "(type P (P x:Int y:Float))"                                                                                        \
  "(type Tree[Int] (Leaf) (Node Tree[Int] Int Tree[Int]))"                                                            \
  "(type Box[{Str:[P]}] (Box {Str:[P]}))"

#define RED "(make:Colour (K ()) (K 0))"
#define BLUE "(make:Colour (K ()) (K 2))"
#define POINT(x, y) "(make:P <(K " x ") (K " y ")> (K 0))"
#define LEAF "(make:Tree[Int] (K ()) (K 0))"
#define NODE(l, v, r) "(make:Tree[Int] <" l " (K " v ") " r "> (K 1))"
#define ENTRY(type, key, value) "(B <" key " " value "> list:[" type "] dict)"
#define ABC "(dict (list <(K \"b\") (K 2)> <(K \"a\") (K 1)> <(K \"b\") (K 3)>))"

static const semantics declared_rows[] = {
    {"Colour", BLUE, "Blue"},
    {"P", POINT("1", "2.5"), "P{x:1,y:2.5}"},
    {"Tree[Int]", NODE(LEAF, "1", NODE(LEAF, "2", LEAF)), "Node(Leaf,1,Node(Leaf,2,Leaf))"},
    {"Box[{Str:[P]}]",
     "(make:Box[{Str:[P]}] " ENTRY("(Str,[P])", "(K \"k\")", "(list " POINT("1", "2.0") ")") " (K 0))",
     "Box({\"k\":[P{x:1,y:2.0}]})"},
    {"Int", "(tag " BLUE ")", "2"},
    {"Float", "(B (fields:(Int,Float) " POINT("1", "2.5") " (K 0)) .1)", "2.5"},
    {"Int", "(B (fields:(Tree[Int],Int,Tree[Int]) " NODE(LEAF, "7", LEAF) " (K 1)) .1)", "7"},
    {"Bool", "(lt " RED " " BLUE ")", "true"},
    {"Bool", "(eq " POINT("1", "nan") " " POINT("1", "nan") ")", "false"},
    {"Int", "(compare " POINT("1", "nan") " " POINT("1", "nan") ")", "0"},
    {"Bool", "(eq " NODE(LEAF, "1", LEAF) " " NODE(LEAF, "1", LEAF) ")", "true"},
    {"Bool", "(lt " LEAF " " NODE(LEAF, "1", LEAF) ")", "true"},
    {"Bool", "(lt " NODE(LEAF, "1", NODE(LEAF, "5", LEAF)) " " NODE(LEAF, "2", LEAF) ")", "true"},
    {"[Colour]", "(sort (list " BLUE " " RED "))", "[Red,Blue]"},
    {"{Colour:Int}", "(dict_counts (list " BLUE " " RED " " BLUE "))", "{Blue:2,Red:1}"},
    {"Str", "(show " POINT("1", "2.0") ")", "\"P{x:1,y:2.0}\""},
    {"P?", "(some " POINT("1", "2.0") ")", "P{x:1,y:2.0}"},
    {"Int", "(fail_match:Int " LEAF ")", "! 908 no case matches Leaf [Leaf]"},
};

/* Ruling 38: a key keeps its place, removed and put again it is last, later values win. */
static const semantics dictionaries_rows[] = {
    {"{Str:Int}", ABC, "{\"b\":3,\"a\":1}"},
    {"{Str:Int}", "(B (list:[(Str,Int)]) dict)", "{}"},
    {"{Str:Int}", "(dict_put " ABC " (K \"b\") (K 9))", "{\"b\":9,\"a\":1}"},
    {"{Str:Int}", "(dict_put " ABC " (K \"c\") (K 9))", "{\"b\":3,\"a\":1,\"c\":9}"},
    {"{Str:Int}", "(dict_put (dict_remove " ABC " (K \"b\")) (K \"b\") (K 7))", "{\"a\":1,\"b\":7}"},
    {"{Str:Int}", "(dict_remove " ABC " (K \"z\"))",
     "! 907 the key \"z\" is not there [{\"b\":3,\"a\":1}, \"z\"]"},
    {"Int", "(dict_at " ABC " (K \"a\"))", "1"},
    {"Int", "(dict_at " ABC " (K \"z\"))", "! 907 the key \"z\" is not there [{\"b\":3,\"a\":1}, \"z\"]"},
    {"Int?", "(dict_get " ABC " (K \"a\"))", "1"},
    {"Int?", "(dict_get " ABC " (K \"z\"))", "none"},
    {"Bool", "(dict_has " ABC " (K \"b\"))", "true"},
    {"Int", "(dict_len " ABC ")", "2"},
    {"[Str]", "(dict_keys " ABC ")", "[\"b\",\"a\"]"},
    {"[Int]", "(dict_values " ABC ")", "[3,1]"},
    {"[(Str,Int)]", "(dict_items " ABC ")", "[(\"b\",3),(\"a\",1)]"},
    {"{Str:Int}", "(dict_merge " ABC " (dict (list <(K \"c\") (K 5)> <(K \"b\") (K 6)>)))",
     "{\"b\":6,\"a\":1,\"c\":5}"},
    {"{Int:[Char]}", "(dict_group (list <(K 1) (K 'a')> <(K 2) (K 'b')> <(K 1) (K 'c')>))",
     "{1:\"ac\",2:\"b\"}"},
    {"{Char:Int}", "(dict_counts (K \"hello\"))", "{'h':1,'e':1,'l':2,'o':1}"},
    {"{Float:Int}", "(dict_counts (list (K nan) (K -0.0) (K nan) (K 0.0)))", "{nan:2,-0.0:2}"},
    {"{[Int]:{Int}}", ENTRY("([Int],{Int})", "(list (K 1))", "(set (list (K 2)))"), "{[1]:set[2]}"},
    {"Bool", "(eq (dict (list <(K 1) (K 2)> <(K 3) (K 4)>)) (dict (list <(K 3) (K 4)> <(K 1) (K 2)>)))", "true"},
    {"Bool", "(eq " ENTRY("(Int,Float)", "(K 1)", "(K nan)") " " ENTRY("(Int,Float)", "(K 1)", "(K nan)") ")",
     "false"},
    {"Bool", "(eq " ENTRY("(Int,Int)", "(K 1)", "(K 2)") " " ENTRY("(Int,Int)", "(K 1)", "(K 3)") ")", "false"},
    {"{{Int}:Int}", "(dict_counts (list (set (list (K 1) (K 2))) (set (list (K 2) (K 1)))))", "{set[1,2]:2}"},
    {"{Int}", "(set (list (K 3) (K 1) (K 3)))", "set[3,1]"},
    {"{Int}", "(B (list:[Int]) set)", "set[]"},
    {"{Int}", "(set_put (set (list (K 3))) (K 1))", "set[3,1]"},
    {"{Int}", "(set_put (set (list (K 3) (K 1))) (K 3))", "set[3,1]"},
    {"{Int}", "(set_remove (set (list (K 3) (K 1))) (K 3))", "set[1]"},
    {"{Int}", "(set_remove (set (list (K 3))) (K 1))", "! 907 the key 1 is not there [set[3], 1]"},
    {"Bool", "(set_has (set (list (K 3))) (K 3))", "true"},
    {"Int", "(set_len (set (list (K 3) (K 3))))", "1"},
    {"[Int]", "(set_items (set (list (K 3) (K 1))))", "[3,1]"},
};

#define DYN(t) "(dyn (K " t "))"
#define MIXED "(dyn (list " DYN("1") " " DYN("\"a\"") " (dyn_none)))"

static const semantics dyn_rows[] = {
    {"Dyn", MIXED, "[1,\"a\",none]"},
    {"Dyn", "(dyn (none:Int?))", "none"},
    {"Dyn", "(dyn (dyn (some (K 1))))", "1"},
    {"Bool", "(dyn_is_none (dyn (none:Int?)))", "true"},
    {"Str", "(dyn_kind " MIXED ")", "\"[Dyn]\""},
    {"Str", "(dyn_kind (dyn " ABC "))", "\"{Str:Int}\""},
    {"Str", "(dyn_kind (dyn_none))", "\"none\""},
    {"Bool", "(eq " DYN("1") " " DYN("1.0") ")", "true"},
    {"Bool", "(eq " DYN("9007199254740993") " " DYN("9007199254740992.0") ")", "false"},
    {"Bool", "(eq (dyn (big (K 1))) " DYN("1.0") ")", "true"},
    {"Bool", "(eq (dyn (list (K 1))) (dyn (list (K 1.0))))", "true"},
    {"Bool", "(eq (dyn (list (K 1))) (dyn (list " DYN("1") ")))", "true"},
    {"Bool", "(eq " DYN("\"\"") " (B (list:[Int]) dyn))", "false"},
    {"Bool", "(eq " DYN("1") " " DYN("true") ")", "false"},
    {"Bool", "(eq " DYN("nan") " " DYN("nan") ")", "false"},
    {"Bool", "(eq (dyn_none) (dyn_none))", "true"},
    {"Bool", "(eq (dyn " RED ") (dyn " RED "))", "true"},
    {"Bool", "(eq (dyn " RED ") (dyn (tag " RED ")))", "false"},
    {"[Dyn]", "(sort (list " DYN("\"a\"") " " DYN("2") " " DYN("1.5") " (dyn_none) " DYN("true") "))",
     "[none,true,1.5,2,\"a\"]"},
    {"{Dyn:Int}", "(dict_counts (list " DYN("1") " " DYN("1.0") " " DYN("'a'") "))", "{1:2,'a':1}"},
    {"Int", "(dyn_order " DYN("1") " " DYN("2.5") ")", "-1"},
    {"Int", "(dyn_order " DYN("1") " " DYN("nan") ")", "2"},
    {"Int", "(dyn_order " DYN("1") " " DYN("\"a\"") ")", "! 910 1 and \"a\" have no order [1, \"a\"]"},
    {"Int", "(dyn_order (dyn " ABC ") (dyn " ABC "))",
     "! 910 {\"b\":3,\"a\":1} and {\"b\":3,\"a\":1} have no order [{\"b\":3,\"a\":1}, {\"b\":3,\"a\":1}]"},
    {"Dyn", "(dyn_at " MIXED " " DYN("-2") ")", "\"a\""},
    {"Dyn", "(dyn_at " MIXED " " DYN("3") ")", "! 901 index out of range [[1,\"a\",none], 3]"},
    {"Dyn", "(dyn_at " DYN("\"abc\"") " " DYN("1") ")", "'b'"},
    {"Dyn", "(dyn_at (dyn <(K 1) (K 'a')>) " DYN("1") ")", "'a'"},
    {"Dyn", "(dyn_at (dyn " ABC ") " DYN("\"a\"") ")", "1"},
    {"Dyn", "(dyn_at (dyn (dict_counts (K \"a\"))) " DYN("\"a\"") ")",
     "! 907 the key \"a\" is not there [{'a':1}, \"a\"]"},
    {"Dyn", "(dyn_at " DYN("1") " " DYN("0") ")", "! 910 1 cannot be indexed by 0 [1, 0]"},
    {"Dyn", "(dyn_at (dyn_none) " DYN("0") ")", "! 910 none cannot be indexed by 0 [none, 0]"},
    {"Int?", "(cast:Int? " DYN("1") ")", "1"},
    {"Float?", "(cast:Float? " DYN("1") ")", "none"},
    {"Int?", "(cast:Int? (dyn_none))", "none"},
    {"[Int]?", "(cast:[Int]? (dyn (list " DYN("1") " " DYN("2") ")))", "[1,2]"},
    {"[Int]?", "(cast:[Int]? " MIXED ")", "none"},
    {"[Dyn]?", "(cast:[Dyn]? (dyn (list (K 1))))", "[1]"},
    {"[Dyn]?", "(cast:[Dyn]? " DYN("\"a\"") ")", "none"},
    {"Str?", "(cast:Str? (B (list:[Dyn]) dyn))", "none"},
    {"[Str]?", "(cast:[Str]? (B (list:[Dyn]) dyn))", "[]"},
    {"(Int,Dyn)?", "(cast:(Int,Dyn)? (dyn <" DYN("1") " (K 2)>))", "(1,2)"},
    {"(Int,Int,Int)?", "(cast:(Int,Int,Int)? (dyn <(K 1) (K 2)>))", "none"},
    {"{Str:Dyn}?", "(cast:{Str:Dyn}? (dyn " ABC "))", "{\"b\":3,\"a\":1}"},
    {"{Int}?", "(cast:{Int}? (dyn (set (list " DYN("1") "))))", "set[1]"},
    {"[Int?]?", "(cast:[Int?]? (dyn (list " DYN("1") " (dyn_none))))", "[1,none]"},
    {"Colour?", "(cast:Colour? (dyn " BLUE "))", "Blue"},
    {"P?", "(cast:P? (dyn " BLUE "))", "none"},
    {"Str", "(show " DYN("\"a\"") ")", "\"a\""},
    {"Str", "(source " DYN("\"a\"") ")", "\"\\\"a\\\"\""},
    {"Str", "(format " DYN("2.5") " (K \".2f\"))", "\"2.50\""},
};

#define BIG(digits) "(parse_big (K \"" digits "\") (K 10))"
#define HUGE_BIG BIG("100000000000000000000")

static const semantics big_rows[] = {
    {"Big", "(big (K -9223372036854775808))", "-9223372036854775808n"},
    {"Big", BIG("-0"), "0n"},
    {"Big", "(big_add " HUGE_BIG " (big (K -1)))", "99999999999999999999n"},
    {"Big", "(big_sub (big (K 1)) " HUGE_BIG ")", "-99999999999999999999n"},
    {"Big", "(big_mul " HUGE_BIG " (big_neg " HUGE_BIG "))", "-10000000000000000000000000000000000000000n"},
    {"Big", "(big_idiv (big_neg " HUGE_BIG ") (big (K 3)))", "-33333333333333333334n"},
    {"Big", "(big_mod (big_neg " HUGE_BIG ") (big (K 3)))", "2n"},
    {"Big", "(big_mod " HUGE_BIG " (big (K -3)))", "-2n"},
    {"Big", "(big_idiv (big (K 1)) (big (K 0)))", "! 902 division by zero [1n, 0n]"},
    {"Big", "(big_pow (big (K 2)) (K 100))", "1267650600228229401496703205376n"},
    {"Big", "(big_pow (big (K 0)) (K 0))", "1n"},
    {"Big", "(big_pow (big (K -1)) (K 9000000000000000001))", "-1n"},
    {"Big", "(big_pow (big (K 2)) (K -1))", "! 910 a negative exponent has no Big as result [2n, -1]"},
    {"Big", "(big_pow (big (K 3)) (K 9000000000000000001))", "limit: memory"},
    {"Big", "(big_gcd (big (K -12)) (big (K 18)))", "6n"},
    {"Big", "(big_powmod (big (K 3)) " HUGE_BIG " (big (K 1000007)))", "537680n"},
    {"Big", "(big_powmod (big (K 3)) (big (K -1)) (big (K 7)))", "5n"},
    {"Big", "(big_powmod (big (K 2)) (big (K -1)) (big (K 4)))", "! 910 2n has no inverse modulo 4n [2n, -1n, 4n]"},
    {"Big", "(big_powmod (big (K 5)) (big (K 3)) (big (K -7)))", "-1n"},
    {"Big", "(big_isqrt " HUGE_BIG ")", "10000000000n"},
    {"Big", "(big_isqrt (big_sub " HUGE_BIG " (big (K 1))))", "9999999999n"},
    {"Big", "(big_isqrt (big (K -1)))", "! 910 -1n has no square root [-1n]"},
    {"Big", "(big_abs (big (K -5)))", "5n"},
    {"Int", "(big_int (big (K -9223372036854775808)))", "-9223372036854775808"},
    {"Int", "(big_int " HUGE_BIG ")",
     "! 903 100000000000000000000n does not fit into 64 bits [100000000000000000000n]"},
    {"Float", "(big_float " HUGE_BIG ")", "1e+20"},
    {"Float", "(big_float (big (K 9007199254740993)))", "9007199254740992.0"},
    {"Float", "(big_float (big_pow (big (K -10)) (K 309)))", "-inf"},
    {"Str", "(big_text (big (K -255)) (K 16))", "\"-ff\""},
    {"Str", "(big_text (big (K 1)) (K 37))", "! 910 a base is 2 to 36 [37]"},
    {"Big", "(parse_big (K \" 0xff \") (K 16))", "255n"},
    {"Big", "(parse_big (K \"1_000\") (K 0))", "1000n"},
    {"Big", "(parse_big (K \"12n\") (K 10))", "! 905 \"12n\" is not a Big [\"12n\"]"},
    {"Bool", "(lt (big (K -2)) (big (K 1)))", "true"},
    {"Int", "(compare " HUGE_BIG " " HUGE_BIG ")", "0"},
    {"Bool", "(eq (dyn " HUGE_BIG ") (dyn (K 1e20)))", "true"},
    {"Int", "(dyn_order (dyn " HUGE_BIG ") (dyn (K inf)))", "-1"},
    {"Int", "(dyn_order (dyn (K 1e30)) (dyn " HUGE_BIG "))", "1"},
    {"Int", "(dyn_order (dyn (K 5)) (dyn " HUGE_BIG "))", "-1"},
    {"Str", "(show " HUGE_BIG ")", "\"100000000000000000000\""},
    {"Str", "(source " HUGE_BIG ")", "\"100000000000000000000n\""},
    {"Str", "(show (some " HUGE_BIG "))", "\"100000000000000000000n\""},
    {"Str", "(format " HUGE_BIG " (K \",\"))", "\"100,000,000,000,000,000,000\""},
    {"Str", "(format " HUGE_BIG " (K \".1e\"))", "\"1.0e+20\""},
    {"Str", "(format (big (K 255)) (K \"#X\"))", "\"0XFF\""},
};

static const semantics patterns_rows[] = {
    {"Bool", "(re_match (K \"ab12\") (K \"[a-z]+\\\\d+\"))", "true"},
    {"Bool", "(re_match (K \"ab12.\") (K \"[a-z]+\\\\d+\"))", "false"},
    {"Bool", "(re_match (K \"été\") (K \"\\\\w+\"))", "true"},
    {"[[Str]]", "(re_all (K \"a1 b22\") (K \"([a-z])(\\\\d)?\"))", "[[\"a1\",\"a\",\"1\"],[\"b2\",\"b\",\"2\"]]"},
    {"[[Str]]", "(re_all (K \"baac\") (K \"a*\"))", "[[\"\"],[\"aa\"],[\"\"],[\"\"]]"},
    {"[[Str]]", "(re_all (K \"x\") (K \"y\"))", "[]"},
    {"[[Str]]", "(re_all (K \"xé\") (K \"(y)|(.)\"))", "[[\"x\",\"\",\"x\"],[\"é\",\"\",\"é\"]]"},
    {"Str", "(re_sub (K \"john smith\") (K \"(\\\\w+) (\\\\w+)\") (K \"$2, \\\\1 <\\\\0>$$\"))",
     "\"smith, john <john smith>$\""},
    {"Str", "(re_sub (K \"abc\") (K \"\") (K \"-\"))", "\"-a-b-c-\""},
    {"Str", "(re_sub (K \"2024-05\") (K \"(?<y>\\\\d+)-(?<m>\\\\d+)\") (K \"${m}/\\\\g<y>\"))", "\"05/2024\""},
    {"Str", "(re_sub (K \"a\") (K \"a\") (K \"\\\\2\"))",
     "! 910 \"\\\\2\" names a group that the pattern does not have [\"\\\\2\"]"},
    {"[Str]", "(re_split (K \"a, b;c\") (K \"[,;] *\"))", "[\"a\",\"b\",\"c\"]"},
    {"[Str]", "(re_split (K \"a1b\") (K \"(\\\\d)\"))", "[\"a\",\"1\",\"b\"]"},
    {"[Str]", "(re_split (K \"axbc\") (K \"x*\"))", "[\"\",\"a\",\"\",\"b\",\"c\",\"\"]"},
    {"Bool", "(re_match (K \"a\") (K \"é(\"))",
     "! 910 the pattern cannot be read: missing closing parenthesis, at character 2 [\"é(\"]"},
    {"Bool", "(re_match (K \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\") (K \"(a*)*b\"))", "false"},
};

static const semantics json_rows[] = {
    {"Dyn", "(json (K \" {\\\"a\\\":[1,2.5,true,null],\\\"b\\\":\\\"x\\\\u00e9\\\\n\\\"} \"))",
     "{\"a\":[1,2.5,true,none],\"b\":\"xé\\n\"}"},
    {"Dyn", "(json (K \"123456789012345678901234567890\"))", "123456789012345678901234567890n"},
    {"Dyn", "(json (K \"-0\"))", "0"},
    {"Dyn", "(json (K \"1e999\"))", "inf"},
    {"Dyn", "(json (K \"\\\"\\\\ud83d\\\\ude00\\\\ud83d\\\"\"))", "\"😀�\""},
    {"Dyn", "(json (K \"{\\\"a\\\":1,\\\"b\\\":2,\\\"a\\\":3}\"))", "{\"a\":3,\"b\":2}"},
    {"Str", "(dyn_kind (json (K \"[]\")))", "\"[Dyn]\""},
    {"Str", "(tojson " ENTRY("(Str,[Int])", "(K \"a\\n\\u{1}\\\"é/\")", "(list (K 1))") ")",
     "\"{\\\"a\\\\n\\\\u0001\\\\\\\"é/\\\":[1]}\""},
    {"Str", "(tojson <(K 'c') (K 2.0) (K ()) (some (K true)) (none:Int?)>)", "\"[\\\"c\\\",2.0,null,true,null]\""},
    {"Str", "(tojson " ENTRY("(Int,{Int})", "(K 1)", "(set (list (K 2)))") ")", "\"{\\\"1\\\":[2]}\""},
    {"Str", "(tojson " POINT("1", "2.0") ")", "\"{\\\"x\\\":1,\\\"y\\\":2.0}\""},
    {"Str", "(tojson " NODE(LEAF, "1", LEAF) ")",
     "\"{\\\"$\\\":\\\"Node\\\",\\\"args\\\":[{\\\"$\\\":\\\"Leaf\\\",\\\"args\\\":[]},1,{\\\"$\\\":\\\"Leaf\\\","
     "\\\"args\\\":[]}]}\""},
    {"Str", "(tojson " HUGE_BIG ")", "\"100000000000000000000\""},
    {"Str", "(tojson (list (K 1.0) (K nan)))", "! 910 nan has no JSON [nan]"},
};

static const semantics hashes_rows[] = {
    {"Str", "(md5 (K \"\"))", "\"d41d8cd98f00b204e9800998ecf8427e\""},
    {"Str", "(md5 (K \"12345678901234567890123456789012345678901234567890123456\"))",
     "\"49f193adce178490e34d1b3a4ec0064c\""},
    {"Str", "(sha256 (K \"abc\"))", "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\""},
    {"Str", "(md5 (K \"é\"))", "\"66ddcd97cfdeabb2f6fb8a999b4bc76f\""},
    {"Int", "(mix (K 0))", "-2152535657050944081"},
};

#define DATA(types, rows) {types, rows, sizeof(rows) / sizeof *(rows)}

/* All of them, for whoever runs terms otherwise. */
static const struct {
  const char *types;
  const semantics *rows;
  size_t count;
} DATA_ROWS[] = {
    DATA(TYPES, declared_rows),
    DATA("", dictionaries_rows),
    DATA(TYPES, dyn_rows),
    DATA("", big_rows),
    DATA("", patterns_rows),

    DATA(TYPES, json_rows),
    DATA("", hashes_rows),
};

#endif
