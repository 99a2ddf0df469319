#!/bin/sh
# Writes what bench.c compares into a folder that is removed again, some 3 GB,
# and runs it.  Sizes are those of the promises; BENCH_RECORDS is for trying
# things out.
set -eu
bench=$PWD/tests/bench
records=${BENCH_RECORDS:-1500000}
work=$(mktemp -d "${TMPDIR:-/tmp}/bench.XXXXXX")
trap 'rm -rf "$work"' EXIT

"$bench/generate" --records "$records" >"$work/one.xml"
"$bench/generate" --records "$records" --district 310104 >"$work/two.xml"
"$bench/generate" --records $((records / 200)) >"$work/small.xml"
"$bench/generate" --records $((records * 5)) >"$work/large.xml"
ls -l "$work" | awk 'NR > 1 { printf "%s: %.0f MB\n", $NF, $5 / 1e6 }'
"$bench/bench" "${srcdir:-.}/tests/bench/contracts.ini" \
    "$work/one.xml" "$work/two.xml" "$work/small.xml" "$work/large.xml"
