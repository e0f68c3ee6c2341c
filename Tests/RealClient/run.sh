#!/bin/sh
# The google-genai SDK, unchanged, through the built livetop against its mock: what the client sent, what the mock
# received and what livetop recorded must be the same frames, byte for byte. Then the same conversations against what
# `livetop replay --serve` plays of them, conversations of Live Interactions, compressed calls, and
# a session with two connections at a time that is sent again.
#
# Usage: run.sh BINARY
set -eu

. "$(dirname "$0")/../python-environment.sh"
python_test "real client" "${1:-}"
"$python" "$here/compare.py" "$binary"
"$python" "$here/interactions.py" "$binary"
"$python" "$here/compressed.py" "$binary"
"$python" "$here/overlapping.py" "$binary"
exec "$python" "$here/cassette.py" "$binary"
