#!/bin/sh
# The schemas that quping prints, by two validators of other people; see
# check-schema.py.
exec "$PYTHON" "$srcdir/tests/check-schema.py" "$QUPING" "$srcdir"
