#!/bin/sh
# rules/REFERENCE.md is what the program prints from its tables, and all that
# help has a topic for is printed.
set -eu
quping=${QUPING:-$PWD/quping}
top=${srcdir:-.}

"$quping" help reference | diff -u "$top/rules/REFERENCE.md" - || {
    echo "FAIL: rules/REFERENCE.md is out of date; run: make reference"
    exit 1
}
for topic in commands rules methods functions limits; do
    [ "$("$quping" help "$topic" | wc -l)" -gt 10 ] || {
        echo "FAIL: help $topic prints next to nothing"
        exit 1
    }
done
echo "reference: up to date"
