#!/bin/sh
# What audit finds, and that it finds nothing where nothing is; see
# check-audit.py.
exec "$PYTHON" "$srcdir/tests/check-audit.py" "$QUPING" "$srcdir"
