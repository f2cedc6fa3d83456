# Installs what tools/debian.txt lists and this machine lacks; sourced by test.sh.
if command -v apt-get >/dev/null; then
    lacking=$(grep -v '^#' tools/debian.txt | while read -r probe packages; do
        # shellcheck disable=SC2086  # the probe may be a pattern of paths
        command -v $probe >/dev/null || ls $probe >/dev/null 2>&1 || echo "$packages"
    done)
    if [ "$lacking" ]; then
        [ "$(id -u)" = 0 ] && root= || root=sudo
        # shellcheck disable=SC2086  # one word a package
        { $root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $root apt-get install -qq -y --no-install-recommends $lacking; } >&2
    fi
fi
