#!/bin/sh
# 100,000 random scores against the independent oracle, half of them on
# rounding ties; the oracle is held against hand-made cases first.
set -e
"$PYTHON" "$srcdir/tests/oracle/oracle.py" --self-test
exec "$PYTHON" "$srcdir/tests/oracle/property.py" --quping "$QUPING" \
    --scores "${SCORES-100000}"
