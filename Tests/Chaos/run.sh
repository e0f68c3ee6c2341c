#!/bin/sh
# Calls through the built livetop while heads, chunks, TLS, frames, disk, database, clock, error stream and signals
# go wrong: see chaos.py.
#
# Usage: run.sh BINARY [--minutes N] [--seed S] [--calls N] [--crowd N] [--stay SECONDS] [--only NAMES]
set -eu

binary=$(realpath "${1:?usage: run.sh BINARY [--minutes N] [--seed S]}")
shift
cd "$(dirname "$0")"
# A file system of its own can be filled to the last byte.
exec unshare --map-root-user --mount python3 -B chaos.py "$binary" "$@"
