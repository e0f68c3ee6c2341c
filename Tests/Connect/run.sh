#!/bin/sh
# Clients whose host is fixed, through `livetop run --connect`: Python's websockets and curl. Nothing beyond this machine is
# reached: the name of the host only stands in what they ask the proxy for. See check.py.
#
# Usage: run.sh BINARY
set -eu

binary=${1:?usage: run.sh BINARY}
here=$(cd "$(dirname "$0")" && pwd)

fail() {
    echo "forward proxy test: $1" >&2
    exit 1
}

[ -x "$binary" ] || fail "$binary is not there; run make compile first"
command -v curl >/dev/null || fail "curl is needed"

. "$here/../python-environment.sh"
python_environment "$here/requirements.txt"

exec "$python" -B "$here/check.py" "$binary"
