#!/bin/sh
# The metrics of a livetop with calls, read by Prometheus and by the parsers of others; every query of dashboards/ against
# them: see check.py.
#
# Usage: run.sh BINARY
set -eu

. "$(dirname "$0")/../python-environment.sh"
python_test "metrics" "${1:-}"
parts=$here/../../.build-prometheus/usr/bin
[ -x "$parts/promtool" ] || fail "Prometheus is not there; run .ci/setup test first"
exec "$python" -B "$here/check.py" "$binary" "$parts"
