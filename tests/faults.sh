#!/bin/sh
# Whatever fails in a run, the output is the old one or the new one: see
# tests/faults/faults.py.  A sample of all that can fail; all of it with
# FAULTS=1, which "make torture" asks for and which takes half an hour.
set -eu
quping=${QUPING:-$PWD/quping}
top=$(cd "${srcdir:-.}" && pwd)
memory=${MEMORY_SO:-$PWD/tests/faults/memory.so}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"${PYTHON:-python3}" "$top/tests/faults/faults.py" "$quping" "$memory" \
    "$top/rules/teaching/2025.ini" "$top/input/examples/teaching-2025" \
    "$work" "${FAULTS:-100}"
