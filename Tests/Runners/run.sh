#!/bin/sh
# Recordings as tests of a client under pytest and under Node's test runner, both as docs/replay.md has them: livetop starts the runner
# (`livetop test`), and a fixture starts livetop (`replay --serve --strict`).
#
# Usage: run.sh BINARY
set -eu

. "$(dirname "$0")/../python-environment.sh"
python_test "test runners" "${1:-}"
exec "$python" -B "$here/runners.py" "$binary"
