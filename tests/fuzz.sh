#!/bin/sh
# fuzz.sh                 replays the seeds of all fuzz targets, and whatever
#                         fuzzing has found once
# fuzz.sh TARGET MINUTES  looks for more in build-fuzz, with libFuzzer, for so
#                         many minutes of the processor
set -eu
top=$(cd "${srcdir:-.}" && pwd)

name_of() {
    basename "$1" | sed 's/^fuzz_//'
}

replay() {
    n=0
    for target in tests/fuzz/fuzz_*; do
        [ -x "$target" ] && [ ! -d "$target" ] || continue
        "$target" "$top/tests/fuzz/corpus/$(name_of "$target")" >/dev/null || {
            echo "FAIL: $target"
            exit 1
        }
        n=$((n + 1))
    done
    [ "$n" -eq 7 ] || { echo "FAIL: $n of 7 targets"; exit 1; }
    echo "fuzz: $(find "$top/tests/fuzz/corpus" -type f | wc -l) inputs of $n" \
        "targets replayed"
}

look() {
    name=$(name_of "$1")
    dictionary=$top/tests/fuzz/$name.dict
    found=build-fuzz/$name
    mkdir -p "$found"
    echo "== $name: $2 minutes"
    "build-fuzz/src/$1" "$found" "$top/tests/fuzz/corpus/$name" \
        -rss_limit_mb=4096 -timeout=20 -interrupted_exitcode=0 \
        -print_final_stats=1 -artifact_prefix="$found-" \
        $([ -e "$dictionary" ] && echo "-dict=$dictionary") \
        >"$found.log" 2>&1 &
    while used=$(ps -o cputimes= -p $!); do
        [ "$used" -lt $(($2 * 60)) ] || kill -INT $!
        sleep 5
    done
    wait $! || {
        tail -n 20 "$found.log"
        exit 1
    }
    grep -aE 'cov: .*DONE|stat::number_of_executed_units|stat::new_units' \
        "$found.log"
}

if [ $# -eq 2 ]; then
    look "$1" "$2"
else
    replay
fi
