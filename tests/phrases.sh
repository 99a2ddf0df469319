#!/bin/sh
# Every reason that the engine gives for a missing number has its Chinese
# words in output/phrases.def, since workbooks print it.
set -eu
top=${srcdir:-.}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A reason is a text behind undefined(, state(..., or "reason =", perhaps in
# the next line, or a constant of its own.
cat "$top"/engine/*.c | tr '\n' ' ' | sed 's/" *"//g' |
    grep -oE '(qp_num_undefined\(|qp_value_state\(QP_[A-Z_]+, *|reason = |static const char [a-z_]+\[\] = ) *"[^"]+"' |
    sed 's/^[^"]*//' | sort -u >"$work/reasons"
while read -r reason; do
    grep -qF "PHRASE($reason," "$top/output/phrases.def" || echo "$reason"
done <"$work/reasons" >"$work/missing"
n=$(wc -l <"$work/reasons")
[ "$n" -ge 20 ] || { echo "FAIL: only $n reasons found"; exit 1; }
if [ -s "$work/missing" ]; then
    echo "FAIL: no Chinese words for:"
    cat "$work/missing"
    exit 1
fi
echo "phrases: $n reasons, all in Chinese as well"
