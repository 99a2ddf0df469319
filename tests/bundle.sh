#!/bin/sh
# score --bundle: copies of all inputs, byte for byte, that score to the same
# bytes again; of two files of one name both; and no copy under a name that
# some computer would not take.
set -eu
quping=${QUPING:-$PWD/quping}
top=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "FAIL: $*"
    cat "$work/said"
    exit 1
}

# score STATUS DIR WORD...
score() {
    want=$1 dir=$2
    shift 2
    status=0
    "$quping" score "$@" --bundle -o "$work/$dir" >"$work/said" 2>&1 ||
        status=$?
    [ "$status" -eq "$want" ] || fail "$dir: status $status"
}

examples=$top/input/examples
"$quping" score "$top/rules/shanghai/2024.ini" "$examples/shanghai-2024" \
    -o "$work/2024" >"$work/said" 2>&1
score 0 first "$top/rules/shanghai/2025.ini" "$examples/shanghai-2025" \
    --prior "$work/2024"
cd "$work/first/bundle"
for file in rules/*; do
    cmp "$file" "$top/rules/shanghai/${file##*/}" || fail "$file differs"
done
for file in "$examples"/shanghai-2025/*.xml; do
    cmp "$file" "submissions/${file##*/}" || fail "$file differs"
done
cmp prior/result.xml "$work/2024/result.xml" || fail "the prior record differs"
[ "$(ls rules | wc -l)" -eq 7 ] || fail "$(ls rules | wc -l) rule files"

# From the copies, and in place of the first.
cp -r "$work/first" "$work/moved"
score 0 again "$work/moved/bundle/rules/2025.ini" \
    "$work/moved/bundle/submissions" --prior "$work/moved/bundle/prior"
diff -r "$work/first" "$work/again" || fail "the copies give another result"
score 0 again "$work/again/bundle/rules/2025.ini" \
    "$work/again/bundle/submissions" --prior "$work/again/bundle/prior"
diff -r "$work/first" "$work/again" || fail "replacing gives another result"

# Rules in folders, with an include that goes a long way round; and files of
# one name but for capitals.
mkdir -p "$work/rules/parts/deep" "$work/a" "$work/b"
teaching=$top/rules/teaching/2025.ini
sed 's|^\[evaluation\]$|&\ninclude = ./parts//more.ini|' "$teaching" \
    >"$work/rules/2025.ini"
echo 'include = deep/last.ini' >"$work/rules/parts/more.ini"
echo '; nothing' >"$work/rules/parts/deep/last.ini"
cp "$examples/teaching-2025/east.xml" "$work/a/data.xml"
cp "$examples/teaching-2025/west.xml" "$work/b/Data.xml"
cp "$examples/teaching-2025/south.xml" "$work/data.xml"
verification=$examples/teaching-2025/verification.xml
score 0 named "$work/rules/2025.ini" "$work/a" "$work/b" "$work/data.xml" \
    "$verification"
cd "$work/named/bundle"
[ "$(find . -type f | LC_ALL=C sort | tr '\n' ' ')" = "./rules/2025.ini \
./rules/parts/deep/last.ini ./rules/parts/more.ini ./submissions/2/data.xml \
./submissions/3/Data.xml ./submissions/data.xml \
./submissions/verification.xml " ] || fail "other copies: $(find . -type f)"
score 0 other "$work/rules/2025.ini" "$verification" "$work/data.xml" \
    "$work/b" "$work/a"
diff -r "$work/named" "$work/other" || fail "the order makes a difference"

# Names.
for name in 'a:b.xml' 'a*.xml' ' a.xml' 'a\b.xml'; do
    mv "$work/data.xml" "$work/$name"
    score 1 bad "$teaching" "$work/a" "$work/b" "$work/$name" "$verification"
    grep -q 'cannot be that of a copy on every computer' "$work/said" ||
        fail "$name is taken"
    mv "$work/$name" "$work/data.xml"
done
[ ! -e "$work/bad" ] || fail "a result in spite of that"
echo "bundle: $(find "$work/first/bundle" -type f | wc -l) copies, the same result"
