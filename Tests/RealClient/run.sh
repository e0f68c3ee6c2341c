#!/bin/sh
# The google-genai SDK, unchanged, through the built livetop against its mock: what the client sent, what the mock
# received and what livetop recorded must be the same frames, byte for byte. Then the same conversations against what
# `livetop replay --serve` plays of them.
#
# Usage: run.sh BINARY
set -eu

binary=${1:?usage: run.sh BINARY}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
environment="$root/.build-venv"
stamp="$environment/requirements.installed"

fail() {
    echo "real client test: $1" >&2
    exit 1
}

[ -x "$binary" ] || fail "$binary is not there; run make build first"
command -v python3 >/dev/null || fail "python3 is needed (apt install python3 python3-venv)"

if ! cmp -s "$here/requirements.txt" "$stamp"; then
    python3 -m venv "$environment" || fail "cannot make a virtual environment (apt install python3-venv)"
    "$environment/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt" ||
        fail "pip cannot install the SDK; this test needs the package index and never passes without it"
    cp "$here/requirements.txt" "$stamp"
fi

"$environment/bin/python" "$here/compare.py" "$binary"
exec "$environment/bin/python" "$here/cassette.py" "$binary"
