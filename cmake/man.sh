#!/bin/sh
# man.sh PAGE [VERSION] >page: fills in the lines .COMMANDS and .OPTIONS of a manual page from driver/command.def and driver/option.def.
set -eu
root=$(dirname "$0")/..
# rows DEF PARAMETERS COLUMNS: every row of a table as its columns with @@ between, ready for roff. Actions of option.def are nobody's business.
rows() {
  { for action in TEXT FLAG; do echo "#define $action(f) 0"; done
    for action in WHEN LEVEL SECONDS BYTES JOBS CAPS WITHOUT; do echo "#define $action 0"; done
    echo "#define X($2) GAEL_ROW $3"
    echo "#include \"$1\""; } |
    ${CC:-cc} -E -P -I"$root/driver" - | tr '\n' ' ' | sed 's/GAEL_ROW */\n/g' |
    sed -e '/^ *$/d' -e "s/'\(.\)'/\1/g" -e 's/" *"//g' -e 's/"//g' -e 's/ *@@ */@@/g' -e 's/-/\\-/g'
}
commands=$(rows command.def 'n, l, o, f, h' 'n @@ o @@ h @@' |
  awk -F@@ '{ printf ".TP\n.BI \"gael %s \" \"%s\"\n%s\n", $1, $2, $3 }')
options=$(rows option.def 'n, l, a, t, c, h' 'n @@ l @@ a @@ h @@' | awk -F@@ '{
    short = $2 == "0" ? "" : "\\fB\\-" $2 "\\fR, "
    argument = $3 == "NULL" || $3 == "" ? "" : " \\fI" $3 "\\fR"
    printf ".TP\n%s\\fB\\-\\-%s\\fR%s\n%s\n", short, $1, argument, $4
  }')
export commands options
awk -v version="${2:-}" '
  $0 == ".COMMANDS" { print ENVIRON["commands"]; next }
  $0 == ".OPTIONS" { print ENVIRON["options"]; next }
  { gsub(/@VERSION@/, version); print }' "$1"
