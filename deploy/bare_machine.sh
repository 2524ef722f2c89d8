#!/usr/bin/env bash
# Try this project as a stranger does: in a bare Debian 13 with nothing but python3 and a clone, /tmp in memory, and
# nothing beside the clone. It needs root, debootstrap and git, and 4 GB of disk (with `test` 8 GB).
#
#   deploy/bare_machine.sh                          python3 manage.py demo --once
#   deploy/bare_machine.sh test [pytest's arguments]  the same machine, python3 manage.py test ...
#
# What is tried is the last commit. The new machine gets what this one knows of networks: sources of packages, proxies,
# and certificates. BARE_MACHINE names a folder to make it in and to keep; a second run then goes on in it.
set -euo pipefail

# --- inside, in namespaces of its own: mounts, and every process, end with this block ----------------------------------
if [ "${1:-}" = --inside ]; then
    root=$2
    shift 2
    mount -t tmpfs -o mode=1777,nosuid,nodev none "$root/tmp"
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    # Of the settings here only those that lead to packages; nothing of ours, and no Python but Debian's.
    kept=()
    for name in {http,https,no}_proxy {HTTP,HTTPS,NO}_PROXY PIP_{INDEX_URL,EXTRA_INDEX_URL} UV_{DEFAULT_INDEX,INDEX} \
        SSL_CERT_FILE NODE_EXTRA_CA_CERTS PIP_CERT NPM_CONFIG_REGISTRY; do
        [ -z "${!name:-}" ] || kept+=("$name=${!name}")
    done
    exec chroot "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
        LANG=C.UTF-8 "${kept[@]}" sh -c 'cd /srv/musterpoint && exec python3 manage.py "$@"' manage "$@"
fi

here=$(cd "$(dirname "$0")/.." && pwd)
[ "$(id -u)" = 0 ] || { echo "bare_machine: please run this as root" >&2; exit 2; }
for program in debootstrap git unshare; do
    command -v "$program" >/dev/null || { echo "bare_machine: please install $program" >&2; exit 2; }
done
if [ -n "${BARE_MACHINE:-}" ]; then
    root=$BARE_MACHINE
else
    root=$(mktemp -d /var/tmp/musterpoint-bare.XXXXXX)
    trap 'rm -rf --one-file-system "$root"' EXIT
fi

# --- the machine ------------------------------------------------------------------------------------------------------
if [ ! -e "$root/etc/debian_version" ]; then
    echo "making a bare Debian 13 in $root: two minutes" >&2
    debootstrap --variant=minbase --include=python3,ca-certificates trixie "$root" >"$root.log" ||
        { tail -n 20 "$root.log" >&2; exit 1; }
    rm "$root.log"
fi
# Sources that are folders of this machine, and what is pinned here, would mean nothing there.
mkdir -p "$root/etc/apt/sources.list.d"
for source in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
    [ ! -f "$source" ] || grep -q 'file:' "$source" || cp "$source" "$root$source"
done
[ -e /etc/apt/sources.list ] || rm -f "$root/etc/apt/sources.list"
for path in /etc/apt/{apt.conf,apt.conf.d,auth.conf.d,keyrings,trusted.gpg.d} /etc/{pip.conf,npmrc,hosts,resolv.conf} \
    /etc/ssl/certs/ca-certificates.crt; do
    [ ! -e "$path" ] || { mkdir -p "$root$(dirname "$path")"; cp -rL --remove-destination "$path" "$root$(dirname "$path")/"; }
done

# --- the clone --------------------------------------------------------------------------------------------------------
if [ ! -d "$root/srv/musterpoint" ]; then
    git clone -q --no-local "$here" "$root/srv/musterpoint"
else
    git -C "$root/srv/musterpoint" pull -q --ff-only "$here" HEAD
fi
[ $# -gt 0 ] || set -- demo --once
echo "the bare machine runs: python3 manage.py $*" >&2
unshare --mount --pid --fork --kill-child bash "$here/deploy/bare_machine.sh" --inside "$root" "$@"
