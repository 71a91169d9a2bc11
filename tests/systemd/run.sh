#!/usr/bin/env bash
# The package on a real systemd: boots Debian 12 and 13 (systemd 252 and 257) in namespaces of this machine, installs the
# .deb with apt, and does to the service what a year does to one. Each check is a line; the first that fails ends its suite,
# with the journal.
#
#   tests/systemd/run.sh PACKAGE.deb [SUITE…]          suites: bookworm trixie, both by default
#   PREVIOUS=OLDER.deb tests/systemd/run.sh PACKAGE.deb    upgrades from that one instead of from a repacked PACKAGE.deb
#
# Ends with 0, 1 when a check failed, 77 where this machine cannot (it is not Debian, or has no root, no namespaces, no
# mmdebstrap). Fetches base systems once through the mirror that this machine's apt has, and keeps them in target/systemd/base
# (CARGO_TARGET_DIR instead of target/ where that is set; remove it for fresh ones). Nothing of it touches this machine's own
# systemd, network or files outside that folder.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
base=${CARGO_TARGET_DIR:-$top/target}/systemd/base

# Longer than any suite needs on a busy machine; without it a hang would last for ever.
limit=600

cannot() {
    echo "skipped: $*"
    exit 77
}

# A line of what this machine says of its system.
os() { # KEY
    # shellcheck disable=SC1091
    (. /etc/os-release 2>/dev/null && echo "${!1:-}") || true
}

# Where apt on this machine gets its own release from.
mirror() {
    # shellcheck disable=SC2016
    apt-get indextargets --format '$(CODENAME) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
        awk -v release="$(os VERSION_CODENAME)" '$1 == release && $2 == "main" && !found { print $3; found = 1 }'
}

# A base system with what the package depends on: the machine inside has no network.
fetch_base() { # SUITE MIRROR
    [ ! -d "$base/$1" ] || return 0
    local draft=$base/$1.part
    rm -rf "$draft"
    mkdir -p "$base"
    mmdebstrap --quiet --variant=minbase --include=systemd,systemd-sysv,dbus,ca-certificates,tzdata \
        --dpkgopt='path-exclude=/usr/share/locale/*' "$1" "$draft" "$2" >"$base/$1.log" 2>&1 || {
        cat "$base/$1.log"
        echo "no base system for $1"
        return 1
    }
    mv "$draft" "$base/$1"
}

if [ "${1:-}" = --inside ]; then
    # shellcheck source=tests/systemd/guest.sh
    . "$here/guest.sh"
    # shellcheck source=tests/systemd/checks.sh
    . "$here/checks.sh"
    suite "$2" "$3" "$4"
    exit
fi

package=${1:?usage: tests/systemd/run.sh PACKAGE.deb [SUITE…]}
package=$(realpath "$package")
shift
suites=("$@")
[ $# -gt 0 ] || suites=(bookworm trixie)

if [ "$(os ID)" != debian ]; then
    name=$(os PRETTY_NAME)
    cannot "base systems come by Debian's apt, and this machine is ${name:-of no known system}"
fi
[ "$(id -u)" -eq 0 ] || cannot "only root may boot a machine"
for tool in unshare nsenter apt-get mmdebstrap dpkg-deb python3; do
    command -v "$tool" >/dev/null || cannot "there is no $tool"
done
unshare --mount --net --pid --uts --ipc --cgroup --fork true 2>/dev/null || cannot "this machine allows no namespaces"
from=$(mirror)
[ -n "$from" ] || cannot "apt has no Debian mirror"

fetching=()
for name in "${suites[@]}"; do
    fetch_base "$name" "$from" &
    fetching+=($!)
done
for pid in "${fetching[@]}"; do
    wait "$pid" || exit 1
done

# Suites run beside each other: most of the time is waiting for the clock.
running=()
for name in "${suites[@]}"; do
    (
        set -o pipefail
        timeout --kill-after=10 "$limit" unshare --mount --net --propagation private \
            bash "$0" --inside "$name" "$base/$name" "$package" 2>&1 | sed -u "s/^/$name: /"
    ) &
    running+=($!)
done
failed=0
for pid in "${running[@]}"; do
    wait "$pid" || failed=1
done
exit $failed
