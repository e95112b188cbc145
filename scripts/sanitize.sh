#!/usr/bin/env bash
# Builds and runs the tests under a sanitizer: `sanitize.sh thread` or `sanitize.sh address`.
set -euo pipefail
cd "$(dirname "$0")/.."

sanitizer="${1:?thread or address}"
case "$sanitizer" in
thread) folder=.build-tsan ;;
address) folder=.build-asan ;;
*) echo "sanitize: no sanitizer is called $sanitizer; there are thread and address" >&2; exit 64 ;;
esac
mkdir -p "$folder"

# The thread sanitizer takes a library that shows it Swift's locks, and has to pass a trial first.
if [ "$sanitizer" = thread ]; then
    preload="$PWD/$folder/libmutex.so"
    clang -O1 -Wall -Werror -fPIC -shared scripts/sanitizer/mutex.c -o "$preload"
    swiftc -swift-version 5 -sanitize=thread scripts/sanitizer/canary.swift -o "$folder/canary"
    if ! LD_PRELOAD="$preload" "$folder/canary" sound >/dev/null 2>"$folder/canary.log"; then
        cat "$folder/canary.log" >&2
        echo "sanitize: the thread sanitizer does not understand Mutex on this toolchain, see scripts/sanitizer" >&2
        exit 1
    fi
    if LD_PRELOAD="$preload" "$folder/canary" race >/dev/null 2>&1; then
        echo "sanitize: the thread sanitizer missed a race that was put there for it" >&2
        exit 1
    fi
    export GRADEHOOK_TEST_PRELOAD="$preload"
fi

# Without the search for leaks: the parts of a service that has stopped hold each other (registry, gauges, queue, metrics),
# and the tests start one after the other in one process. CONTRIBUTING.md says what this leaves unseen.
export ASAN_OPTIONS="detect_leaks=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}"

exec scripts/test.sh --sanitize="$sanitizer" --scratch-path "$folder"
