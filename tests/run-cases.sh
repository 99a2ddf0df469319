#!/bin/sh
# run-cases.sh [CASE...]: runs quping on the whole-program cases in cases/.
# A case is a folder: rules.ini (or a file "rules" that names the rule set's
# main file), input/, and what is expected:
#   expect.csv   result.csv, worked out by hand from the rules
#   expect.err   the diagnostics, one a line, paths relative to the case
#   derive.py    prints expect.csv, where that takes more than a pencil
#   options      further words for the command line, one a line
#   lint         (empty) lint is run on the rules instead of score, for what
#                only writers of rules are told
#   check        (empty) a district checks input/ instead
#   whatif       (empty) whatif is asked what stands in options
#   robustness   (empty) the ranking is simulated instead
#   expect.out   what lint, check or whatif prints, without the line with the hash
# With expect.csv it must exit 0; with an error in expect.err it must exit 1
# and write nothing.
set -u
here=$(cd "$(dirname "$0")" && pwd)
quping=${QUPING:-$PWD/quping}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
passed=0

fail() {
    echo "FAIL: $1: $2"
    failed=$((failed + 1))
}

# The command's messages without the verdict, which counts them.
messages() {
    grep -v '^quping: [0-9]* errors*, ' "$work/err"
}

run_case() {
    name=$(basename "$1")
    rm -rf "$work/out"
    set --
    [ -e options ] && while read -r word; do set -- "$@" "$word"; done <options
    if [ -e lint ]; then
        "$quping" lint rules.ini "$@" >"$work/stdout" 2>"$work/err"
    elif [ -e check ]; then
        "$quping" check rules.ini input "$@" >"$work/stdout" 2>"$work/err"
    elif [ -e robustness ]; then
        "$quping" robustness rules.ini input "$@" \
            >"$work/stdout" 2>"$work/err"
    elif [ -e whatif ]; then
        "$quping" whatif rules.ini input "$@" >"$work/stdout" 2>"$work/err"
    else
        "$quping" score rules.ini input -o "$work/out" "$@" \
            >"$work/stdout" 2>"$work/err"
    fi
    status=$?
    messages >"$work/messages"
    want=0
    if [ -e expect.err ]; then
        grep -q ': error: ' expect.err && want=1
        diff -u expect.err "$work/messages" || {
            fail "$name" "other diagnostics than expected"
            return
        }
    fi
    [ "$status" -eq "$want" ] || {
        cat "$work/err"
        fail "$name" "exit status $status, expected $want"
        return
    }
    if [ "$want" -ne 0 ] && [ -e "$work/out" ]; then
        fail "$name" "wrote a result in spite of errors"
        return
    fi
    if [ -e expect.out ]; then
        grep -vE '^[0-9a-f]{64}  ' "$work/stdout" >"$work/printed"
        diff -u expect.out "$work/printed" || {
            fail "$name" "prints something else than expected"
            return
        }
    fi
    if [ -e derive.py ] && ! "${PYTHON:-python3}" derive.py |
        diff -u - expect.csv; then
        fail "$name" "expect.csv is not what derive.py prints"
        return
    fi
    if [ -e expect.csv ]; then
        sed '1s/^\xef\xbb\xbf//; s/\r$//' "$work/out/result.csv" \
            >"$work/result.csv"
        diff -u expect.csv "$work/result.csv" || {
            fail "$name" "another result than expected"
            return
        }
    elif [ ! -e expect.err ] && [ ! -e expect.out ]; then
        fail "$name" "expects nothing"
        return
    fi
    passed=$((passed + 1))
}

[ $# -gt 0 ] || set -- "$here"/cases/*/
for case in "$@"; do
    cd "$case" && run_case "${case%/}"
done
echo "cases: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
