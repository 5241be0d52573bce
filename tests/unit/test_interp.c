/* The reference interpreter: what every operation means, on small terms. */

#include "ir/interp.h"
#include "ir/interp_run.h"
#include "tests/unit/semantics.h"

#define LEAST "(K -9223372036854775808)"
#define MOST "(K 9223372036854775807)"
#define OVERFLOW(values) "! 903 the result does not fit into 64 bits; `.big` has no such limit [" values "]"
#define DOMAIN(values) "! 910 an argument is outside the function's domain [" values "]"

static void test_int(void) {
  static const semantics rows[] = {
      {"Int", "(iadd (K 2) (K 3))", "5"},
      {"Int", "(iadd " MOST " (K 1))", OVERFLOW("9223372036854775807, 1")},
      {"Int", "(isub " LEAST " (K 1))", OVERFLOW("-9223372036854775808, 1")},
      {"Int", "(imul " LEAST " (K -1))", OVERFLOW("-9223372036854775808, -1")},
      {"Int", "(imul (K 3037000499) (K 3037000499))", "9223372030926249001"},
      {"Int", "(idiv (K -7) (K 2))", "-4"},
      {"Int", "(idiv (K 7) (K -2))", "-4"},
      {"Int", "(idiv (K -8) (K 2))", "-4"},
      {"Int", "(idiv (K 1) (K 0))", "! 902 division by zero [1, 0]"},
      {"Int", "(idiv " LEAST " (K -1))", OVERFLOW("-9223372036854775808, -1")},
      {"Int", "(imod (K -7) (K 3))", "2"},
      {"Int", "(imod (K 7) (K -3))", "-2"},
      {"Int", "(imod " LEAST " (K -1))", "0"},
      {"Int", "(imod (K 1) (K 0))", "! 902 division by zero [1, 0]"},
      {"Int", "(ipow (K 2) (K 62))", "4611686018427387904"},
      {"Int", "(ipow (K -2) (K 63))", "-9223372036854775808"},
      {"Int", "(ipow (K 2) (K 63))", OVERFLOW("2, 63")},
      {"Int", "(ipow (K -1) (K 9223372036854775807))", "-1"},
      {"Int", "(ipow (K 0) (K 0))", "1"},
      {"Int", "(ipow (K 2) (K -1))", "! 910 a negative exponent has no Int as result [2, -1]"},
      {"Int", "(ineg " LEAST ")", OVERFLOW("-9223372036854775808")},
      {"Int", "(iabs (K -5))", "5"},
      {"Int", "(iabs " LEAST ")", OVERFLOW("-9223372036854775808")},
      {"Int", "(band (K -4) (K 7))", "4"},
      {"Int", "(bor (K 5) (K 2))", "7"},
      {"Int", "(xor (K 5) (K 1))", "4"},
      {"Int", "(shl (K -1) (K 63))", "-9223372036854775808"},
      {"Int", "(shl (K 1) (K 63))", OVERFLOW("1, 63")},
      {"Int", "(shl (K 0) (K 1000))", "0"},
      {"Int", "(shl (K 1) (K -1))", DOMAIN("1, -1")},
      {"Int", "(shr (K -5) (K 1))", "-3"},
      {"Int", "(shr (K -5) (K 1000))", "-1"},
      {"Int", "(popcount (K -7))", "3"},
      {"Int", "(popcount " LEAST ")", "1"},
      {"Int", "(isqrt " MOST ")", "3037000499"},
      {"Int", "(isqrt (K -1))", "! 910 -1 has no square root [-1]"},
      {"Int", "(gcd (K -12) (K 18))", "6"},
      {"Int", "(gcd (K 0) (K 0))", "0"},
      {"Int", "(gcd " LEAST " (K 0))", OVERFLOW("-9223372036854775808, 0")},
      {"Int", "(powmod (K 3) (K 200) (K 13))", "9"},
      {"Int", "(powmod (K 3) (K -1) (K 7))", "5"},
      {"Int", "(powmod (K 2) (K 3) (K -5))", "-2"},
      {"Int", "(powmod (K 2) (K -1) (K 4))", "! 910 2 has no inverse modulo 4 [2, -1, 4]"},
      {"Int", "(powmod (K 2) (K 1) (K 0))", "! 902 division by zero [2, 1, 0]"},
      {"Bool", "(prime (K 9223372036854775783))", "true"},
      {"Bool", "(prime (K 3215031751))", "false"},
      {"Bool", "(prime (K 1))", "false"},
  };
  CHECK_ALL(rows);
}

