#!/bin/sh
# `livetop drill` with the reconnect code of frameworks: LiveKit Agents, Pipecat and Google's ADK, unchanged from the package index, go
# through goaway, reset, close 1011 and refuse 429. They need environments of their own, since their requirements exclude each other.
#
# Usage: run.sh BINARY [FRAMEWORK…]
set -eu

. "$(dirname "$0")/../../python-environment.sh"
binary=${1:?usage: run.sh BINARY [FRAMEWORK…]}
shift
here=$(cd "$(dirname "$0")" && pwd)
fail() {
    echo "frameworks test: $1" >&2
    exit 1
}
[ -x "$binary" ] || fail "$binary is not there; run make compile first"
for framework in "${@:-livekit pipecat adk}"; do
    for name in $framework; do
        python_environment "$here/$name.txt"
        "$python" "$here/verdicts.py" "$binary" "$name" "$here/${name}_client.py"
    done
done
