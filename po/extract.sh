#!/bin/sh
# extract.sh FILE: writes to FILE all that the sources of this tree say, as a
# template for translators.
set -eu
file=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cd "$(dirname "$0")/.."
find engine rules input output -name '*.[ch]' -o -name '*.def' | LC_ALL=C sort |
    xgettext --files-from=- --from-code=UTF-8 --language=C --sort-by-file \
        --no-location --package-name=quping --keyword=_ --keyword=N_ \
        --keyword=qp_error:4 --keyword=qp_warning:4 --keyword=qp_note:4 \
        --keyword=qp_system_error:3 -o "$file"
