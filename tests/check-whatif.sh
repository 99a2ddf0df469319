#!/bin/sh
# `quping whatif` against the independent oracle on random evaluations, and on
# the Shanghai example against `quping score` on files that were really changed.
# SETS: how many random evaluations.
set -e
exec "$PYTHON" "$srcdir/tests/check-whatif.py" --quping "$QUPING" \
    --sets "${SETS-5}"
