#!/bin/sh
# The rule sets that come with quping have nothing that lint would say a word
# about, and their examples come out.
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
[ "$n" -ge 4 ]
