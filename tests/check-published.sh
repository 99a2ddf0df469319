#!/bin/sh
# Results that somebody else published, against quping's; see
# check-published.py.
exec "$PYTHON" "$srcdir/tests/check-published.py" "$QUPING" "$srcdir"
