#!/bin/sh
# What a frame publishes, and what a district that is checked alone by it comes
# to; see check-frame.py.
exec "$PYTHON" "$srcdir/tests/check-frame.py" "$QUPING" "$srcdir"
