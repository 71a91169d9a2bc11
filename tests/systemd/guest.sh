# A Debian that systemd boots, in namespaces of its own: start it, run commands in it, end it. Sourced by run.sh, inside a
# mount and a network namespace that end with it.
# shellcheck shell=bash

# boot BASE: makes a throw-away copy of the base system and starts its systemd. Sets $guest (its number on this machine),
# $root (its files, as seen from here) and $share (a folder that both sides see: /share inside).
boot() {
    # In memory, over the base: nothing to copy, nothing to clean up, no disk to wait for. Only this namespace sees it.
    local work=/mnt
    mount -t tmpfs -o mode=755 wirewatch-test "$work"
    mkdir "$work/upper" "$work/overlay" "$work/root" "$work/share"
    mount -t overlay -o "lowerdir=$1,upperdir=$work/upper,workdir=$work/overlay" overlay "$work/root"
    root=$work/root share=$work/share
    mkdir "$root/share"
    echo guest >"$root/etc/hostname"
    printf '127.0.0.1 localhost guest\n::1 localhost\n' >"$root/etc/hosts"
    : >"$root/etc/resolv.conf"
    : >"$root/etc/machine-id"
    # What a container has no use for and would only wait for.
    for unit in getty.target systemd-networkd.service systemd-resolved.service systemd-timesyncd.service; do
        ln -sf /dev/null "$root/etc/systemd/system/$unit"
    done
    # A control group of its own: two systemds in one would take each other's services apart.
    mkdir "$work/groups"
    mount -t cgroup2 cgroup2 "$work/groups"
    group=$work/groups$(sed -n 's/^0:://p' /proc/self/cgroup)/wirewatch-test-$$
    mkdir "$group"
    (
        echo "$BASHPID" >"$group/cgroup.procs"
        exec unshare --fork --pid --mount --uts --ipc --cgroup --kill-child=KILL \
            bash -c "$(declare -f become_init); become_init \"\$@\"" - "$root" "$share"
    ) </dev/null >"$work/console" 2>&1 &
    booted=$!
    for _ in $(seq 100); do
        guest=$(cat "/proc/$booted/task/$booted/children" 2>/dev/null | tr -d ' ')
        if [ -n "$guest" ] && [ -S "/proc/$guest/root/run/systemd/private" ]; then
            break
        fi
        sleep 0.1
    done
    # "degraded" will do: this is not a whole machine.
    case $(inside timeout 60 systemctl is-system-running --wait) in
        running | degraded) ;;
        *)
            tail -n 20 "$work/console"
            echo "systemd did not boot"
            exit 1
            ;;
    esac
}

# The first process: mounts what a kernel and an initrd would have, then becomes systemd.
become_init() { # ROOT SHARE
    set -e
    mount --make-rprivate /
    mount --bind "$1" "$1"
    mount --bind "$2" "$1/share"
    cd "$1"
    mount -t proc proc proc
    mount -t sysfs -o ro sysfs sys
    mount -t cgroup2 cgroup2 sys/fs/cgroup
    mount -t tmpfs -o mode=755 tmpfs run
    mount -t tmpfs tmpfs tmp
    mount -t tmpfs -o mode=755 tmpfs dev
    local device
    for device in null zero full random urandom tty; do
        touch "dev/$device"
        mount --bind "/dev/$device" "dev/$device"
    done
    mkdir dev/pts dev/shm
    mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
    ln -s pts/ptmx dev/ptmx
    ln -s /proc/self/fd dev/fd
    mkdir -p .outside
    pivot_root . .outside
    umount -l /.outside
    rmdir /.outside
    # As on a machine of its own: credentials reach a service through a mount that has to be seen from its namespace.
    mount --make-rshared /
    exec env -i container=wirewatch-test PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --system
}

# inside COMMAND…: runs it in the booted system, as root.
inside() {
    nsenter --target "$guest" --mount --uts --ipc --net --pid --cgroup --root --wd \
        env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C DEBIAN_FRONTEND=noninteractive SYSTEMD_PAGER= "$@"
}

# Ends the booted system and all that runs in it.
shut_down() {
    [ -z "${guest:-}" ] || kill -KILL "$guest" 2>/dev/null || true
    wait "$booted" 2>/dev/null || true
    # Deepest first. What is killed leaves its group a moment later.
    for _ in 1 2 3 4 5; do
        find "$group" -depth -type d -exec rmdir {} + 2>/dev/null && break
        sleep 0.5
    done
}
