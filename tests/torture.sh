#!/bin/sh
# One byte changed at a random place, CHANGES times: audit must report each;
# see torture.py.  "make torture" asks for 10,000.
exec "${PYTHON:-python3}" "${srcdir:-.}/tests/torture.py" \
    "${QUPING:-$PWD/quping}" "${srcdir:-.}" "${CHANGES:-300}" ${SEED:+"$SEED"}
