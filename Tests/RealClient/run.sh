#!/bin/sh
# The google-genai SDK, unchanged, through the built livetop against its mock: what the client sent, what the mock
# received and what livetop recorded must be the same frames, byte for byte. Then the same conversations against what
# `livetop replay --serve` plays of them, and conversations of Live Interactions.
#
# Usage: run.sh BINARY
set -eu

binary=${1:?usage: run.sh BINARY}
here=$(cd "$(dirname "$0")" && pwd)

fail() {
    echo "real client test: $1" >&2
    exit 1
}

[ -x "$binary" ] || fail "$binary is not there; run make build first"

. "$here/../python-environment.sh"
python_environment "$here/requirements.txt"

"$python" "$here/compare.py" "$binary"
"$python" "$here/interactions.py" "$binary"
exec "$python" "$here/cassette.py" "$binary"
