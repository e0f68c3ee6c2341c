#!/bin/sh
# The metrics of a livetop with calls, read by Prometheus and by the parsers of others; every query of dashboards/ against
# them: see check.py.
#
# Usage: run.sh BINARY
set -eu

binary=${1:?usage: run.sh BINARY}
here=$(cd "$(dirname "$0")" && pwd)
parts=$here/../../.build-prometheus/usr/bin

fail() {
    echo "metrics test: $1" >&2
    exit 1
}

[ -x "$binary" ] || fail "$binary is not there; run make compile first"
[ -x "$parts/promtool" ] || fail "Prometheus is not there; run .ci/setup test first"

. "$here/../python-environment.sh"
python_environment "$here/requirements.txt"

exec "$python" -B "$here/check.py" "$binary" "$parts"