static void test_float(void) {
  static const semantics rows[] = {
      {"Float", "(fadd (K 0.1) (K 0.2))", "0.30000000000000004"},
      {"Float", "(fmul (K 1e308) (K 10.0))", "inf"},
      {"Float", "(fdiv (K 1.0) (K 0.0))", "! 902 division by zero [1.0, 0.0]"},
      {"Float", "(fidiv (K -7.0) (K 2.0))", "-4.0"},
      {"Float", "(fmod (K -7.0) (K 3.0))", "2.0"},
      {"Float", "(fmod (K 7.0) (K -3.0))", "-2.0"},
      {"Float", "(fmod (K -6.0) (K 3.0))", "0.0"},
      {"Float", "(fmod (K 6.0) (K 0.0))", "! 902 division by zero [6.0, 0.0]"},
      {"Float", "(fpow (K 2.0) (K 0.5))", "1.4142135623730951"},
      {"Float", "(fpow (K -2.0) (K 0.5))", "! 910 the power of a negative number is not real [-2.0, 0.5]"},
      {"Float", "(fpow (K 0.0) (K -1.0))", "! 910 0.0 has no negative power [0.0, -1.0]"},
      {"Float", "(fneg (K 0.0))", "-0.0"},
      {"Float", "(sqrt (K 2.0))", "1.4142135623730951"},
      {"Float", "(sqrt (K -1.0))", DOMAIN("-1.0")},
      {"Float", "(log (K 0.0))", DOMAIN("0.0")},
      {"Float", "(asin (K 1.5))", DOMAIN("1.5")},
      {"Float", "(atan2 (K 0.0) (K -1.0))", "3.141592653589793"},
      {"Float", "(hypot (K 3.0) (K 4.0))", "5.0"},
      {"Int", "(ffloor (K -2.5))", "-3"},
      {"Int", "(fceil (K -2.5))", "-2"},
      {"Int", "(ftrunc (K -2.5))", "-2"},
      {"Int", "(fround (K 2.5))", "2"},
      {"Int", "(fround (K 3.5))", "4"},
      {"Int", "(fround (K -0.5))", "0"},
      {"Int", "(fround (K 0.49999999999999994))", "0"},
      {"Float", "(froundto (K 2.675) (K 2))", "2.67"},
      {"Float", "(froundto (K 0.125) (K 2))", "0.12"},
      {"Float", "(froundto (K 1250.0) (K -2))", "1200.0"},
      {"Float", "(froundto (K 9.995) (K 2))", "9.99"},
      {"Float", "(froundto (K 99.96) (K 1))", "100.0"},
      {"Bool", "(isnan (K nan))", "true"},
      {"Float", "(int_float (K 9007199254740993))", "9007199254740992.0"},
      {"[Float]", "(list (K 1e16) (K 1e15) (K 0.0001) (K 0.00001) (K 5e-324) (K -0.0) (K inf) (K nan))",
       "[1e+16,1000000000000000.0,0.0001,1e-05,5e-324,-0.0,inf,nan]"},
  };
  CHECK_ALL(rows);
}

static void test_compare(void) {
  static const semantics rows[] = {
      {"Bool", "(eq (K nan) (K nan))", "false"},
      {"Bool", "(ne (K nan) (K nan))", "true"},
      {"Bool", "(le (K nan) (K 1.0))", "false"},
      {"Bool", "(eq (K 0.0) (K -0.0))", "true"},
      {"Int", "(compare (K nan) (K nan))", "0"},
      {"Int", "(compare (K nan) (K inf))", "1"},
      {"Int", "(compare (K -0.0) (K 0.0))", "0"},
      {"Bool", "(lt (list (K 1) (K 2)) (list (K 1) (K 2) (K 0)))", "true"},
      {"Bool", "(lt <(K 1) (K \"b\")> <(K 1) (K \"a\")>)", "false"},
      {"Bool", "(lt (none:Int?) (some (K -5)))", "true"},
      {"Bool", "(eq (some (K 1)) (some (K 1)))", "true"},
      {"Bool", "(lt (K \"abc\") (K \"abd\"))", "true"},
      {"Bool", "(lt (K 'Z') (K 'a'))", "true"},
      {"Bool", "(lt (K false) (K true))", "true"},
      {"Int", "(compare_mixed (K 9007199254740993) (K 9007199254740992.0))", "1"},
      {"Int", "(compare_mixed (K 1) (K 1.5))", "-1"},
      {"Int", "(compare_mixed (K -1) (K -1.5))", "1"},
      {"Int", "(compare_mixed (K 3) (K 3.0))", "0"},
      {"Int", "(compare_mixed " MOST " (K 9223372036854775808.0))", "-1"},
      {"Int", "(compare_mixed (K 0) (K nan))", "2"},
      {"Bool", "(not (K true))", "false"},
  };
  CHECK_ALL(rows);
}

