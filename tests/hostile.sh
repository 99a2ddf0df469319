#!/bin/sh
# Runs hostile.py, which says what it does.
set -eu
exec "${PYTHON:-python3}" "${srcdir:-.}/tests/hostile.py" "$@"
