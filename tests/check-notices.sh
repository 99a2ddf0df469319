#!/bin/sh
# No notice, and no annex, says what is another district's; see
# check-notices.py.
exec "$PYTHON" "$srcdir/tests/check-notices.py" "$QUPING" "$srcdir"