#define NONE "(none:Int?)"
#define ABCDE "(K \"abcde\")"
#define LIST3 "(list (K 1) (K 2) (K 3))"

static void test_lists(void) {
  static const semantics rows[] = {
      {"Int", "(index " LIST3 " (K -1))", "3"},
      {"Int", "(index (list (K 1) (K 2)) (K 5))", "! 901 index 5 is out of range of 2 elements [[1,2], 5]"},
      {"Int", "(index (list (K 1) (K 2)) (K -3))", "! 901 index -3 is out of range of 2 elements [[1,2], -3]"},
      {"Str", "(slice " ABCDE " (some (K 1)) (some (K -1)) " NONE ")", "\"bcd\""},
      {"Str", "(slice " ABCDE " " NONE " " NONE " (some (K -2)))", "\"eca\""},
      {"Str", "(slice " ABCDE " (some (K 9)) (some (K -9)) (some (K -1)))", "\"edcba\""},
      {"Str", "(slice " ABCDE " (some (K 3)) (some (K 1)) " NONE ")", "\"\""},
      {"Str", "(slice " ABCDE " " NONE " " NONE " (some " LEAST "))", "\"e\""},
      {"Str", "(slice " ABCDE " " NONE " " NONE " (some (K 0)))", "! 910 a slice cannot have step 0 [0]"},
      {"[Int]", "(append (list (K 1)) (list (K 2)))", "[1,2]"},
      {"[Int]", "(push (list (K 1)) (K 2))", "[1,2]"},
      {"[[Int]]", "(B (list (K 1)) list:[[Int]])", "[[1]]"},
      {"[Int]", "(put " LIST3 " (K -1) (K 9))", "[1,2,9]"},
      {"[Int]", "(put (list (K 1)) (K 1) (K 9))", "! 901 index 1 is out of range of 1 elements [[1], 1]"},
      {"Str", "(repeat (K \"ab\") (K 3))", "\"ababab\""},
      {"Str", "(repeat (K \"ab\") (K -3))", "\"\""},
      {"[Int]", "(range (K 2) (K 4))", "[2,3,4]"},
      {"[Int]", "(range (K 4) (K 2))", "[]"},
      {"[Int]", "(range (K 9223372036854775806) " MOST ")", "[9223372036854775806,9223372036854775807]"},
      {"[Int]", "(range_open (K 2) (K 4))", "[2,3]"},
      {"[Int]", "(range_open (K 2) (K 2))", "[]"},
      {"[Int]", "(range (K 1) (K 1000000000000))", "limit: steps"},
      {"[(Int,Char)]", "(zip " LIST3 " (K \"ab\"))", "[(1,'a'),(2,'b')]"},
      {"[(Int,Char)]", "(zipsame " LIST3 " (K \"ab\"))",
       "! 911 lists of 3 and 2 elements cannot be paired [[1,2,3], \"ab\"]"},
      {"[(Int,Char)]", "(enum (K \"ab\"))", "[(0,'a'),(1,'b')]"},
      {"[[Int]]", "(windows " LIST3 " (K 2))", "[[1,2],[2,3]]"},
      {"[[Int]]", "(windows " LIST3 " (K 4))", "[]"},
      {"[[Int]]", "(windows " LIST3 " (K 0))", "! 910 windows need a length of at least 1 [0]"},
      {"[[Int]]", "(chunks " LIST3 " (K 2))", "[[1,2],[3]]"},
      {"[[Int]]", "(chunks " LIST3 " " MOST ")", "[[1,2,3]]"},
      {"[Int]", "(rev " LIST3 ")", "[3,2,1]"},
      {"[Float]", "(sort (list (K nan) (K 1.0) (K -inf) (K 0.0) (K -0.0)))", "[-inf,0.0,-0.0,1.0,nan]"},
      {"[Int]", "(order (list (K 3) (K 1) (K 3) (K 2)))", "[1,3,0,2]"},
      {"[Int]", "(uniq (list (K 3) (K 1) (K 3)))", "[3,1]"},
      {"[Float]", "(uniq (list (K nan) (K nan)))", "[nan]"},
      {"[[Int]]", "(transpose (list (list (K 1) (K 2)) (list (K 3))))", "[[1,3]]"},
      {"Bool", "(elem (K 2) " LIST3 ")", "true"},
      {"Bool", "(elem (K nan) (list (K nan)))", "false"},
      {"Int", "(unwrap (none:Int?))", "! 906 nothing was found [none]"},
      {"Int", "(option (some (K 4)) (K 0) .1)", "4"},
      {"[Int?]", "(list (some (K 1)) (none:Int?))", "[1,none]"},
  };
  CHECK_ALL(rows);
}

