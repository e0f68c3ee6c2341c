#!/bin/sh
# `livetop mcp` asked by the client of PyPI's `mcp`, as coding agents ask it: see check.py.
#
# Usage: run.sh BINARY
set -eu

binary=${1:?usage: run.sh BINARY}
here=$(cd "$(dirname "$0")" && pwd)

fail() {
    echo "agents test: $1" >&2
    exit 1
}

[ -x "$binary" ] || fail "$binary is not there; run make compile first"

. "$here/../python-environment.sh"
python_environment "$here/requirements.txt"

exec "$python" -B "$here/check.py" "$binary"
