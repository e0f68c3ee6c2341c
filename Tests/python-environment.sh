#!/bin/sh
# Sourced by the tests that need Python packages: gives each set of requirements a virtual environment of its own, made once
# per user and version of Python and kept among the caches. Not one for all: what a recorder of HTTP archives needs and what
# the real client needs exclude each other.
#
# Usage: python_test NAME BINARY   (for a script beside its requirements.txt: sets `binary`, `here`, `python`, and `fail`)
#        python-environment.sh REQUIREMENTS…   makes them beforehand

python_environment() {
    command -v python3 >/dev/null || fail "python3 is needed (apt install python3 python3-venv)"
    caches="${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/livetop-tests"
    environment="$caches/$( (python3 -VV; cat "$1") | cksum | tr ' ' -)"
    python="$environment/bin/python"
    [ -e "$environment/complete" ] && return
    # Under a name of its own first: two runs side by side do not meet in a half-made one.
    making="$environment.$$"
    mkdir -p "$caches"
    python3 -m venv "$making" || fail "cannot make a virtual environment (apt install python3-venv)"
    "$making/bin/python" -m pip install --quiet --disable-pip-version-check -r "$1" ||
        fail "pip cannot install $1; this test needs the package index and never passes without it"
    touch "$making/complete"
    python3 -c 'import os, sys; os.rename(*sys.argv[1:])' "$making" "$environment" 2>/dev/null || rm -rf "$making"
}

python_test() {
    name=$1
    binary=${2:?usage: run.sh BINARY}
    here=$(cd "$(dirname "$0")" && pwd)
    fail() {
        echo "$name test: $1" >&2
        exit 1
    }
    [ -x "$binary" ] || fail "$binary is not there; run make compile first"
    python_environment "$here/requirements.txt"
}

case $0 in
*/python-environment.sh)
    set -eu
    fail() {
        echo "Python environments: $1" >&2
        exit 1
    }
    for requirements in "$@"; do python_environment "$requirements"; done
    ;;
esac
