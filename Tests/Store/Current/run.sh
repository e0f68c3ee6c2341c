#!/bin/sh
# The tables for servers of today, by the engine of today: see check.py. Brings some 600 MB.
#
# Usage: run.sh BINARY
set -eu

binary=${1:?usage: run.sh BINARY}
here=$(cd "$(dirname "$0")" && pwd)

fail() {
    echo "store test: $1" >&2
    exit 1
}

[ -x "$binary" ] || fail "$binary is not there; run make compile first"

. "$here/../../python-environment.sh"
python_environment "$here/requirements.txt"

exec "$python" -B "$here/check.py" "$binary"
