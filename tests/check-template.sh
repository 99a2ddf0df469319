#!/bin/sh
# The templates that quping prints; see check-template.py.
exec "$PYTHON" "$srcdir/tests/check-template.py" "$QUPING" "$srcdir"
