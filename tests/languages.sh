#!/bin/sh
# The operator's locale chooses the language of what is said and nothing else:
# the same files come out under each, figures are spelt the same, and a
# terminal that wants GB18030 gets it while pipes get UTF-8.
set -eu
quping=${QUPING:-$PWD/quping}
python=${PYTHON:-python3}
top=${srcdir:-.}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "FAIL: $*"
    exit 1
}

for locale in de_DE.UTF-8 zh_CN.UTF-8 zh_CN.GB18030 zh_CN.GBK; do
    localedef -i "${locale%.*}" -f "${locale#*.}" "$work/$locale" ||
        fail "cannot make the locale $locale"
done
# A watched build does not look for leaks: glibc loses what LOCPATH says.
LOCPATH=$work ASAN_OPTIONS=detect_leaks=0
export LOCPATH ASAN_OPTIONS

rules=$top/rules/teaching/2025.ini
submissions=$top/input/examples/teaching-2025
for locale in C de_DE.UTF-8 zh_CN.UTF-8 zh_CN.GB18030; do
    LC_ALL=$locale "$quping" score "$rules" "$submissions" -o "$work/result" \
        >"$work/$locale.out" 2>"$work/$locale.err"
    mv "$work/result" "$work/$locale.result"
    diff -r "$work/C.result" "$work/$locale.result" ||
        fail "the locale $locale changes what is written"
    grep -q ' 92\.50 ' "$work/$locale.out" || fail "$locale spells numbers"
done
diff "$work/C.err" "$work/de_DE.UTF-8.err" || fail "German is English"
grep -q '0 errors, 0 warnings, 1 note' "$work/C.err" || fail "no English"
for locale in zh_CN.UTF-8 zh_CN.GB18030; do
    grep -q '错误0项，警告0项，提示1项' "$work/$locale.err" ||
        fail "$locale does not say it in Chinese, or not in UTF-8"
done


# All that is said has its Chinese words, what the system says included.
"$top/po/extract.sh" "$work/said.pot" 2>"$work/warnings" ||
    fail "$(cat "$work/warnings")"
msgcmp "$top/po/zh_CN.po" "$work/said.pot" 2>"$work/missing" || {
    grep -A1 '^msgid' "$work/missing" || cat "$work/missing"
    fail "not all in Chinese; run make po, and translate"
}
LC_ALL=zh_CN.UTF-8 "$quping" lint "$work/nothing.ini" 2>&1 |
    grep -q '没有那个文件' || fail "the system does not speak Chinese"
LC_ALL=zh_CN.UTF-8 "$quping" help methods | grep -q '与完成目标的程度成比例' ||
    fail "the manual is not in Chinese"

# in_terminal WORD...: what a terminal gets of quping WORD....
in_terminal() {
    "$python" -c 'import pty, sys; pty.spawn(sys.argv[1:])' "$quping" "$@" \
        </dev/null
}
LC_ALL=zh_CN.GB18030 in_terminal lint "$work/nothing.ini" |
    iconv -f GB18030 -t UTF-8 >"$work/terminal"
grep -q '错误1项' "$work/terminal" || fail "a GB18030 terminal gets no GB18030"

# What GBK lacks is a question mark; a line longer than what is converted at once
# comes whole.
for name in "ñ" "😀"; do
    LC_ALL=zh_CN.GBK in_terminal lint "$work/no-$name-区.ini" |
        iconv -f GBK -t UTF-8 >"$work/terminal"
    grep -q 'no-?-区\.ini' "$work/terminal" || fail "GBK has no $name"
done
long=$("$python" -c 'print("区" * 4000)')
LC_ALL=zh_CN.GBK in_terminal lint "$long" | iconv -f GBK -t UTF-8 \
    >"$work/terminal"
[ "$(grep -o '区' "$work/terminal" | wc -l)" -eq 4000 ] ||
    fail "a long line is cut"

# Away from its catalogues it speaks all the same.
cp "$quping" "$work/quping"
LC_ALL=zh_CN.UTF-8 "$work/quping" lint "$work/nothing.ini" 2>"$work/away" ||
    [ $? -eq 3 ] || fail "it does not run without catalogues"
grep -q '1 error\|错误1项' "$work/away" || fail "it says nothing"
echo "languages: the same files under 4 locales, Chinese in UTF-8, GB18030, GBK"
