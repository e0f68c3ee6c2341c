#!/bin/sh
# Two livetops that ship to a real ClickHouse, which is killed meanwhile, through a network that fails; what is in it then,
# and what comes back from it: see check.py.
#
# Usage: run.sh BINARY [--kills N]
set -eu

binary=${1:?usage: run.sh BINARY [--kills N]}
shift
here=$(cd "$(dirname "$0")" && pwd)
parts=$here/../../.build-clickhouse-server

fail() {
    echo "store test: $1" >&2
    exit 1
}

[ -x "$binary" ] || fail "$binary is not there; run make compile first"
[ -e "$parts/usr/sbin/clickhouse-server" ] || [ -e "$parts/usr/bin/clickhouse-server" ] ||
    fail "ClickHouse is not there; run .ci/setup test first"

. "$here/../python-environment.sh"
python_environment "$here/requirements.txt"

exec "$python" -B "$here/check.py" "$binary" "$parts" "$@"