#define ODD "(curry Int (eq (imod .1 (K 2)) (K 1)))"
#define ADD "(curry Int,Int (iadd .0.1 .1))"

static void test_bulk(void) {
  static const semantics rows[] = {
      {"[Int]", "(map " LIST3 " (curry Int (imul .1 .1)))", "[1,4,9]"},
      {"[Int]", "(map (list (K 1) (K 0)) (curry Int (idiv (K 1) .1)))", "! 902 division by zero [1, 0]"},
      {"[Int]", "(filter " LIST3 " " ODD ")", "[1,3]"},
      {"Int", "(fold " LIST3 " (K 10) (curry Int,Int (isub .0.1 .1)))", "4"},
      {"[Int]", "(scan " LIST3 " " ADD ")", "[1,3,6]"},
      {"[Int]", "(scan (list:[Int]) " ADD ")", "[]"},
      {"[Int]", "(scanl " LIST3 " (K 10) " ADD ")", "[10,11,13,16]"},
      {"[Int]", "(takewhile " LIST3 " " ODD ")", "[1]"},
      {"[Int]", "(dropwhile " LIST3 " " ODD ")", "[2,3]"},
      {"[Int]", "(flatmap " LIST3 " (curry Int (repeat (list .1) .1)))", "[1,2,2,3,3,3]"},
      {"Bool", "(any " LIST3 " (curry Int (lt (K 5) (idiv (K 6) (isub .1 (K 2))))))", "! 902 division by zero [6, 0]"},
      {"Bool", "(any " LIST3 " " ODD ")", "true"},
      {"Bool", "(any (list:[Int]) " ODD ")", "false"},
      {"Bool", "(all " LIST3 " " ODD ")", "false"},
      {"Bool", "(all (list:[Int]) " ODD ")", "true"},
      {"Int?", "(find " LIST3 " (curry Int (lt (K 1) .1)))", "2"},
      {"Int?", "(find " LIST3 " (curry Int (lt (K 9) .1)))", "none"},
      {"Int?", "(position " LIST3 " (curry Int (lt (K 1) .1)))", "1"},
      {"Int", "(iterate (K 1) (K 10) (curry Int (iadd .1 .1)))", "1024"},
      {"Int", "(iterate (K 1) (K -10) (curry Int (iadd .1 .1)))", "1"},
      {"Int", "(until (K 1) (curry Int (lt (K 100) .1)) (curry Int (iadd .1 .1)))", "128"},
      {"Int", "(until (K 1) (curry Int (K false)) (curry Int .1))", "limit: steps"},
      {"[Int]", "(tabulate (K 4) (curry Int (imul .1 .1)))", "[0,1,4,9]"},
      {"[Int]", "(fold (range (K 1) (K 5)) (list:[Int]) (curry [Int],Int (push .0.1 .1)))", "[1,2,3,4,5]"},
  };
  CHECK_ALL(rows);
}

