#!/bin/sh
# `livetop drill` tells a client that resumes from one that does not: two programs of the google-genai SDK, unchanged, go through
# goaway, reset, close 1011 and refuse 429.
#
# Usage: run.sh BINARY
set -eu

binary=${1:?usage: run.sh BINARY}
here=$(cd "$(dirname "$0")" && pwd)

fail() {
    echo "drill test: $1" >&2
    exit 1
}

[ -x "$binary" ] || fail "$binary is not there; run make build first"

. "$here/../python-environment.sh"
python_environment "$here/requirements.txt"

exec "$python" "$here/compare.py" "$binary" "$here/client.py"
