# Makes .venv with a Python of at least 3.11 and puts it first on PATH; sourced by demo.sh and test.sh.
# an environment knows its own place: one that was moved or copied is made again
if ! grep -qsF "$(pwd -P)/.venv/bin/python" .venv/bin/pip; then
    echo "Setting up .venv, once; this takes a minute." >&2
    python=
    for name in python3.11 python3.12 python3.13 python3.14 python3; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            python=$name
            break
        fi
    done
    [ "$python" ] || { echo "Python 3.11 or newer is needed. On Debian: apt-get install python3" >&2; exit 2; }
    # Debian keeps ensurepip in a package of its own
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        [ "$(id -u)" = 0 ] && root= || root=sudo
        patient="-qq -o Acquire::Retries=5 -o DPkg::Lock::Timeout=300"
        # shellcheck disable=SC2086  # several words
        { $root apt-get $patient update && $root env DEBIAN_FRONTEND=noninteractive apt-get $patient install -y python3-venv; } >&2 || {
            echo "Python cannot make an environment here. On Debian, as root: apt-get install python3-venv" >&2
            exit 2
        }
    fi
    "$python" -m venv --clear .venv
fi
PATH=$PWD/.venv/bin:$PATH
# a registry may fail for a while: each program tries more often than by itself
export PATH PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_RETRIES=10 PIP_DEFAULT_TIMEOUT=60 npm_config_fetch_retries=5
