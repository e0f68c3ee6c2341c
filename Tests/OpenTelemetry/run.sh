#!/bin/sh
# Spans, log records and metrics of a livetop with calls, decoded by OpenTelemetry's own descriptions of them, taken by a real
# collector, and refused by a fake one in all the ways there are: see check.py.
#
# Usage: run.sh BINARY
set -eu

. "$(dirname "$0")/../python-environment.sh"
python_test "OpenTelemetry" "${1:-}"
exec "$python" -B "$here/check.py" "$binary"
