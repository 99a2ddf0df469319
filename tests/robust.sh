#!/bin/sh
# Simulations: the shipped examples and random rule sets with nothing changed,
# and the same output on one processor as on all.
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

exec "$PYTHON" "$srcdir/tests/oracle/robust.py" --quping "$QUPING" \
    --plain "$plain" --sets "${SETS-25}"