static void test_text(void) {
  static const semantics rows[] = {
      {"[Str]", "(split (K \"a,b,,c\") (K \",\"))", "[\"a\",\"b\",\"\",\"c\"]"},
      {"[Str]", "(split (K \"\") (K \",\"))", "[\"\"]"},
      {"[Str]", "(split (K \"ab\") (K \"\"))", "! 910 an empty separator splits nothing []"},
      {"[Str]", "(words (K \"  to  be\\tor \"))", "[\"to\",\"be\",\"or\"]"},
      {"[Str]", "(lines (K \"a\\r\\nb\\n\\nc\"))", "[\"a\",\"b\",\"\",\"c\"]"},
      {"[Str]", "(lines (K \"a\\n\"))", "[\"a\"]"},
      {"Str", "(join (list (K \"a\") (K \"b\")) (K \", \"))", "\"a, b\""},
      {"Int?", "(find_str (K \"hello\") (K \"l\"))", "2"},
      {"Int?", "(find_str (K \"hello\") (K \"x\"))", "none"},
      {"Int?", "(find_str (K \"\") (K \"\"))", "0"},
      {"Int", "(count_str (K \"aaaa\") (K \"aa\"))", "2"},
      {"Int", "(count_str (K \"abc\") (K \"\"))", "4"},
      {"Str", "(replace_str (K \"aab\") (K \"a\") (K \"xy\"))", "\"xyxyb\""},
      {"Str", "(replace_str (K \"ab\") (K \"\") (K \"-\"))", "\"-a-b-\""},
      {"Int",
       "(B (repeat (K \"a\") (K 300000)) (len (replace_str id (K \"a\") id)))", "limit: steps"},
      {"Bool", "(starts_str (K \"abc\") (K \"ab\"))", "true"},
      {"Bool", "(ends_str (K \"abc\") (K \"abcd\"))", "false"},
      {"Str", "(upper (K \"aéß1\"))", "\"AÉSS1\""},
      {"Str", "(lower (K \"ΑΣ Σ\"))", "\"ας σ\""},
      {"Char", "(upper_char (K 'ß'))", "'ß'"},
      {"Char", "(lower_char (K 'É'))", "'é'"},
      {"Bool", "(isalpha (K 'é'))", "true"},
      {"Bool", "(isdigit (K 'a'))", "false"},
      {"Bool", "(isspace (K '\\u{a0}'))", "true"},
      {"Char", "(int_char (K 55296))", DOMAIN("55296")},
      {"Int", "(char_int (K '€'))", "8364"},
      {"Int", "(parse_int (K \" -42 \") (K 0))", "-42"},
      {"Int", "(parse_int (K \"0xFF\") (K 16))", "255"},
      {"Int", "(parse_int (K \"1_000\") (K 10))", "1000"},
      {"Int", "(parse_int (K \"12x\") (K 10))", "! 905 \"12x\" is not an Int [\"12x\"]"},
      {"Int", "(parse_int (K \"9223372036854775808\") (K 10))",
       "! 903 \"9223372036854775808\" does not fit into 64 bits [\"9223372036854775808\"]"},
      {"Int", "(parse_int (K \"1\") (K 1))", "! 910 a base is 2 to 36 [1]"},
      {"Float", "(parse_float (K \" 1.5e3\"))", "1500.0"},
      {"Float", "(parse_float (K \"-inf\"))", "-inf"},
      {"Float", "(parse_float (K \"0x1\"))", "! 905 \"0x1\" is not a Float [\"0x1\"]"},
      {"Str", "(show (list (K \"a\") (K \"b\")))", "\"[\\\"a\\\",\\\"b\\\"]\""},
      {"Str", "(show (K \"a\"))", "\"a\""},
      {"Str", "(source (K \"a\"))", "\"\\\"a\\\"\""},
      {"Str", "(format (K 3.14159) (K \".2f\"))", "\"3.14\""},
      {"Str", "(format (K 1234567) (K \"+12,\"))", "\"  +1,234,567\""},
      {"Str", "(format (K 255) (K \"#06x\"))", "\"0x00ff\""},
      {"Str", "(format (K \"ab\") (K \"*^6\"))", "\"**ab**\""},
      {"Str", "(format (K 0.25) (K \"%\"))", "\"25.000000%\""},
      {"Str", "(format (K \"ab\") (K \"d\"))", "! 910 \"d\" is no format for \"ab\" [\"ab\", \"d\"]"},
  };
  CHECK_ALL(rows);
}

