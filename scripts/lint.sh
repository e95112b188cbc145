#!/usr/bin/env bash
# The rules of CONTRIBUTING.md that swift-format does not know. Prints every breach as file:line: text; fails if there is one.
set -euo pipefail
cd "$(dirname "$0")/.."

maximum_lines=500
breaches=0

report() {
    local rule="$1" found="$2"
    [ -n "$found" ] || return 0
    printf '%s\n%s\n' "lint: $rule" "$found" | sed '2,$s/^/  /'
    breaches=$((breaches + $(wc -l <<<"$found")))
}

# Files git knows or would add, of the given kinds: build products are never among them.
files() { git ls-files --cached --others --exclude-standard -- "$@" | sort -u | while read -r file; do
    [ -f "$file" ] && [ ! -L "$file" ] && printf '%s\n' "$file"
done; }

# Prints the lines outside comments that match $1, in the files named on the standard input.
code_lines() { xargs -r -d '\n' grep -nHE -- "$1" | grep -vE '^[^:]+:[0-9]+:[[:space:]]*//' || true; }

report "no try!, no as! and no fatalError in Sources" \
    "$(files 'Sources/*.swift' | code_lines '\btry!|\bas!|\bfatalError\(')"

report "@unchecked Sendable and nonisolated(unsafe) need their reason in a comment on the line above" \
    "$(files 'Sources/*.swift' 'Tests/*.swift' | xargs -r -d '\n' awk '
        FNR == 1 { above = "" }
        /@unchecked Sendable|nonisolated\(unsafe\)/ && !/^[[:space:]]*\/\// && above !~ /^[[:space:]]*\/\// {
            print FILENAME ":" FNR ": " $0
        }
        { above = $0 }')"

report "no file over $maximum_lines lines" \
    "$(files 'Sources/*' 'Tests/*.swift' 'Benchmarks/*' 'scripts/*' | xargs -r -d '\n' wc -l \
        | awk -v most="$maximum_lines" '$2 != "total" && $1 > most { print $2 ": " $1 " lines" }')"

# scripts/function_lengths.py says what it counts, and what escapes it.
report "no function over 40 lines" \
    "$(files 'Sources/*.swift' 'Tests/*.swift' 'Benchmarks/*.swift' | python3 scripts/function_lengths.py || echo "scripts/function_lengths.py: status $?")"

report "the Docker context needs what Package.swift and the Dockerfile name" "$(scripts/docker_context.py || echo "scripts/docker_context.py: status $?")"

# Split so that this file is not its own first breach.
report "nothing is left to do: finish it or file an issue" \
    "$(files 'Sources/*' 'Tests/*' 'Benchmarks/*' 'scripts/*' 'docs/*' 'examples/*' '*.md' Makefile Dockerfile \
        | xargs -r -d '\n' grep -nHE 'TO''DO|FIX''ME|XX''X:' || true)"

# Relative links of the documentation must lead to files.
broken_links() {
    local file target
    files '*.md' 'docs/*.md' | while read -r file; do
        grep -oE '\]\([^)#]+' "$file" | cut -c 3- | grep -vE '^[a-z]+:' | while read -r target; do
            [ -e "$(dirname "$file")/$target" ] || printf '%s: %s\n' "$file" "$target"
        done || true
    done
}
report "links in the documentation must lead somewhere" "$(broken_links)"

if command -v shellcheck >/dev/null; then
    report "shellcheck" "$(files 'scripts/*.sh' .ci/run | xargs -r -d '\n' shellcheck --severity=warning --format=gcc || true)"
fi

if [ "$breaches" -gt 0 ]; then
    echo "lint: $breaches breaches" >&2
    exit 1
fi
