#!/bin/sh
# How long lint takes for 1,000 indicators and 3,000 districts: the best of
# five runs must stay below half a second, plain and with peer functions in
# half of the leaves.
set -eu
quping=${QUPING:-$PWD/quping}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for peers in "" peers; do
    # shellcheck disable=SC2086
    "${PYTHON:-python3}" "$here/large-rules.py" "$work/r.ini" 1000 3000 $peers
    "${PYTHON:-python3}" - "$quping" "$work/r.ini" "${peers:-plain}" <<'END'
import subprocess
import sys
import time

best = 1e9
for _ in range(5):
    start = time.monotonic()
    subprocess.run([sys.argv[1], "lint", sys.argv[2]], check=True,
                   stdout=subprocess.DEVNULL)
    best = min(best, time.monotonic() - start)
print(f"lint, 1,000 indicators, 3,000 districts, {sys.argv[3]}: {best:.2f} s")
sys.exit(best >= 0.5)
END
done
