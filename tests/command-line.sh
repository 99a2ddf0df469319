#!/bin/sh
# What quping says to commands that it cannot carry out, and with which status
# it ends: 2 for wrong use, before anything is read.
set -u
quping=${QUPING:-$PWD/quping}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
n=0

# expect STATUS PHRASE WORD...: quping WORD... ends so and says PHRASE.
expect() {
    want=$1 phrase=$2
    shift 2
    "$quping" "$@" >"$work/said" 2>&1
    status=$?
    n=$((n + 1))
    if [ "$status" -ne "$want" ] || ! grep -qF -e "$phrase" "$work/said"; then
        echo "FAIL: quping $*: status $status, expected $want and: $phrase"
        cat "$work/said"
        failed=$((failed + 1))
    fi
}

expect 2 "which command?"
expect 2 "unknown command: rate" rate
expect 2 "too few words" lint
expect 2 "one word too many: b" lint a b
expect 2 "unknown option: --colour" lint a --colour
expect 2 "a value is missing: -o" score r s -o
expect 2 "a value is missing: -o" score r s -o --draft
expect 2 "the value is empty: --output=" score r s --output=
expect 2 "given twice: -o" score r s -o a -o b
expect 2 "takes no value: --draft=yes" score r s -o a --draft=yes
expect 2 "say which with -o DIR" score r s
expect 2 "64 hexadecimal digits" score r s -o a --frozen xyz
expect 2 "name the submissions, too" audit d r
expect 2 "unknown form of diagnostics: xml" lint a --diagnostics=xml
expect 2 "no help on \"cakes\"" help cakes
expect 2 "say which with --district" template r
expect 2 "say it with --set, --rule or --goal" whatif r s
expect 2 "--set takes DISTRICT.DATUM=VALUE" whatif r s --set east=3
expect 2 "--rule takes INDICATOR.KEY=VALUE" whatif r s --rule weight
expect 2 "--goal takes DISTRICT.rank=N" whatif r s --goal east
expect 1 'unknown district "31011"; did you mean "310101"?' \
    template "${srcdir:-.}/rules/shanghai/2025.ini" --district 31011
expect 0 "quping score RULES" score --help
expect 0 "--frozen=SHA256  " score --help
expect 0 "--diagnostics=json  " help
expect 0 "quping lint RULES" lint -h
expect 0 "Exit status" --help
expect 0 "quping 0." --version
expect 0 ", libxlsxwriter " --version
expect 0 "quping " --version
expect 0 "功效系数法" help methods
expect 0 "trimmed_mean" help functions
expect 3 "nothing.ini: error: " lint nothing.ini
expect 3 '"severity": "verdict"' lint nothing.ini --diagnostics=json
expect 3 "nowhere: error: No such file" score \
    "${srcdir:-.}/rules/teaching/2025.ini" \
    "${srcdir:-.}/input/examples/teaching-2025" -o "$work/r" --prior nowhere
echo "command line: $n uses, $failed failed"
[ "$failed" -eq 0 ]
