#!/bin/sh
# Clients whose host is fixed, through `livetop run --connect`: Python's websockets and curl. Nothing beyond this machine is
# reached: the name of the host only stands in what they ask the proxy for. See check.py.
#
# Usage: run.sh BINARY
set -eu

. "$(dirname "$0")/../python-environment.sh"
python_test "forward proxy" "${1:-}"
command -v curl >/dev/null || fail "curl is needed"
exec "$python" -B "$here/check.py" "$binary"
