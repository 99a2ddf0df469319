#!/bin/sh
# The manual, which the program prints from its tables: the committed
# reference is up to date, every topic and command has help, man pages are
# sound roff, and the completion of bash completes.
set -eu
quping=${QUPING:-$PWD/quping}
top=${srcdir:-.}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "FAIL: $*"
    exit 1
}

"$quping" help reference --as=markdown | diff -u "$top/rules/REFERENCE.md" - ||
    fail "rules/REFERENCE.md is out of date; run: make reference"

"$quping" help completion >"$work/completion"
commands=$(sed -n "s/^        words='\(lint.*\)'$/\1/p" "$work/completion")
for topic in commands rules methods functions limits submission $commands; do
    "$quping" help "$topic" >"$work/page"
    [ "$(wc -l <"$work/page")" -gt 1 ] ||
        fail "help $topic prints next to nothing"
    ! grep -v '^    s = ' "$work/page" | LC_ALL=C.UTF-8 grep -E '^.{80}' ||
        fail "help $topic has lines over 79 characters"
done

for page in commands reference submission; do
    "$quping" help "$page" --as=man >"$work/page"
    # from standard input, for mandoc takes a "." in a folder's name for the
    # section of the page
    mandoc -Tlint -Wwarning <"$work/page" ||
        fail "the man page of help $page is not sound"
    ! grep -q '`' "$work/page" || fail "help $page has a lone backquote"
done

# completed WORD...: what bash would offer for the last word, in a line.
completed() {
    bash -c '. "$0"
        COMP_WORDS=(quping "$@") COMP_CWORD=$#
        _quping
        echo "${COMPREPLY[*]}"' "$work/completion" "$@"
}
[ "$(completed sco)" = score ] || fail "score is not completed"
[ "$(completed score --fr)" = "--frozen=" ] || fail "--frozen= is not completed"
[ "$(completed help meth)" = methods ] || fail "help methods is not completed"
[ -z "$(completed score rules/s)" ] || fail "names of files are bash's own"
echo "manual: reference up to date, every topic and command, 3 man pages," \
    "completion"
