#!/bin/sh
# The rule sets that come with quping have nothing that lint would say a word
# about, and their examples come out, of which there are two for each method.
# What national has copies of is the same as in shanghai.
set -u
quping=${QUPING:-$PWD/quping}
top=${srcdir:-.}
n=0

for rules in "$top"/rules/*/20*.ini; do
    said=$("$quping" lint "$rules" 2>&1 >/dev/null) && [ -z "$said" ] || {
        echo "FAIL: $rules"
        echo "$said"
        exit 1
    }
    n=$((n + 1))
done
echo "lint: $n rule sets, no word about them"
[ "$n" -ge 4 ] || exit 1
"${PYTHON:-python3}" "$top/tests/examples.py" "$top" || exit 1
for file in districts.ini plan.ini; do
    for set in shanghai national; do
        grep -v '^;' "$top/rules/$set/$file" | md5sum
    done | uniq | wc -l | grep -qx 1 || {
        echo "FAIL: rules/national/$file is not that of rules/shanghai"
        exit 1
    }
done
