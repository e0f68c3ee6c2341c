#!/bin/sh
# Every export format, opened by programs that nobody here wrote: see check.py.
#
# Usage: run.sh BINARY
set -eu

binary=${1:?usage: run.sh BINARY}
here=$(cd "$(dirname "$0")" && pwd)

fail() {
    echo "tools test: $1" >&2
    exit 1
}

[ -x "$binary" ] || fail "$binary is not there; run make build first"
for tool in jq sox sqlite3; do
    command -v "$tool" >/dev/null || fail "$tool is needed (apt install $tool)"
done

. "$here/../python-environment.sh"
python_environment "$here/requirements.txt"

exec "$python" "$here/check.py" "$binary"
