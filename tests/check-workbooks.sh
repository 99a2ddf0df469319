#!/bin/sh
# The workbooks against result.csv; see check-workbooks.py.
exec "$PYTHON" "$srcdir/tests/check-workbooks.py" "$QUPING" "$srcdir"
