#!/usr/bin/env bash
# Builds and runs the test suite, then says in one plain line how many tests ran. Arguments go to `swift build` and to
# `swift test`. GRADEHOOK_TEST_PRELOAD names a library that is loaded before all others; see sanitize.sh.
set -euo pipefail
cd "$(dirname "$0")/.."

swift build --build-tests "${@}"

log="$(mktemp)"
trap 'rm -f "$log"' EXIT
status=0
# One after the other: several tests measure deadlines of real sockets, which a crowd of other tests would stretch.
env ${GRADEHOOK_TEST_PRELOAD:+LD_PRELOAD="$GRADEHOOK_TEST_PRELOAD"} \
    swift test --skip-build --disable-xctest --no-parallel "${@}" 2>&1 | tee "$log" || status=$?

# Swift Testing ends with "Test run with N tests in M suites passed after T seconds."
ran="$(sed -n 's/.*Test run with \([0-9]*\) tests\{0,1\}.*/\1/p' "$log" | tail -n 1)"
failed="$(grep -cE '^[^ ]+ +Test ("[^"]*"|[^" ]+\(\)) (with [0-9]+ test cases? )?failed after ' "$log" || true)"
skipped="$(grep -cE '^[^ ]+ +Test ("[^"]*"|[^" ]+\(\)) skipped' "$log" || true)"
ran="${ran:-0}"
printf 'tests: %d run, %d passed, %d failed, %d skipped\n' "$ran" $((ran - failed - skipped)) "$failed" "$skipped"
if [ "$ran" -eq 0 ]; then
    echo "tests: none ran, which is a failure" >&2
    exit 1
fi
exit "$status"
