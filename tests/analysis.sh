#!/bin/sh
# analysis.sh [SOURCE...]: what compilers and checkers see without running the
# program: gcc -fanalyzer, cppcheck and clang-tidy (.clang-tidy) over the
# sources, in a built tree.  Each finding that was looked at and is none stands
# in tests/analysis.exceptions with its reason; any other fails.
set -eu
export LC_ALL=C
top=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for tool in gcc clang-tidy cppcheck; do
    command -v $tool >"$work/where" || {
        echo "FAIL: $tool is not installed"
        exit 1
    }
done
whole=$#
[ $# -gt 0 ] || set -- engine/*.c engine/commands/*.c rules/*.c input/*.c \
    output/*.c
flags="-std=c11 -DHAVE_CONFIG_H -DQP_LOCALEDIR=\"\" -I. -I$top
    $(pkg-config --cflags libxml-2.0 libcrypto minizip)"

for source in "$@"; do
    # shellcheck disable=SC2086 # words are meant
    gcc $flags -O2 -fanalyzer -c "$source" -o "$work/o" 2>>"$work/gcc" || true
    # shellcheck disable=SC2086
    clang-tidy -quiet "$source" -- $flags >>"$work/tidy" 2>/dev/null || true
done
# What it cannot know without the headers of others: a loop of queue.h, that
# NULL is a pointer, and who does not return.
cat >"$work/quping.cfg" <<'END'
<?xml version="1.0"?>
<def format="2">
  <define name="STAILQ_FOREACH(at, head, field)"
    value="for ((at) = (head)->stqh_first; (at); (at) = (at)->field.stqe_next)"/>
  <define name="NULL" value="((void *)0)"/>
  <function name="qp_arena_exhausted">
    <noreturn>true</noreturn>
  </function>
</def>
END
cppcheck -q --std=c11 --library=posix,gnu,"$work/quping.cfg" -I. \
    --enable=warning,performance,portability \
    --template='{file}:{line}: warning: {message} [{id}]' \
    --suppress=missingIncludeSystem "$@" 2>"$work/cppcheck"

for tool in gcc tidy cppcheck; do
    sed -n "s#^\($top/\)\{0,1\}\([a-z][a-z0-9_/]*\.[ch]\):[0-9:]* \(warning\|error\|fatal error\): #$tool \2: #p" \
        "$work/$tool"
done | sort -u >"$work/found"
grep -v '^ *#' "$top/tests/analysis.exceptions" | sed 's/  *#.*//; /^$/d' \
    >"$work/known"
if grep -vF -f "$work/known" "$work/found"; then
    echo "FAIL: new findings; mend them, or say in tests/analysis.exceptions" \
        "why they are none"
    exit 1
fi
[ "$whole" -gt 0 ] || while IFS= read -r known; do
    grep -qF -e "$known" "$work/found" || echo "not found any more: $known"
done <"$work/known"
echo "analysis: $# files, $(wc -l <"$work/found") findings, all looked at"
