#!/bin/sh
# `quping compare` on random pairs of results: parts add up, and are those that
# the independent oracle comes to.  PAIRS: how many.
set -e
exec "$PYTHON" "$srcdir/tests/check-compare.py" --quping "$QUPING" \
    --pairs "${PAIRS-12}"
