#!/bin/sh
# The output is the old one or the new one, never half of either: a full
# disk, a forbidden folder and wrong input leave an earlier result as it was.
set -eu
quping=${QUPING:-$PWD/quping}
top=$(cd "${srcdir:-.}" && pwd)
rules=$top/rules/shanghai/2025.ini
inputs=$top/input/examples/shanghai-2025
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
n=0

fail() {
    echo "FAIL: $*"
    exit 1
}

# Everything in $work/place, to be compared before and after.
fingerprint() {
    (cd "$work/place" && find . -type f -exec sha256sum {} + | sort &&
        find . -printf '%y %p\n' | sort)
}

# expect STATUS WHAT COMMAND...: it exits so and leaves all as it was.
expect() {
    want=$1 what=$2
    shift 2
    fingerprint >"$work/before"
    status=0
    "$@" >"$work/stdout" 2>"$work/stderr" || status=$?
    [ "$status" -eq "$want" ] || {
        cat "$work/stderr"
        fail "$what: exit status $status, expected $want"
    }
    fingerprint >"$work/after"
    cmp -s "$work/before" "$work/after" || {
        diff "$work/before" "$work/after" | head -5
        fail "$what: what was there has changed"
    }
    n=$((n + 1))
}

mkdir "$work/place"
cd "$work/place"
"$quping" score "$rules" "$inputs" -o out >/dev/null 2>&1
mkdir foreign
echo "somebody's work" >foreign/letter.txt
echo "a file" >file
ln -s out link

score() {
    "$quping" score "$rules" "$inputs" -o "$1"
}

# A disk that fills at each of many sizes: no file may grow beyond them.
# SIGXFSZ is ignored, so that writing fails as on a full disk.
limited() {
    blocks=$1
    shift
    (
        trap '' XFSZ
        ulimit -f "$blocks"
        "$@"
    )
}
for blocks in 0 1 2 4 8 16 32 64; do
    expect 3 "files of at most $blocks blocks" limited "$blocks" score out
    expect 3 "files of at most $blocks blocks, new" limited "$blocks" \
        score new
done

expect 1 "a foreign folder" score foreign
expect 1 "a file" score file
expect 1 "a symbolic link" score link
expect 1 "a device" score /dev/null
expect 1 "an input" score "$inputs"
expect 3 "a folder that is not there" score nowhere/out
expect 3 "a file on the way" score file/out

# A folder that may not be written, by a user who is not root.
chmod 755 "$work" "$work/place"
if [ "$(id -u)" -eq 0 ]; then
    reader="setpriv --reuid=65534 --regid=65534 --clear-groups"
    cp "$quping" "$work/quping"
    cp -r "$top/rules/shanghai" "$work/rules"
    cp -r "$inputs" "$work/inputs"
    chmod -R a+rX "$work/rules" "$work/inputs" "$work/quping"
    # shellcheck disable=SC2086 # words are meant
    expect 3 "a forbidden folder" $reader "$work/quping" score \
        "$work/rules/2025.ini" "$work/inputs" -o new
else
    chmod 555 "$work/place"
    expect 3 "a forbidden folder" score new
    chmod 755 "$work/place"
fi

# Wrong input.
mkdir "$work/wrong"
cp "$inputs"/*.xml "$work/wrong"
sed -i 's|</submission>|</submissio>|' "$work/wrong/310115.xml"
expect 1 "a broken submission" "$quping" score "$rules" "$work/wrong" -o out
expect 3 "no such rules" "$quping" score nothing.ini "$inputs" -o out
expect 2 "no output named" "$quping" score "$rules" "$inputs"
expect 1 "other rules than frozen" "$quping" score "$rules" "$inputs" -o out \
    --frozen "$(printf '%064d' 0)"

# Another evaluation's result, and drafts in place of a final one.
drafts=$work/drafts
mkdir "$drafts"
for file in "$inputs"/31*.xml; do
    sed 's/status="final"/status="draft"/' "$file" \
        >"$drafts/$(basename "$file")"
done
cp "$inputs/verification.xml" "$inputs/scores.xml" "$drafts"
expect 1 "another evaluation's result" "$quping" score \
    "$top/rules/teaching/2025.ini" "$top/input/examples/teaching-2025" -o out
expect 1 "a final result, by drafts" "$quping" score "$rules" "$drafts" \
    -o out --draft
"$quping" score "$rules" "$drafts" -o draft --draft >/dev/null 2>&1
"$quping" score "$rules" "$inputs" -o draft >/dev/null 2>&1
rm -r draft

# And the way it should be: replaced as a whole.
before=$(sha256sum <out/result.csv)
"$quping" score "$rules" "$inputs" -o out >/dev/null 2>&1
[ "$before" = "$(sha256sum <out/result.csv)" ] || fail "another result"
[ "$(ls -A | sort | tr '\n' ' ')" = "file foreign link out " ] ||
    fail "something was left behind: $(ls -A)"
echo "whole or nothing: $n refusals and failures, nothing changed"
