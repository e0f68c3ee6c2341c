#!/bin/sh
# The Debian package, installed by apt into a system that has nothing but the minimum: what it depends on is what it needs.
# Downloads that system from where this one's packages come from. Needs root.
#
# Usage: debootstrap.sh FOLDER
set -eu

package=$(realpath "${1:?usage: debootstrap.sh FOLDER}"/livetop_*.deb)

fail() {
    echo "debootstrap test: $1" >&2
    exit 1
}

[ "$(id -u)" -eq 0 ] || fail "only root can make a system in a folder"
. /etc/os-release
root=$(mktemp -d)
trap 'umount "$root/proc" 2>/dev/null || true; rm -rf --one-file-system "$root"' EXIT
debootstrap --variant=minbase "$VERSION_CODENAME" "$root" >"$root.log" 2>&1 || fail "no system: $(tail -3 "$root.log")"
rm -f "$root.log"
mount -t proc none "$root/proc"
cp "$package" "$root/livetop.deb"
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb DEBIAN_FRONTEND=noninteractive "$@"; }
! inside sh -c 'command -v swift || command -v livetop' || fail "the system is not bare"
inside apt-get install -y -qq --no-install-recommends /livetop.deb >"$root/installed" 2>&1 || fail "apt does not install it: $(tail -5 "$root/installed")"
inside livetop version | grep -q '^livetop ' || fail "it tells no version"
inside livetop demo --once >"$root/demo" || fail "it does not run"
grep -q '[^[:space:]]' "$root/demo" || fail "it shows no demo"
inside apt-get purge -y -qq livetop >/dev/null 2>&1 || fail "apt does not remove it"
! inside sh -c 'command -v livetop' || fail "it is still there"
echo "dist: $(basename "$package") installs, runs and goes in a bare $PRETTY_NAME"
