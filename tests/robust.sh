#!/bin/sh
# Simulations: the shipped examples, random rule sets and what is at the edges
# of arithmetic with nothing changed,
# the same output on one processor as on all, and what comes out checked by
# other means.
set -e
plain=$(dirname "$QUPING")/tests/robust_plain
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail()
{
    echo "FAIL: $*"
    exit 1
}

examples=$srcdir/input/examples
for set in hdi/2022 shanghai/2024 shanghai/2025 national/2025 teaching/2025; do
    rules=$srcdir/rules/$set.ini
    case $set in
    hdi/*) data=$examples/hdi-2022 prior= ;;
    shanghai/2024) data=$examples/shanghai-2024 prior= ;;
    teaching/*) data=$examples/teaching-2025 prior= ;;
    *) data=$examples/shanghai-2025 prior=$work/2024/result.xml ;;
    esac
    if [ -n "$prior" ] && [ ! -e "$prior" ]; then
        "$QUPING" score "$srcdir/rules/shanghai/2024.ini" \
            "$examples/shanghai-2024" -o "$work/2024" >/dev/null 2>&1
    fi
    set -- "$rules" "$data" ${prior:+--prior "$prior"}

    # Every draw begins where the evaluation ends, or there is an error.
    "$QUPING" robustness "$@" --draws 40 >"$work/all" 2>"$work/said" ||
        fail "$set: $(cat "$work/said")"
    "$plain" "$@" >"$work/plain" 2>/dev/null || fail "$set: robust_plain"
    awk -v set="$set" '$4 { print "FAIL: " set ": " $0; bad = 1 }
        END { exit bad }' "$work/plain"

    # As many threads as there are processors, and one.
    if command -v taskset >/dev/null; then
        taskset -c 0 "$QUPING" robustness "$@" --draws 40 >"$work/one" \
            2>/dev/null
        cmp "$work/one" "$work/all" || fail "$set: not the same on one thread"
    fi
    "$QUPING" robustness "$@" --draws 40 --seed 2 >"$work/other" 2>/dev/null
    ! cmp -s "$work/other" "$work/all" || fail "$set: the seed is not used"
done

# So do those that are made to fail.
"$PYTHON" "$srcdir/tests/edges.py" "$work/edges"
for set in "$work/edges" "$srcdir/tests/cases/several_vetoes"; do
    "$QUPING" robustness "$set/rules.ini" "$set/input" --draws 40 \
        >/dev/null 2>"$work/said" || fail "$set: $(cat "$work/said")"
    "$plain" "$set/rules.ini" "$set/input" >"$work/plain" 2>/dev/null ||
        fail "$set: robust_plain"
    awk -v set="$set" '$4 { print "FAIL: " set ": " $0; bad = 1 }
        END { exit bad || NR == 0 }' "$work/plain"
done

# The workbook, by other means; it takes the place of itself only.
hdi=$examples/hdi-2022
mkdir "$work/rules" "$work/without"
cp "$srcdir"/rules/hdi/*.ini "$work/rules"
chmod u+w "$work"/rules/*
printf '\n[robustness]\nweights = 20 %%\ndata = none\n' >>"$work/rules/2022.ini"
sed '/^\[indicator eys_index\]/,/^\[/s/^weight = 1/weight = 0/' \
    "$work/rules/2022.ini" >"$work/without/2022.ini"
cp "$work/rules/countries.ini" "$work/without"
"$QUPING" robustness "$work/rules/2022.ini" "$hdi" -o "$work/book.xlsx" \
    >/dev/null 2>&1 || fail "no workbook"
cp "$work/book.xlsx" "$work/first.xlsx"
"$QUPING" robustness "$work/rules/2022.ini" "$hdi" -o "$work/book.xlsx" \
    >/dev/null 2>&1 || fail "an earlier workbook is not replaced"
cmp "$work/book.xlsx" "$work/first.xlsx" || fail "two workbooks differ"
echo text >"$work/text.xlsx"
! "$QUPING" robustness "$work/rules/2022.ini" "$hdi" -o "$work/text.xlsx" \
    >/dev/null 2>&1 || fail "a file of others is replaced"
for rules in rules without; do
    "$QUPING" score "$work/$rules/2022.ini" "$hdi" -o "$work/$rules/out" \
        >/dev/null 2>&1 || fail "no result"
done
"$PYTHON" "$srcdir/tests/check-robust.py" "$work/book.xlsx" \
    "$work/rules/out/result.csv" "$work/without/out/result.csv" eys_index

# score --robustness: the record and the overall workbook have it, on one
# processor as on all, nothing else changes, and it is looked back on like any.
sh=$examples/shanghai-2024
"$QUPING" score "$srcdir/rules/shanghai/2024.ini" "$sh" --robustness 40 \
    -o "$work/with" >/dev/null 2>&1 || fail "no result with a simulation"
"$PYTHON" - "$work/with" "$work/2024" <<'END' || fail "the record is not right"
import glob
import sys
from xml.etree import ElementTree

import openpyxl

NAME = "{urn:quping:result:1}"
record, plain = (ElementTree.parse(folder + "/result.xml").getroot()
                 for folder in sys.argv[1:])
found = record.find(NAME + "robustness")
ranked = [d.get("code") for d in record.findall(NAME + "district")
          if d.find(NAME + "total").get("rank")]
leaves = found.findall(NAME + "leaf")
assert found.get("draws") == "40" and found.get("seed") == "1"
assert sorted(r.get("district") for r in found.findall(NAME + "ranks")) == \
    sorted(ranked)
assert len(leaves) == 40 and found.findall(NAME + "choice")
record.remove(found)
for root in record, plain:
    root.remove(root.find(NAME + "outputs"))
    root.tail = None
    for element in root.iter():
        element.tail = element.text = None
assert ElementTree.tostring(record) == ElementTree.tostring(plain)
book = openpyxl.load_workbook(
    next(b for b in glob.glob(sys.argv[1] + "/*.xlsx") if "附件" not in b))
assert "稳健性" in book.sheetnames and "稳健性明细" in book.sheetnames
END
cmp "$work/with/result.csv" "$work/2024/result.csv" ||
    fail "a simulation changes scores"
if command -v taskset >/dev/null; then
    taskset -c 0 "$QUPING" score "$srcdir/rules/shanghai/2024.ini" "$sh" \
        --robustness 40 -o "$work/with-one" >/dev/null 2>&1
    diff -r "$work/with" "$work/with-one" ||
        fail "a result with a simulation is not the same on one thread"
fi
for prior in 2024 with; do
    "$QUPING" score "$srcdir/rules/shanghai/2025.ini" \
        "$examples/shanghai-2025" --prior "$work/$prior" \
        -o "$work/after-$prior" >/dev/null 2>&1 || fail "no looking back"
done
cmp "$work/after-with/result.csv" "$work/after-2024/result.csv" ||
    fail "a simulation in last year's record changes scores"
# What looks into a result with a simulation does it again.
"$QUPING" score "$srcdir/rules/teaching/2025.ini" \
    "$examples/teaching-2025" --robustness 20 --bundle -o "$work/looked-into" \
    >/dev/null 2>&1
"$QUPING" explain "$work/looked-into" east >"$work/explained" 2>&1 ||
    fail "no explanation: $(cat "$work/explained")"
"$QUPING" compare "$work/looked-into" "$work/looked-into" \
    >"$work/compared" 2>&1 || fail "no comparison: $(cat "$work/compared")"
for words in "--robustness 19" "--robustness all" "--robustness"; do
    # shellcheck disable=SC2086
    "$QUPING" score rules.ini input -o out $words >/dev/null 2>&1 && status=0 ||
        status=$?
    [ "$status" -eq 2 ] || fail "score $words exits with $status"
done
for words in "--draws 5" "--draws 1000000" "--draws x" "--seed -1" \
    "--seed 18446744073709551616" "--seed"; do
    # shellcheck disable=SC2086
    "$QUPING" robustness rules.ini input $words >/dev/null 2>&1 && status=0 ||
        status=$?
    [ "$status" -eq 2 ] || fail "robustness $words exits with $status"
done

"$PYTHON" "$srcdir/tests/check-alternatives.py" "$QUPING" "$srcdir/rules/hdi" \
    "$hdi" "$work"

exec "$PYTHON" "$srcdir/tests/oracle/robust.py" --quping "$QUPING" \
    --plain "$plain" --sets "${SETS-15}"
