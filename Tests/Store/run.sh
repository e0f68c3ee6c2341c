#!/bin/sh
# Two livetops that ship to a real ClickHouse, which is killed meanwhile, through a network that fails; what is in it then,
# and what comes back from it: see check.py.
#
# Usage: run.sh BINARY [--kills N]
set -eu

. "$(dirname "$0")/../python-environment.sh"
python_test "store" "${1:-}"
shift
parts=$here/../../.build-clickhouse-server
[ -e "$parts/usr/sbin/clickhouse-server" ] || [ -e "$parts/usr/bin/clickhouse-server" ] ||
    fail "ClickHouse is not there; run .ci/setup test first"
exec "$python" -B "$here/check.py" "$binary" "$parts" "$@"
