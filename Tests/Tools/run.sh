#!/bin/sh
# Every export format, opened by programs that nobody here wrote: see check.py.
#
# Usage: run.sh BINARY
set -eu

binary=${1:?usage: run.sh BINARY}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
environment="$root/.build-tools-venv"
stamp="$environment/requirements.installed"

fail() {
    echo "tools test: $1" >&2
    exit 1
}

[ -x "$binary" ] || fail "$binary is not there; run make build first"
for tool in python3 jq sox sqlite3; do
    command -v "$tool" >/dev/null || fail "$tool is needed (apt install $tool)"
done

if ! cmp -s "$here/requirements.txt" "$stamp"; then
    python3 -m venv "$environment" || fail "cannot make a virtual environment (apt install python3-venv)"
    "$environment/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt" ||
        fail "pip cannot install the readers; this test needs the package index and never passes without it"
    cp "$here/requirements.txt" "$stamp"
fi

exec "$environment/bin/python" "$here/check.py" "$binary"