static void test_failures(void) {
  static const semantics rows[] = {
      {"Int", "(fail:Int (K \"why\"))", "! 909 why []"},
      {"Int", "(fail_search:Int (K ()))", "! 906 nothing was found []"},
      {"Int", "(fail_empty:Int (K ()))", "! 904 the list is empty []"},
      {"Int", "(fail_match:Int (K 3))", "! 908 no case matches 3 [3]"},
      {"Int", "(catch (idiv (K 1) (K 0)) (K 7))", "7"},
      {"Int", "(catch (catch (fail:Int (K \"a\")) (fail:Int (K \"b\"))) (K 7))", "7"},
      {"Int", "(catch (fail:Int (K \"a\")) (fail:Int (K \"b\")))", "! 909 b []"},
      {"Int", "(choice (K true) (K 1) (fail:Int (K \"a\")))", "1"},
      {"(Int,Int)", "<(fail:Int (K \"first\")) (fail:Int (K \"second\"))>", "! 909 first []"},
      {"Int", "(index (range (K 1) (K 99)) (K 200))",
       "! 901 index 200 is out of range of 99 elements "
       "[[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35..., 200]"},
  };
  CHECK_ALL(rows);
}

static void test_functions(void) {
  static const semantics rows[] = {
      {"Int", "(S (curry Int,Int (isub .0.1 .1)) (K 5) (K 3))", "2"},
      {"Int", "(S (S (curry Int,Int (isub .0.1 .1)) (K 5)) (K 3))", "2"},
      {"Int", "(S (curry Int (curry Int (isub .0.1 .1))) (K 5) (K 3))", "2"},
      {"Int", "(B <(curry Int,Int (isub .0.1 .1)) (K 5)> apply/1 <id (K 3)> apply/1)", "2"},
      {"[Int]", "(map (map " LIST3 " (curry Int,Int (iadd .0.1 .1))) (curry Int->Int (S .1 (K 10))))", "[11,12,13]"},
      {"Int", "(S (fix Int=>Int (choice (lt .1 (K 2)) (K 1) (imul .1 (S .0.1 (isub .1 (K 1)))))) (K 10))", "3628800"},
  };
  CHECK_ALL(rows);
}

/* A million tail calls, mutual ones too, stand on one frame; a hundred thousand others fit; more is a limit that
   nothing catches. */
static void test_recursion(void) {
  check(STR("(def even : Int->Bool (curry Int (choice (eq .1 (K 0)) (K true) (S &odd (isub .1 (K 1))))))"
            "(def odd : Int->Bool (curry Int (choice (eq .1 (K 0)) (K false) (S &even (isub .1 (K 1))))))"
            "(main => Bool (S &even (K 100001)))"),
        "false");
  check(STR("(main => Int (S (fix Int=>Int (option (catch (none:Int?) (none:Int?)) (choice (eq .1 (K 0)) (K 7)"
            " (S .0.1 (isub .1 (K 1)))) .1)) (K 100000)))"),
        "7");
  check(STR("(main => Int (S (fix Int=>Int (choice (eq .1 (K 0)) (K 0) (iadd (K 1) (S .0.1 (isub .1 (K 1)))))) (K "
            "100000)))"),
        "100000");
  check(STR("(main => Int (catch (S (fix Int=>Int (iadd (K 1) (S .0.1 .1))) (K 0)) (K 1)))"), "limit: steps");
}

static void test_constants(void) {
  check(STR("(def c : Int (B (print (K \"once\")) (K 5))) (main => Int (iadd &c &c))"), "10");
  check(STR("(def c : Int (idiv (K 1) (K 0))) (main => (Int,Int) <(catch &c (K 3)) &c>)"),
        "! 902 division by zero [1, 0]");
  check(STR("(def c : Int &d) (def d : Int &c) (main => Int &c)"), "limit: stack");
}

static void test_world(void) {
  arena *home = arena_new("test");
  comb_program p;
  interp_result result;
  str text = STR(
      "(def c : () (print (K \"once\"))) (main => ((),(),(),(),Int)"
      " <&c &c (print (list (K 1.0))) (eprint (K 'x')) (catch (B (print (K \"in\")) (fail:Int (K \"x\"))) (K 1))>)");
  CU_ASSERT_FATAL(run_semantics(home, text, &p, &result));
  CU_ASSERT_EQUAL(result.status, INTERP_VALUE);
  CU_ASSERT(str_eq(result.err, STR("'x'\n")));
  CU_ASSERT(str_eq(result.out, STR("once\n[1.0]\nin\n")));
  arena_free(home);
}

