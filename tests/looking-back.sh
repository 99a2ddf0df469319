#!/bin/sh
# One year's result as an input of the next: the Shanghai example comes to the
# same by the record as by the submissions, and three years of a small city
# make a chain of which the last record knows all.
set -eu
quping=${QUPING:-$PWD/quping}
top=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "FAIL: $1"
    exit 1
}

# ---- Shanghai ----

cp -r "$top/rules/shanghai" "$work/rules"
sed -i 's/^prior = submission/prior = record/' "$work/rules/2025.ini"
"$quping" score "$top/rules/shanghai/2024.ini" \
    "$top/input/examples/shanghai-2024" -o "$work/2024" >/dev/null 2>&1
"$quping" score "$top/rules/shanghai/2025.ini" \
    "$top/input/examples/shanghai-2025" -o "$work/2025" >/dev/null 2>&1
"$quping" score "$work/rules/2025.ini" "$top/input/examples/shanghai-2025" \
    -o "$work/record" --prior "$work/2024" >/dev/null 2>"$work/said"
cmp "$work/2025/result.csv" "$work/record/result.csv" ||
    fail "other scores by the record than by the submissions"
[ "$(grep -c '\[restated\]$' "$work/said")" -eq 1 ] ||
    fail "not one figure is restated"
grep -q '310109.xml:.*: note: insured_firms .*7 .*8 ' "$work/said" ||
    fail "another figure is restated than that of 310109"
hash=$(sha256sum "$work/2024/result.xml" | cut -d' ' -f1)
grep -q "^<prior name=\"result.xml\" size=.* sha256=\"$hash\"/>" \
    "$work/record/result.xml" || fail "the record is not among the inputs"

# ---- a chain ----

# rules YEAR, submissions YEAR X Y: a city of two districts, whose points are
# their figures, explained at length.
rules() {
    cat >"$work/$1.ini" <<END
[evaluation]
id = chain
title = Chain
year = $1
[district a]
name = A
[district b]
name = B
[datum x]
name = X
[indicator i]
name = I
weight = 100
value = x
method = points
[deduction again]
name = Again
points = years_in("fail", 1)
[veto twice]
name = Twice
when = years_in("fail", 2) == 2
effect = unranked
[grade pass]
name = Pass
min = 60
[grade fail]
name = Fail
END
}

submissions() {
    mkdir -p "$work/$1.in"
    for district in "a $2" "b $3"; do
        cat >"$work/$1.in/${district% *}.xml" <<END
<submission xmlns="urn:quping:submission:1" evaluation="chain" year="$1"
            district="${district% *}" status="final">
  <data><datum code="x">${district#* }</datum></data>
  <note code="x">$(printf '%090000d' 0)</note>
</submission>
END
    done
}

# year YEAR X Y [OPTION...]: scores it into $work/YEAR.out.
year() {
    rules "$1"
    submissions "$1" "$2" "$3"
    name=$1
    shift 3
    "$quping" score "$work/$name.ini" "$work/$name.in" -o "$work/$name.out" \
        "$@" >/dev/null 2>"$work/$name.err"
}

# expect YEAR DISTRICT POINTS RANK GRADE: what came out.
expect() {
    grep "^$2,.*,total,," "$work/$1.out/result.csv" | tr -d '\r' |
        grep -q ",$3,$4,$5\$" || {
        grep "^$2,.*,total,," "$work/$1.out/result.csv"
        fail "$1: $2 has not $3 points, rank $4, grade $5"
    }
}

year 2023 50 70
expect 2023 a 50.00 2 fail
expect 2023 b 70.00 1 pass
[ "$(grep -c '\[undecided\]$' "$work/2023.err")" -eq 4 ] ||
    fail "2023: what nobody can know is not said"

# In 2024 a was last once, which costs a point; the year before is not known.
year 2024 40 50 --prior "$work/2023.out"
expect 2024 a 39.00 2 fail
expect 2024 b 50.00 1 fail
[ "$(grep -c '\[undecided\]$' "$work/2024.err")" -eq 2 ] ||
    fail "2024: what nobody can know is not said"

# In 2025 a has failed in both years, b in one.
year 2025 80 80 --prior "$work/2024.out/result.xml"
expect 2025 a 79.00 '' ''
expect 2025 b 79.00 1 pass
[ -s "$work/2025.err" ] && fail "2025: something is said"

cat >"$work/want" <<END
<history>
<year year="2024" sha256="$(sha256sum <"$work/2024.out/result.xml" | cut -d' ' -f1)">
<district code="a" total="39" rank="2" grade="fail"/>
<district code="b" total="50" rank="1" grade="fail"/>
</year>
<year year="2023" sha256="$(sha256sum <"$work/2023.out/result.xml" | cut -d' ' -f1)">
<district code="a" total="50" rank="2" grade="fail"/>
<district code="b" total="70" rank="1" grade="pass"/>
</year>
</history>
END
sed -n '/^<history>/,/^<\/history>/p' "$work/2025.out/result.xml" |
    diff "$work/want" - || fail "the chain is another"
echo "looking back: Shanghai by record, and a chain of three years"
