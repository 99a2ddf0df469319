#!/bin/sh
# `quping compare` on pairs worked out by hand, and on random pairs of results:
# parts add up, and are those that the independent oracle comes to.  PAIRS: how
# many.
set -e
"$PYTHON" "$srcdir/tests/compare-by-hand.py" "$QUPING"
exec "$PYTHON" "$srcdir/tests/check-compare.py" --quping "$QUPING" \
    --pairs "${PAIRS-12}"
