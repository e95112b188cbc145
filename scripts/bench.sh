#!/usr/bin/env bash
# Measures the service beside a bare C receiver on this machine and prints the tables of docs/benchmarks.md as Markdown.
# Nothing is written anywhere; progress goes to the standard error.
#
#   bench.sh [accept|start|events|judges|runner|overload|text]…    default: all seven
#
# ROUNDS (5), EVENTS a round (200000), CONNECTIONS (64), OVERLOAD_SECONDS (60; the figure to hold is over 600).
set -euo pipefail
cd "$(dirname "$0")/.."

rounds="${ROUNDS:-5}"
events="${EVENTS:-200000}"
connections="${CONNECTIONS:-64}"
overload_seconds="${OVERLOAD_SECONDS:-60}"
tools=.build/bench
gradehook=""
work="$(mktemp -d)"
running=()

GRADEHOOK_SECRET="whsec_$(head -c 32 /dev/urandom | base64)"
export GRADEHOOK_SECRET

say() { printf 'bench: %s\n' "$*" >&2; }

clean_up() {
    local process
    for process in "${running[@]}"; do kill -KILL "$process" 2>/dev/null || true; done
    rm -rf "$work"
}
trap clean_up EXIT

build() {
    say "building for release (the first time takes several minutes)"
    swift build -c release --static-swift-stdlib -Xswiftc -cross-module-optimization --product gradehook >&2
    gradehook="$(swift build -c release --product gradehook --show-bin-path)/gradehook"
    mkdir -p "$tools"
    local program
    for program in bare_receiver load slow_judge score_sink first_event; do
        gcc -O2 -Wall -Wextra -Werror -D_GNU_SOURCE -o "$tools/$program" "Benchmarks/$program.c" \
            -lmicrohttpd -lcrypto -lpthread
    done
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# Starts a command in a directory of its own and waits until the port answers; leaves its process id in $started.
start() {
    local port="$1"
    shift
    local directory
    directory="$(mktemp -d -p "$work")"
    (cd "$directory" && exec "$@" >"$directory/out" 2>"$directory/log") &
    started=$!
    running+=("$started")
    for _ in $(seq 200); do
        if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then return; fi
        kill -0 "$started" 2>/dev/null || break
        sleep 0.05
    done
    cat "$directory/log" >&2
    say "did not start: $*"
    exit 1
}

stop() {
    kill -TERM "$1" 2>/dev/null || true
    # A queue full of unworked events is not worth draining here: what is not gone by itself soon is ended.
    for _ in $(seq 20); do
        kill -0 "$1" 2>/dev/null || break
        sleep 0.05
    done
    kill -KILL "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

serve() { start "$1" env "GRADEHOOK_PORT=$1" "$gradehook" serve --config "$PWD/Benchmarks/$2"; }

field() { sed -n "s/.*\b$1=\([0-9.]*\).*/\1/p"; }

median() { sort -n | awk '{ value[NR] = $1 } END { print NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2 }'; }

resident_kb() { awk '/^VmRSS:/ { print $2 }' "/proc/$1/status"; }

machine() {
    printf 'Machine: %s cores, %s, Linux %s. Load before: %s.\n\n' "$(nproc)" \
        "$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)" "$(uname -r)" "$(cut -d ' ' -f 1-3 /proc/loadavg)"
}

# One round against what listens on the port; a first burst warms up and is not counted.
measure() { "$tools/load" -p "$1" -c "$connections" -n "$events" -w 0.2 -f "$2"; }

bench_accept() {
    printf '### Accept: signed events of 1.3 kB, %s keep-alive connections, %s events a round\n\n' "$connections" "$events"
    printf '| round | bare receiver, 1/s | gradehook, 1/s | ratio | bare p99, ms | gradehook p99, ms |\n|---|---|---|---|---|---|\n'
    local round port bare ours
    for round in $(seq "$rounds"); do
        port="$(free_port)"
        start "$port" "$PWD/$tools/bare_receiver" "$port" 2
        bare="$(measure "$port" "$((round * 10000000))")"
        stop "$started"
        port="$(free_port)"
        serve "$port" accept.yaml
        ours="$(measure "$port" "$((round * 10000000))")"
        stop "$started"
        grep -q ' status_202=' <<<"$ours" || say "not accepted: $ours"
        say "round $round: bare $bare"
        say "round $round: gradehook $ours"
        printf '%s %s %s %s\n' "$(field per_second <<<"$bare")" "$(field per_second <<<"$ours")" \
            "$(field p99_ms <<<"$bare")" "$(field p99_ms <<<"$ours")" | tee -a "$work/accept" \
            | awk -v round="$round" '{ printf "| %d | %d | %d | %.2f | %.1f | %.1f |\n", round, $1, $2, $2 / $1, $3, $4 }'
    done
    printf '| median | %.0f | %.0f | %.2f | %.1f | %.1f |\n\n' \
        "$(awk '{ print $1 }' "$work/accept" | median)" "$(awk '{ print $2 }' "$work/accept" | median)" \
        "$(awk '{ print $2 / $1 }' "$work/accept" | median)" \
        "$(awk '{ print $3 }' "$work/accept" | median)" "$(awk '{ print $4 }' "$work/accept" | median)"
}

bench_start() {
    local port
    for _ in $(seq 11); do
        port="$(free_port)"
        GRADEHOOK_PORT="$port" "$tools/first_event" "$port" "$gradehook" serve --config Benchmarks/accept.yaml \
            >>"$work/start"
    done
    port="$(free_port)"
    serve "$port" accept.yaml
    sleep 2
    local idle
    idle="$(resident_kb "$started")"
    stop "$started"
    printf '### Start and idle\n\n| what | value |\n|---|---|\n'
    printf '| start to first accepted event, median of 11 | %s ms |\n' "$(median <"$work/start")"
    printf '| the slowest of them | %s ms |\n' "$(sort -n "$work/start" | tail -n 1)"
    printf '| resident memory idle, 2 s after start | %.1f MB |\n\n' "$(awk "BEGIN { print $idle / 1000 }")"
}

# From the first event offered to the last score received, at the pace the service goes by itself.
bench_events() {
    local round port sink_port sink service began ended accepted received
    printf '### Events to scores: five deterministic graders, scores in batches at a stand-in Langfuse\n\n'
    printf '| round | events | scores received | events/s | processor time an event, us |\n|---|---|---|---|---|\n'
    for round in $(seq "$rounds"); do
        sink_port="$(free_port)"
        start "$sink_port" "$PWD/$tools/score_sink" "$sink_port"
        sink="$started"
        export BENCH_LANGFUSE_URL="http://127.0.0.1:$sink_port"
        port="$(free_port)"
        serve "$port" events.yaml
        service="$started"
        began="$(date +%s%N)"
        accepted="$("$tools/load" -p "$port" -c "$connections" -n "$events" -f "$((round * 10000000))" | field status_202)"
        for _ in $(seq 1200); do
            received="$(curl -s "http://127.0.0.1:$sink_port/count")"
            [ "$received" -lt "$((accepted * 5))" ] || break
            sleep 0.05
        done
        ended="$(date +%s%N)"
        printf '%s %s %s %s\n' "$accepted" "$received" "$((ended - began))" \
            "$(awk '{ print ($14 + $15) * 10000 }' "/proc/$service/stat")" | tee -a "$work/events" \
            | awk -v round="$round" \
                '{ printf "| %d | %d | %d | %d | %.0f |\n", round, $1, $2, $1 / $3 * 1e9, $4 / $1 }'
        stop "$service"
        stop "$sink"
    done
    printf '| median | | | %.0f | %.0f |\n\n' "$(awk '{ print $1 / $3 * 1e9 }' "$work/events" | median)" \
        "$(awk '{ print $4 / $1 }' "$work/events" | median)"
}

# How many calls to models the service on port $1 has ended with a reply.
judged() {
    curl -s "http://127.0.0.1:$1/metrics" | sed -n 's/^gradehook_judge_calls_total{.*outcome="ok".*} \([0-9]*\).*/\1/p'
}

# Prints what the service has used so far: calls judged, microseconds of a clock, hundredths of a processor second, kB resident.
judge_usage() {
    printf '%s %s %s %s\n' "$(judged "$1")" "$(($(date +%s%N) / 1000))" \
        "$(awk '{ print $14 + $15 }' "/proc/$2/stat")" "$(awk '/^VmRSS:/ { print $2 }' "/proc/$2/status")"
}

# Offers a tenth more events than the calls can keep up with for 13 seconds, and looks at ten of them: by the second all
# places have been taken, and few events wait.
judge_round() {
    local judge_port port service judge load
    judge_port="$(free_port)"
    start "$judge_port" "$PWD/$tools/slow_judge" "$judge_port" 500
    judge="$started"
    export BENCH_JUDGE_URL="http://127.0.0.1:$judge_port/v1" BENCH_IN_FLIGHT="$1"
    port="$(free_port)"
    serve "$port" judges.yaml
    service="$started"
    "$tools/load" -p "$port" -c "$connections" -r "$(($1 * 22 / 10))" -n "$(($1 * 286 / 10))" -f 900000000 >/dev/null &
    load=$!
    sleep 2
    judge_usage "$port" "$service"
    sleep 10
    judge_usage "$port" "$service"
    wait "$load"
    stop "$service"
    stop "$judge"
}

# Rounds of calls: n calls take at least ceil(n / in flight) times the 500 ms of one.
bench_judges() {
    local round flight
    printf '### Judges: calls of 500 ms each, with the event taken in and graded\n\n'
    printf '| in flight | round | calls | calls/s | of the ideal | processor time a call, us | resident, MB | ten seconds later |\n'
    printf '|---|---|---|---|---|---|---|---|\n'
    for flight in 512 1000 2000; do
        for round in $(seq "$rounds"); do
            judge_round "$flight" | awk -v flight="$flight" -v round="$round" '
                NR == 1 { calls = $1; time = $2; used = $3; resident = $4 }
                NR == 2 { calls = $1 - calls; time = ($2 - time) / 1e6
                    printf "| %d | %d | %d | %.0f | %.3f | %.0f | %.1f | %.1f |\n", flight, round, calls, calls / time,
                        calls / time / flight * 0.5, ($3 - used) * 1e4 / calls, resident / 1000, $4 / 1000 }'
        done
    done
    printf '\n'
}

# The same answers judged by OpenJudge's runner and by `gradehook grade`, in turns.
bench_runner() {
    local judge_port
    judge_port="$(free_port)"
    start "$judge_port" "$PWD/$tools/slow_judge" "$judge_port" 500
    printf '### Judging a file of answers, 512 at a time, calls of 500 ms each\n\n'
    .venv-openjudge/bin/python Benchmarks/runner/compare.py "$gradehook" "http://127.0.0.1:$judge_port/v1" 512 "$rounds"
    stop "$started"
    printf '\n'
}

bench_overload() {
    local port judge_port judge service load second offered=1280
    judge_port="$(free_port)"
    start "$judge_port" "$PWD/$tools/slow_judge" "$judge_port" 500
    judge="$started"
    export BENCH_JUDGE_URL="http://127.0.0.1:$judge_port/v1"
    port="$(free_port)"
    serve "$port" overload.yaml
    service="$started"
    printf '### Overload: %s events a second offered to workers that settle 128\n\n' "$offered"
    printf '| after, s | resident, MB |\n|---|---|\n| 0 | %.1f |\n' "$(awk "BEGIN { print $(resident_kb "$service") / 1000 }")"
    "$tools/load" -p "$port" -c "$connections" -r "$offered" -n "$((offered * overload_seconds))" -d "$overload_seconds" \
        >"$work/overload" &
    load=$!
    for second in $(seq "$((overload_seconds / 10))"); do
        sleep 10
        printf '| %d | %.1f |\n' "$((second * 10))" "$(awk "BEGIN { print $(resident_kb "$service") / 1000 }")"
    done
    wait "$load"
    stop "$service"
    stop "$judge"
    printf '\n%s accepted, %s told to come back (503), p99 of the answers %s ms.\n\n' \
        "$(field status_202 <"$work/overload")" "$(field status_503 <"$work/overload")" "$(field p99_ms <"$work/overload")"
}

bench_text() {
    say "building the driver of the text metrics"
    swift build -c release --product text-metrics-bench >&2
    printf '### Text metrics: one call, beside the Python packages that define them\n\n'
    .venv-bench/bin/python Benchmarks/text-metrics/compare.py \
        "$(swift build -c release --product text-metrics-bench --show-bin-path)/text-metrics-bench"
    printf '\n'
}

[ "$#" -gt 0 ] || set -- accept start events judges runner overload text
# The text metrics need no service.
[ "$*" = text ] || build
machine
for part in "$@"; do
    case "$part" in
        accept | start | events | judges | runner | overload | text) "bench_$part" ;;
        *) say "unknown part '$part'"; exit 64 ;;
    esac
done
