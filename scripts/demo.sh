#!/usr/bin/env bash
# Shows the whole pipe in one go: starts the service with its embedded configuration, sends it the traces of
# examples/traces.ndjson as signed events, waits for the fate of each, prints the scores, stops the service.
#
#   demo.sh         on a free port, then stops with SIGTERM
#   demo.sh --stay  on port ${PORT:-8080}, and leaves the service running until Ctrl-C
set -euo pipefail
cd "$(dirname "$0")/.."

traces="$PWD/examples/traces.ndjson"
port=0
stay=false
if [ "${1:-}" = --stay ]; then
    stay=true
    port="${PORT:-8080}"
fi

echo "building (the first time takes a few minutes) …" >&2
swift build --product gradehook >&2
gradehook="$(swift build --product gradehook --show-bin-path)/gradehook"

work="$(mktemp -d)"
service=""
clean_up() {
    if [ -n "$service" ]; then
        kill -KILL "$service" 2>/dev/null || true
        wait "$service" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap clean_up EXIT

fail() {
    printf 'demo: %s\n' "$*" >&2
    if [ -s "$work/log" ]; then sed 's/^/  log: /' "$work/log" | tail -n 20 >&2; fi
    exit 1
}

# A secret of its own: the service verifies with it, `gradehook sign` signs with it.
GRADEHOOK_SECRET="whsec_$(head -c 32 /dev/urandom | base64)"
export GRADEHOOK_SECRET

# The first line on the standard output names the port; reading it is how this script knows that the service is up.
mkfifo "$work/out"
(cd "$work" && GRADEHOOK_PORT="$port" exec "$gradehook" serve --print-port >"$work/out" 2>"$work/log") &
service=$!
exec 3<"$work/out"
read -r -t 20 -u 3 line || fail "the service did not start"
url="${line##* }"
echo "$line"

while read -r trace; do
    printf '%s' "$trace" >"$work/body.json"
    "$gradehook" sign --scheme standard_webhooks --secret-env GRADEHOOK_SECRET "$work/body.json" >"$work/headers"
    curl -sS --fail-with-body --output "$work/reply" -H @"$work/headers" -H 'content-type: application/json' \
        --data-binary @"$work/body.json" "$url/v1/events" || fail "POST /v1/events: $(cat "$work/reply")"
    printf '%s\n' "$(sed -n 's/.*"id" *: *"\([^"]*\)".*/\1/p' "$work/reply")" >>"$work/ids"
done <"$traces"
echo "sent $(wc -l <"$work/ids") signed events"
echo

mapfile -t ids <"$work/ids"
python3 scripts/show_fates.py "$url" "${ids[@]}" || fail "not every event found its end"

cat <<END

By hand (body.json holds one event, GRADEHOOK_SECRET the secret):
  curl -H @<(gradehook sign --scheme standard_webhooks --secret-env GRADEHOOK_SECRET body.json) \\
       -H 'content-type: application/json' --data-binary @body.json $url/v1/events
END

if $stay; then
    # Ctrl-C reaches the service by itself: the terminal sends it to the whole group. Passed on once more it would be the
    # second signal, which stops without draining.
    trap : INT
    trap 'kill -TERM "$service" 2>/dev/null || true' TERM
    cat <<END

Running at $url; Ctrl-C stops it. In another terminal:
  export GRADEHOOK_SECRET='$GRADEHOOK_SECRET' PATH="\$PATH:$(dirname "$gradehook")"
END
    wait "$service" || true
else
    kill -TERM "$service"
fi
status=0
wait "$service" || status=$?
service=""
[ "$status" -eq 0 ] || fail "the service ended with status $status instead of 0"
echo
echo "stopped cleanly"
