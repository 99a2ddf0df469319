#!/bin/sh
# explain: every figure of every district done again by hand (see explain.py);
# the same by code and by name, from a bundle and from what the result was made
# of; and nothing explained that is not what the record says.
set -eu
quping=${QUPING:-$PWD/quping}
top=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"${PYTHON:-python3}" "$top/tests/explain.py" "$quping" "$top"

fail() {
    echo "FAIL: $*"
    cat "$work/said"
    exit 1
}

# score DIR WORD...: scores the teaching example.
score() {
    dir=$1
    shift
    "$quping" score "$work/rules/2025.ini" "$work/data" -o "$work/$dir" "$@" \
        >/dev/null 2>&1
}

# refused STATUS TEXT WORD...: what explain says.
refused() {
    want=$1 text=$2 status=0
    shift 2
    "$quping" explain "$@" >"$work/out" 2>"$work/said" || status=$?
    [ "$status" -eq "$want" ] || fail "$*: status $status"
    [ ! -s "$work/out" ] || fail "$*: explained all the same"
    grep -q "$text" "$work/said" || fail "$*: does not say $text"
}

cp -r "$top/rules/teaching" "$work/rules"
cp -r "$top/input/examples/teaching-2025" "$work/data"
score bundle --bundle
score plain

"$quping" explain "$work/bundle" west speed >"$work/by-code"
grep -q '按零分计' "$work/by-code" || fail "what a missing figure earned"
"$quping" explain "$work/bundle" 西区 企业诉求办理速度 >"$work/by-name"
cmp "$work/by-code" "$work/by-name"
"$quping" explain "$work/plain" west speed --rules "$work/rules/2025.ini" \
    --data "$work/data" >"$work/by-options"
cmp "$work/by-code" "$work/by-options"

# Why a district has no better grade: the words of the case say what counts.
several=$top/tests/cases/several_vetoes
"$quping" score "$several/rules.ini" "$several/input" -o "$work/vetoes" \
    --bundle >/dev/null 2>&1
"$quping" explain "$work/vetoes" --format=json >"$work/vetoes.json"
"${PYTHON:-python3}" - "$work/vetoes.json" <<'END'
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    districts = json.load(file)["districts"]
why = {d["code"]: [g["by"] for g in d["total"]["grades"]] for d in districts}
assert why["c"][:2] == ["veto", "veto"], why["c"]
assert why["d"] == ["total", "rank", "earned"], why["d"]
assert why["f"][:2] == ["veto", "earned"], why["f"]
END

refused 1 'no copies of its rules and submissions.*\[bundle\]' \
    "$work/plain" west
refused 1 'unknown district "wets"; did you mean "west"? \[district\]' \
    "$work/bundle" wets
refused 1 'unknown indicator "sped"; did you mean "speed"? \[reference\]' \
    "$work/bundle" west sped
refused 3 'No such file' "$work/nothing" west
refused 2 'one of text, json' "$work/bundle" west --format=xml
refused 2 'go together' "$work/bundle" west --rules "$work/rules/2025.ini"

# A record, a figure and a rule that were changed afterwards.
cp -r "$work/bundle" "$work/edited"
sed -i 's/points="40.00"/points="39.00"/' "$work/edited/result.xml"
refused 1 'result.xml:.*points="39.00".*points="40.00".*audit.*\[differs\]' \
    "$work/edited" west
cp -r "$work/bundle" "$work/replaced"
sed -i 's/>850</>851</' "$work/replaced/bundle/submissions/west.xml"
refused 1 'result.xml:.*sha256=.*\[differs\]' "$work/replaced" west
sed -i 's/^cap = 2 /cap = 3 /' "$work/rules/2025.ini"
refused 1 'result.xml:.*sha256=.*\[differs\]' "$work/plain" west \
    --rules "$work/rules/2025.ini" --data "$work/data"
echo "explain: refuses what is not as the record says"
