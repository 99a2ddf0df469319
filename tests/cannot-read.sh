#!/bin/sh
# What the system refuses while files are read: each file that cannot be opened,
# looked at or read to its end is named, with the system's reason, and nothing
# is written; one that is included is an error of the rules that name it.  What is merely interrupted is read again; without threads, kernel
# randomness or a count of processors the same bytes come out.
set -eu
quping=${QUPING:-$PWD/quping}
top=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A watched build cannot look for leaks while it is traced.
ASAN_OPTIONS=detect_leaks=0
export ASAN_OPTIONS
n=0

fail() {
    echo "FAIL: $*"
    cat "$work/said"
    exit 1
}

# score OUT WORD...: below WORD...
score() {
    out=$1
    shift
    "$@" "$quping" score "$work/rules/2025.ini" "$work/inputs" \
        --prior "$work/prior" -o "$work/$out" >"$work/printed" 2>"$work/said"
}

# inject RULE FILE: lets calls fail that concern FILE; - for those of the first
# thread, which reads the rules.  Calls are counted in each thread, so there is
# one, as there is one processor.
inject() {
    if [ "$2" = - ]; then
        score new strace -o /dev/null -e "trace=${1%%:*}" -e "inject=$1"
    else
        score new taskset -c 0 strace -f -o /dev/null \
            -e "trace=${1%%:*}" -e "inject=$1" -P "$2"
    fi
}

# refused TEXT RULE FILE: it is an error, in whose message is TEXT.
refused() {
    text=$1 status=0
    shift
    inject "$@" || status=$?
    [ "$status" -eq 3 ] || { [ "$status" -eq 1 ] && grep -q '\[include\]' \
        "$work/said"; } || fail "$* gives status $status"
    grep -q "error: .*$text" "$work/said" || fail "$*: does not say $text"
    [ "$2" = - ] || grep -q "$(basename "$2").*$text" "$work/said" ||
        fail "$*: not named"
    [ ! -e "$work/new" ] || fail "$*: wrote something"
    n=$((n + 1))
}

# survived RULE FILE
survived() {
    inject "$@" || fail "$* is not survived"
    diff -r "$work/old" "$work/new" || fail "$* changes what is written"
    rm -r "$work/new"
    n=$((n + 1))
}

cp -r "$top/rules/shanghai" "$work/rules"
cp -r "$top/input/examples/shanghai-2025" "$work/inputs"
chmod -R u+w "$work/rules" "$work/inputs"
"$quping" score "$top/rules/shanghai/2024.ini" \
    "$top/input/examples/shanghai-2024" -o "$work/prior" >/dev/null 2>&1
score old || fail "no result"

for file in rules/2025.ini rules/indicators.ini inputs/310107.xml \
    inputs/verification.xml prior/result.xml; do
    refused "Too many open files" openat:error=EMFILE "$work/$file"
    refused "Input/output error" read:error=EIO "$work/$file"
    refused "Input/output error" read:error=EIO:when=2 "$work/$file"
    survived read:error=EINTR:when=1 "$work/$file"
done
refused "Too many open files" openat:error=EMFILE "$work/inputs"
refused "Input/output error" getdents64:error=EIO "$work/inputs"
for call in 1 2; do # when it is listed, and when it is read
    refused "Input/output error" "newfstatat:error=EIO:when=$call" \
        "$work/inputs/310107.xml"
done
refused "Too many open files" memfd_create:error=EMFILE -
refused "No space left" write:error=ENOSPC:when=1 -
survived write:error=EINTR:when=1 -
survived clone3,clone:error=EAGAIN -
survived getrandom:error=ENOSYS -
survived sched_getaffinity:error=EPERM -
echo "cannot read: $n refusals, said or survived"
