#!/bin/sh
# The same inputs give the same bytes: at another time, in another zone,
# locale and working directory, under another umask, with the submissions
# named in another order.
set -eu
quping=${QUPING:-$PWD/quping}
top=$(cd "${srcdir:-.}" && pwd)
rules=$top/rules/shanghai/2025.ini
inputs=$top/input/examples/shanghai-2025
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Scores into $work/$1 with the remaining words in front of the program.
score() {
    name=$1
    shift
    "$@" "$quping" score "$rules" "$inputs" -o "$work/$name" >/dev/null 2>&1
    compare "$name"
}

compare() {
    diff -r "$work/first" "$work/$1" || {
        echo "FAIL: $1: other bytes"
        exit 1
    }
    (cd "$work/$1" && find . -printf '%m %p\n' | sort) >"$work/modes.$1"
    cmp "$work/modes.first" "$work/modes.$1" || {
        echo "FAIL: $1: other modes"
        exit 1
    }
}

"$quping" score "$rules" "$inputs" -o "$work/first" >/dev/null 2>&1
(cd "$work/first" && find . -printf '%m %p\n' | sort) >"$work/modes.first"

score zone env TZ=Pacific/Apia
score locale env LC_ALL=de_DE.UTF-8 LANG=zh_CN.GB18030
score home env -i
(umask 077 && score umask env)
(cd / && score folder env)
score time faketime '2031-12-31 23:59:59' # Debian package faketime

# One by one, last first, each by another spelling of its path.
set --
for file in "$inputs"/*.xml; do
    set -- "$(dirname "$file")/./$(basename "$file")" "$@"
done
"$quping" score "$rules" "$@" -o "$work/order" >/dev/null 2>&1
compare order

echo "same bytes: 7 ways to run it, $(find "$work/first" -type f | wc -l) files each"
