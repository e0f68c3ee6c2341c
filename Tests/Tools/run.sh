#!/bin/sh
# Every export format, opened by programs that nobody here wrote: see check.py.
#
# Usage: run.sh BINARY
set -eu

. "$(dirname "$0")/../python-environment.sh"
python_test "tools" "${1:-}"
for tool in jq sox sqlite3; do
    command -v "$tool" >/dev/null || fail "$tool is needed (apt install $tool)"
done
exec "$python" "$here/check.py" "$binary"
