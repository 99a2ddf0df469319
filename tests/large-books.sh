#!/bin/sh
# An evaluation whose sheets are so large that their rows stream to the file:
# the same bytes on one processor as on all, and every figure there.
set -e
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$PYTHON" "$srcdir/tests/bench/evaluation.py" "$work" 230 100
set -- score "$work/rules.ini" "$work/submissions" --no-notices -o
"$QUPING" "$@" "$work/all" >/dev/null
if command -v taskset >/dev/null; then
    taskset -c 0 "$QUPING" "$@" "$work/one" >/dev/null
    cmp "$work/all/Large-2025.xlsx" "$work/one/Large-2025.xlsx"
fi
exec "$PYTHON" "$srcdir/tests/large-books.py" "$work/all"
