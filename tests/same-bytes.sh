#!/bin/sh
# The same inputs give the same bytes: at another time, in another zone,
# locale and working directory, under another umask, on one processor, with the
# submissions named in another order.  What is said of wrong ones is the same,
# too.
set -eu
quping=${QUPING:-$PWD/quping}
top=$(cd "${srcdir:-.}" && pwd)
rules=$top/rules/shanghai/2025.ini
inputs=$top/input/examples/shanghai-2025
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$quping" score "$top/rules/shanghai/2024.ini" \
    "$top/input/examples/shanghai-2024" -o "$work/2024" >/dev/null 2>&1

# Scores into $work/$1 with the remaining words in front of the program.
score() {
    name=$1
    shift
    "$@" "$quping" score "$rules" "$inputs" -o "$work/$name" \
        --prior "$work/2024" >/dev/null 2>&1
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

"$quping" score "$rules" "$inputs" -o "$work/first" --prior "$work/2024" \
    >/dev/null 2>&1
(cd "$work/first" && find . -printf '%m %p\n' | sort) >"$work/modes.first"

score zone env TZ=Pacific/Apia
score locale env LC_ALL=de_DE.UTF-8 LANG=zh_CN.GB18030
score home env -i
(umask 077 && score umask env)
(cd / && score folder env)
# faketime (a Debian package) preloads a library, which the address sanitizer
# would rather not see.
ASAN_OPTIONS=verify_asan_link_order=0 score time \
    faketime '2031-12-31 23:59:59'

# All but the notices, and of the rest nothing else.
"$quping" score "$rules" "$inputs" -o "$work/fewer" --prior "$work/2024" \
    --no-notices >/dev/null 2>&1
for file in "$work"/fewer/*; do
    [ "${file##*/}" = result.xml ] || cmp "$file" "$work/first/${file##*/}"
done
[ "$(ls "$work/first" | grep -cv 区级通报)" = "$(ls "$work/fewer" | wc -l)" ]

# On the first processor of those that there are.
first=$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')
score processor taskset -c "$first"

# One by one, last first, each by another spelling of its path, and last
# year's record somewhere else.
set --
for file in "$inputs"/*.xml; do
    set -- "$(dirname "$file")/./$(basename "$file")" "$@"
done
mkdir "$work/elsewhere"
cp "$work/2024/result.xml" "$work/elsewhere"
"$quping" score "$rules" "$@" -o "$work/order" \
    --prior "$work/elsewhere/result.xml" >/dev/null 2>&1
compare order

# Wrong ones: each twice, the second time with a fault of its own, and one cut
# off.
mkdir "$work/wrong"
for file in "$inputs"/*.xml; do
    name=$(basename "$file" .xml)
    cp "$file" "$work/wrong/"
    sed 's/year="2025"/year="2024"/' "$file" >"$work/wrong/$name-2.xml"
done
head -c 2000 "$inputs/310115.xml" >"$work/wrong/310115.xml"

# Scores the files of $work/wrong, in the given order, with what is in front.
refuse() {
    name=$1
    shift
    if "$@" -o "$work/none" 2>"$work/said.$name" >/dev/null; then
        echo "FAIL: $name: wrong files are scored"
        exit 1
    fi
    cmp "$work/said.all" "$work/said.$name" || {
        echo "FAIL: $name: other messages"
        exit 1
    }
}

"$quping" score "$rules" "$work/wrong" -o "$work/none" \
    2>"$work/said.all" >/dev/null || :
grep -q 'is given twice; it stands in .*310104-2.xml:4 already' "$work/said.all"
refuse processor taskset -c "$first" "$quping" score "$rules" "$work/wrong"
set --
for file in "$work"/wrong/*.xml; do
    set -- "$file" "$@"
done
refuse order "$quping" score "$rules" "$@"

echo "same bytes: 8 ways to run it, $(find "$work/first" -type f | wc -l) files each"
