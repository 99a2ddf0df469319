#!/bin/sh
# A fault of each kind that districts make, planted in the Shanghai example;
# see check-faults.py.
exec "$PYTHON" "$srcdir/tests/check-faults.py" "$QUPING" "$srcdir"
