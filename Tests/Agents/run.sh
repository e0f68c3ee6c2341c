#!/bin/sh
# `livetop mcp` asked by the client of PyPI's `mcp`, as coding agents ask it: see check.py.
#
# Usage: run.sh BINARY
set -eu

. "$(dirname "$0")/../python-environment.sh"
python_test "agents" "${1:-}"
exec "$python" -B "$here/check.py" "$binary"
