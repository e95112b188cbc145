#!/usr/bin/env bash
# Installs what this repository needs and is not there yet; prints nothing and takes well under a second when all is.
#
#   setup.sh               the toolchain check, the C libraries' headers, python3: enough to build and run the demo
#   setup.sh --test        and the Python packages that the checks use, in .venv
#   setup.sh --servers     LiteLLM's proxy, which a test of the judges talks to when it is there, in .venv-litellm (750 MB)
#   setup.sh --bench       and what the benchmarks compile and compare with, in .venv-bench and .venv-openjudge
#   setup.sh --build-only  the C libraries' headers alone (the build stage of the Dockerfile)
#   setup.sh --runtime     the shared libraries alone (the last stage of the Dockerfile)
#
# Debian and Ubuntu are served with apt-get, as root or through sudo. Elsewhere it names what is missing and stops.
set -euo pipefail
cd "$(dirname "$0")/.."

minimum_swift="6.2"

# pkg-config name, Debian package of the headers, Debian packages of the shared library by release ("|": first known one).
libraries="
libmicrohttpd libmicrohttpd-dev      libmicrohttpd12|libmicrohttpd12t64
libcurl       libcurl4-openssl-dev   libcurl4|libcurl4t64
openssl       libssl-dev             libssl3|libssl3t64
simdjson      libsimdjson-dev        libsimdjson14|libsimdjson18|libsimdjson25|libsimdjson29
libpcre2-8    libpcre2-dev           libpcre2-8-0
zlib          zlib1g-dev             zlib1g
sqlite3       libsqlite3-dev         libsqlite3-0
expat         libexpat1-dev          libexpat1
"

fail() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}

is_debian() { command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "needs root and there is no sudo here. Run as root: $*"
    fi
}

# Prints those of the given Debian packages that are not installed.
not_installed() {
    local package
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] || echo "$package"
    done
}

# Installs the given Debian packages. The lists are fetched only now, because only now something is missing.
apt_install() {
    printf 'setup: installing %s\n' "$*" >&2
    as_root apt-get -qq update
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" >/dev/null
}

ensure_packages() {
    local missing
    mapfile -t missing < <(not_installed "$@")
    [ "${#missing[@]}" -eq 0 ] || apt_install "${missing[@]}"
}

# The shared libraries carry other names in other releases: takes the first name of each that apt knows.
ensure_runtime() {
    is_debian || fail "--runtime works on Debian and Ubuntu only"
    as_root apt-get -qq update
    local _name _headers alternatives candidate chosen=(ca-certificates libstdc++6)
    while read -r _name _headers alternatives; do
        [ -n "$alternatives" ] || continue
        for candidate in ${alternatives//|/ }; do
            if apt-cache show "$candidate" >/dev/null 2>&1; then
                chosen+=("$candidate")
                continue 2
            fi
        done
        fail "apt knows none of $alternatives"
    done <<<"$libraries"
    ensure_packages "${chosen[@]}"
}

ensure_headers() {
    if is_debian; then
        # shellcheck disable=SC2046  # one word each
        ensure_packages pkg-config $(awk 'NF { print $2 }' <<<"$libraries")
        return
    fi
    command -v pkg-config >/dev/null || fail "pkg-config is missing: install it with the system's package manager"
    local name missing=()
    # shellcheck disable=SC2013  # one word each
    for name in $(awk 'NF { print $1 }' <<<"$libraries"); do
        pkg-config --exists "$name" || missing+=("$name")
    done
    [ "${#missing[@]}" -eq 0 ] \
        || fail "pkg-config finds no headers for: ${missing[*]}. Install these libraries' development packages."
}

ensure_swift() {
    local version
    command -v swift >/dev/null || fail "there is no 'swift' on the PATH. Install Swift $minimum_swift or newer from" \
        "https://www.swift.org/install/linux/ (or use the Dockerfile, which brings its own), then run this again."
    version="$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1)"
    [ "$(printf '%s\n' "$minimum_swift" "${version:-0}" | sort -V | head -n 1)" = "$minimum_swift" ] \
        || fail "Swift ${version:-of unknown version} is too old: $minimum_swift or newer is needed," \
            "see https://www.swift.org/install/linux/"
}

ensure_commands() {
    if is_debian; then
        ensure_packages "$@"
        return
    fi
    local command
    for command in "$@"; do
        command -v "$command" >/dev/null || fail "'$command' is missing: install it with the system's package manager"
    done
}

# Makes the Python environment $2 from the list $1. The copy of the list inside the environment tells whether what is
# installed is what the list asks for.
ensure_venv() {
    local list="$1" environment="$2"
    cmp -s "$list" "$environment/requirements.txt" && return
    if is_debian; then ensure_packages python3 python3-venv; fi
    printf 'setup: creating %s\n' "$environment" >&2
    rm -rf "$environment"
    python3 -m venv "$environment" || fail "python3 cannot make a virtual environment: install its venv module"
    "$environment/bin/pip" install --quiet --disable-pip-version-check --requirement "$list" \
        || fail "pip could not install $list: is a package index within reach?"
    cp "$list" "$environment/requirements.txt"
}

case "${1:-}" in
    --runtime) ensure_runtime ;;
    --build-only) ensure_headers ;;
    --servers) ensure_venv scripts/requirements-litellm.txt .venv-litellm ;;
    "" | --test | --bench)
        ensure_swift
        ensure_headers
        ensure_commands python3 curl
        if [ "${1:-}" = --test ]; then ensure_venv scripts/requirements.txt .venv; fi
        if [ "${1:-}" = --bench ]; then
            ensure_commands gcc libc6-dev
            ensure_venv Benchmarks/text-metrics/requirements.txt .venv-bench
            ensure_venv Benchmarks/runner/requirements.txt .venv-openjudge
        fi
        ;;
    *) fail "unknown option '$1'; the first lines of this file list the options" ;;
esac
