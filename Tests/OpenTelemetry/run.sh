#!/bin/sh
# Spans, log records and metrics of a livetop with calls, decoded by OpenTelemetry's own descriptions of them, taken by a real
# collector, and refused by a fake one in all the ways there are: see check.py.
#
# Usage: run.sh BINARY
set -eu

binary=${1:?usage: run.sh BINARY}
here=$(cd "$(dirname "$0")" && pwd)

fail() {
    echo "OpenTelemetry test: $1" >&2
    exit 1
}

[ -x "$binary" ] || fail "$binary is not there; run make compile first"

. "$here/../python-environment.sh"
python_environment "$here/requirements.txt"

exec "$python" -B "$here/check.py" "$binary"
