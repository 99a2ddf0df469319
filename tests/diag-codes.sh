#!/bin/sh
# Every diagnostic is shown by a case in cases/ or, where rules and submissions
# alone cannot lead to it, by a row of a check program or of check-audit.py;
# check_diag.c prints any code and shows none.
set -eu
top=${srcdir:-.}
cases=0
rows=0
missing=""

for code in $(sed -n 's/^DIAG([A-Z_]*, "\([a-z-]*\)".*/\1/p' \
    "$top/engine/diag.def"); do
    if grep -q "\[$code\]\$" "$top"/tests/cases/*/expect.err; then
        cases=$((cases + 1))
    elif grep -q "\[$code\]" "$top"/tests/check_[a-ce-z]*.c \
        "$top/tests/check-audit.py"; then
        rows=$((rows + 1))
    else
        missing="$missing $code"
    fi
done
[ -z "$missing" ] || {
    echo "FAIL: no test shows$missing"
    exit 1
}
[ "$cases" -ge 45 ] || { echo "FAIL: only $cases codes found"; exit 1; }
echo "diagnostics: $cases shown by cases, $rows by check programs"
