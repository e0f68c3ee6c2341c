#!/bin/sh
# `livetop drill` tells a client that resumes from one that does not: two programs of the google-genai SDK, unchanged, go through
# goaway, reset, close 1011 and refuse 429.
#
# Usage: run.sh BINARY
set -eu

. "$(dirname "$0")/../python-environment.sh"
python_test "drill" "${1:-}"
exec "$python" "$here/compare.py" "$binary" "$here/client.py"
