#!/bin/sh
# What `make dist` packed runs where no Swift is: the archive and the Debian package, unpacked, with the toolchain hidden.
#
# Usage: run.sh FOLDER
set -eu

folder=$(realpath "${1:?usage: run.sh FOLDER}")

fail() {
    echo "dist test: $1" >&2
    exit 1
}

(cd "$folder" && sha256sum --quiet -c SHA256SUMS) || fail "the checksums are not those of the files"
toolchain=$(dirname "$(dirname "$(realpath "$(command -v swift)")")")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/archive" "$scratch/package" "$scratch/home"
tar -xzf "$folder"/livetop-*.tar.gz -C "$scratch/archive"
dpkg -x "$folder"/livetop_*.deb "$scratch/package"

for binary in "$scratch"/archive/livetop-*/bin/livetop "$scratch/package/usr/bin/livetop"; do
    [ -x "$binary" ] || fail "$binary is not there"
    # An empty folder lies over the toolchain, for this command alone.
    unshare --map-root-user --mount sh -c '
        mount -t tmpfs none "$1" && ! [ -e "$1/bin/swift" ] || exit 9
        shift
        env -i HOME="$1" PATH=/usr/bin:/bin TERM=dumb "$2" version >"$1/version" &&
        env -i HOME="$1" PATH=/usr/bin:/bin TERM=dumb "$2" demo --once >"$1/demo"
    ' sh "$toolchain" "$scratch/home" "$binary" || fail "$binary does not run without a toolchain"
    grep -q '^livetop ' "$scratch/home/version" || fail "$binary tells no version"
    [ -s "$scratch/home/demo" ] || fail "$binary shows no demo"
    echo "dist: ${binary##*/"${scratch##*/}"/} runs without a toolchain"
done
grep -q '^ExecStart=/usr/bin/livetop serve' "$scratch/package/lib/systemd/system/livetop.service" || fail "the package has no service"
dpkg-deb -f "$folder"/livetop_*.deb Depends | grep -q libncursesw || fail "the package does not say what it needs"