/* The calls on the way are told, innermost first; calls in tail position are not on the way. */
static void test_frames(void) {
  arena *home = arena_new("test");
  comb_program p;
  interp_result result;
  str text =
      STR("(def f : Int->Int (curry Int (idiv@1 (K 1) .1))) (def g : Int->Int (curry Int (iadd (S@2 &f .1) (K 1))))"
          "(def h : Int->Int (curry Int (S@3 &g .1))) (main => Int (iadd (K 1) (S@4 &h (K 0)))) (site 4)");
  CU_ASSERT_FATAL(run_semantics(home, text, &p, &result));
  CU_ASSERT_EQUAL(result.status, INTERP_FAILURE);
  CU_ASSERT_EQUAL(result.failure.site, 1);
  CU_ASSERT_EQUAL(result.failure.frame_count, 2);
  CU_ASSERT_EQUAL(result.failure.frames[0], 2);
  CU_ASSERT_EQUAL(result.failure.frames[1], 4);
  arena_free(home);
}

static void test_parse(void) {
  static const char *const texts[][2] = {
      {"Int", "-3"},
      {"Float", "2.5"},
      {"[Int]", "[1,2]"},
      {"(Int,Str)", "(1,\"a\\\"b\")"},
      {"Int?", "none"},
      {"Int?", "3"},
      {"[Char]", "\"abc\""},
      {"Char", "'\\''"},
      {"[[Bool]]", "[[true],[]]"},
      {"()", "()"},
      {"Float", "nan"},
      {"Float", "-inf"},
      {"Str", "\"\\u{1}\\u{2028}é\""},
  };
  arena *home = arena_new("test");
  ir_types *types = ir_types_new(home);
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    const ir_type *t = irt_read(types, str_of(texts[i][0]), NULL);
    interp_value v;
    CU_ASSERT_FATAL(interp_parse(home, types, t, str_of(texts[i][1]), &v));
    strbuf out = strbuf_new(home);
    interp_show(&out, v, t, true);
    CU_ASSERT(str_eq(strbuf_str(&out), str_of(texts[i][1])));
  }
  static const char *const broken[][2] = {{"Int", "2.5"},       {"Int", ""},    {"Int", "1 2"},
                                          {"[Int]", "[1,"},     {"Str", "\"a"}, {"Char", "'ab'"},
                                          {"(Int,Int)", "(1)"}, {"Bool", "1"},  {"Int", "9223372036854775808"},
                                          {"Int->Int", "1"}};
  interp_value v;
  for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
    CU_ASSERT_FALSE(interp_parse(home, types, irt_read(types, str_of(broken[i][0]), NULL), str_of(broken[i][1]), &v));
  CU_ASSERT(interp_parse(home, types, irt_base(types, IRT_FLOAT), STR("3"), &v) && v.f == 3.0);
  CU_ASSERT(interp_argument(home, types, irt_str(types), STR("to \"be\""), &v) && v.list->len == 7);
  CU_ASSERT_FALSE(interp_argument(home, types, irt_str(types), STR("\xff"), &v));
  CU_ASSERT(interp_argument(home, types, irt_base(types, IRT_CHAR), STR("é"), &v) && v.i == 0xE9);
  CU_ASSERT(interp_argument(home, types, irt_option(types, irt_str(types)), STR("to be"), &v) && v.content->list->len == 5);
  CU_ASSERT(interp_argument(home, types, irt_option(types, irt_str(types)), STR("none"), &v) && !v.content);
  arena_free(home);
}

static const unit_case cases[] = {
    {"Int", test_int},
    {"Float", test_float},
    {"comparison", test_compare},
    {"lists", test_lists},
    {"bulk", test_bulk},
    {"text", test_text},
    {"failures", test_failures},
    {"functions", test_functions},
    {"recursion", test_recursion},
    {"constants", test_constants},
    {"world", test_world},
    {"call chain", test_frames},
    {"values from text", test_parse},
};

UNIT_MAIN("interp", cases)
