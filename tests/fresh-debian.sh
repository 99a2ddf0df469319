#!/bin/sh
# fresh-debian.sh FOLDER [demo] [check] [package]
# What a stranger does on a fresh Debian 12: makes a bare one in FOLDER with
# debootstrap (as root), clones the last commit into it, and there
#   demo     runs ./bootstrap demo
#   check    runs ./bootstrap check
#   package  builds the Debian package, asks lintian, installs it in another
#            bare system, and scores the installed examples there: the same
#            bytes as from the build tree
# or all three, if none is named.  It needs debootstrap, git and the network,
# so "make check" does not run it; whoever releases does.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
folder=$1
shift
[ $# -gt 0 ] || set -- demo check package

say() {
    printf '== %s: %s\n' "$(date +%H:%M:%S)" "$*"
}

# bare NAME: a bare Debian in $folder/NAME, from a copy made once.
bare() {
    if [ ! -e "$folder/bare.tar" ]; then
        site=$(apt-get indextargets --format '$(SITE)' | sort -u | head -n 1)
        say "making a bare Debian 12"
        debootstrap --variant=minbase bookworm "$folder/bare" "$site" >/dev/null
        tar -C "$folder/bare" -cf "$folder/bare.tar" .
        rm -rf "$folder/bare"
    fi
    [ ! -d "$folder/$1" ] || return 0
    mkdir -p "$folder/$1"
    tar -C "$folder/$1" -xpf "$folder/bare.tar"
}

# inside NAME COMMAND: runs COMMAND there, in /quping if there is one.
inside() {
    system=$folder/$1
    mkdir -p "$system/quping"
    mount -t proc proc "$system/proc"
    mount -t devpts devpts "$system/dev/pts"
    status=0
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
        chroot "$system" sh -c "cd /quping && $2" || status=$?
    umount "$system/dev/pts" "$system/proc"
    return "$status"
}

mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
bare build
if [ ! -d "$folder/build/quping/.git" ]; then
    git clone -q "$top" "$folder/build/quping"
fi

for step in "$@"; do
    say "$step"
    case $step in
    demo | check)
        inside build "./bootstrap $step"
        ;;
    package)
        inside build 'export DEBIAN_FRONTEND=noninteractive
            ./bootstrap demo >/dev/null
            cp -r demo /
            apt-get install -y -qq --no-install-recommends build-essential \
                debhelper fakeroot lintian pkgconf check >/dev/null
            DEB_BUILD_OPTIONS=nocheck DEB_BUILD_PROFILES=nocheck \
                dpkg-buildpackage -us -uc -b >/dev/null
            lintian --allow-root --fail-on error,warning ../quping_*.changes'
        bare user
        cp "$folder"/build/quping_*.deb "$folder/user/"
        rm -f "$folder"/user/quping-dbgsym*
        inside user 'export DEBIAN_FRONTEND=noninteractive
            apt-get update -qq
            apt-get install -y -qq --no-install-recommends /quping_*.deb >/dev/null
            cd /usr/share/doc/quping/examples
            quping score rules/shanghai/2024.ini input/examples/shanghai-2024 \
                -o /demo-2024
            quping score rules/shanghai/2025.ini input/examples/shanghai-2025 \
                -o /demo --prior /demo-2024'
        diff -r "$folder/build/demo" "$folder/user/demo"
        say "the installed program wrote the same bytes"
        ;;
    *)
        echo "unknown step: $step" >&2
        exit 2
        ;;
    esac
done
say "all done"
