#!/bin/sh
# The tables for servers of today, by the engine of today: see check.py. Brings some 600 MB.
#
# Usage: run.sh BINARY
set -eu

. "$(dirname "$0")/../../python-environment.sh"
python_test "store" "${1:-}"
exec "$python" -B "$here/check.py" "$binary"
