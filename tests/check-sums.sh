#!/bin/sh
# What is derived from many contracts, against sums in decimal; see
# check-sums.py.
exec "${PYTHON:-python3}" "${srcdir:-.}/tests/check-sums.py" \
    "${QUPING:-$PWD/quping}" "$PWD/tests/bench/generate" "${srcdir:-.}"
