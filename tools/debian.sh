# Installs what tools/debian.txt lists and this machine lacks; sourced by test.sh.
if command -v apt-get >/dev/null; then
    lacking=$(grep -v '^#' tools/debian.txt | while read -r probe packages; do
        # shellcheck disable=SC2086  # the probe may be a pattern of paths
        command -v $probe >/dev/null || ls $probe >/dev/null 2>&1 || echo "$packages"
    done)
    if [ "$lacking" ]; then
        [ "$(id -u)" = 0 ] && root= || root=sudo
        # a mirror may fail once, and another program may be installing just now
        patient="-qq -o Acquire::Retries=5 -o DPkg::Lock::Timeout=300"
        # shellcheck disable=SC2086  # one word a package
        { $root apt-get $patient update && $root env DEBIAN_FRONTEND=noninteractive apt-get $patient install -y --no-install-recommends $lacking; } >&2 || {
            echo "The tests need what is in Debian's packages. As root: apt-get install" $lacking >&2
            exit 2
        }
    fi
fi
